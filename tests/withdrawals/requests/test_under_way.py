"""Every request is promised a mail: so one more, while a withdrawal is under way, is answered by mail too."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from accounts.models import Message
from tests.factories import DeskUserFactory
from withdrawals.models import UNDER_WAY, Actor, WithdrawalRequest
from withdrawals.requests.advancing import TOLD_AGAIN_A_DAY
from withdrawals.requests.filing import cancel, confirm_mailbox, file_request, record_request


@pytest.fixture
def send(seeker, worker, clock):
    """Send the form with the seeker's own contact, so many hours after the last time."""

    def sent(*, hours=0, **typed) -> WithdrawalRequest:
        clock.shift(timedelta(hours=hours))
        contact = {"phone": seeker.phone.as_e164, "email": seeker.user.email, "reason": "", "comment": ""}
        request = file_request(**{**contact, **typed}, language="en", now=timezone.now())
        worker()
        request.refresh_from_db()
        return request

    return sent


def answers() -> int:
    return Message.objects.filter(kind=UNDER_WAY).count()


def test_member_is_told_which_withdrawal_is_under_way_with_its_links(send, seeker):
    first, second = send(), send(hours=2)
    assert (first.status, second.status, second.closing) == ("scheduled", "closed", "duplicate")
    told = mail.outbox[-1]
    assert (len(mail.outbox), told.to) == (2, [seeker.user.email])
    assert first.reference in told.subject
    assert second.reference not in told.subject + told.body
    assert told.body.count("/withdraw/link/") == 2


def test_wrong_phone_of_somebody_who_leaves_is_answered_so_and_asks_no_mailbox(send):
    send()
    second = send(hours=2, phone="+819011112222")
    assert (second.status, second.closing, answers()) == ("closed", "duplicate", 1)
    assert "Please confirm" not in mail.outbox[-1].subject


def test_sent_again_within_the_hour_the_first_mail_is_the_answer(send):
    send()
    send()
    assert answers() == 0


def test_nobody_is_flooded_however_often_the_form_is_sent(send):
    send()
    for _hour in range(20):
        send(hours=1.01)
    assert answers() == TOLD_AGAIN_A_DAY


def test_after_an_answer_the_next_one_comes_an_hour_later_at_the_earliest(send):
    send()
    told = []
    for hours in (2, 0.5, 0.6):
        send(hours=hours)
        told.append(answers())
    assert told == [1, 1, 2]


def test_next_day_they_are_answered_again(send, seeker, now):
    send()
    WithdrawalRequest.objects.scheduled().update(completes_at=now + timedelta(days=9))
    for hours in (*[1.01] * 5, 24):
        send(hours=hours)
    assert answers() == TOLD_AGAIN_A_DAY + 1


def test_strangers_address_gets_no_more_than_without_a_membership(send):
    send()
    send(hours=2, email="stranger@example.com")
    assert (answers(), mail.outbox[-1].to) == (0, ["stranger@example.com"])


def test_mailbox_that_confirms_late_is_answered_too(send, now):
    asked = send(phone="+819011112222")
    send()
    assert confirm_mailbox(asked.pk, now=now + timedelta(hours=2)).closing == "duplicate"
    assert answers() == 1


def tell_staff(seeker, now) -> None:
    said = {"channel": "phone", "reason": "", "told_at": now, "identity_checked": True}
    record_request(seeker, **said, by=DeskUserFactory(), now=now + timedelta(hours=2))


def test_withdrawal_told_to_staff_is_answered_too(send, seeker, now):
    send()
    tell_staff(seeker, now)
    assert answers() == 1


def test_mail_that_leaves_after_the_withdrawal_was_stopped_is_not_sent(send, seeker, worker, now):
    first = send()
    tell_staff(seeker, now)
    cancel(first.pk, actor=Actor.MEMBER, now=now)
    worker()
    assert Message.objects.get(kind=UNDER_WAY).status == "refused"


@pytest.mark.parametrize(
    ("typed", "kind"),
    [({"phone": "+819011112222"}, "confirm_mailbox"), ({"email": "nobody@example.com"}, "under_review")],
)
def test_address_that_many_send_the_form_with_is_written_to_three_times_a_day(send, typed, kind):
    """From wherever they come. What they sent is kept all the same, for the desk to look at."""
    sent = [send(**typed) for _ in range(5)]
    assert {request.status for request in sent} == {"needs_review"}
    assert [bool(request.mailbox_asked_at) for request in sent] == [
        kind == "confirm_mailbox" and n < 3 for n in range(5)
    ]
    assert Message.objects.filter(kind=f"withdrawals/{kind}").count() == 3
    send(email="somebody.else@example.com")
    assert mail.outbox[-1].to == ["somebody.else@example.com"]
    send(hours=24, **typed)
    assert Message.objects.latest("pk").kind == f"withdrawals/{kind}"
    assert Message.objects.count() == 5


def test_mailbox_flooded_in_vain_can_still_be_confirmed_and_a_right_phone_is_enough(send, seeker):
    flood = [send(phone="+819011112222") for _ in range(4)]
    assert confirm_mailbox(flood[0].pk).status == "scheduled"
    cancel(flood[0].pk, actor=Actor.LINK)
    assert send().status == "scheduled"
