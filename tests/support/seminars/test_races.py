"""Many at one seat in the same moment: one has it, the others are told kindly, and nothing breaks."""

from datetime import timedelta
from functools import partial

import pytest
from django.db import connection
from django.utils import timezone

from support.models import Seminar
from support.seminars import holding, reminding, seating, sweeping
from support.seminars.refusals import NoSeat, SeatGone
from tests import factories
from tests.conftest import signed_in
from tests.twins import at_once, overtaken
from withdrawals.requests.advancing import advance

of_a_server = pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite shows nobody who waits")
pytestmark = pytest.mark.django_db(transaction=True)
HOUR = timedelta(hours=1)


def open_seminar(**said) -> Seminar:
    return factories.SeminarFactory(**{"capacity": 1, "starts_at": timezone.now() + 48 * HOUR, **said})


def statuses(seminar) -> list[str]:
    return list(seminar.seats.order_by("pk").values_list("status", flat=True))


def test_fifty_at_once_on_the_last_seat():
    """One has it, the others are in a line that has no gap, and each has read so on a page."""
    seminar = open_seminar()
    clients = [signed_in(it.user) for it in factories.JobSeekerFactory.create_batch(50)]
    join = [partial(it.post, f"/support/seminars/{seminar.pk}/join/") for it in clients]
    assert {answer.status_code for answer in at_once(*join)} == {302}
    assert sorted(statuses(seminar)) == ["taken", *["waiting"] * 49]
    seminar.refresh_from_db()
    assert (seminar.held, seminar.waiting) == (1, 49)


def test_fifty_at_once_on_a_seat_of_the_last_hours():
    seminar = open_seminar(starts_at=timezone.now() + HOUR)
    seekers = factories.JobSeekerFactory.create_batch(50)
    for seeker in seekers:
        factories.SeminarSeatFactory(seminar=seminar, seeker=seeker, status="waiting")
    got = at_once(*(partial(seating.accept, seminar.pk, it) for it in seekers), refusals=(NoSeat,))
    assert got.count(SeatGone) == 49
    assert statuses(seminar).count("taken") == 1


def test_one_member_in_many_tabs_has_one_seat():
    seminar, seeker = open_seminar(capacity=5), factories.JobSeekerFactory()
    at_once(*[partial(seating.join, seminar.pk, seeker)] * 6)
    assert statuses(seminar) == ["taken"]
    assert seeker.user.messages.count() == 1


def test_seats_come_free_and_are_answered_all_at_once():
    """Four give up while those who are offered take, the desk adds seats, and the sweep runs beside itself."""
    seminar = open_seminar(capacity=4)
    seekers = factories.JobSeekerFactory.create_batch(12)
    for seeker in seekers:
        seating.join(seminar.pk, seeker)
    works = [partial(seating.leave, seminar.pk, it) for it in seekers[:4]]
    works += [partial(seating.accept, seminar.pk, it) for it in seekers[4:8]]
    works += [partial(holding.change_seminar, seminar.pk, {"capacity": 6})]
    works += [partial(sweeping.look_after, seminar.pk)] * 3
    at_once(*works, refusals=(NoSeat,))
    seminar.refresh_from_db()
    live = statuses(seminar)
    assert seminar.held == live.count("taken") + live.count("offered") == 6
    assert seminar.waiting == live.count("waiting") == 2
    waiting = list(seminar.seats.waiting().order_by("pk").values_list("seeker", flat=True))
    assert waiting == [it.pk for it in seekers[10:]]


def test_offer_that_runs_out_is_passed_on_once_by_sweeps_beside_each_other():
    seminar = open_seminar()
    seekers = factories.JobSeekerFactory.create_batch(3)
    for seeker in seekers:
        seating.join(seminar.pk, seeker)
    seating.leave(seminar.pk, seekers[0])
    late = timezone.now() + 25 * HOUR
    at_once(*[partial(sweeping.look_after, seminar.pk, now=late)] * 4)
    assert statuses(seminar) == ["cancelled", "passed", "offered"]
    assert seekers[2].user.messages.filter(kind="support/seat_offered").count() == 1


def test_answer_and_sweep_at_one_moment_give_the_seat_to_one():
    seminar = open_seminar()
    seekers = factories.JobSeekerFactory.create_batch(3)
    for seeker in seekers:
        seating.join(seminar.pk, seeker)
    seating.leave(seminar.pk, seekers[0])
    until = seminar.seats.offered().get().offered_until
    accept = partial(seating.accept, seminar.pk, seekers[1], now=until - timedelta.resolution)
    at_once(accept, partial(sweeping.look_after, seminar.pk, now=until), refusals=(NoSeat,))
    assert statuses(seminar) in (["cancelled", "taken", "waiting"], ["cancelled", "passed", "offered"])


@of_a_server
def test_reminders_beside_each_other_owe_one_mail():
    seat = factories.SeminarSeatFactory(seminar=open_seminar())
    eve = timezone.localtime(seat.seminar.starts_at).replace(hour=10) - 24 * HOUR
    at_once(*[partial(reminding.remind, seat.pk, now=eve)] * 6)
    assert seat.seeker.user.messages.count() == 1


@of_a_server
def test_member_who_is_erased_as_the_sweep_passes_their_offer_on_ends_without_a_deadlock():
    seminar = open_seminar()
    late = timezone.now() - HOUR
    seat = factories.SeminarSeatFactory(seminar=seminar, status="offered", offered_until=late)
    behind = seating.join(seminar.pk, factories.JobSeekerFactory())
    request = factories.WithdrawalRequestFactory(status="scheduled", seeker=seat.seeker, completes_at=late)
    overtaken(partial(advance, request.pk), seminar, by=partial(sweeping.look_after, seminar.pk))
    assert list(seminar.seats.values_list("pk", "status")) == [(behind.pk, "offered")]
