"""Workers, tabs and an erasure at one LINE account in the same moment."""

from contextlib import suppress
from functools import partial

import pytest
from django.db import connection, transaction
from django.utils import timezone

from accounts.line import reading
from accounts.line.linking import NotLinked, choose_topics, unlink_by_member
from accounts.line.models import LineEvent, LineLinking, LineTopic
from accounts.line.reading import read
from accounts.line.tokens import digest
from accounts.messages.delivery import written_to
from accounts.messages.queue import queue_message
from accounts.models import JobSeeker, LineAccount, Message
from tests.factories import JobSeekerFactory, LineLinkingFactory
from tests.twins import at_once, held_up
from withdrawals.erasure.erasing import erase_member

pytestmark = pytest.mark.django_db(transaction=True)
one_after_the_other = pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite writes one after the other")


def erase(seeker) -> None:
    with transaction.atomic():
        lock(seeker)
        erase_member(seeker, now=timezone.now())


def lock(seeker) -> None:
    """What an erasure locks first: the member, and what is owed to them."""
    JobSeeker.objects.select_for_update(of=("self",)).get(pk=seeker.pk)
    written_to([seeker.pk], now=timezone.now())


def reads(now) -> list:
    return [partial(read, event.pk, now=now) for event in LineEvent.objects.order_by("pk")]


@pytest.fixture
def asked(seeker, line, now):
    """A member has pressed the button, and LINE asks them."""
    return LineLinkingFactory(seeker=seeker, nonce_digest=digest("n"), asked_at=now, expires_at=now)


def test_two_workers_and_one_event_are_one_word(call, line, account, heard, now):
    call(line.say(account.line_user_id, "こんにちは"))
    at_once(*reads(now) * 4)
    assert [said.text for _seeker, said in heard] == ["こんにちは"]


def test_stranger_who_adds_us_and_writes_at_once_gets_one_answer(call, line, now):
    stranger = line.new_user()
    call(line.follow(stranger), line.say(stranger, "はじめまして"), line.say(stranger, "聞こえますか"))
    at_once(*reads(now))
    assert (len(line.seen_by(stranger)), LineLinking.objects.count()) == (1, 1)
    assert not LineEvent.objects.unread().exists()


def test_offer_that_has_run_out_stands_in_no_others_way(told, line, now):
    stranger = line.new_user()
    LineLinkingFactory(line_user_id=stranger, expires_at=now)
    told(line.follow(stranger))
    assert (len(line.seen_by(stranger)), LineLinking.objects.count()) == (1, 1)


@pytest.mark.parametrize("of", ["one", "two"])
def test_yes_said_twice_at_once_links_once(call, line, seeker, now, of, monkeypatch):
    """Of two members too, of whom one LINE account can be but one's."""
    monkeypatch.setattr("accounts.line.linking.is_signed_in_still", lambda linking: True)
    user, seekers = line.new_user(), [seeker, seeker if of == "one" else JobSeekerFactory()]
    for number, member in enumerate(seekers):
        times = {"asked_at": now, "expires_at": now}
        LineLinkingFactory(line_user_id=user, seeker=member, nonce_digest=digest(f"{number}"), **times)
    call(*[line.event("accountLink", user, link={"result": "ok", "nonce": f"{number}"}) for number in range(2)])
    at_once(*reads(now))
    assert LineAccount.objects.count() == 1
    assert Message.objects.filter(kind="accounts/line_linked").count() == 1


# Beside an erasure


@pytest.mark.parametrize("what", ["unlinks", "chooses", "blocks", "writes"])
def test_nothing_is_left_of_who_is_erased_meanwhile(what, call, line, account, seeker, now):
    queue_message("advisors/slot_open", seeker.user)
    if what in ("blocks", "writes"):
        call(line.block(account.line_user_id) if what == "blocks" else line.say(account.line_user_id, "はい"))
    works = {"unlinks": [partial(unlink_by_member, seeker)], "chooses": [partial(chosen, seeker)]}
    at_once(*works.get(what, reads(now)), partial(erase, seeker))
    assert not any(model.objects.exists() for model in (LineAccount, LineTopic, LineLinking, Message))
    assert not LineEvent.objects.exclude(line_user_id="", body={}).exists()
    assert line.asked == []


def chosen(seeker) -> None:
    with suppress(NotLinked):
        choose_topics(seeker, ["notices"])


def test_word_of_who_is_erased_as_it_is_read_is_no_strangers(call, line, account, seeker, now, monkeypatch):
    """Nothing is offered to them: it would be kept for a day who they are at LINE."""
    call(line.say(account.line_user_id, "はい"))
    monkeypatch.setattr(reading, "waits_for_link", lambda event, *, now: erase(seeker))
    for work in reads(now):
        work()
    assert (line.asked, LineLinking.objects.count()) == ([], 0)


@one_after_the_other
@pytest.mark.parametrize("work", [unlink_by_member, chosen])
def test_member_waits_for_their_own_erasure_and_neither_for_the_other(work, account, seeker):
    """An erasure locks what is owed to them before their link, of which ending the link does the contrary."""
    queue_message("advisors/slot_open", seeker.user)
    held_up(partial(work, seeker), by=partial(lock, seeker), then=partial(erase_member, seeker, now=timezone.now()))
    assert not LineAccount.objects.exists()
    assert not Message.objects.exists()


@one_after_the_other
@pytest.mark.parametrize("what", ["yes", "block"])
def test_worker_waits_for_an_erasure(what, call, line, seeker, asked, now):
    queue_message("advisors/slot_open", seeker.user)
    yes = line.event("accountLink", asked.line_user_id, link={"result": "ok", "nonce": "n"})
    call(yes if what == "yes" else line.block(asked.line_user_id))
    held_up(*reads(now), by=partial(lock, seeker), then=partial(erase_member, seeker, now=timezone.now()))
    assert not any(model.objects.exists() for model in (LineAccount, LineLinking, Message))
