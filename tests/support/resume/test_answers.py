"""The page on which a member checks all answers: each in its place, once, and as people read it."""

import re
from datetime import date

import pytest
from django.utils import translation

from support.models import ResumeEntry
from support.resume.steps import months
from tests import factories
from tests.reading import unmarked

pytestmark = pytest.mark.django_db
EDITOR = "/support/resume/"


def answers(client) -> dict[str, list[tuple[str, str]]]:
    """By the heading of its part, each question with what was said, in their order."""
    html = client.get(EDITOR).content.decode()
    parts = re.findall(r"<h3[^>]*>(.*?)</h3>(.*?)</section>", html, re.DOTALL)
    pairs = r"<dt[^>]*>(.*?)</dt>\s*<dd>(.*?) <a "
    return {
        title: [(words(asked), words(said)) for asked, said in re.findall(pairs, part, re.DOTALL)]
        for title, part in parts
    }


def words(html: str) -> str:
    return re.sub(r"<[^>]+>", "", html)


def test_entries_stand_in_their_own_part_with_their_months(seeker_client, seeker):
    resume = factories.ResumeFactory(seeker=seeker)
    for kind in ResumeEntry.Kind.values:
        factories.ResumeEntryFactory(resume=resume, kind=kind, name=f"項目{kind}", began_on=date(2022, 4, 1))
    found = answers(seeker_client)
    assert found["Schools attended"] == [("項目education", "April 2022 – now")]
    assert found["Work"] == [("項目work", "April 2022 – now, Part-time job")]
    assert found["Licences and qualifications"] == [("項目licence", "April 2022")]


def test_what_has_ended_says_until_when_and_how(seeker_client, seeker):
    resume = factories.ResumeFactory(seeker=seeker)
    months = {"began_on": date(2022, 4, 1), "ended_on": date(2024, 3, 1)}
    factories.ResumeEntryFactory(resume=resume, name="見本店", **months, ending="contract")
    said = "April 2022 – March 2024, The contract had run out, Part-time job"
    assert answers(seeker_client)["Work"] == [("見本店", said)]


def test_months_are_set_as_the_reader_sets_them():
    months_of = {"began_on": date(2022, 4, 1), "ended_on": date(2024, 3, 1), "ending": "own"}
    entry = factories.ResumeEntryFactory.build(resume=None, **months_of)
    with translation.override("ja"):
        assert months(entry) == "2022年4月〜2024年3月、一身上の都合により退職、アルバイト・パート"


def test_link_leads_to_the_field_that_was_answered(seeker_client, seeker):
    entry = factories.ResumeEntryFactory(resume__seeker=seeker, name="見本店")
    link = r'<a href="([^"]*)">Change<span class="spoken">: (.*?)</span></a>'
    html = unmarked(seeker_client.get(EDITOR).content.decode())
    found = {asked: page for page, asked in re.findall(link, html)}
    job = f"{EDITOR}entries/{entry.pk}/"
    assert [found[it] for it in ("Given name", "Photo", "見本店")] == [
        f"{EDITOR}name/#id_given_name",
        f"{EDITOR}photo/",
        job,
    ]
    details = {asked: page for asked, page in found.items() if asked.startswith("見本店: ")}
    assert details == {
        "見本店: what I did": f"{job}details/#id_tasks",
        "見本店: what came of it": f"{job}details/#id_results",
    }


def test_another_entry_is_added_from_each_list_and_from_nowhere_else(seeker_client):
    html = seeker_client.get(EDITOR).content.decode()
    assert re.findall(r'<a class="onward" href="([^"]*/add/)">(.*?)</a>', html) == [
        (f"{EDITOR}{page}/add/", words)
        for page, words in (("education", "Add a school"), ("work", "Add a job"), ("licences", "Add a licence"))
    ]


def test_what_was_done_in_a_job_stands_after_the_summary(seeker_client, seeker):
    job = {"name": "見本店", "tasks": "仕分け", "results": "発注"}
    factories.ResumeEntryFactory(resume=factories.ResumeFactory(seeker=seeker), **job)
    factories.ResumeEntryFactory(resume=seeker.resume, kind="licence", name="見本検定")
    found = answers(seeker_client)
    assert found["What you did in each job"] == [
        ("見本店: what I did", "仕分け"),
        ("見本店: what came of it", "発注"),
    ]
    at = list(found).index("What you did in each job")
    assert list(found)[at - 2 : at + 2] == ["Form of the work history", "Summary", "What you did in each job", "Skills"]


@pytest.mark.parametrize(
    ("held", "part", "asked", "said"),
    [
        ({"in_eras": True}, "Date and years", "How years are written", "By era"),
        ({"in_eras": False}, "Date and years", "How years are written", "Western"),
        ({"dated_on": None}, "Date and years", "Date on the papers", "The day on which the file is made"),
        ({"dated_on": date(2026, 11, 29)}, "Date and years", "Date on the papers", "29 Nov 2026"),
        ({"about": "part_time"}, "Form of the work history", "What your work history tells of", "Part-time jobs only"),
        ({"phone": "+819012345678"}, "Address and phone", "Phone number", "090-1234-5678"),
        ({"address": ""}, "Address and phone", "Address", "empty"),
    ],
)
def test_answer_is_told_as_people_read_it(held, part, asked, said, seeker_client, seeker):
    factories.ResumeFactory(seeker=seeker, **held)
    assert (asked, said) in answers(seeker_client)[part]


def test_photo_is_there_or_not(seeker_client, seeker):
    resume = factories.ResumeFactory(seeker=seeker)
    assert answers(seeker_client)["Photo"] == [("Photo", "empty")]
    resume.photo = factories.FileFactory(owner=seeker.user, use="resume_photo")
    resume.save()
    assert answers(seeker_client)["Photo"] == [("Photo", "There is one")]
