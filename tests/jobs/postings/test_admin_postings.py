"""Companies and postings in the admin: the desk keeps them, advisors read them, nobody types a status."""

import re
from datetime import date

import pytest

from accounts.models import Message
from jobs.models import Company, JobPosting
from jobs.postings.admin.buttons import MOVES
from tests import factories, walking
from tests.costs import counted

pytestmark = pytest.mark.django_db

LIST = "/admin/jobs/jobposting/"
COMPANIES = "/admin/jobs/company/"


@pytest.fixture
def company(db):
    return factories.CompanyFactory()


def typed(by: Company, **more) -> dict:
    return {
        "company": by.pk,
        "title": "経理アシスタント",
        "description": "伝票の整理をお願いします。",
        "category": "office",
        "prefecture": "13",
        "employment_type": "permanent",
        "headcount": "1",
        "status": "open",
        **{name: "unknown" for name in FLAGS},
        **more,
    }


FLAGS = ("weekends_off", "night_work", "no_experience_needed", "training", "dormitory", "car_commuting")


def test_desk_writes_a_draft_in_which_nothing_is_stated(desk_client, company):
    assert desk_client.post(f"{LIST}add/", typed(company)).status_code == 302
    posting = JobPosting.objects.get()
    assert (posting.status, posting.pay_min, posting.remote, posting.weekends_off) == ("draft", None, "", None)


def test_desk_says_no_and_takes_it_back(desk_client, company):
    posting = factories.JobPostingFactory(company=company, weekends_off=True)
    address = f"{LIST}{posting.pk}/change/"
    for said, stored in [("false", False), ("unknown", None), ("true", True)]:
        assert desk_client.post(address, typed(company, weekends_off=said)).status_code == 302
        posting.refresh_from_db()
        assert (posting.weekends_off, posting.status) == (stored, "open")


def test_desk_wants_no_fewer_people_than_were_hired(desk_client, company):
    posting = factories.JobPostingFactory(company=company, headcount=3, filled=2)
    address = f"{LIST}{posting.pk}/change/"
    response = desk_client.post(address, typed(company, headcount="1"))
    assert "More people than this have accepted an offer already." in response.content.decode()
    assert desk_client.post(address, typed(company, headcount="2")).status_code == 302
    posting.refresh_from_db()
    assert (posting.headcount, posting.filled) == (2, 2)


def test_desk_saves_what_it_changed_and_not_what_happened_meanwhile(desk_client, company, monkeypatch):
    posting = factories.JobPostingFactory(company=company, headcount=3)
    full_clean = JobPosting.full_clean

    def hire_meanwhile(self, *args, **kwargs):
        JobPosting.objects.filter(pk=posting.pk).update(filled=1)
        return full_clean(self, *args, **kwargs)

    monkeypatch.setattr(JobPosting, "full_clean", hire_meanwhile)
    assert desk_client.post(f"{LIST}{posting.pk}/change/", typed(company, headcount="2")).status_code == 302
    posting.refresh_from_db()
    assert (posting.headcount, posting.filled) == (2, 1)


def test_not_stated_is_a_choice_of_its_own(desk_client):
    html = desk_client.get(f"{LIST}add/").content.decode()
    for name in (*FLAGS, "remote", "education"):
        select = re.search(rf'<select name="{name}".*?</select>', html, re.DOTALL).group()
        assert "Not stated</option>" in select


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"pay_min": "200000", "pay_max": "199999"}, "This is less than the pay it begins with."),
        ({"opens_on": "2026-12-02", "closes_on": "2026-12-01"}, "This is before the posting opens."),
        ({"headcount": "0"}, "At least one person is wanted."),
        ({"company": "999999"}, "That choice is not one of the available choices."),
    ],
)
def test_contradiction_is_said_beside_its_field(desk_client, company, more, sentence):
    response = desk_client.post(f"{LIST}add/", typed(company, **more))
    assert response.status_code == 200
    assert sentence in response.content.decode()
    assert not JobPosting.objects.exists()


@pytest.mark.parametrize("name", MOVES)
@pytest.mark.parametrize("status", JobPosting.Status.values)
def test_button_moves_a_posting_from_where_it_is_possible(desk_client, name, status):
    posting = factories.JobPostingFactory(status=status)
    is_offered = f"/{posting.pk}/move/{name}/" in desk_client.get(f"{LIST}{posting.pk}/change/").content.decode()
    assert is_offered == (status in MOVES[name].possible)
    desk_client.post(f"{LIST}{posting.pk}/move/{name}/")
    posting.refresh_from_db()
    if is_offered:
        assert (posting.status, posting.closing) == {
            "open": ("open", ""),
            "close": ("closed", "desk"),
            "filled": ("closed", "filled"),
        }[name]


def test_draft_that_opens_later_is_refused_in_a_sentence(desk_client):
    posting = factories.JobPostingFactory(status="draft", opens_on=date(2999, 1, 1))
    response = desk_client.post(f"{LIST}{posting.pk}/move/open/", follow=True)
    assert "This posting opens later." in response.content.decode()
    posting.refresh_from_db()
    assert posting.status == "draft"


@pytest.mark.parametrize("name", ["close", "filled"])
def test_closing_is_asked_once(desk_client, posting, counseled, name):
    """One click leads to a page that says who is told; its one button does it."""
    factories.ReferralFactory(seeker=counseled, posting=posting)
    address, back = f"{LIST}{posting.pk}/move/{name}/", f"{LIST}{posting.pk}/change/"
    here = walking.Reader(back)
    here.feed(desk_client.get(back).content.decode())
    assert address in here.links
    assert address not in [form.action for form in here.forms]
    html = desk_client.get(address).content.decode()
    about = posting.title, "1 referral is unanswered.", "these seekers are told once", "This cannot be undone."
    assert [said for said in (*about, f'href="{back}"') if said not in html] == []
    posting.refresh_from_db()
    assert (posting.status, Message.objects.count()) == ("open", 0)
    desk_client.post(address)
    posting.refresh_from_db()
    assert (posting.status, Message.objects.count()) == ("closed", 1)


def test_what_can_be_done_no_longer_is_not_asked(desk_client):
    posting = factories.JobPostingFactory(status="open")
    assert desk_client.get(f"{LIST}{posting.pk}/move/open/").url == f"{LIST}{posting.pk}/change/"
    assert desk_client.post(f"{LIST}{posting.pk}/move/nonsense/").status_code == 404


def test_ticked_drafts_are_asked_about_once(desk_client):
    drafts = factories.JobPostingFactory.create_batch(2, status="draft")
    keys = [str(draft.pk) for draft in drafts]
    answer = desk_client.post(LIST, {"action": "open_ticked", "_selected_action": keys, "index": 0})
    asked = walking.Reader(LIST)
    asked.feed(html := answer.content.decode())
    assert [draft.title in html for draft in drafts] == [True, True]
    assert html.count('name="_selected_action"') == 2
    assert JobPosting.objects.filter(status="open").count() == 0
    form = next(form for form in asked.forms if "sure" in form.fields)
    desk_client.post(form.action, {**form.fields, "_selected_action": keys})
    assert JobPosting.objects.filter(status="open").count() == 2


def test_ticked_drafts_are_opened(desk_client):
    drafts = factories.JobPostingFactory.create_batch(2, status="draft")
    late = factories.JobPostingFactory(status="draft", opens_on=date(2999, 1, 1))
    keys = [posting.pk for posting in (*drafts, late)]
    sure = {"action": "open_ticked", "_selected_action": keys, "sure": "yes"}
    response = desk_client.post(LIST, sure, follow=True)
    text = response.content.decode()
    assert "2 postings are open now." in text
    assert "1 was left as it was" in text
    assert list(JobPosting.objects.order_by("pk").values_list("status", flat=True)) == ["open", "open", "draft"]


# Who may what


def test_advisor_reads_what_is_or_was_open_and_changes_nothing(advisor_client, company):
    shown, draft = factories.JobPostingFactory(), factories.JobPostingFactory(status="draft")
    assert f"/{shown.pk}/change/" in advisor_client.get(LIST).content.decode()
    assert f"/{draft.pk}/change/" not in advisor_client.get(LIST).content.decode()
    assert advisor_client.get(f"{LIST}{draft.pk}/change/").status_code == 404
    html = advisor_client.get(f"{LIST}{shown.pk}/change/").content.decode()
    assert shown.title in html
    assert "/move/" not in html
    for address in (f"{LIST}{shown.pk}/change/", f"{LIST}add/", f"{LIST}{shown.pk}/move/close/", f"{COMPANIES}add/"):
        assert advisor_client.post(address, typed(company)).status_code == 403
    advisor_client.post(LIST, {"action": "open_ticked", "_selected_action": [shown.pk], "sure": "yes"})
    shown.refresh_from_db()
    assert shown.status == "open"


@pytest.mark.parametrize("words", ["経理", "見本商事", "経理　見本商事"])
def test_desk_finds_a_posting_by_title_and_company(desk_client, words):
    posting = factories.JobPostingFactory(title="経理アシスタント", company__name="株式会社見本商事", status="draft")
    other = factories.JobPostingFactory(title="製造スタッフ")
    html = desk_client.get(LIST, {"q": words}).content.decode()
    assert [f"/{it.pk}/change/" in html for it in (posting, other)] == [True, False]


def test_desk_keeps_companies(desk_client):
    answer = desk_client.post(f"{COMPANIES}add/", {"name": "株式会社見本", "industry": "it", "prefecture": "13"})
    assert answer.status_code == 302
    company = Company.objects.get()
    assert (company.name, company.external_id, company.headcount) == ("株式会社見本", None, None)
    assert "株式会社見本" in desk_client.get(COMPANIES, {"q": "見本"}).content.decode()


@pytest.mark.parametrize("address", [LIST, COMPANIES, f"{LIST}?q=事務"])
def test_list_costs_the_same_for_one_and_for_three(desk_client, address):
    costs = []
    for amount in (1, 2):
        factories.JobPostingFactory.create_batch(amount)
        with counted() as sent:
            assert desk_client.get(address).status_code == 200
        costs.append(len(sent))
    assert costs[0] == costs[1]
