"""The pages of the editor: one after another, wrong input, two tabs, and nobody but the member."""

import re
from datetime import date

import pytest
from django.urls import reverse

from support.models import Resume, ResumeEntry
from support.resume import editing
from support.resume.steps import STEPS
from support.resume.writing_help import EMPLOYER
from tests import factories
from tests.costs import counted
from tests.test_not_stored import NO_STORE

pytestmark = pytest.mark.django_db
EDITOR = "/support/resume/"
JOB = {
    "name": "株式会社見本フーズ 駅前店",
    "employment": "part_time",
    "began_on_0": "2022",
    "began_on_1": "4",
    "ended_on_0": "2024",
    "ended_on_1": "3",
    "ending": "own",
}


def shown(client, page: str) -> str:
    answer = client.get(f"{EDITOR}{page}")
    assert answer.status_code == 200
    return answer.content.decode()


def sent(client, page: str, /, **typed):
    """As a browser sends a page that was just opened: with what stood in each field then."""
    opened = dict(re.findall(r'name="(initial-\w+)"(?: value="([^"]*)")?', shown(client, page)))
    return client.post(f"{EDITOR}{page}", {**opened, **typed})


# One page after another


def test_pages_lead_from_the_first_to_the_last_and_to_all_answers(seeker_client):
    page, met = "name/", []
    while page:
        met.append(page.strip("/"))
        typed = {"in_eras": "True", "about": "jobs", "then": "next"}
        page = sent(seeker_client, page, **typed)["Location"].removeprefix(EDITOR)
    assert met == list(STEPS)


def test_last_page_leads_to_all_answers_alone(seeker_client):
    first, *_others, last = STEPS
    pages = [shown(seeker_client, f"{page}/") for page in (first, last)]
    assert ['value="next"' in page for page in pages] == [True, False]
    assert [re.findall(r"page (\d+) of (\d+)", page) for page in pages] == [[("1", "14")], [("14", "14")]]


def test_each_page_leads_back_to_all_answers(seeker_client):
    answer = sent(seeker_client, "wishes/", wishes="貴社の規定に従います。", then="check")
    assert answer["Location"] == EDITOR
    assert "貴社の規定に従います。" in shown(seeker_client, "")


def test_every_answer_has_a_link_that_changes_it(seeker_client, seeker):
    resume = factories.ResumeFactory(seeker=seeker, motivation="動機の文")
    for kind in ResumeEntry.Kind.values:
        factories.ResumeEntryFactory(resume=resume, kind=kind, name=f"項目{kind}")
    page = shown(seeker_client, "")
    links = re.findall(r'<dd>.*?<a href="([^"#]*)(?:#(\w+))?">Change<span', page, re.DOTALL)
    assert len(links) > 25
    for address, field in links:
        changed = seeker_client.get(address).content.decode()
        assert field == "" or f'id="{field}"' in changed or f'id="{field}_0"' in changed, address


def test_nothing_is_stored_by_looking(seeker_client):
    for page in ("", *(f"{slug}/" for slug in STEPS)):
        shown(seeker_client, page)
    assert not Resume.objects.exists()


def test_nobody_begins_with_the_words_of_somebody_else(seeker_client, seeker):
    factories.ResumeFactory(motivation="ほかの人の動機", family_name="ほかの人")
    for page in ("", "motivation/", "name/"):
        assert "ほかの人" not in shown(seeker_client, page)
    assert f'value="{seeker.family_name}"' in shown(seeker_client, "name/")


def test_page_says_whether_there_is_a_word_yet(seeker_client, seeker):
    words = ("Begin</a>", "Go through the pages")
    assert [it in shown(seeker_client, "") for it in words] == [True, False]
    factories.ResumeFactory(seeker=seeker)
    assert [it in shown(seeker_client, "") for it in words] == [False, True]


def test_phone_number_stands_in_its_field_as_it_is_dialled(seeker_client, seeker):
    factories.ResumeFactory(seeker=seeker, phone="+819012345678")
    assert re.search(r'<input[^>]*name="phone"[^>]*value="090-1234-5678"', shown(seeker_client, "address/"))


def test_each_field_of_text_comes_with_help_and_examples(seeker_client):
    for page in ("motivation/", "wishes/", "summary/", "skills/", "self-pr/", "work/add/", "education/add/"):
        assert re.search(r'<details>\s*<summary>.*?<div class="notice">', shown(seeker_client, page), re.DOTALL)
    assert "アルバイト経験の書き方" in shown(seeker_client, "work/add/")


def test_photo_is_sent_as_a_file_and_nothing_else_is(seeker_client):
    """What saves itself is sent as it is typed: a file would go astray."""
    ways = ('enctype="multipart/form-data"', "data-autosave>")
    found = {page: [it in shown(seeker_client, page) for it in ways] for page in ("photo/", "skills/", "work/")}
    assert found == {"photo/": [True, False], "skills/": [False, True], "work/": [False, False]}


# Saved


def test_what_is_typed_saves_itself(seeker_client, seeker):
    answer = seeker_client.post(f"{EDITOR}skills/", {"skills": "表計算"}, headers={"X-Autosave": "1"})
    assert (answer.status_code, answer.content) == (204, b"")
    assert seeker.resume.skills == "表計算"


def test_what_does_not_fit_yet_is_not_saved_by_itself(seeker_client):
    answer = seeker_client.post(f"{EDITOR}skills/", {"skills": "あ" * 801}, headers={"X-Autosave": "1"})
    assert (answer.status_code, answer.content) == (422, b"")
    assert not Resume.objects.exists()


def test_what_was_done_in_a_job_saves_itself_too(seeker_client, seeker):
    entry = factories.ResumeEntryFactory(resume__seeker=seeker)
    page = f"{EDITOR}entries/{entry.pk}/details/"
    said = [({"tasks": "仕分け", "results": ""}, 204), ({"tasks": "あ" * 601, "results": ""}, 422)]
    for typed, status in said:
        answer = seeker_client.post(page, typed, headers={"X-Autosave": "1"})
        assert (answer.status_code, answer.content) == (status, b"")
    entry.refresh_from_db()
    assert entry.tasks == "仕分け"
    opened = seeker_client.get(page, headers={"X-Autosave": "1"})
    refused = seeker_client.post(page, {"tasks": "あ" * 601, "results": ""})
    assert [it.status_code for it in (opened, refused)] == [200, 200]
    assert "At most 600 characters; these are 601." in refused.content.decode()


@pytest.mark.parametrize("page", ["skills/", "work/", "photo/"])
def test_page_that_is_opened_is_shown_whoever_opens_it(page, seeker_client):
    assert seeker_client.get(f"{EDITOR}{page}", headers={"X-Autosave": "1"}).status_code == 200


@pytest.mark.parametrize("page", ["name/", "address/", "motivation/", "wishes/", "summary/", "work/add/"])
def test_no_field_cuts_off_what_is_too_long(page, seeker_client):
    """It is refused in words: what a browser cuts off, nobody reads again."""
    html = shown(seeker_client, page)
    texts = re.findall(r"<(?:textarea|input(?=[^>]*type=\"text\"))[^>]*>", html)
    assert texts
    assert [it for it in texts if "maxlength" in it] == []


def test_tab_that_was_left_open_overwrites_only_what_was_changed_in_it(seeker_client, seeker):
    factories.ResumeFactory(seeker=seeker, address="前の住所", phone="")
    other_tab = {"initial-address": "前の住所", "address": "前の住所", "phone": "090-1234-5678", "initial-phone": ""}
    sent(seeker_client, "address/", address="新しい住所")
    seeker_client.post(f"{EDITOR}address/", other_tab)
    seeker.resume.refresh_from_db()
    assert (seeker.resume.address, seeker.resume.phone.as_e164) == ("新しい住所", "+819012345678")


def test_tab_of_a_job_that_was_left_open_overwrites_only_what_was_changed_in_it(seeker_client, seeker):
    entry = factories.ResumeEntryFactory(resume__seeker=seeker, tasks="前の仕事", results="")
    page = f"entries/{entry.pk}/details/"
    assert "前の仕事</textarea>" in shown(seeker_client, page)
    other_tab = {"initial-tasks": "前の仕事", "tasks": "前の仕事", "initial-results": "", "results": "発注"}
    sent(seeker_client, page, tasks="新しい仕事", results="")
    seeker_client.post(f"{EDITOR}{page}", other_tab)
    entry.refresh_from_db()
    assert (entry.tasks, entry.results) == ("新しい仕事", "発注")


# What is typed


@pytest.mark.parametrize(
    ("page", "typed", "column", "held"),
    [
        ("name/", {"family_kana": "ﾀｶｻｷ"}, "family_kana", "たかさき"),
        ("name/", {"given_kana": "ヴィクトー"}, "given_kana", "ゔぃくとー"),
        ("name/", {"family_name": " 髙﨑 "}, "family_name", "髙﨑"),
        ("name/", {"given_name": "神\u200b𠮷"}, "given_name", "神𠮷"),
        ("name/", {"family_name": "葛\U000e0100城"}, "family_name", "葛\U000e0100城"),
        ("address/", {"postal_code": "〒１２３－４５６７"}, "postal_code", "123-4567"),
        ("address/", {"postal_code": "1234567"}, "postal_code", "123-4567"),
        ("contact/", {"contact_kana": "トウキョウト 1-2"}, "contact_kana", "とうきょうと 1-2"),
        ("motivation/", {"motivation": "一\r\n\r\n二"}, "motivation", "一\n\n二"),
        ("date/", {"in_eras": "False"}, "in_eras", False),
    ],
)
def test_usual_ways_of_writing_are_read(page, typed, column, held, seeker_client, seeker):
    assert sent(seeker_client, page, **typed).status_code == 302
    assert getattr(seeker.resume, column) == held


@pytest.mark.parametrize(
    ("page", "column", "held"),
    [
        ("address/", "postal_code", "123-4567"),
        ("address/", "phone", "+819012345678"),
        ("name/", "family_kana", "みほん"),
    ],
)
def test_answer_that_is_taken_out_is_empty_again(page, column, held, seeker_client, seeker):
    resume = factories.ResumeFactory(seeker=seeker, **{column: held})
    assert sent(seeker_client, page, **{column: ""}).status_code == 302
    resume.refresh_from_db()
    assert not getattr(resume, column)


BORN = {"birth_date_year": "2026", "birth_date_month": "11", "birth_date_day": "20"}


def test_birth_date_is_typed_as_three_numbers_and_can_be_taken_out(seeker_client, seeker):
    resume = factories.ResumeFactory(seeker=seeker, birth_date=date(2003, 4, 12))
    for typed, held in ((BORN, date(2026, 11, 20)), (dict.fromkeys(BORN, ""), None)):
        assert sent(seeker_client, "name/", **typed).status_code == 302
        resume.refresh_from_db()
        assert resume.birth_date == held


def test_browser_can_fill_in_who_somebody_is(seeker_client):
    said = re.findall(r'autocomplete="([\w-]+)"', shown(seeker_client, "name/"))
    assert said == ["family-name", "given-name", "bday-year", "bday-month", "bday-day"]


@pytest.mark.parametrize(
    ("page", "typed", "sentence"),
    [
        ("name/", {"family_name": "見本😀"}, "This cannot be printed: 😀."),
        ("name/", {"family_kana": "高崎"}, "Write it in hiragana."),
        ("name/", {**BORN, "birth_date_day": "31"}, "There is no such date."),
        ("name/", {**BORN, "birth_date_day": "21"}, "is in the future."),
        ("address/", {"postal_code": "123"}, "A postal code is seven digits"),
        ("address/", {"phone": "12"}, "This is not a phone number"),
        ("address/", {"email": "見本"}, "This is not an e-mail address."),
        ("motivation/", {"motivation": "あ" * 801}, "At most 800 characters; these are 801."),
        ("motivation/", {"motivation": "\n".join("あ" * 21)}, "At most 20 lines"),
        ("date/", {"in_eras": "maybe"}, "Choose one of the two."),
        ("about/", {"about": ""}, "Choose one."),
        ("photo/", {"upload": "1"}, "Choose a photo."),
    ],
)
def test_what_does_not_fit_is_said_beside_the_field_and_kept_there(page, typed, sentence, seeker_client):
    answer = sent(seeker_client, page, **typed)
    html = answer.content.decode()
    assert answer.status_code == 200
    assert html.count(sentence) == 2  # in the summary, and beside the field
    assert [value for value in typed.values() if value not in html and value not in ("1", "maybe")] == []
    assert not Resume.objects.exists()


# Schools, jobs, licences


def said_on(page: str, answer, said: str) -> bool:
    """Whether somebody was led to this page, and reads this there."""
    return answer.redirect_chain == [(page, 302)] and said in answer.content.decode()


def test_job_is_added_changed_and_removed(seeker_client, seeker):
    assert said_on(f"{EDITOR}work/", seeker_client.post(f"{EDITOR}work/add/", JOB, follow=True), "Added.")
    entry = ResumeEntry.objects.get()
    assert entry.name in shown(seeker_client, "work/")
    page = f"{EDITOR}entries/{entry.pk}/"
    changed = seeker_client.post(page, {**JOB, "name": "見本物流株式会社"}, follow=True)
    assert said_on(f"{EDITOR}work/", changed, "Saved.")
    assert "見本物流株式会社" in shown(seeker_client, "")
    details = f"entries/{entry.pk}/details/"
    assert sent(seeker_client, details, tasks="仕分け", results="発注")["Location"] == EDITOR
    assert "Saved." in shown(seeker_client, "")
    assert "発注</textarea>" in shown(seeker_client, details)
    entry.refresh_from_db()
    assert (entry.name, entry.tasks, str(entry.ended_on)) == ("見本物流株式会社", "仕分け", "2024-03-01")
    assert f"{page}remove/" in shown(seeker_client, f"entries/{entry.pk}/")
    assert said_on(f"{EDITOR}work/", seeker_client.post(f"{page}remove/", follow=True), "Removed.")
    assert not ResumeEntry.objects.exists()


def test_entry_that_is_opened_stands_there_as_it_was_typed(seeker_client):
    seeker_client.post(f"{EDITOR}work/add/", JOB)
    form = seeker_client.get(f"{EDITOR}entries/{ResumeEntry.objects.get().pk}/").context["form"]
    held = {field.html_name: field.value() for field in form}
    months = {name: f"{held.pop(name):%Y-%m}" for name in ("began_on", "ended_on")}
    assert months == {"began_on": "2022-04", "ended_on": "2024-03"}
    assert held == {name: JOB[name] for name in held}
    assert len(held) == 3


def options(html: str, name: str) -> list[tuple[str, str]]:
    """What a select of the page offers, each value with whether it is chosen."""
    (inside,) = re.findall(rf'<select name="{name}"[^>]*>(.*?)</select>', html, re.DOTALL)
    return re.findall(r'<option value="(\d*|[a-z_]*)"( selected)?', inside)


def test_months_that_were_typed_are_chosen_and_can_be_left_out(seeker_client):
    seeker_client.post(f"{EDITOR}work/add/", JOB)
    html = shown(seeker_client, f"entries/{ResumeEntry.objects.get().pk}/")
    for name in ("began_on_0", "began_on_1", "ended_on_0", "ended_on_1", "ending"):
        offered = options(html, name)
        assert offered[0] == ("", "")
        assert [value for value, is_chosen in offered if is_chosen] == [JOB[name]]
    assert [html.count(f'aria-label="{it}"') for it in ("Year", "Month")] == [2, 2]


@pytest.mark.parametrize("page", [f"{slug}/" for slug in STEPS] + ["work/add/", "education/add/", "licences/add/"])
def test_nothing_is_missed_before_anything_was_typed(page, seeker_client):
    form = seeker_client.get(f"{EDITOR}{page}").context["form"]
    assert form is None or form.errors == {}


def test_years_are_told_as_japan_counts_them_too(seeker_client):
    html = shown(seeker_client, "education/add/")
    for year in ("2026 (令和8)", "2020 (令和2)", "2019 (平成31・令和元)", "1989 (昭和64・平成元)"):
        assert f">{year}</option>" in html


def test_years_to_choose_from_begin_ahead_of_now_and_end_long_before(seeker_client, seeker):
    entry = factories.ResumeEntryFactory(resume__seeker=seeker)
    for page in ("work/add/", f"entries/{entry.pk}/"):
        years = [year for year, _chosen in options(shown(seeker_client, page), "began_on_0")]
        assert years == ["", *map(str, range(2033, 1986, -1))]


def test_button_pressed_twice_adds_one(seeker_client, seeker):
    for _ in range(2):
        seeker_client.post(f"{EDITOR}work/add/", JOB)
    assert seeker.resume.entries.count() == 1


def test_too_many_entries_are_refused_in_words(seeker_client, seeker, monkeypatch):
    monkeypatch.setattr(editing, "MOST_ENTRIES", 1)
    factories.ResumeEntryFactory(resume__seeker=seeker)
    assert "as many entries as fit" in seeker_client.post(f"{EDITOR}work/add/", JOB).content.decode()
    assert seeker.resume.entries.count() == 1


@pytest.mark.parametrize(
    ("kind", "typed", "sentence"),
    [
        ("work", {"name": ""}, "Enter the name."),
        ("work", {"employment": ""}, "Choose one."),
        ("work", {"began_on_0": "", "began_on_1": ""}, "Choose the year and the month."),
        ("work", {"began_on_1": ""}, "Choose both the year and the month."),
        ("work", {"began_on_0": "9999"}, "Choose from the list."),
        ("work", {"ended_on_0": "", "ended_on_1": ""}, "Choose the last month, or that you are still there."),
        ("work", {"ending": ""}, "Say how it ended, or leave out the last month."),
        ("work", {"ending": "graduated"}, "Choose from the list."),
        ("work", {"ended_on_0": "2021"}, "The last month is before the first one."),
        ("education", {"ending": "own"}, "Choose from the list."),
        ("licences", {"name": ""}, "Enter the licence."),
    ],
)
def test_entry_that_does_not_fit_is_refused_in_words(kind, typed, sentence, seeker_client):
    html = seeker_client.post(f"{EDITOR}{kind}/add/", {**JOB, **typed}).content.decode()
    assert sentence in html
    assert not ResumeEntry.objects.exists()
    assert "selected" in html


def test_line_breaks_in_a_field_of_one_line_are_spaces(seeker_client, seeker):
    sent(seeker_client, "address/", address="見本県\n見本市1-2")
    assert seeker.resume.address == "見本県 見本市1-2"


def test_lists_hold_their_own_kind_and_nobody_elses(seeker_client, seeker):
    resume = factories.ResumeFactory(seeker=seeker)
    for kind, name in (("work", "見本商店"), ("education", "見本高校"), ("licence", "見本検定")):
        factories.ResumeEntryFactory(resume=resume, kind=kind, name=name)
    factories.ResumeEntryFactory(name="ほかの人の店")
    html = shown(seeker_client, "work/")
    assert [name in html for name in ("見本商店", "見本高校", "見本検定", "ほかの人の店")] == [
        True,
        False,
        False,
        False,
    ]


def test_list_says_when_each_was_and_how_the_next_is_written(seeker_client):
    seeker_client.post(f"{EDITOR}work/add/", JOB)
    html = shown(seeker_client, "work/")
    assert "April 2022 – March 2024, Left for reasons of my own, Part-time job" in html
    assert str(EMPLOYER.title) in html


def test_job_of_one_month_is_one(seeker_client, seeker):
    seeker_client.post(f"{EDITOR}work/add/", {**JOB, "ended_on_0": "2022", "ended_on_1": "4"})
    assert seeker.resume.entries.count() == 1


@pytest.mark.parametrize(
    ("typed", "field"),
    [({"ending": "graduated"}, "ending"), ({"began_on_0": "9999"}, "began_on"), ({"ended_on_1": ""}, "ended_on")],
)
def test_what_does_not_fit_is_said_once(typed, field, seeker_client):
    errors = seeker_client.post(f"{EDITOR}work/add/", {**JOB, **typed}).context["form"].errors
    assert {name: len(said) for name, said in errors.items()} == {field: 1}


@pytest.mark.parametrize("ending", ["", "expected", "left_school", "graduated"])
def test_school_may_go_on_end_or_be_left(ending, seeker_client, seeker):
    ended = {"ended_on_0": "2027", "ended_on_1": "3"} if ending else {"ended_on_0": "", "ended_on_1": ""}
    seeker_client.post(f"{EDITOR}education/add/", {**JOB, **ended, "ending": ending})
    assert seeker.resume.entries.get().ending == ending


# Nobody but the member


@pytest.fixture
def theirs(seeker):
    """An entry of somebody's résumé, and every address of it."""
    entry = factories.ResumeEntryFactory(resume__seeker=seeker)
    return [reverse(f"support:resume_{page}", args=[entry.pk]) for page in ("entry", "details", "remove")]


@pytest.mark.parametrize("method", ["get", "post"])
def test_entry_of_somebody_else_is_not_there(method, theirs, other_seeker_client):
    answers = {getattr(other_seeker_client, method)(page, JOB).status_code for page in theirs}
    assert answers <= {404, 302}
    led = other_seeker_client.get(theirs[2], follow=True).status_code
    assert (led, ResumeEntry.objects.count()) == (404, 1)
    assert getattr(other_seeker_client, method)(theirs[0], JOB).status_code == 404


OWN_ADDRESSES = ["", "name/", "photo.jpg", "resume.pdf", "work-history.pdf", "resume.png", "work-history.png"]


@pytest.mark.parametrize("page", OWN_ADDRESSES)
def test_advisor_and_desk_have_no_way_to_a_draft(page, theirs, assignment, advisor_client, desk_client, client):
    for browser in (advisor_client, desk_client):
        for address in (f"{EDITOR}{page}", *theirs[:2]):
            assert browser.get(address)["Location"] == "/admin/"
    assert client.get(f"{EDITOR}{page}")["Location"].startswith("/login/")


@pytest.mark.parametrize(
    "page", ["no-such-page/", "no-such-page/add/", "name/add/", "photo/add/", "no-such.pdf", "no-such.png", "photo.jpg"]
)
def test_page_that_is_none_is_not_there(page, seeker_client):
    assert seeker_client.get(f"{EDITOR}{page}").status_code == 404


def test_details_are_of_a_job_only(seeker_client, seeker):
    school = factories.ResumeEntryFactory(resume__seeker=seeker, kind="education")
    assert seeker_client.get(f"{EDITOR}entries/{school.pk}/details/").status_code == 404


@pytest.mark.parametrize("page", ["", "name/", "work/", "resume.png"])
def test_pages_are_kept_nowhere(page, seeker_client):
    assert NO_STORE in seeker_client.get(f"{EDITOR}{page}")["Cache-Control"]


# What it costs


@pytest.mark.parametrize("page", ["", "work/", "motivation/", "work/add/"])
def test_pages_cost_the_same_however_much_is_written(page, seeker_client, seeker):
    resume, asked = factories.ResumeFactory(seeker=seeker), []
    for more in (1, 99):
        factories.ResumeEntryFactory.create_batch(more, resume=resume)
        with counted() as statements:
            shown(seeker_client, page)
        asked.append(len(statements))
    assert asked[0] == asked[1] <= 5  # the session, who it is, and two


def test_saving_costs_few_statements(seeker_client, seeker):
    factories.ResumeFactory(seeker=seeker)
    with counted() as statements:
        seeker_client.post(f"{EDITOR}skills/", {"skills": "表計算"}, headers={"X-Autosave": "1"})
    assert len(statements) <= 8
