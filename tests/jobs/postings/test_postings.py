"""Opening and closing a posting, and what hangs on it."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from accounts.models import Message
from jobs import tasks
from jobs.models import JobPosting, ReferralEvent
from jobs.postings import opening as actions
from jobs.postings import refusals
from jobs.referrals import closing
from tests import factories
from tests.conftest import NOW
from tests.costs import counted

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

TODAY = timezone.localdate(NOW)


def day(offset: int | None):
    return None if offset is None else TODAY + timedelta(days=offset)


def stored(posting: JobPosting) -> tuple[str, str]:
    posting.refresh_from_db()
    return posting.status, posting.closing


@pytest.mark.parametrize("opens", [None, -1, 0])
@pytest.mark.parametrize("closes", [None, 0, 1])
def test_draft_is_opened(opens, closes):
    draft = factories.JobPostingFactory(status="draft", opens_on=day(opens), closes_on=day(closes))
    actions.open_posting(draft.pk, now=NOW)
    assert stored(draft) == ("open", "")
    assert draft.opened_at == NOW


@pytest.mark.parametrize(
    ("refusal", "fields"),
    [
        (refusals.OpensLater, {"opens_on": day(1)}),
        (refusals.DatePassed, {"closes_on": day(-1)}),
        (refusals.NoDraft, {"status": "open"}),
        (refusals.NoDraft, {"status": "closed"}),
    ],
)
def test_opening_is_refused(refusal, fields):
    posting = factories.JobPostingFactory(**{"status": "draft", **fields})
    before = stored(posting)
    with pytest.raises(refusal):
        actions.open_posting(posting.pk, now=NOW)
    assert stored(posting) == before


@pytest.mark.parametrize("because", ["date", "filled", "desk"])
def test_closing_lapses_what_is_unanswered_and_leaves_the_rest(because):
    posting = factories.JobPostingFactory()
    statuses = ["proposed", "applied", "screening", "interview", "offered", "declined", "rejected"]
    referrals = {status: factories.ReferralFactory(posting=posting, status=status) for status in statuses}
    elsewhere = factories.ReferralFactory()
    assert closing.close_posting(posting.pk, closing=because, now=NOW)
    assert stored(posting) == ("closed", because)
    for status, referral in referrals.items():
        referral.refresh_from_db()
        assert referral.status == ("lapsed" if status == "proposed" else status)
    elsewhere.refresh_from_db()
    assert elsewhere.status == "proposed"
    event = ReferralEvent.objects.exclude(to_status="applied").get()
    assert (event.referral, event.actor) == (referrals["proposed"], "service")


def test_seeker_is_told_once_that_a_posting_has_closed(seeker, worker):
    posting = factories.JobPostingFactory()
    factories.ReferralFactory(posting=posting, seeker=seeker)
    assert closing.close_posting(posting.pk, closing="filled", now=NOW)
    assert not closing.close_posting(posting.pk, closing="filled", now=NOW)
    worker()
    assert [message.to for message in mail.outbox] == [[seeker.user.email]]
    assert posting.title in mail.outbox[0].body
    assert "The company has found somebody" in mail.outbox[0].body


def test_seeker_who_is_leaving_is_told_nothing(seeker, worker):
    posting = factories.JobPostingFactory()
    factories.ReferralFactory(posting=posting, seeker=seeker)
    factories.WithdrawalRequestFactory(status="scheduled", seeker=seeker)
    closing.close_posting(posting.pk, closing="desk", now=NOW)
    worker()
    assert mail.outbox == []


def test_postings_close_on_the_day_after_their_last(worker, time_machine):
    time_machine.move_to(NOW, tick=False)
    past = factories.JobPostingFactory(closes_on=day(-1))
    others = [
        factories.JobPostingFactory(closes_on=day(0)),
        factories.JobPostingFactory(closes_on=None),
        factories.JobPostingFactory(closes_on=day(-1), status="draft"),
    ]
    tasks.close_past_postings.delay()
    assert worker() == ["jobs.tasks.close_past_postings", "jobs.tasks.close_past_posting"]
    assert stored(past) == ("closed", "date")
    assert [stored(other)[0] for other in others] == ["open", "open", "draft"]


def test_posting_whose_last_day_was_moved_stays_open():
    posting = factories.JobPostingFactory(closes_on=day(0))
    assert not closing.close_past(posting.pk, now=NOW)
    assert stored(posting) == ("open", "")


def test_looking_for_what_is_past_costs_the_same_for_one_and_for_many(worker):
    costs = []
    for amount in (1, 2):
        factories.JobPostingFactory.create_batch(amount, closes_on=day(-1))
        with counted() as sent:
            tasks.close_past_postings.apply()
        costs.append(len(sent))
        JobPosting.objects.all().delete()
    assert costs == [1, 1]
    assert not Message.objects.exists()
