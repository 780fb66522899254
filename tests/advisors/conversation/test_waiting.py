"""What an advisor writes outside the seeker's hours: nobody sees it until it goes, and until then it is theirs."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.models import Message
from accounts.tasks import sweep_messages
from advisors.conversation import refusals
from advisors.conversation import writing as actions
from advisors.conversation.quiet import thread_of
from advisors.models import ConversationEntry
from tests.factories import WithdrawalRequestFactory
from withdrawals.erasure.portability import everything_about

SECRET = "夜に書きました"
PAGE = "/advisor/"
MINUTE = timedelta(minutes=1)


@pytest.fixture
def night(clock, now):
    moment = now.replace(hour=22)
    clock.move_to(moment, tick=False)
    return moment


@pytest.fixture
def morning(night):
    """The first minute that the seeker allows."""
    return night.replace(hour=9) + timedelta(days=1)


@pytest.fixture
def entry(assignment, night):
    return actions.write_to_seeker(assignment.advisor.user, assignment.seeker_id, SECRET, now=night)


@pytest.fixture
def thread(entry) -> str:
    return reverse("admin:advisors_conversationentry_thread", args=[entry.seeker_id])


@pytest.fixture
def waiting(entry) -> str:
    return reverse("admin:advisors_conversationentry_waiting", args=[entry.pk])


def text_of(client, address: str) -> str:
    return " ".join(client.get(address).content.decode().split())


def test_it_goes_at_the_first_minute_that_is_allowed(entry, morning):
    assert (entry.goes_at, entry.message.waits_until) == (morning, morning)


def test_within_the_hours_it_goes_at_once(assignment, now):
    entry = actions.write_to_seeker(assignment.advisor.user, assignment.seeker_id, SECRET, now=now)
    assert (entry.goes_at, entry.message.waits_until) == (now, None)


def test_seeker_sees_nothing_of_it_until_then(entry, seeker_client, morning, clock):
    for moment, is_seen in ((morning - MINUTE, False), (morning, True)):
        clock.move_to(moment, tick=False)
        assert ("1 new message" in text_of(seeker_client, "/mypage/")) == is_seen
        assert (SECRET in text_of(seeker_client, PAGE)) == is_seen
        entry.refresh_from_db()
        assert entry.read_at == (moment if is_seen else None)


def test_it_is_not_in_the_data_of_the_seeker_until_then(entry, seeker, morning, clock):
    for moment, count in ((morning - MINUTE, 0), (morning, 1)):
        clock.move_to(moment, tick=False)
        assert len(everything_about(seeker)["advisors.ConversationEntry"]) == count


@pytest.mark.parametrize("wrong", [{"read_at": 0}, {"is_from_seeker": True}, {"goes_at": -1}])
def test_database_lets_nobody_read_what_waits_and_no_seeker_wait(entry, night, wrong):
    """conversationentry_read_once_gone, conversationentry_only_an_advisor_waits"""
    times = {name: night + it * MINUTE for name, it in wrong.items() if it is not True}
    with pytest.raises(IntegrityError, match="conversationentry"), transaction.atomic():
        ConversationEntry.objects.update(**{**wrong, **times})


def test_advisor_is_told_when_it_goes_and_then_how_it_went(
    advisor_client, entry, thread, waiting, morning, clock, worker
):
    page = text_of(advisor_client, thread)
    assert "Goes on Sat 21 Nov, 09:00" in page
    assert "What you write now goes on Sat 21 Nov, 09:00" in page
    assert waiting in page
    clock.move_to(morning, tick=False)
    assert "Word of it is on its way." in text_of(advisor_client, thread)
    sweep_messages()
    worker()
    page = text_of(advisor_client, thread)
    assert "Told by mail on Sat 21 Nov, 09:00" in page
    assert waiting not in page


@pytest.mark.parametrize(
    ("status", "said"), [("refused", "it was no longer to be told"), ("failed", "not be delivered")]
)
def test_mail_that_never_left_is_said_to_the_advisor(status, said, advisor_client, entry, thread, morning, clock):
    Message.objects.update(status=status, finished_at=morning)
    clock.move_to(morning, tick=False)
    assert said in text_of(advisor_client, thread)


def test_advisor_is_answered_when_it_goes(advisor_client, assignment, night):
    thread = reverse("admin:advisors_conversationentry_thread", args=[assignment.seeker_id])
    response = advisor_client.post(thread, {"text": SECRET}, follow=True)
    assert "It goes on Sat 21 Nov, 09:00. Until then you can change it" in response.content.decode()


def test_advisor_changes_it(advisor_client, entry, waiting, thread):
    assert SECRET in text_of(advisor_client, waiting)
    assert advisor_client.post(waiting, {"text": "朝に読んでください"}).url == thread
    entry.refresh_from_db()
    assert entry.text == "朝に読んでください"


def test_advisor_takes_it_back_and_nothing_goes(advisor_client, entry, waiting, thread, morning, clock, worker):
    assert advisor_client.post(waiting, {"take_back": "yes", "text": ""}).url == thread
    assert not ConversationEntry.objects.exists()
    clock.move_to(morning, tick=False)
    sweep_messages()
    worker()
    assert mail.outbox == []


@pytest.mark.parametrize("sent", [{"text": "もっと"}, {"take_back": "yes"}])
def test_what_has_gone_stays(sent, advisor_client, entry, waiting, morning, clock):
    clock.move_to(morning, tick=False)
    response = advisor_client.post(waiting, sent, follow=True)
    assert "It has gone meanwhile, so nothing was changed." in response.content.decode()
    assert ConversationEntry.objects.get().text == SECRET
    assert "It has gone meanwhile" in advisor_client.get(waiting, follow=True).content.decode()


@pytest.mark.parametrize("who", ["other_advisor_client", "administrator_client", "desk_client", "seeker_client"])
def test_nobody_else_gets_at_it(who, request, entry, waiting):
    client = request.getfixturevalue(who)
    assert client.get(waiting).status_code in {403, 404}
    assert client.post(waiting, {"take_back": "yes"}).status_code in {403, 404}
    assert ConversationEntry.objects.get().text == SECRET


def test_what_a_seeker_wrote_is_nobodys_to_change(assignment, advisor_client, now):
    own = actions.write_to_advisor(assignment.seeker, SECRET, now=now)
    assert advisor_client.post(reverse("admin:advisors_conversationentry_waiting", args=[own.pk])).status_code == 404
    with pytest.raises(refusals.NoAdvisor):
        actions.take_back(assignment.advisor.user, own.pk, now=now)


def test_it_never_goes_once_the_advisor_is_another(entry, seeker_client, morning, night, clock, worker):
    entry.assignment.end(at=night + MINUTE)
    with pytest.raises(refusals.NoAdvisor):
        actions.change_waiting(entry.assignment.advisor.user, entry.pk, "まだ", now=night + MINUTE)
    clock.move_to(morning, tick=False)
    sweep_messages()
    worker()
    assert mail.outbox == []
    assert SECRET not in text_of(seeker_client, f"/advisor/former/{entry.assignment_id}/")


def test_next_advisor_does_not_read_what_never_went(entry, other_advisor_client, other_advisor, morning, night, clock):
    entry.assignment.end(at=night)
    entry.assignment.share(is_shared=True)
    type(entry.assignment).objects.create(seeker=entry.seeker, advisor=other_advisor, began_at=night)
    clock.move_to(morning, tick=False)
    thread = reverse("admin:advisors_conversationentry_thread", args=[entry.seeker_id])
    assert SECRET not in text_of(other_advisor_client, thread)


def test_to_who_leaves_meanwhile_nothing_is_changed_but_it_can_be_taken_back(entry, night):
    WithdrawalRequestFactory(status="scheduled", seeker=entry.seeker)
    with pytest.raises(refusals.Leaving):
        actions.change_waiting(entry.assignment.advisor.user, entry.pk, "待ってください", now=night)
    actions.take_back(entry.assignment.advisor.user, entry.pk, now=night)


def test_other_hours_let_it_wait_longer_and_never_less(entry, seeker, night, morning):
    for hour in (12, 8):
        actions.set_contact_wish(seeker, from_hour=hour, until_hour=20, most_per_week=5, now=night)
        entry.refresh_from_db()
        assert entry.goes_at == morning.replace(hour=12)


def test_what_has_gone_does_not_wait_again(entry, seeker, morning):
    actions.set_contact_wish(seeker, from_hour=12, until_hour=20, most_per_week=5, now=morning)
    entry.refresh_from_db()
    assert entry.goes_at == morning


def test_it_stands_where_it_is_said_and_counts_when_it_is_written(
    entry, assignment, seeker_client, morning, night, clock
):
    actions.write_to_advisor(assignment.seeker, "眠れません", now=night + MINUTE)
    clock.move_to(morning, tick=False)
    page = text_of(seeker_client, PAGE)
    assert page.index("眠れません") < page.index(SECRET)
    assert [is_from_seeker for _at, is_from_seeker in thread_of(assignment, now=morning)] == [False, True]


def test_nothing_is_told_twice_that_was_read_as_it_went(entry, seeker, morning, clock, worker):
    clock.move_to(morning, tick=False)
    actions.mark_read_by_seeker(seeker, now=morning)
    sweep_messages()
    worker()
    assert mail.outbox == []
