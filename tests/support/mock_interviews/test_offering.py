"""A mock interview is offered in one quiet line beside an interview that is coming up, unless they know already."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.profile.agenda import agenda
from tests import factories
from tests.costs import counted

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
LINE = "If you like, you can practise it beforehand:"


def page(response) -> str:
    return response.content.decode()


@pytest.fixture
def interview(assignment, seeker, other_seeker, now):
    """Held in three days; another seeker has none."""
    referral = factories.ReferralFactory(seeker=seeker, status="interview")
    return factories.JobInterviewFactory(referral=referral, starts_at=now + timedelta(days=3))


def lines(client, interview) -> tuple[int, int]:
    """How often it is offered on my page, and on the page of the referral."""
    return tuple(page(client.get(path)).count(LINE) for path in ("/mypage/", f"/referrals/{interview.referral_id}/"))


def address(interview) -> str:
    return f"/support/mock-interviews/?for={interview.referral.posting_id}"


def test_it_is_offered_once_and_leads_to_the_form_with_the_posting(seeker_client, interview, advisor, seeker):
    later = factories.ReferralFactory(seeker=seeker, status="interview")
    factories.JobInterviewFactory(referral=later, starts_at=interview.starts_at + timedelta(days=1))
    assert lines(seeker_client, interview) == (1, 1)
    for path in ("/mypage/", f"/referrals/{interview.referral_id}/"):
        assert f'href="{address(interview)}"' in page(seeker_client.get(path))
    slot = factories.CounselingSlotFactory(advisor=advisor)
    times = f"/support/mock-interviews/times/?for={interview.referral.posting_id}"
    assert f'href="{times}"' in page(seeker_client.get(address(interview)))
    book = f"/support/mock-interviews/times/{slot.pk}/?for={interview.referral.posting_id}"
    assert f'href="{book}"' in page(seeker_client.get(times))


def one_ahead(interview):
    practise(interview)


def held_for_it(interview):
    practise(interview, booking__status="completed", posting=interview.referral.posting)


def practise(interview, **more):
    advisor = interview.referral.seeker.assignments.get().advisor
    factories.MockInterviewFactory(booking__seeker=interview.referral.seeker, booking__slot__advisor=advisor, **more)


def notices_only(interview):
    factories.want_notices_only(interview.referral.seeker)


def leaving(interview):
    factories.WithdrawalRequestFactory(seeker=interview.referral.seeker, status="scheduled")


def called_off(interview):
    interview.call_off(at=factories.JOINED)


def over(interview):
    type(interview).objects.update(starts_at=interview.starts_at - timedelta(days=5))


@pytest.mark.parametrize(
    ("change", "offered"),
    [
        (one_ahead, (0, 0)),
        (held_for_it, (0, 0)),
        (notices_only, (0, 0)),
        (leaving, (0, 0)),
        (called_off, (0, 0)),
        (over, (0, 0)),
    ],
)
def test_it_is_not_offered_to_who_knows_or_has_no_use_for_it(seeker_client, interview, change, offered):
    change(interview)
    assert lines(seeker_client, interview) == offered


def test_one_for_another_posting_does_not_end_the_offer(seeker_client, interview):
    practise(interview, booking__status="completed", posting=factories.JobPostingFactory())
    assert lines(seeker_client, interview) == (1, 1)


def practised_by_another(interview):
    tie = factories.AssignmentFactory()
    mine = {"booking__seeker": tie.seeker, "booking__slot__advisor": tie.advisor}
    factories.MockInterviewFactory(**mine, posting=interview.referral.posting)


def counseling_ahead(interview):
    factories.CounselingBookingFactory(seeker=interview.referral.seeker)


def one_that_nobody_recorded(interview):
    yesterday = factories.CounselingSlotFactory(held_on=timezone.localdate() - timedelta(days=1))
    factories.MockInterviewFactory(booking__seeker=interview.referral.seeker, booking__slot=yesterday)


@pytest.mark.parametrize("other", [practised_by_another, counseling_ahead, one_that_nobody_recorded])
def test_what_is_no_practice_for_it_does_not_end_the_offer(seeker_client, interview, other):
    other(interview)
    assert lines(seeker_client, interview) == (1, 1)


def test_cancelled_one_does_not_end_the_offer(seeker_client, interview):
    practise(interview, booking__status="cancelled", posting=interview.referral.posting)
    assert lines(seeker_client, interview) == (1, 1)


def test_my_page_asks_nothing_for_it(seeker, interview, now):
    with counted() as sent:
        found = agenda(seeker, now=now)
    with counted() as more:
        assert found.to_practise.practice == address(interview)
    assert (len(sent) <= 7, more) == (True, [])


def test_page_of_the_referral_asks_once_for_it(seeker_client, interview):
    costs = []
    for _ in range(2):
        with counted() as sent:
            seeker_client.get(f"/referrals/{interview.referral_id}/")
        costs.append(len([it for it in sent if "mockinterview" in it]))
        practise(interview, booking__status="completed")
    assert costs == [1, 1]
