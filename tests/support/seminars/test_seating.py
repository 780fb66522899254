"""Seats and the line: who has one, who is next, and until when."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from config.steps import InvalidTransition
from support.models import Seminar, SeminarSeat
from support.seminars import seating, sweeping
from support.seminars.refusals import HasBegun, Leaving, NoneOffered, NotOpen, OfferOver, SeatGone
from tests import factories

pytestmark = pytest.mark.django_db

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
Status = SeminarSeat.Status


@pytest.fixture
def seminar(now) -> Seminar:
    return factories.SeminarFactory(capacity=1)


@pytest.fixture
def line(seminar, now) -> list:
    """Four members who join one after the other: the first has the seat."""
    members = factories.JobSeekerFactory.create_batch(4)
    for member in members:
        seating.join(seminar.pk, member, now=now)
    return members


def statuses(seminar) -> list[str]:
    return list(seminar.seats.order_by("pk").values_list("status", flat=True))


def kinds(member) -> list[str]:
    return list(member.user.messages.order_by("pk").values_list("kind", flat=True))


def test_first_has_the_seat_and_the_others_wait_in_order(seminar, line):
    assert statuses(seminar) == ["taken", "waiting", "waiting", "waiting"]
    shown = [Seminar.objects.shown_to(member).get(pk=seminar.pk) for member in line]
    assert [(it.seat_status, it.place) for it in shown] == [
        ("taken", None), ("waiting", 1), ("waiting", 2), ("waiting", 3),
    ]  # fmt: skip
    assert [kinds(member) for member in line] == [["support/seat_taken"], *[["support/seat_waiting"]] * 3]


def test_joining_twice_changes_nothing(seminar, line, now):
    for member in line:
        seating.join(seminar.pk, member, now=now)
    assert statuses(seminar) == ["taken", "waiting", "waiting", "waiting"]
    assert [len(kinds(member)) for member in line] == [1, 1, 1, 1]


def test_who_is_down_for_it_is_so_since_they_joined_whatever_came_then(seminar, seeker, now):
    seat = seating.join(seminar.pk, seeker, now=now + HOUR)
    again = seating.join(seminar.pk, seeker, now=seminar.starts_at)
    assert (again, again.joined_at) == (seat, now + HOUR)


def test_freed_seat_is_offered_to_the_first_in_line_for_a_day(seminar, line, now):
    seating.leave(seminar.pk, line[0], now=now + HOUR)
    offered = seminar.seats.offered().get()
    assert (offered.seeker, offered.offered_until) == (line[1], now + HOUR + DAY)
    assert kinds(line[0]) == ["support/seat_taken", "support/seat_left"]
    assert kinds(line[1])[-1] == "support/seat_offered"
    assert kinds(line[2]) == ["support/seat_waiting"]


def test_offer_ends_three_hours_before_at_the_latest(seminar, line):
    seating.leave(seminar.pk, line[0], now=seminar.starts_at - 10 * HOUR)
    assert seminar.seats.offered().get().offered_until == seminar.starts_at - 3 * HOUR


def test_offer_that_is_accepted_is_a_seat(seminar, line, now):
    seating.leave(seminar.pk, line[0], now=now)
    seating.accept(seminar.pk, line[1], now=now + DAY - timedelta.resolution)
    seating.accept(seminar.pk, line[1], now=seminar.starts_at)
    assert statuses(seminar) == ["cancelled", "taken", "waiting", "waiting"]
    assert kinds(line[1])[-1] == "support/seat_taken"
    assert len(kinds(line[1])) == 3


def test_offer_without_an_answer_goes_to_the_next_without_penalty(seminar, line, now):
    seating.leave(seminar.pk, line[0], now=now)
    sweeping.look_after(seminar.pk, now=now + DAY - timedelta.resolution)
    assert statuses(seminar) == ["cancelled", "offered", "waiting", "waiting"]
    for _ in range(2):
        sweeping.look_after(seminar.pk, now=now + DAY)
    assert statuses(seminar) == ["cancelled", "passed", "offered", "waiting"]
    assert kinds(line[1])[-1] == "support/seat_passed"
    seating.join(seminar.pk, line[1], now=now + DAY)
    assert seminar.seats.get(seeker=line[1], status="waiting").pk > seminar.seats.get(seeker=line[3]).pk


def test_answer_that_comes_too_late_is_refused(seminar, line, now):
    seating.leave(seminar.pk, line[0], now=now)
    with pytest.raises(OfferOver):
        seating.accept(seminar.pk, line[1], now=now + DAY)
    sweeping.look_after(seminar.pk, now=now + DAY)
    with pytest.raises(OfferOver):
        seating.accept(seminar.pk, line[1], now=now + DAY)
    with pytest.raises(NoneOffered):  # to somebody who never was in line, nothing was
        seating.accept(seminar.pk, factories.JobSeekerFactory(), now=now + DAY)
    with pytest.raises(NoneOffered):  # nor to who gave theirs up
        seating.accept(seminar.pk, line[0], now=now + DAY)


def test_nobody_takes_a_seat_out_of_turn(seminar, line, now, seeker):
    seating.leave(seminar.pk, line[0], now=now)
    for member in (*line[2:], seeker):
        with pytest.raises(NoneOffered):
            seating.accept(seminar.pk, member, now=now)


def test_newcomer_does_not_overtake_who_waits_for_what_has_just_come_free(seminar, line, now, seeker):
    """Between an erasure and the sweep a seat is free that the line has not been offered."""
    seminar.seats.get(seeker=line[0]).delete()
    assert seating.join(seminar.pk, seeker, now=now).status == "waiting"
    sweeping.look_after(seminar.pk, now=now)
    assert seminar.seats.offered().get().seeker == line[1]


def test_place_is_one_in_this_line_and_the_seat_the_one_that_stands(seminar, seeker, now):
    factories.SeminarSeatFactory.create_batch(2, seminar=seminar, status="waiting")  # a line that began before
    full = factories.SeminarSeatFactory(seminar__capacity=1).seminar
    for act in (seating.join, seating.leave, seating.join):
        act(full.pk, seeker, now=now)
    shown = Seminar.objects.shown_to(seeker).get(pk=full.pk)
    assert (shown.seat_status, shown.place) == ("waiting", 1)


@pytest.mark.parametrize("joins_by_desk", [True, False])
def test_who_at_the_desk_arranged_a_part_of_it_is_kept(seminar, seeker, desk, now, joins_by_desk):
    has_it = factories.SeminarSeatFactory(seminar=seminar)
    by_desk, alone = {"by": desk, "now": now}, {"now": now}
    seating.join(seminar.pk, seeker, **(by_desk if joins_by_desk else alone))
    seating.leave(seminar.pk, has_it.seeker, now=now)
    assert seating.accept(seminar.pk, seeker, **(alone if joins_by_desk else by_desk)).arranged_by == desk


def test_freed_seat_is_offered_to_a_line_of_one(seminar, now, seeker, other_seeker):
    for member in (seeker, other_seeker):
        seating.join(seminar.pk, member, now=now)
    seating.leave(seminar.pk, seeker, now=now)
    assert statuses(seminar) == ["cancelled", "offered"]


def test_newcomer_does_not_overtake_a_line_of_one(seminar, now, seeker):
    waits = factories.SeminarSeatFactory(seminar=seminar, status="waiting")
    assert seating.join(seminar.pk, seeker, now=now).status == "waiting"
    sweeping.look_after(seminar.pk, now=now)
    assert seminar.seats.offered().get() == waits


def test_passing_an_offer_on_asks_the_next_at_once(seminar, line, now):
    for member in line[:2]:
        seating.leave(seminar.pk, member, now=now)
    assert statuses(seminar) == ["cancelled", "cancelled", "offered", "waiting"]


def test_leaving_the_line_moves_those_behind_up(seminar, line, now):
    seating.leave(seminar.pk, line[1], now=now)
    assert [Seminar.objects.shown_to(it).get(pk=seminar.pk).place for it in line[2:]] == [1, 2]
    assert seating.leave(seminar.pk, line[1], now=now) is None


# The last three hours


def test_in_the_last_hours_whoever_answers_first_has_the_seat(seminar, line):
    soon = seminar.starts_at - 3 * HOUR
    seating.leave(seminar.pk, line[0], now=soon)
    assert statuses(seminar) == ["cancelled", "waiting", "waiting", "waiting"]
    assert [kinds(it)[-1] for it in line[1:]] == ["support/seat_free"] * 3
    seating.accept(seminar.pk, line[3], now=soon)
    with pytest.raises(SeatGone):
        seating.accept(seminar.pk, line[1], now=soon)
    assert statuses(seminar) == ["cancelled", "waiting", "waiting", "taken"]


def test_in_the_last_hours_a_newcomer_may_be_the_first(seminar, line, seeker):
    soon = seminar.starts_at - HOUR
    seating.leave(seminar.pk, line[0], now=soon)
    assert seating.join(seminar.pk, seeker, now=soon).status == "taken"


def test_line_is_told_once_of_each_seat_that_is_free_in_the_last_hours(seminar, line):
    soon = seminar.starts_at - 2 * HOUR
    seating.leave(seminar.pk, line[0], now=soon)
    for _ in range(3):
        assert seminar.pk not in sweeping.due(soon).values_list("pk", flat=True)
        sweeping.look_after(seminar.pk, now=soon)
    assert kinds(line[1]).count("support/seat_free") == 1
    seating.accept(seminar.pk, line[3], now=soon)
    seating.leave(seminar.pk, line[3], now=soon)
    assert kinds(line[1]).count("support/seat_free") == 2


def test_line_is_told_of_the_seat_of_who_is_erased_in_the_last_hours_and_once(now):
    seminar = factories.SeminarFactory(capacity=2)
    goes, _stays, waits = (
        factories.SeminarSeatFactory(seminar=seminar, status=it) for it in ("taken", "taken", "waiting")
    )
    soon = seminar.starts_at - HOUR
    assert not sweeping.due(soon).exists()
    goes.seeker.user.delete()
    assert list(sweeping.due(soon)) == [seminar]
    sweeping.look_after(seminar.pk, now=soon)
    assert kinds(waits.seeker) == ["support/seat_free"]
    assert not sweeping.due(soon).exists()


def test_line_is_told_of_a_second_seat_that_is_free_in_the_last_hours(now):
    seminar = factories.SeminarFactory(capacity=2)
    first, second = factories.SeminarSeatFactory.create_batch(2, seminar=seminar)
    waits = factories.SeminarSeatFactory(seminar=seminar, status="waiting")
    soon = seminar.starts_at - HOUR
    seating.leave(seminar.pk, first.seeker, now=soon)
    second.seeker.user.delete()
    assert list(sweeping.due(soon)) == [seminar]
    sweeping.look_after(seminar.pk, now=soon)
    assert kinds(waits.seeker) == ["support/seat_free"] * 2


def test_offer_that_runs_out_three_hours_before_is_open_to_all(seminar, line):
    seating.leave(seminar.pk, line[0], now=seminar.starts_at - 5 * HOUR)
    mark = seminar.starts_at - 3 * HOUR
    assert list(sweeping.due(mark)) == [seminar]
    sweeping.look_after(seminar.pk, now=mark)
    assert statuses(seminar) == ["cancelled", "passed", "waiting", "waiting"]
    assert [kinds(it)[-1] for it in line[2:]] == ["support/seat_free"] * 2
    assert seating.join(seminar.pk, line[1], now=mark).status == "taken"


def test_offer_that_the_sweep_has_not_ended_yet_is_answered_in_the_last_hours(seminar, line):
    seating.leave(seminar.pk, line[0], now=seminar.starts_at - 5 * HOUR)
    assert seating.accept(seminar.pk, line[1], now=seminar.starts_at - 3 * HOUR).status == "taken"


# Who gets nothing


def test_nothing_is_had_of_what_has_begun_or_is_called_off(seminar, line, seeker):
    for act in (seating.join, seating.accept):
        with pytest.raises(HasBegun):
            act(seminar.pk, seeker, now=seminar.starts_at)
    with pytest.raises(HasBegun):
        seating.leave(seminar.pk, line[0], now=seminar.starts_at)
    off = factories.SeminarFactory(status="called_off")
    with pytest.raises(NotOpen):
        seating.join(off.pk, seeker)


def test_who_is_leaving_gets_nothing_and_keeps_their_place(seminar, line, now):
    request = factories.WithdrawalRequestFactory(status="scheduled", seeker=line[1])
    seating.leave(seminar.pk, line[0], now=now)
    assert statuses(seminar) == ["cancelled", "waiting", "offered", "waiting"]
    factories.WithdrawalRequestFactory(status="scheduled", seeker=line[2])
    with pytest.raises(Leaving):
        seating.accept(seminar.pk, line[2], now=now)
    request.move("cancelled", at=now, actor="staff")
    seating.leave(seminar.pk, line[2], now=now)
    assert statuses(seminar) == ["cancelled", "offered", "cancelled", "waiting"]


def test_line_of_those_who_are_leaving_alone_keeps_nobody_out(now, seeker):
    seminar = factories.SeminarFactory(capacity=1)
    seat = factories.SeminarSeatFactory(seminar=seminar, status="waiting")
    factories.WithdrawalRequestFactory(status="scheduled", seeker=seat.seeker)
    full = factories.SeminarSeatFactory(seminar__capacity=1).seminar
    factories.SeminarSeatFactory(seminar=full, status="waiting")
    assert not sweeping.due(now).exists()
    assert seating.join(seminar.pk, seeker, now=now).status == "taken"


def test_member_who_is_leaving_cannot_join(seminar, seeker, now):
    factories.WithdrawalRequestFactory(status="scheduled", seeker=seeker)
    with pytest.raises(Leaving):
        seating.join(seminar.pk, seeker, now=now)


# As it begins


def test_line_ends_as_the_seminar_begins_and_says_so(seminar, line):
    begun = seminar.starts_at
    assert list(sweeping.due(begun)) == [seminar]
    for _ in range(2):
        sweeping.look_after(seminar.pk, now=begun)
    assert statuses(seminar) == ["taken", "cancelled", "cancelled", "cancelled"]
    assert kinds(line[2]) == ["support/seat_waiting", "support/no_seat"]
    assert not sweeping.due(begun).exists()


def test_sweep_finds_nothing_where_nothing_is_due(seminar, line, now):
    assert not sweeping.due(now).exists()


# What the database holds


def test_database_keeps_the_numbers(seminar, line, now):
    seminar.refresh_from_db()
    assert (seminar.held, seminar.waiting, seminar.free) == (1, 3, 0)
    seating.leave(seminar.pk, line[0], now=now)
    line[3].user.delete()
    seminar.refresh_from_db()
    assert (seminar.held, seminar.waiting) == (1, 1)


@pytest.mark.parametrize("status", ["offered", "taken", "attended"])
def test_database_refuses_one_seat_too_many(seminar, line, status):
    with pytest.raises(IntegrityError, match="seminar_never_over_capacity"), transaction.atomic():
        factories.SeminarSeatFactory(seminar=seminar, status=status)
    with pytest.raises(IntegrityError, match="seminar_never_over_capacity"), transaction.atomic():
        Seminar.objects.filter(pk=seminar.pk).update(capacity=0)


def test_database_refuses_a_second_seat_of_the_same_member(seminar, line):
    with pytest.raises(IntegrityError, match=r"seminarseat_one_per_member|UNIQUE"), transaction.atomic():
        factories.SeminarSeatFactory(seminar=seminar, seeker=line[1], status="waiting")


def test_database_refuses_to_move_a_seat_elsewhere(seminar, line):
    other = factories.SeminarFactory()
    with pytest.raises(IntegrityError, match="seminarseat_stays_with_seminar_and_seeker"), transaction.atomic():
        seminar.seats.update(seminar=other)


TIMES = {"offered_at": None, "offered_until": None, "taken_at": None, "ended_at": None}
AT = datetime(2026, 11, 1, tzinfo=factories.JOINED.tzinfo)


@pytest.mark.parametrize(
    ("status", "times"),
    [
        ("waiting", {"taken_at": AT}),
        ("offered", {"offered_at": AT}),
        ("taken", {}),
        ("attended", {"taken_at": AT}),
        ("cancelled", {}),
        ("passed", {"ended_at": AT}),
    ],
)
def test_status_of_a_seat_and_its_times_go_together(seminar, status, times):
    with pytest.raises(IntegrityError, match="seminarseat_times_iff_status"), transaction.atomic():
        factories.SeminarSeatFactory(seminar=seminar, status=status, **{**TIMES, **times})


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("seminar_kind_known", {"kind": "party"}),
        ("seminar_length", {"minutes": 10}),
        ("seminar_times_iff_status", {"status": "draft"}),
        ("seminar_why_iff_called_off", {"why_off": "雨"}),
    ],
)
def test_database_refuses_a_seminar_that_cannot_be(seminar, name, wrong):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Seminar.objects.filter(pk=seminar.pk).update(**wrong)


@pytest.mark.parametrize("was", Status.values)
@pytest.mark.parametrize("becomes", Status.values)
def test_every_step_of_a_seat(was, becomes, now):
    seat = factories.SeminarSeatFactory(status=was)
    try:
        if becomes == "offered":
            seat.offer(at=now, until=now + HOUR)
        else:
            seat.move(becomes, at=now)
    except InvalidTransition:
        assert becomes not in SeminarSeat.NEXT[was]
    else:
        assert becomes in SeminarSeat.NEXT[was]
        seat.refresh_from_db()
        assert seat.status == becomes


def test_seats_of_the_erased_go_and_what_took_place_stays_counted():
    seminar = factories.SeminarFactory(capacity=3)
    seats = [factories.SeminarSeatFactory(seminar=seminar, status=it) for it in ("attended", "absent", "taken")]
    for seat in seats:
        seat.seeker.user.delete()
    seminar.refresh_from_db()
    assert (seminar.held, seminar.attended, seminar.absent) == (2, 1, 1)


# What only a mutation found


def test_who_cannot_sign_in_is_offered_nothing_and_keeps_their_place(seminar, line, now):
    line[1].user.is_active = False
    line[1].user.save()
    seating.leave(seminar.pk, line[0], now=now)
    assert statuses(seminar) == ["cancelled", "waiting", "offered", "waiting"]


def test_line_is_told_again_of_a_seat_that_a_newcomer_took_and_gave_up(seminar, line, seeker):
    soon = seminar.starts_at - 2 * HOUR
    seating.leave(seminar.pk, line[0], now=soon)
    seating.join(seminar.pk, seeker, now=soon)
    seating.leave(seminar.pk, seeker, now=soon)
    assert kinds(line[1]).count("support/seat_free") == 2


def test_link_of_a_seat_gives_up_that_one_and_no_other(seminar, line, now):
    seat = seminar.seats.get(seeker=line[2])
    assert seating.leave_by_seat(seat.pk, now=now) == seat
    assert statuses(seminar) == ["taken", "waiting", "cancelled", "waiting"]


def test_link_of_a_seat_whose_member_is_erased_while_it_waits_gives_up_nothing(seminar, line, now, monkeypatch):
    seat = seminar.seats.get(seeker=line[1])
    lock = seating.lock_seeker_alone

    def erased_meanwhile(seeker_id):
        line[1].user.delete()
        return lock(seeker_id)

    monkeypatch.setattr(seating, "lock_seeker_alone", erased_meanwhile)
    assert seating.leave_by_seat(seat.pk, now=now) is None


def test_link_of_a_seat_gives_up_none_that_was_joined_while_it_waited(seminar, line, now, monkeypatch):
    old = seminar.seats.get(seeker=line[1])
    lock = seating.lock_seeker_alone

    def somebody_was_faster(seeker_id):
        monkeypatch.setattr(seating, "lock_seeker_alone", lock)
        seating.leave(seminar.pk, line[1], now=now)
        seating.join(seminar.pk, line[1], now=now)
        return lock(seeker_id)

    monkeypatch.setattr(seating, "lock_seeker_alone", somebody_was_faster)
    assert seating.leave_by_seat(old.pk, now=now) is None
    assert statuses(seminar) == ["taken", "cancelled", "waiting", "waiting", "waiting"]
