"""What the desk sees of suits: what is due, who comes for one like this, and what can be done with a loan."""

import re
from datetime import date, datetime, timedelta
from html import unescape

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, Permission
from django.urls import reverse

from accounts.models import SUPPORT_DESK
from accounts.users import search
from config.business_days import closed_by_desk
from support.suits import ahead
from support.suits.overview import overview
from tests.factories import JOINED, OfficeFactory, SuitFactory, SuitLoanFactory, WithdrawalRequestFactory
from tests.reading import unmarked

pytestmark = pytest.mark.django_db
LIST = "/admin/support/suitloan/"
COUNTER = reverse("admin:support_suitloan_counter")


def day(month: int, number: int) -> date:
    return date(2026, month, number)


def loan(status: str, pick_up_on: date, needed_on: date, return_on: date, **more):
    days = {"pick_up_on": pick_up_on, "needed_on": needed_on, "return_on": return_on}
    return SuitLoanFactory(status=status, **days, **more)


def page_of(it) -> str:
    return reverse("admin:support_suitloan_change", args=[it.pk])


# What is due


@pytest.fixture
def today(clock) -> datetime:
    """Tuesday, the first of December, at noon."""
    moment = datetime(2026, 12, 1, 12, 0, tzinfo=JOINED.tzinfo)
    clock.move_to(moment, tick=False)
    return moment


@pytest.fixture
def due(today):
    loans = {
        "comes late": loan("requested", day(11, 27), day(12, 1), day(12, 3)),
        "comes": loan("requested", day(12, 1), day(12, 2), day(12, 4)),
        "comes tomorrow": loan("requested", day(12, 2), day(12, 3), day(12, 7)),
        "never came": loan("requested", day(11, 26), day(11, 30), day(12, 2)),
        "brings back": loan("lent", day(11, 26), day(11, 27), day(12, 1)),
        "late": loan("lent", day(11, 26), day(11, 27), day(11, 30)),
        "later": loan("lent", day(11, 24), day(11, 25), day(11, 27)),
        "has it": loan("lent", day(11, 27), day(12, 1), day(12, 3)),
        "brought back": loan("returned", day(11, 26), day(11, 27), day(12, 1)),
        "was late": loan("returned", day(11, 26), day(11, 27), day(11, 30)),
    }
    return {it.pk: name for name, it in loans.items()}


@pytest.mark.parametrize(
    ("asked", "names"),
    [("pick_up", {"comes late", "comes"}), ("return", {"brings back"}), ("overdue", {"late", "later"})],
)
def test_list_is_told_by_what_is_due(asked, names, due, desk_client):
    found = desk_client.get(LIST, {"due": asked}).context["cl"].result_list
    assert {due[it.pk] for it in found} == names


@pytest.mark.parametrize("asked", [{}, {"due": "nothing"}])
def test_list_is_of_all_where_nothing_is_asked_that_it_knows(asked, due, desk_client):
    found = desk_client.get(LIST, asked).context["cl"].result_list
    assert {it.pk for it in found} == set(due)


def test_list_is_of_all_where_blanks_are_asked_for(due, desk_client, monkeypatch):
    monkeypatch.setattr(search, "MOST_HITS", 1)
    found = desk_client.get(LIST, {"q": " \u3000"}).context["cl"].result_list
    assert {it.pk for it in found} == set(due)


def test_list_says_what_which_and_whose(today, desk_client, seeker):
    out = loan("lent", day(11, 27), day(12, 1), day(12, 3), seeker=seeker)
    shown = unmarked(desk_client.get(LIST).content.decode())
    said = {
        name: re.search(rf'"field-{name}[^"]*">(?:<a [^>]*>)?([^<]*)<', shown)[1]
        for name in ("described", "number", "member_number")
    }
    assert {**said, "described": unescape(said["described"])} == {
        "described": out.described,
        "number": out.suit.number,
        "member_number": seeker.member_number,
    }


def test_overview_tells_what_is_due_today_the_longest_first(due, today):
    SuitFactory(condition="not_returned", out_since=day(11, 2))
    SuitFactory(condition="lost")
    found = overview(now=today)
    told = [[due[it.pk] for it in loans] for loans in (found.pick_ups, found.returns, found.overdue)]
    assert told == [["comes late", "comes"], ["brings back"], ["later", "late"]]
    assert (len(found.not_returned), found.late) == (1, 3)


def test_member_is_told_of_what_is_still_to_be_done(today, seeker):
    ended = loan("returned", day(11, 26), day(11, 27), day(12, 1), seeker=seeker)
    loan("cancelled", day(12, 1), day(12, 2), day(12, 4), seeker=seeker, item=ended.suit)
    assert ahead.entries(seeker, now=today) == []
    mine = loan("requested", day(11, 27), day(12, 1), day(12, 3), seeker=seeker)
    assert [it.starts_at.date() for it in ahead.entries(seeker, now=today)] == [day(11, 27), day(12, 3)]
    assert ahead.entries(seeker, now=today + timedelta(days=1)) == []  # nobody came for it
    assert mine.is_requested


def test_who_has_one_only_brings_it_back_and_is_not_late_before_its_day_is_over(today, seeker):
    loan("lent", day(11, 27), day(12, 1), day(12, 3), seeker=seeker)
    told = [
        [(it.starts_at.date(), it.what) for it in ahead.entries(seeker, now=at)]
        for at in (today, today + timedelta(days=3))
    ]
    late = "Bring back the suit (its day is over)"
    assert told == [[(day(12, 3), "Bring back the suit")], [(day(12, 3), late)]]


# By number


def at_counter(client, item) -> dict:
    return client.get(COUNTER, {"number": item.number}).context


def test_page_is_headed_by_what_it_goes_by(today, desk_client):
    assert desk_client.get(COUNTER).context["title"] == "Suits by number"


def test_who_comes_for_this_very_suit_is_first_and_then_who_comes_soonest(today, desk_client):
    office = OfficeFactory()

    def comes(pick_up_on, needed_on=None, at=office, status="requested", **kind):
        item = SuitFactory(office=at, **kind)
        return loan(status, pick_up_on, needed_on or day(12, 7), day(12, 9), item=item)

    trousers = {"cut": "womens_trousers"}
    later = comes(day(12, 2), **trousers)
    wanted = [
        comes(day(12, 4), size="9"),  # the last day that is looked ahead
        comes(day(12, 3), size="11"),
        comes(day(11, 27), needed_on=day(12, 1), **trousers),
        later,
    ]
    comes(day(12, 5), **trousers)
    comes(day(11, 26), needed_on=day(11, 30), **trousers)
    comes(day(12, 2), at=OfficeFactory())
    comes(day(11, 27), status="lent", size="13")
    item = SuitFactory(office=office)
    assert at_counter(desk_client, item)["coming"] == wanted


def test_of_many_who_come_the_first_twenty_are_shown(today, desk_client):
    item = SuitFactory()
    for _ in range(21):
        loan("requested", day(12, 1), day(12, 2), day(12, 4), item=SuitFactory(office=item.office))
    assert len(at_counter(desk_client, item)["coming"]) == 20


def test_who_may_lend_suits_and_is_not_at_the_desk_sees_nobody_there(today, advisor, advisor_client):
    advisor.user.user_permissions.add(Permission.objects.get(codename="change_suitloan"))
    reserved = loan("requested", day(12, 1), day(12, 2), day(12, 4))
    out = loan("lent", day(11, 27), day(12, 1), day(12, 3), item=SuitFactory(office=reserved.office))
    free = SuitFactory(office=reserved.office)
    found = [at_counter(advisor_client, it) for it in (out.suit, free)]
    assert [(it["out"], it["coming"]) for it in found] == [(None, []), (None, [])]


HAND_OUT = 'value="hand_out"'


def test_nothing_is_handed_out_to_who_is_leaving_and_that_is_said(today, desk_client):
    it = loan("requested", day(12, 1), day(12, 2), day(12, 4))
    like_it = f"{COUNTER}?number={SuitFactory(office=it.office).number}"

    def said() -> list[list[bool]]:
        pages = [desk_client.get(address).content.decode() for address in (like_it, page_of(it))]
        return [[words in page for words in (it.seeker.called, HAND_OUT, "withdrawal under way")] for page in pages]

    assert said() == [[True, True, False]] * 2
    WithdrawalRequestFactory(status="scheduled", seeker=it.seeker)
    assert said() == [[True, False, True]] * 2


def test_suit_that_is_out_or_not_in_order_is_for_nobody(today, desk_client):
    reserved = loan("requested", day(12, 1), day(12, 2), day(12, 4))
    office = reserved.office
    out = loan("lent", day(11, 27), day(12, 1), day(12, 3), item=SuitFactory(office=office))
    back = loan("returned", day(11, 26), day(11, 27), day(12, 1), item=SuitFactory(office=office))
    damaged = SuitFactory(office=office, condition="damaged")
    gone = SuitFactory(office=office, condition="not_returned", out_since=day(11, 2))
    found = [at_counter(desk_client, it) for it in (out.suit, back.suit, damaged, gone)]
    assert [it["out"] for it in found] == [out, None, None, None]
    assert [it["coming"] for it in found] == [[], [reserved], [], []]
    assert [it["received"] is not None for it in found] == [False, False, False, True]


def test_what_is_received_is_in_the_log_of_the_suit(today, desk_client):
    gone = SuitFactory(condition="not_returned", out_since=day(11, 2))
    desk_client.post(COUNTER, {"number": gone.number, "condition": "usable"})
    entry = LogEntry.objects.get()
    assert (entry.object_id, entry.get_change_message()) == (str(gone.pk), "received")


# One loan


def test_page_says_why_a_reservation_cannot_be_kept_and_of_what_is_over_nothing(today, desk_client):
    words = "The office has been closed for good."
    closed = SuitFactory(office__is_open=False), SuitFactory(office__is_open=False)
    reserved = loan("requested", day(12, 2), day(12, 3), day(12, 7), item=closed[0])
    over = loan("returned", day(11, 26), day(11, 27), day(12, 1), item=closed[1])
    assert [words in desk_client.get(page_of(it)).content.decode() for it in (reserved, over)] == [True, False]


def test_page_gives_the_reason_that_the_first_page_gives(today, desk_client):
    closed_by_desk.know(frozenset([day(12, 4)]), until=float("inf"))
    out = loan("lent", day(11, 30), day(12, 2), day(12, 4))
    item = SuitFactory(office__is_open=False)
    two_reasons = loan("requested", day(12, 2), day(12, 3), day(12, 7), item=item)
    type(item).objects.filter(pk=item.pk).update(condition="damaged")
    first = {it.loan: str(it.why.label) for it in overview(now=today).affected}
    assert {it: desk_client.get(page_of(it)).context["why"] for it in (out, two_reasons)} == first
    assert len(set(first.values())) == 2


def test_suit_is_lent_for_one_day_where_the_desk_says_so(today, desk_client):
    it = loan("requested", day(12, 2), day(12, 3), day(12, 7))
    desk_client.post(page_of(it), {"move": "days", "days-pick_up_on": "2026-12-03", "days-return_on": "2026-12-03"})
    it.refresh_from_db()
    assert (it.pick_up_on, it.needed_on, it.return_on) == (day(12, 3),) * 3


def test_page_is_headed_by_whose_suit_it_is(today, desk_client, seeker):
    it = loan("requested", day(12, 2), day(12, 3), day(12, 7), seeker=seeker)
    assert desk_client.get(page_of(it)).context["title"] == f"Suit loan: {seeker.called} {it.described}"


def test_who_may_only_look_is_offered_nothing(today, desk_client):
    desk = Group.objects.get(name=SUPPORT_DESK)
    it = loan("requested", day(12, 2), day(12, 3), day(12, 7))
    for is_offered in (True, False):
        assert ('name="move"' in desk_client.get(page_of(it)).content.decode()) == is_offered
        assert desk_client.get(COUNTER).status_code == (200 if is_offered else 403)
        desk.permissions.remove(*desk.permissions.filter(codename="change_suitloan"))
