"""The line of a seminar against a model of it that is as plain as can be: never over capacity, and nobody overtakes."""

from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from support.models import Seminar
from support.seminars import holding, seating, sweeping
from support.seminars.refusals import NoSeat, NotChanged
from tests import factories
from tests.conftest import NOW

DAY, LAST = timedelta(hours=24), timedelta(hours=3)
MEMBERS = 6
who = st.integers(0, MEMBERS - 1)


class Naive:
    """A line on paper: who has a seat, to whom one is offered until when, and who stands behind whom."""

    def __init__(self, capacity, starts_at):
        self.capacity, self.starts_at = capacity, starts_at
        self.taken, self.offered, self.line, self.leaving = [], {}, [], set()

    @property
    def free(self):
        return self.capacity - len(self.taken) - len(self.offered)

    def is_last(self, now):
        return now >= self.starts_at - LAST

    def is_over(self, now):
        return now >= self.starts_at

    @property
    def ready(self):
        return [it for it in self.line if it not in self.leaving]

    def fill(self, now):
        if self.is_last(now):
            return
        for it in self.ready[: max(self.free, 0)]:
            self.line.remove(it)
            self.offered[it] = min(now + DAY, self.starts_at - LAST)

    def look_after(self, now):
        for it in [it for it, until in self.offered.items() if until <= now]:
            del self.offered[it]
        if self.is_over(now):
            self.line.clear()
        else:
            self.fill(now)

    def join(self, it, now):
        if it in self.taken or it in self.offered or it in self.line:
            return
        if self.is_over(now) or it in self.leaving:
            return
        is_had = self.free > 0 and (self.is_last(now) or not self.ready)
        (self.taken if is_had else self.line).append(it)

    def leave(self, it, now):
        if self.is_over(now):
            return
        if it in self.taken or it in self.offered or it in self.line:
            for held in (self.taken, self.line):
                if it in held:
                    held.remove(it)
            self.offered.pop(it, None)
            self.fill(now)

    def accept(self, it, now):
        if self.is_over(now) or it in self.leaving or it in self.taken:
            return
        if it in self.offered and (self.offered[it] > now or self.is_last(now)):
            del self.offered[it]
            self.taken.append(it)
        elif it in self.line and self.is_last(now) and self.free > 0:
            self.line.remove(it)
            self.taken.append(it)


class Line(RuleBasedStateMachine):
    def __init__(self):
        super().__init__()
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.now = NOW
        self.seminar = factories.SeminarFactory(capacity=2, starts_at=NOW + timedelta(hours=40))
        self.members = factories.JobSeekerFactory.create_batch(MEMBERS)
        self.requests = {}
        self.naive = Naive(2, self.seminar.starts_at)

    def teardown(self):
        transaction.set_rollback(True)
        self.savepoint.__exit__(None, None, None)

    def act(self, name, it):
        with suppress(NoSeat):
            getattr(seating, name)(self.seminar.pk, self.members[it], now=self.now)
        getattr(self.naive, name)(it, self.now)

    @rule(it=who)
    def join(self, it):
        self.act("join", it)

    @rule(it=who)
    def leave(self, it):
        self.act("leave", it)

    @rule(it=who)
    def accept(self, it):
        self.act("accept", it)

    @rule()
    def look_after(self):
        """The sweep, whether or not it found this seminar; it must find it where there is something to do."""
        before = self.told()
        is_due = sweeping.due(self.now).filter(pk=self.seminar.pk).exists()
        sweeping.look_after(self.seminar.pk, now=self.now)
        assert is_due or self.told() == before
        self.naive.look_after(self.now)

    @rule(hours=st.sampled_from([1, 3, 12, 23, 24]))
    @precondition(lambda self: self.now < self.naive.starts_at)
    def wait(self, hours):
        self.now += timedelta(hours=hours)

    @rule(capacity=st.integers(1, 4))
    def change_capacity(self, capacity):
        try:
            holding.change_seminar(self.seminar.pk, {"capacity": capacity}, now=self.now)
        except NotChanged:
            return
        self.naive.capacity = capacity
        self.naive.fill(self.now)

    @rule(it=who)
    def think_of_leaving(self, it):
        if it in self.requests:
            self.requests.pop(it).move("cancelled", at=self.now, actor="staff")
            self.naive.leaving.discard(it)
        else:
            seeker = self.members[it]
            self.requests[it] = factories.WithdrawalRequestFactory(status="scheduled", seeker=seeker)
            self.naive.leaving.add(it)

    @rule(it=who)
    def be_erased(self, it):
        """The seat is free from then on; somebody else joins in their place."""
        if it in self.requests:
            self.think_of_leaving(it)
        self.members[it].user.delete()
        self.members[it] = factories.JobSeekerFactory()
        naive = self.naive
        naive.taken = [held for held in naive.taken if held != it]
        naive.line = [held for held in naive.line if held != it]
        naive.offered.pop(it, None)

    def told(self):
        seats = self.seminar.seats.current().order_by("pk").values_list("seeker", "status", "offered_until")
        return list(seats)

    @invariant()
    def line_is_as_on_paper(self):
        number = {member.pk: it for it, member in enumerate(self.members)}
        seats = [(number[seeker], status, until) for seeker, status, until in self.told()]
        assert [it for it, status, _ in seats if status == "waiting"] == self.naive.line
        assert {it: until for it, status, until in seats if status == "offered"} == self.naive.offered
        assert sorted(it for it, status, _ in seats if status == "taken") == sorted(self.naive.taken)

    @invariant()
    def numbers_are_kept_and_never_over_capacity(self):
        kept = Seminar.objects.get(pk=self.seminar.pk)
        statuses = [status for _, status, _ in self.told()]
        assert kept.held == statuses.count("taken") + statuses.count("offered") <= kept.capacity
        assert kept.waiting == statuses.count("waiting")


@pytest.mark.django_db
def test_line_goes_as_on_paper(clock):
    quick = settings(
        max_examples=20,
        phases=[Phase.explicit, Phase.generate],  # a hundred shorter lines take minutes
        stateful_step_count=25,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(Line, settings=quick)
    assert not connection.needs_rollback
