"""An advisor refers a posting: whom, which, why."""

from datetime import date, timedelta

import pytest
from django.contrib.messages import get_messages

from jobs.models import JobPosting, Referral
from tests import factories
from tests.costs import counted

pytestmark = pytest.mark.django_db
ADD = "/admin/jobs/referral/add/"


def texts(response) -> str:
    return " ".join(response.content.decode().split())


def chosen(seeker, posting) -> str:
    return f"{ADD}?seeker={seeker.pk}&posting={posting.pk}"


def test_advisor_refers_with_a_reason(advisor_client, counseled, posting):
    assert f"?seeker={counseled.pk}" in texts(advisor_client.get(ADD))
    assert posting.title in texts(advisor_client.get(f"{ADD}?seeker={counseled.pk}"))
    assert "Refer it" in texts(advisor_client.get(chosen(counseled, posting)))
    response = advisor_client.post(chosen(counseled, posting), {"note": "合いそうです。"})
    assert response.url == f"/admin/jobs/referral/{Referral.objects.get(seeker=counseled).pk}/change/"


def test_page_of_the_seeker_leads_there_for_an_advisor_only(advisor_client, desk_client, counseled):
    path = f"/admin/accounts/jobseeker/{counseled.pk}/change/"
    link = f"{ADD}?seeker={counseled.pk}"
    assert [link in texts(client.get(path)) for client in (advisor_client, desk_client)] == [True, False]


@pytest.mark.parametrize("step", ["choose", "write", "send"])
def test_seeker_of_somebody_else_is_not_there(other_advisor_client, counseled, posting, step):
    path = f"{ADD}?seeker={counseled.pk}" if step == "choose" else chosen(counseled, posting)
    ask = other_advisor_client.post if step == "send" else other_advisor_client.get
    assert ask(path).status_code == ask(f"{ADD}?seeker=999999&posting={posting.pk}").status_code == 404
    assert not Referral.objects.exists()


def test_former_advisor_finds_the_seeker_no_more(advisor_client, counseled, assignment, now):
    assert counseled.name in texts(advisor_client.get(ADD))
    assignment.end(at=now)
    assert counseled.name not in texts(advisor_client.get(ADD))
    assert advisor_client.get(f"{ADD}?seeker={counseled.pk}").status_code == 404


def test_desk_and_members_refer_nothing(desk_client, seeker_client, counseled, posting):
    for client in (desk_client, seeker_client):
        assert client.post(chosen(counseled, posting), {"note": "x"}).status_code == 403


def test_choosing_says_how_each_stands_who_asked_first(advisor_client, counseled, assignment, now):
    other = factories.AssignmentFactory(advisor=assignment.advisor, seeker__family_name="頼んだ").seeker
    factories.ReferralWishFactory(seeker=other, asked_at=now)
    factories.DesiredConditionFactory(seeker=other, kind="training", is_must=True)
    factories.ReferralFactory(seeker=counseled, status="screening", proposed_at=now)
    page = advisor_client.get(ADD)
    told = [(it.pk, it.asked_at, it.last_referred_at, it.in_selection) for it in page.context["seekers"]]
    assert told == [(other.pk, now, None, None), (counseled.pk, None, now, 1)]
    assert "<td><b>Training</b></td>" in page.content.decode()


def test_choosing_shows_no_referral_of_somebody_elses(advisor_client, assignment, now):
    factories.ReferralFactory(seeker=factories.AssignmentFactory().seeker, status="screening")
    [seeker] = advisor_client.get(ADD).context["seekers"]
    assert (seeker.pk, seeker.in_selection, seeker.last_referred_at) == (assignment.seeker.pk, None, None)


def test_choosing_costs_the_same_for_one_seeker_and_for_ten(advisor_client, assignment):
    costs = []
    for more in (0, 9):
        for tie in factories.AssignmentFactory.create_batch(more, advisor=assignment.advisor):
            factories.DesiredConditionFactory(seeker=tie.seeker)
        with counted() as sent:
            advisor_client.get(ADD)
        costs.append(len(sent))
    assert costs[0] == costs[1] <= 8


@pytest.mark.parametrize("named", ["seeker=abc", "seeker=", "seeker=1&posting=x", "seeker=99999999999999999999"])
def test_nonsense_in_the_address_is_not_there(advisor_client, counseled, named):
    named = named.replace("=1&", f"={counseled.pk}&")
    assert advisor_client.get(f"{ADD}?{named}").status_code == 404


def test_draft_is_not_there_and_closed_posting_is_refused(advisor_client, counseled):
    draft, closed = (factories.JobPostingFactory(status=status) for status in ("draft", "closed"))
    assert advisor_client.get(chosen(counseled, draft)).status_code == 404
    response = advisor_client.post(chosen(counseled, closed), {"note": "x"})
    assert [str(message) for message in get_messages(response.wsgi_request)] == [
        "This posting is not open. Please choose another."
    ]
    assert not Referral.objects.exists()


def test_note_is_asked_for_where_a_must_have_is_not_met(advisor_client, counseled, posting):
    factories.DesiredConditionFactory(seeker=counseled, kind="training")
    response = advisor_client.post(chosen(counseled, posting), {"note": "  "})
    assert "Please write why you refer it all the same." in texts(response)
    assert not Referral.objects.exists()
    advisor_client.post(chosen(counseled, posting), {"note": "研修は入社後に始まります。"})
    assert Referral.objects.get().note == "研修は入社後に始まります。"


def test_note_that_is_too_long_stays_in_the_form(advisor_client, counseled, posting):
    text = texts(advisor_client.post(chosen(counseled, posting), {"note": "長" * 1001}))
    assert "at most 1000 characters" in text
    assert "長" * 1001 in text


def titles(client, seeker, **asked) -> list[str]:
    response = client.get(ADD, {"seeker": seeker.pk, **asked})
    return [posting.title for posting, _compared in response.context["postings"]]


def test_postings_are_ranked_and_what_was_referred_is_left_out(advisor_client, counseled):
    referred = factories.JobPostingFactory(training=True)
    worse, best = (factories.JobPostingFactory(weekends_off=True, training=fits) for fits in (False, True))
    factories.JobPostingFactory(weekends_off=None, training=True)
    factories.ReferralFactory(seeker=counseled, posting=referred, status="declined")
    factories.DesiredConditionFactory(seeker=counseled, kind="weekends_off", is_must=True)
    factories.DesiredConditionFactory(seeker=counseled, kind="training", is_must=False)
    assert titles(advisor_client, counseled) == [best.title, worse.title]
    assert len(titles(advisor_client, counseled, beyond="on")) == 3


def test_postings_are_searched_and_nonsense_is_passed_over(advisor_client, counseled):
    here = factories.JobPostingFactory(title="受付スタッフ", prefecture="27", category="service")
    factories.JobPostingFactory.create_batch(2, title="営業職")
    for asked in ({"q": "受付"}, {"prefecture": "27"}, {"category": "service"}, {"q": here.company.name}):
        assert titles(advisor_client, counseled, **asked) == [here.title]
    for asked in ({"prefecture": "99"}, {"category": "x"}, {"page": "abc"}, {"page": "-1"}, {"q": "x" * 10_000}):
        assert len(titles(advisor_client, counseled, **asked)) == 3


def test_pages_show_every_posting_once(advisor_client, counseled):
    factories.JobPostingFactory.create_batch(45)
    shown = [title for page in (1, 2, 3) for title in titles(advisor_client, counseled, page=page)]
    assert sorted(shown) == sorted(JobPosting.objects.values_list("title", flat=True))
    assert titles(advisor_client, counseled, page=4) == []


@pytest.mark.parametrize("rows", [1, 3])
def test_choice_costs_the_same_whatever_it_lists(advisor_client, counseled, rows, now):
    factories.JobPostingFactory.create_batch(rows)
    factories.ReferralFactory.create_batch(rows, seeker=counseled, proposed_at=now - timedelta(days=1))
    for kind in ["training", "dormitory", "remote"][:rows]:
        factories.DesiredConditionFactory(seeker=counseled, kind=kind, is_must=False)
    with counted() as sent:
        advisor_client.get(ADD, {"seeker": counseled.pk})
    assert len(sent) == 12  # one of them for what the seeker asks for, two for what stands in the way


def test_only_what_is_shown_is_compared(advisor_client, counseled):
    """The others are sorted by their ids, and neither read in full nor compared."""
    factories.JobPostingFactory.create_batch(3)
    factories.DesiredConditionFactory(seeker=counseled, kind="training", is_must=False)
    with counted() as sent:
        advisor_client.get(ADD, {"seeker": counseled.pk})
    wide = [query for query in sent if "fit_training" in query and "wish" not in query]
    assert (len(wide), "ORDER BY" in wide[0]) == (1, False)


# What stands in the way is said at once


def is_over(seeker, slot):
    factories.CounselingBookingFactory(seeker=seeker, slot=slot)
    return "has no outcome recorded"


def wants_notices_only(seeker, slot):
    factories.CounselingBookingFactory(seeker=seeker, slot=slot, status="completed")
    factories.want_notices_only(seeker)
    return "wishes for notices only"


def has_not_come(seeker, slot):
    return "needs a counseling that has taken place"


@pytest.mark.parametrize("stands", [is_over, wants_notices_only, has_not_come])
def test_both_pages_say_why_nothing_can_be_referred(clock, seeker, assignment, advisor_client, posting, stands):
    slot = factories.CounselingSlotFactory(advisor=assignment.advisor, held_on=date(2026, 11, 19), hour=9)
    said, address = stands(seeker, slot), f"/admin/jobs/referral/add/?seeker={seeker.pk}"
    for page in (address, f"{address}&posting={posting.pk}"):
        assert said in advisor_client.get(page).content.decode()
    sent = advisor_client.post(f"{address}&posting={posting.pk}", {"note": "合いそうです。"}, follow=True)
    assert said in sent.content.decode()
    assert not posting.referrals.exists()


def test_counseling_without_an_outcome_is_named_with_its_page(clock, seeker, assignment, advisor_client):
    slot = factories.CounselingSlotFactory(advisor=assignment.advisor, held_on=date(2026, 11, 19), hour=9)
    booking = factories.CounselingBookingFactory(seeker=seeker, slot=slot)
    page = advisor_client.get(f"/admin/jobs/referral/add/?seeker={seeker.pk}").content.decode()
    assert "19 Nov" in page
    assert f"/admin/advisors/counselingbooking/{booking.pk}/change/" in page


def test_counseling_that_a_former_advisor_held_is_named_without_its_page(clock, seeker, assignment, advisor_client):
    slot = factories.CounselingSlotFactory(held_on=date(2026, 11, 19), hour=9)
    booking = factories.CounselingBookingFactory(seeker=seeker, slot=slot)
    page = advisor_client.get(f"/admin/jobs/referral/add/?seeker={seeker.pk}").content.decode()
    assert "19 Nov" in page
    assert f"counselingbooking/{booking.pk}" not in page


def test_seeker_reads_that_their_counseling_is_not_recorded_yet(clock, seeker, seeker_client, assignment):
    slot = factories.CounselingSlotFactory(advisor=assignment.advisor, held_on=date(2026, 11, 19), hour=9)
    factories.CounselingBookingFactory(seeker=seeker, slot=slot)
    assert "is not recorded yet" in seeker_client.get("/mypage/conditions/").content.decode()
