"""What a seeker and their advisor say to one another: who may, how often, and what goes out about it."""

from datetime import timedelta

import pytest
from django.core import mail

from accounts.models import Message
from accounts.tasks import sweep_messages
from advisors.conversation import refusals
from advisors.conversation import writing as actions
from advisors.models import ContactWish, ConversationEntry
from tests.factories import AssignmentFactory, ConversationEntryFactory, WithdrawalRequestFactory

SECRET = "誰にも言わないでください"


def say(assignment, *, now, text=SECRET):
    return actions.write_to_seeker(assignment.advisor.user, assignment.seeker_id, text, now=now)


def test_seeker_writes_and_the_advisor_is_told_without_a_name(assignment, worker, now):
    entry = actions.write_to_advisor(assignment.seeker, SECRET, now=now)
    assert (entry.assignment, entry.is_from_seeker, entry.written_at) == (assignment, True, now)
    worker()
    told = mail.outbox.pop()
    assert told.to == [assignment.advisor.user.email]
    assert "/admin/advisors/conversationentry/" in told.body
    for hidden in (SECRET, assignment.seeker.family_name, assignment.seeker.member_number):
        assert hidden not in told.body + told.subject


def test_advisor_gets_no_second_mail_while_one_lies_unread(assignment, now):
    for number in range(3):
        actions.write_to_advisor(assignment.seeker, f"{number}", now=now)
    assert Message.objects.count() == 1
    actions.mark_read_by_advisor(assignment, now=now)
    actions.write_to_advisor(assignment.seeker, "3", now=now)
    assert Message.objects.count() == 2


def test_seeker_without_an_advisor_cannot_write(seeker, now):
    AssignmentFactory(seeker=seeker, ended_at=now)
    with pytest.raises(refusals.NoAdvisor):
        actions.write_to_advisor(seeker, SECRET, now=now)
    assert not ConversationEntry.objects.exists()


def test_advisor_writes_and_the_seeker_is_told_without_the_text(assignment, worker, now):
    say(assignment, now=now)
    worker()
    told = mail.outbox.pop()
    assert told.to == [assignment.seeker.user.email]
    assert assignment.advisor.name in told.body
    assert SECRET not in told.body + told.subject


def test_mail_waits_for_the_hours_of_the_seeker_and_is_one_for_the_night(assignment, worker, clock, now):
    night = now.replace(hour=23)
    clock.move_to(night, tick=False)
    say(assignment, now=night)
    say(assignment, now=night + timedelta(minutes=5), text="もう一つ")
    sweep_messages()
    worker()
    assert mail.outbox == []
    clock.move_to(night + timedelta(hours=10), tick=False)
    sweep_messages()
    worker()
    assert [message.to for message in mail.outbox] == [[assignment.seeker.user.email]]


def test_other_advisor_cannot_write(assignment, other_advisor, now):
    with pytest.raises(refusals.NoAdvisor):
        actions.write_to_seeker(other_advisor.user, assignment.seeker_id, SECRET, now=now)
    assert not ConversationEntry.objects.exists()


def test_former_advisor_cannot_write_any_more(assignment, now):
    say(assignment, now=now)
    assignment.end(at=now)
    with pytest.raises(refusals.NoAdvisor):
        say(assignment, now=now, text="まだ")


def test_leaving_seeker_is_left_in_peace_and_may_still_write(assignment, now):
    say(assignment, now=now)
    WithdrawalRequestFactory(status="scheduled", seeker=assignment.seeker)
    with pytest.raises(refusals.Leaving):
        say(assignment, now=now, text="まだ")
    assert actions.write_to_advisor(assignment.seeker, "ありがとうございました", now=now)


def test_more_than_the_seeker_wishes_for_is_refused_until_the_week_has_room(assignment, now):
    actions.set_contact_wish(assignment.seeker, from_hour=8, until_hour=21, most_per_week=2)
    for number in range(2):
        say(assignment, now=now + timedelta(hours=number), text=f"{number}")
    later = now + timedelta(hours=2)
    with pytest.raises(refusals.TooOften) as refusal:
        say(assignment, now=later)
    assert refusal.value.again_at == now + timedelta(days=7)
    assert say(assignment, now=refusal.value.again_at)


def test_answer_is_never_too_often(assignment, now):
    actions.set_contact_wish(assignment.seeker, from_hour=8, until_hour=21, most_per_week=0)
    with pytest.raises(refusals.AnswersOnly):
        say(assignment, now=now)
    ConversationEntryFactory(assignment=assignment, written_at=now - timedelta(days=30))
    assert say(assignment, now=now)
    with pytest.raises(refusals.AnswersOnly):
        say(assignment, now=now + timedelta(hours=1), text="もう一つ")


def test_what_a_former_advisor_wrote_does_not_count(assignment, now):
    former = AssignmentFactory(seeker=assignment.seeker, ended_at=now)
    ConversationEntryFactory.create_batch(9, assignment=former, is_from_seeker=False, written_at=now)
    assert say(assignment, now=now)


def test_button_pressed_twice_says_it_once(assignment, now):
    for moment in (now, now + timedelta(seconds=2)):
        actions.write_to_advisor(assignment.seeker, SECRET, now=moment)
    for moment in (now, now + timedelta(seconds=2)):
        say(assignment, now=moment)
    assert ConversationEntry.objects.count() == 2
    say(assignment, now=now + timedelta(hours=1))
    assert ConversationEntry.objects.count() == 3


def test_only_the_other_side_marks_as_read(assignment, now):
    hers, his = (ConversationEntryFactory(assignment=assignment, is_from_seeker=it) for it in (True, False))
    former = ConversationEntryFactory(assignment__seeker=assignment.seeker, assignment__ended_at=now)
    assert actions.mark_read_by_advisor(assignment, now=now) == 1
    assert actions.mark_read_by_seeker(assignment.seeker, now=now) == 1
    for entry, read_at in ((hers, now), (his, now), (former, None)):
        entry.refresh_from_db()
        assert entry.read_at == read_at


@pytest.mark.parametrize("is_ended", [True, False])
def test_only_an_ended_tie_is_shared_and_by_the_seeker_alone(is_ended, assignment, other_seeker, now):
    if is_ended:
        assignment.end(at=now)
    for seeker, is_shared in ((other_seeker, False), (assignment.seeker, is_ended)):
        actions.share_former(seeker, assignment.pk, is_shared=True)
        assignment.refresh_from_db()
        assert assignment.is_shared == is_shared


def test_contact_wish_is_written_over(seeker):
    for most in (3, 4):
        actions.set_contact_wish(seeker, from_hour=10, until_hour=18, most_per_week=most)
    assert ContactWish.objects.get().most_per_week == 4
