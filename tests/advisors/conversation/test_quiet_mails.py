"""Which mails keep the hours of the member, and what becomes of one that has waited for them."""

import smtplib
from datetime import datetime, timedelta

import pytest
from django.core import mail

from accounts.messages.compose import waits_until
from accounts.messages.kinds import kind_of
from accounts.messages.queue import queue_message
from accounts.models import Message
from accounts.tasks import sweep_messages
from advisors.assignment import assigning
from advisors.conversation import writing
from advisors.conversation.models import ContactWish
from advisors.conversation.quiet import mailed, thread_of
from advisors.counseling import booking, reminding, waiting
from advisors.handover import replacing
from jobs.referrals import selection
from tests import factories
from tests.sweeps import remind_all
from tests.test_mails import MAILS

pytestmark = pytest.mark.django_db

KINDS = sorted(f"{path.parent.parent.name}/{path.stem}" for path in MAILS)
HOUR = timedelta(hours=1)


def test_answer_to_what_was_said_before_this_week_is_still_one(assignment, now):
    said = [(10, False), (8, True), (1, False)]
    for days, is_from_seeker in said:
        at = now - timedelta(days=days)
        factories.ConversationEntryFactory(assignment=assignment, is_from_seeker=is_from_seeker, written_at=at)
    assert thread_of(assignment, now=now) == [(now - timedelta(days=8), True), (now - timedelta(days=1), False)]


def test_mail_that_never_left_uses_up_nothing(assignment, seeker, now):
    for status in ("sent", "refused", "failed"):
        Message.objects.create(kind="jobs/referred", recipient=seeker.user, status=status, finished_at=now - HOUR)
    assert mailed(assignment, now=now) == [now - HOUR]


@pytest.fixture
def night(clock, now) -> datetime:
    """A quarter to five in the morning; who has chosen nothing allows mails from nine on."""
    moment = now.replace(hour=4, minute=41)
    clock.move_to(moment, tick=False)
    return moment


@pytest.fixture
def morning(night, clock, worker):
    """What has left by nine, by the subjects."""

    def comes() -> list[str]:
        for moment in (night, night.replace(hour=8, minute=59), night.replace(hour=9, minute=0)):
            assert mail.outbox == []
            clock.move_to(moment, tick=False)
            sweep_messages()
            worker()
        return [sent.subject for sent in mail.outbox]

    return comes


@pytest.mark.parametrize("most", [5, 0], ids=["some", "answers only"])
@pytest.mark.parametrize("kind", KINDS)
def test_every_mail_to_a_member_waits_for_the_hours_unless_it_leaves_at_once(kind, most, seeker, night):
    ContactWish.objects.create(seeker=seeker, most_per_week=most)
    starts_at = (night + timedelta(days=3)).isoformat()
    message = Message(kind=kind, recipient=seeker.user, context={"starts_at": starts_at})
    expected = None if kind_of(kind).leaves.value == "at once" else night.replace(hour=9, minute=0)
    assert waits_until(message, now=night) == expected
    assert waits_until(message, now=night.replace(hour=9)) is None
    assert waits_until(Message(kind=kind, recipient=factories.DeskUserFactory()), now=night) is None
    assert waits_until(Message(kind=kind, to_email="a@example.com"), now=night) is None


@pytest.mark.parametrize(
    ("begins", "former", "waits"),
    [(30, None, 4), (26, None, 2), (24, None, None), (1, None, None), (-1, None, None), (90, 25, 1), (90, 5, None)],
)
def test_what_concerns_an_appointment_leaves_a_day_before_it_at_the_latest(begins, former, waits, seeker, now):
    five = now.replace(hour=5)
    hours = {"starts_at": begins, "former_at": former}
    context = {name: (five + it * HOUR).isoformat() for name, it in hours.items() if it is not None}
    message = Message(kind="jobs/interview_set", recipient=seeker.user, context=context)
    assert waits_until(message, now=five) == (waits and five + waits * HOUR)


def test_step_of_the_night_comes_in_the_morning(assignment, morning, night):
    referral = factories.ReferralFactory(seeker=assignment.seeker, status="interview")
    selection.to_offered(referral.pk, by=assignment.advisor.user, now=night)
    assert morning() == ["You have an offer"]
    message = Message.objects.get()
    assert (message.status, message.tries, message.waits_until) == ("sent", 1, night.replace(hour=9, minute=0))


def test_hours_of_now_hold_not_those_of_when_it_was_queued(seeker, night, worker, clock):
    queue_message("advisors/change_closed", seeker.user)
    worker()
    writing.set_contact_wish(seeker, from_hour=12, until_hour=20, most_per_week=5)
    for hour, sent in ((9, 0), (12, 1)):
        clock.move_to(night.replace(hour=hour, minute=0), tick=False)
        sweep_messages()
        worker()
        assert len(mail.outbox) == sent


def test_mail_server_that_takes_none_is_asked_in_the_hours_and_not_for_ever(seeker, clock, now, worker, monkeypatch):
    asked = []

    def refuse(self, messages):
        asked.append(datetime.now(now.tzinfo).hour)
        raise smtplib.SMTPServerDisconnected

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", refuse)
    message = queue_message("advisors/change_closed", seeker.user)
    for _ in range(4 * 24 * 2):
        sweep_messages()
        worker()
        clock.shift(30 * 60)
    message.refresh_from_db()
    assert message.status == "failed"
    assert message.finished_at < now + timedelta(days=4)
    assert {hour for hour in asked if not 9 <= hour < 20} == set()
    assert len(asked) > 9


# What no longer holds in the morning


@pytest.fixture
def booked(assignment, seeker, advisor, now):
    """A counseling tomorrow at six in the evening."""
    slot = factories.CounselingSlotFactory(advisor=advisor, held_on=now.date() + timedelta(days=1), hour=18)
    return factories.CounselingBookingFactory(slot=slot, seeker=seeker)


@pytest.mark.parametrize(("is_cancelled", "count"), [(False, 1), (True, 0)])
def test_reminder_waits_for_the_hours_and_is_not_sent_of_what_is_cancelled(
    booked, seeker, now, clock, worker, is_cancelled, count
):
    writing.set_contact_wish(seeker, from_hour=12, until_hour=20, most_per_week=5)
    remind_all(reminding, now=now)
    worker()
    if is_cancelled:
        booking.cancel_booking(booked.pk, seeker, now=now)
    Message.objects.exclude(kind="advisors/reminder").delete()
    for hour, sent in ((11, 0), (12, count)):
        clock.move_to(now.replace(hour=hour), tick=False)
        sweep_messages()
        worker()
        assert len(mail.outbox) == sent


def test_only_the_advisor_of_now_is_presented(assignment, seeker, other_advisor, morning, night):
    replacing.replace(seeker.pk, other_advisor.pk, now=night)
    replacing.end(seeker.assignments.current().get().pk, now=night)
    last = assigning.assign_by_desk(seeker.pk, factories.AdvisorFactory().pk, now=night)
    assert morning() == ["Who your advisor is now"]
    assert last.advisor.name in mail.outbox[0].body


@pytest.mark.parametrize("what", ["nothing", "taken back", "replaced"])
def test_advisor_who_wrote_in_the_night_is_told_of_while_it_is_new_and_theirs(
    assignment, seeker, other_advisor, morning, night, what
):
    entry = writing.write_to_seeker(assignment.advisor.user, seeker.pk, "おはようございます", now=night)
    match what:
        case "taken back":
            writing.take_back(assignment.advisor.user, entry.pk, now=night)
        case "replaced":
            replacing.replace(seeker.pk, other_advisor.pk, now=night)
    told = {"nothing": ["Your advisor has written to you"], "taken back": [], "replaced": ["Who your advisor is now"]}
    assert morning() == told[what]


def test_step_that_was_overtaken_in_the_night_has_no_mail_of_its_own(assignment, seeker, morning, night):
    referral = factories.ReferralFactory(seeker=seeker, status="applied")
    for step in (selection.to_screening, selection.reject):
        step(referral.pk, by=assignment.advisor.user, now=night)
    assert morning() == ["The company has decided"]


@pytest.mark.parametrize(("is_off", "ending"), [(False, ": interview changed"), (True, ": interview called off")])
def test_interview_moved_in_the_night_is_told_as_it_stands(assignment, seeker, morning, night, is_off, ending):
    referral = factories.ReferralFactory(seeker=seeker, status="screening")
    said = {"by": assignment.advisor.user, "place": "本社", "now": night}
    interview = selection.to_interview(referral.pk, starts_at=night + timedelta(days=3), **said)
    selection.move_interview(interview.pk, starts_at=night + timedelta(days=4), **said)
    if is_off:
        selection.call_off_interview(interview.pk, by=assignment.advisor.user, now=night)
    (subject,) = morning()
    assert subject.endswith(ending)


def test_nobody_is_told_of_a_slot_at_an_hour_they_do_not_allow(seeker, night):
    waiting.wait_for_slot(seeker, gender="any", prefecture="", now=night)
    factories.CounselingSlotFactory()
    for hour, count in ((5, 0), (9, 1), (10, 1)):
        waiting.tell_waiting(now=night.replace(hour=hour))
        assert Message.objects.count() == count


def test_who_leaves_meanwhile_gets_none(seeker, morning):
    queue_message("advisors/change_closed", seeker.user)
    factories.WithdrawalRequestFactory(status="scheduled", seeker=seeker)
    assert morning() == []
