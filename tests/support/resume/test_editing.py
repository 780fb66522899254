"""Writing a résumé: each tab stores what was changed in it, and nothing of the other's is lost."""

import re
from datetime import date, timedelta
from functools import partial

import pytest
from django.db import connection

from accounts.models import File, FileRemoval
from support.models import Resume, ResumeEntry
from support.resume import editing
from support.resume.refusals import TooManyEntries
from tests import factories
from tests.conftest import signed_in
from tests.costs import counted
from tests.twins import at_once, overtaken

of_a_server = pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite shows nobody who waits")
commits = pytest.mark.django_db(transaction=True)
JOB = {"name": "株式会社見本", "began_on": date(2023, 4, 1), "ended_on": None, "ending": "", "employment": "regular"}


@pytest.mark.django_db
def test_profile_is_there_beforehand_and_nothing_is_stored_by_looking(seeker):
    resume = editing.resume_of(seeker)
    assert (resume.family_name, resume.given_name, resume.birth_date) == (
        seeker.family_name,
        seeker.given_name,
        seeker.birth_date,
    )
    assert (resume.phone, resume.email) == (seeker.phone, seeker.user.email)
    assert not Resume.objects.exists()


@pytest.mark.django_db
def test_first_word_begins_the_resume_with_the_profile(seeker, now):
    editing.write(seeker.pk, {"wishes": "貴社の規定に従います。"}, now=now)
    resume = Resume.objects.get()
    assert (resume.wishes, resume.family_name, resume.saved_at) == ("貴社の規定に従います。", seeker.family_name, now)


def written(table: str, work) -> str:
    with counted() as sent:
        work()
    (statement,) = [it for it in sent if it.startswith(f'UPDATE "{table}"')]
    return statement


@pytest.mark.django_db
def test_only_what_was_typed_is_written(seeker, now):
    entry = editing.add_entry(seeker.pk, "work", JOB, now=now)
    wishes = written("support_resume", partial(editing.write, seeker.pk, {"wishes": "x"}, now=now))
    assert re.findall(r'"(\w+)" = %s', wishes) == ["wishes", "saved_at", "seeker_id"]
    tasks = written("support_resumeentry", partial(editing.change_entry, seeker.pk, entry.pk, {"tasks": "x"}, now=now))
    assert re.findall(r'"(\w+)" = %s', tasks) == ["tasks", "id"]


@pytest.mark.django_db
def test_what_is_written_here_goes_nowhere_else(seeker, now):
    editing.write(seeker.pk, {"family_name": "髙見本", "phone": "+815012345678"}, now=now)
    seeker.refresh_from_db()
    assert (seeker.family_name, seeker.phone.as_e164) != ("髙見本", "+815012345678")


@pytest.mark.django_db
def test_entry_added_twice_is_there_once(seeker):
    added = [editing.add_entry(seeker.pk, "work", JOB).pk for _ in range(2)]
    assert added[0] == added[1]
    assert ResumeEntry.objects.count() == 1


@pytest.mark.django_db
def test_entry_of_another_kind_or_of_other_words_is_another(seeker):
    said = {"name": "見本", "began_on": date(2023, 4, 1)}
    for kind, more in (("licence", {}), ("education", {}), ("education", {"name": "見本高等学校"})):
        editing.add_entry(seeker.pk, kind, {**said, **more})
    assert ResumeEntry.objects.count() == 3


@pytest.mark.django_db
def test_entries_have_an_end(seeker, monkeypatch):
    monkeypatch.setattr(editing, "MOST_ENTRIES", 2)
    for number in range(2):
        editing.add_entry(seeker.pk, "work", {**JOB, "name": f"株式会社見本{number}"})
    with pytest.raises(TooManyEntries):
        editing.add_entry(seeker.pk, "work", JOB)


@pytest.mark.django_db
def test_every_change_says_when_it_was_saved(seeker, now, settings, tmp_path):
    """It is the moment that a file says it was made at."""
    settings.MEDIA_ROOT = tmp_path
    entry = editing.add_entry(seeker.pk, "work", JOB, now=now)
    acts = [
        partial(editing.write, seeker.pk, {"wishes": "x"}),
        partial(editing.add_entry, seeker.pk, "work", {**JOB, "name": "株式会社別"}),
        partial(editing.change_entry, seeker.pk, entry.pk, {"name": "株式会社他"}),
        partial(editing.remove_entry, seeker.pk, entry.pk),
        partial(editing.show_photo, seeker.pk, b"x"),
    ]
    for minutes, act in enumerate(acts, start=1):
        act(now=now + timedelta(minutes=minutes))
        assert Resume.objects.get().saved_at == now + timedelta(minutes=minutes)


@pytest.mark.django_db
def test_entry_of_somebody_else_is_out_of_reach(seeker):
    entry = factories.ResumeEntryFactory()
    editing.remove_entry(seeker.pk, entry.pk)
    with pytest.raises(ResumeEntry.DoesNotExist):
        editing.change_entry(seeker.pk, entry.pk, {"name": "x"})
    entry.refresh_from_db()


@pytest.mark.django_db
def test_former_photo_goes(seeker, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    for picture in (b"first", b"second"):
        editing.show_photo(seeker.pk, picture)
    file = File.objects.get()
    assert (file.use, file.owner, file.resume.pk, file.stored.open().read()) == (
        "resume_photo",
        seeker.user,
        seeker.pk,
        b"second",
    )
    editing.show_photo(seeker.pk, None)
    assert (File.objects.count(), FileRemoval.objects.count()) == (0, 2)


@commits
def test_two_who_begin_at_once_begin_one_resume():
    seeker = factories.JobSeekerFactory()
    writes = [partial(editing.write, seeker.pk, {name: "同時"}) for name in ("wishes", "skills", "summary", "self_pr")]
    at_once(*writes)
    resume = Resume.objects.get()
    assert [resume.wishes, resume.skills, resume.summary, resume.self_pr] == ["同時"] * 4


@commits
def test_button_pressed_many_times_at_once_adds_one_job():
    seeker = factories.JobSeekerFactory()
    at_once(*[partial(editing.add_entry, seeker.pk, "work", JOB)] * 4)
    assert ResumeEntry.objects.count() == 1


@of_a_server
@commits
def test_member_who_writes_and_has_left_in_another_tab_finds_nothing():
    seeker = factories.JobSeekerFactory()
    page = "/support/resume/wishes/"
    write = partial(signed_in(seeker.user).post, page, {"wishes": "x", "initial-wishes": ""})
    assert overtaken(write, seeker, by=seeker.user.delete).status_code == 404
