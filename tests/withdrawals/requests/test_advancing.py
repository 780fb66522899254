"""From the form to the erasure: what the worker makes of a request."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail

from accounts.models import JobSeeker, Message, User
from tests.factories import DeskUserFactory, JobSeekerFactory, WithdrawalRequestFactory
from withdrawals.models import Erasure, WithdrawalStatement
from withdrawals.requests.advancing import advance
from withdrawals.requests.filing import file_request, match_by_desk
from withdrawals.tasks import sweep_withdrawals

JAPAN = ZoneInfo("Asia/Tokyo")


@pytest.fixture
def filed(seeker, now):
    """A request with the seeker's own phone and e-mail, as typed; change what is named."""

    def send(**typed):
        contact = {"phone": seeker.phone.as_e164, "email": seeker.user.email}
        return file_request(**{**contact, "reason": "", "comment": "", "language": "en", "now": now, **typed})

    return send


def test_both_fit_is_scheduled_and_told_at_once(filed, worker, seeker):
    request = filed()
    worker()
    request.refresh_from_db()
    assert (request.status, request.seeker) == ("scheduled", seeker)
    assert request.completes_at == datetime(2026, 11, 24, 10, 0, tzinfo=JAPAN)
    assert [message.to for message in mail.outbox] == [[seeker.user.email]]
    assert request.reference in mail.outbox[0].body
    assert "/withdraw/link/" in mail.outbox[0].body


def test_email_alone_asks_its_mailbox(filed, worker, seeker):
    request = filed(phone="+819011112222")
    worker()
    request.refresh_from_db()
    assert (request.status, request.seeker) == ("needs_review", None)
    assert request.mailbox_asked_at is not None
    assert [message.to for message in mail.outbox] == [[seeker.user.email]]


@pytest.mark.parametrize(
    "typed", [{"email": "new@example.com"}, {"email": "new@example.com", "phone": "+819011112222"}]
)
def test_phone_alone_or_nothing_goes_to_the_desk(filed, worker, typed):
    request = filed(**typed)
    worker()
    request.refresh_from_db()
    assert (request.status, request.seeker, request.mailbox_asked_at) == ("needs_review", None, None)
    assert [message.to for message in mail.outbox] == [["new@example.com"]]


def test_phone_of_one_member_and_email_of_another_withdraws_neither(filed, worker, other_seeker):
    request = filed(phone=other_seeker.phone.as_e164)
    worker()
    request.refresh_from_db()
    assert (request.status, request.seeker) == ("needs_review", None)
    assert JobSeeker.objects.count() == 2


def test_two_members_with_one_phone_are_told_apart_by_the_email(filed, worker, seeker):
    JobSeekerFactory(phone=seeker.phone)
    request = filed()
    worker()
    request.refresh_from_db()
    assert request.seeker == seeker


def test_membership_that_began_after_the_request_is_not_its(now, worker, filed):
    request = filed(phone="+819055556666", email="back@example.com")
    JobSeekerFactory(user__email="back@example.com", phone="+819055556666", joined_at=now + timedelta(seconds=1))
    worker()
    request.refresh_from_db()
    assert (request.status, request.seeker) == ("needs_review", None)


def test_grace_over_completes_and_erases_and_sends_the_receipt(filed, worker, clock, seeker):
    request = filed()
    worker()
    clock.move_to(datetime(2026, 11, 24, 10, 0, tzinfo=JAPAN), tick=False)
    sweep_withdrawals()
    worker()
    request.refresh_from_db()
    assert (request.status, request.seeker) == ("completed", None)
    assert not User.objects.filter(pk=seeker.user_id).exists()
    assert WithdrawalStatement.objects.count() == 0
    assert Erasure.objects.get().erasure_id == seeker.erasure_id
    assert mail.outbox[-1].to == [seeker.user.email]
    assert Message.objects.get().to_email == ""


def test_before_grace_is_over_nothing_happens(filed, worker, clock, seeker):
    request = filed()
    worker()
    clock.move_to(datetime(2026, 11, 24, 9, 59, tzinfo=JAPAN), tick=False)
    sweep_withdrawals()
    worker()
    request.refresh_from_db()
    assert request.status == "scheduled"
    assert JobSeeker.objects.filter(pk=seeker.pk).exists()


def test_advance_twice_completes_once(filed, worker, seeker, settings, now):
    settings.WITHDRAWAL_GRACE_BUSINESS_DAYS = 0
    request = filed()
    for _ in range(3):
        advance(request.pk, now=now)
    request.refresh_from_db()
    assert [event.to_status for event in request.events.all()] == ["scheduled", "completed"]
    assert Message.objects.filter(kind="withdrawals/completed").count() == 1
    assert Erasure.objects.count() == 1


def test_second_request_while_one_is_scheduled_is_a_duplicate(filed, worker):
    first, second = filed(), filed()
    worker()
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.status, second.status, second.closing) == ("scheduled", "closed", "duplicate")
    assert len(mail.outbox) == 1
    assert not hasattr(second, "statement")


def test_what_waits_under_the_same_address_ends_with_the_member(filed, worker, settings):
    waiting = filed(phone="+819011112222")
    worker()
    settings.WITHDRAWAL_GRACE_BUSINESS_DAYS = 0
    filed()
    worker()
    waiting.refresh_from_db()
    assert (waiting.status, waiting.closing) == ("closed", "duplicate")
    assert WithdrawalStatement.objects.count() == 0


def test_what_waits_under_the_same_phone_and_another_members_address_is_their_word(filed, worker, settings):
    JobSeekerFactory(user__email="sister@example.com")
    waiting = filed(email="sister@example.com")
    worker()
    settings.WITHDRAWAL_GRACE_BUSINESS_DAYS = 0
    filed()
    worker()
    waiting.refresh_from_db()
    assert waiting.status == "needs_review"


def test_lost_broker_loses_no_request(filed, worker):
    request = filed()
    worker.commit()
    worker.empty()
    sweep_withdrawals()
    worker()
    request.refresh_from_db()
    assert request.status == "scheduled"


def test_sweep_does_not_hand_out_a_request_twice_in_a_row(filed, worker):
    filed()
    worker.commit()
    worker.empty()
    sweep_withdrawals()
    sweep_withdrawals()
    assert worker().count("withdrawals.tasks.process_withdrawal") == 1


def test_sweep_with_nothing_due_asks_one_question(db, django_assert_num_queries):
    WithdrawalRequestFactory(status="completed")
    with django_assert_num_queries(3) as captured:
        sweep_withdrawals()
    assert sum("SAVEPOINT" not in query["sql"] for query in captured) == 1


def test_desk_is_told_two_business_days_ahead_once_and_when_it_is_missed_once(filed, worker, clock):
    desk = DeskUserFactory()
    request = filed(email="nobody@example.com")
    worker()
    told = []
    for day in (25, 26, 27, 30):
        clock.move_to(datetime(2026, 11, day, 9, 30, tzinfo=JAPAN), tick=False)
        told.append(mails_to(desk.email, worker))
    for day in (1, 2):
        clock.move_to(datetime(2026, 12, day, 9, 30, tzinfo=JAPAN), tick=False)
        told.append(mails_to(desk.email, worker))
    assert told == [0, 1, 0, 0, 1, 0]
    request.refresh_from_db()
    assert request.status == "needs_review"


def mails_to(address: str, worker) -> int:
    mail.outbox.clear()
    sweep_withdrawals()
    worker()
    return sum(message.to == [address] for message in mail.outbox)


@pytest.mark.parametrize(("day", "is_late"), [(27, False), (30, False), (1, True)])
def test_late_match_apologises_and_names_one_date(filed, worker, clock, desk, seeker, seeker_client, day, is_late):
    request = filed(email="nobody@example.com")
    worker()
    at = datetime(2026, 12 if day == 1 else 11, day, 9, 30, tzinfo=JAPAN)
    clock.move_to(at, tick=False)
    match_by_desk(request.pk, seeker, by=desk, now=at)
    worker()
    (text,) = [message.body for message in mail.outbox if message.to == [seeker.user.email]]
    for shown in (text, seeker_client.get("/mypage/").content.decode()):
        assert ("We are sorry" in shown, "at the latest" in shown) == (is_late, not is_late)


def test_promised_date_is_not_moved_by_a_closure_added_afterwards(filed, worker, settings):
    request = filed()
    settings.EXTRA_CLOSED_DAYS = [date(2026, 11, 25)]
    worker()
    request.refresh_from_db()
    assert request.due_on == date(2026, 11, 30)


def test_other_members_are_left_as_they_were(filed, worker, settings, other_seeker, assignment):
    settings.WITHDRAWAL_GRACE_BUSINESS_DAYS = 0
    before = JobSeeker.objects.filter(pk=other_seeker.pk).values().get()
    filed()
    worker()
    assert JobSeeker.objects.values().get() == before
    assert User.objects.filter(pk=assignment.advisor.user_id).exists()
