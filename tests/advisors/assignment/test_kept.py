"""Since when a seeker has no advisor, and how many seekers an advisor has, are kept as the assignments say."""

from contextlib import suppress
from datetime import timedelta
from functools import partial

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import JobSeeker
from advisors.assignment.assigning import assign_by_desk
from advisors.assignment.refusals import NotAssignable
from advisors.counseling.booking import DoesNotFit, book_slot
from advisors.handover.replacing import end, replace
from advisors.models import Advisor, Assignment
from tests import factories
from tests.costs import read_whole
from tests.twins import at_once
from withdrawals.erasure.erasing import erase_member

of_a_server = pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite writes one after the other")


def kept() -> tuple[dict, dict]:
    return dict(Advisor.objects.values_list("pk", "load")), dict(
        JobSeeker.objects.values_list("pk", "unassigned_since")
    )


def counted() -> tuple[dict, dict]:
    """The same, row by row."""
    loads, since = dict.fromkeys(Advisor.objects.values_list("pk", flat=True), 0), {}
    for seeker in JobSeeker.objects.all():
        ties = list(seeker.assignments.all())
        for tie in ties:
            loads[tie.advisor_id] += tie.ended_at is None
        has_one = any(tie.ended_at is None for tie in ties)
        since[seeker.pk] = None if has_one else max([tie.ended_at for tie in ties], default=seeker.joined_at)
    return loads, since


def end_of(seeker: int, advisor: int) -> None:
    for tie in Assignment.objects.current().filter(seeker=seeker):
        end(tie.pk)


def reopen(seeker: int, advisor: int) -> None:
    Assignment.objects.filter(seeker=seeker, advisor=advisor).update(ended_at=None)


def delete(seeker: int, advisor: int) -> None:
    Assignment.objects.filter(seeker=seeker).order_by("pk")[:1].get().delete()


def erase(seeker: int, advisor: int) -> None:
    erase_member(JobSeeker.objects.select_related("user").get(pk=seeker), now=timezone.now())


def write_nonsense(seeker: int, advisor: int) -> None:
    Advisor.objects.filter(pk=advisor).update(load=77)
    JobSeeker.objects.filter(pk=seeker).update(unassigned_since=timezone.now())


ACTS = [assign_by_desk, replace, end_of, reopen, delete, erase, write_nonsense]
REFUSED = (NotAssignable, IntegrityError, JobSeeker.DoesNotExist, Assignment.DoesNotExist)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 2), st.integers(0, 1)), max_size=12))
def test_kept_is_counted_whatever_is_done(db, acts):
    with transaction.atomic():
        seekers, advisors = factories.JobSeekerFactory.create_batch(3), factories.AdvisorFactory.create_batch(2)
        for act, seeker, advisor in acts:
            with suppress(*REFUSED), transaction.atomic():
                act(seekers[seeker].pk, advisors[advisor].pk)
            assert kept() == counted()
        transaction.set_rollback(True)


def test_whoever_joined_waits_since_then_also_if_that_is_corrected(seeker, now):
    JobSeeker.objects.update(joined_at=now - timedelta(days=9))
    assert kept()[1] == {seeker.pk: now - timedelta(days=9)}


def test_assignment_stays_with_seeker_and_advisor(assignment, other_seeker, other_advisor):
    for moved in ({"seeker": other_seeker}, {"advisor": other_advisor}):
        with pytest.raises(IntegrityError, match="assignment_stays_with_seeker_and_advisor"), transaction.atomic():
            Assignment.objects.update(**moved)


@of_a_server
def test_who_waits_and_who_has_room_is_found_by_an_index(db):
    with read_whole() as tables:
        list(JobSeeker.objects.unassigned().order_by("unassigned_since", "pk")[:20])
        list(Advisor.objects.at_work().with_room())
    assert tables == set()


@of_a_server
@pytest.mark.django_db(transaction=True)
def test_two_who_are_assigned_at_once_are_both_counted(advisor):
    seekers = factories.JobSeekerFactory.create_batch(6)
    at_once(*(partial(factories.AssignmentFactory, seeker=seeker, advisor=advisor) for seeker in seekers))
    assert kept() == counted()


@of_a_server
@pytest.mark.django_db(transaction=True)
def test_last_place_is_taken_once(advisor):
    """Each books a time of their own with somebody who has room for one."""
    Advisor.objects.update(capacity=1)
    slots = [factories.CounselingSlotFactory(advisor=advisor, hour=hour) for hour in range(10, 16)]
    books = [partial(book_slot, slot.pk, factories.JobSeekerFactory(), form="online") for slot in slots]
    got = at_once(*books, refusals=(DoesNotFit,))
    assert (got.count(DoesNotFit), kept()) == (5, counted())


@of_a_server
@pytest.mark.django_db(transaction=True)
def test_seekers_of_two_advisors_are_exchanged_at_once(db):
    ties = factories.AssignmentFactory.create_batch(2)
    here, there = (tie.advisor_id for tie in ties)
    for _ in range(5):
        at_once(*(partial(replace, tie.seeker_id, other) for tie, other in zip(ties, (there, here), strict=True)))
        assert kept() == counted()
        Assignment.objects.all().delete()
        ties = [factories.AssignmentFactory(seeker=tie.seeker, advisor=tie.advisor) for tie in ties]
