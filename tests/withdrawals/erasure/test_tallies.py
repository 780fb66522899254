"""A withdrawal changes no figure of the past: it adds itself, and nothing else."""

from datetime import date

import pytest

from accounts.models import Message
from advisors.models import CounselingBooking, Tally
from advisors.tallies.gathering import gather
from tests import factories
from tests.advisors.tallies.counted import everything
from tests.withdrawals.erasure.test_traces import leave_marks
from withdrawals.erasure.erasing import erase_member
from withdrawals.requests.advancing import advance

pytestmark = pytest.mark.django_db
COUNTED_OF_A_MEMBER = {
    "registered",
    "counseled",
    "slot_used",
    "referred",
    "applied",
    "interviewed",
    "offered",
    "accepted",
    "document_reviewed",
    "seat_used",
    "suit_lent",
    "notice_sent",
    "notice_stopped",
}


@pytest.fixture
def active(settings, tmp_path, desk, now):
    """A member of whom everything was counted that is counted of a member, and who left a row of every kind."""
    settings.MEDIA_ROOT = tmp_path
    seeker = factories.JobSeekerFactory()
    leave_marks(seeker, desk)
    slot = factories.CounselingSlotFactory(held_on=date(2026, 5, 7))
    factories.CounselingBookingFactory(seeker=seeker, slot=slot, status="completed")
    referral = factories.ReferralFactory(seeker=seeker, status="screening")
    for status in ("interview", "offered"):
        referral.move(status, at=now, actor="staff")
    referral.move("accepted", at=now, actor="seeker", by=seeker.user)
    document = factories.DocumentFactory(seeker=seeker)
    factories.DocumentReviewFactory(document=document, status="returned")
    factories.SeminarSeatFactory(seeker=seeker, status="attended")
    factories.SuitLoanFactory(seeker=seeker, status="returned")
    message = Message.objects.create(kind="jobs/job_notice", recipient=seeker.user)
    message.finish(Message.Status.SENT, at=now, by=Message.Channel.MAIL)
    return seeker


def test_erasure_changes_no_figure(active, now):
    before = everything()
    assert {key[0] for key in before} >= COUNTED_OF_A_MEMBER
    erase_member(active, now=now)
    assert everything() == before
    gather()
    assert everything() == before


def test_withdrawal_adds_itself_and_nothing_else(active, now, worker):
    before = everything()
    request = factories.WithdrawalRequestFactory(seeker=active, status="scheduled", received_at=now, completes_at=now)
    advance(request.pk, now=now)
    added = {key: many for key, many in everything().items() if before.get(key) != many}
    assert {(key[0], many) for key, many in added.items()} == {("withdrawn", 1)}
    assert before.keys() - everything().keys() == set()
    assert not CounselingBooking.objects.exists()


def test_row_of_a_figure_says_no_day_and_nobody(active):
    """What it points to are places and staff, and its id is drawn by chance."""
    related = {field.name for field in Tally._meta.fields if field.is_relation}
    assert related == {"office", "advisor"}
    assert all(tally.month.day == 1 for tally in Tally.objects.all())
