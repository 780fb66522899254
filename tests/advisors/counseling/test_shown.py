"""Which slots somebody may know of, free or not, and how they stand to one."""

import pytest
from django.utils import timezone

from accounts.models import JobSeeker
from advisors.counseling.fitting import slot_shown_to
from advisors.models import Advisor, Assignment, CounselingSlot
from tests.factories import (
    AdvisorFactory,
    AssignmentFactory,
    CounselingBookingFactory,
    CounselingSlotFactory,
    JobSeekerFactory,
)


@pytest.fixture
def slot(db) -> CounselingSlot:
    return CounselingSlotFactory()


@pytest.fixture(params=["with their advisor", "with nobody"])
def seeker(request, slot) -> JobSeeker:
    """Read anew: the database keeps since when they have no advisor."""
    seeker = JobSeekerFactory(advisor_gender="any")
    if request.param == "with their advisor":
        AssignmentFactory(seeker=seeker, advisor=slot.advisor)
    return JobSeeker.objects.get(pk=seeker.pk)


def test_free_one_is_shown(seeker, slot):
    shown = slot_shown_to(slot.pk, seeker)
    assert (shown, shown.is_taken, shown.is_barred) == (slot, False, False)


def test_taken_one_is_shown_as_taken_and_ones_own_is_not(seeker, slot):
    CounselingBookingFactory(slot=slot)
    assert slot_shown_to(slot.pk, seeker).is_taken
    own = CounselingBookingFactory(seeker=seeker, slot__advisor=slot.advisor).slot
    shown = slot_shown_to(own.pk, seeker)
    assert (shown.is_taken, shown.is_barred) == (False, True)


def test_one_of_who_is_away_is_not(seeker, slot):
    Advisor.objects.update(is_at_work=False)
    assert slot_shown_to(slot.pk, seeker) is None


def test_one_of_somebody_else_is_to_who_has_nobody(seeker):
    has_advisor = Assignment.objects.current().filter(seeker=seeker).exists()
    other = CounselingSlotFactory(advisor=AdvisorFactory())
    assert slot_shown_to(other.pk, seeker) == (None if has_advisor else other)


@pytest.mark.parametrize("has_another", [False, True])
def test_one_of_who_was_their_advisor_is_not(slot, has_another):
    seeker = AssignmentFactory(advisor=slot.advisor, ended_at=timezone.now()).seeker
    if has_another:
        AssignmentFactory(seeker=seeker, advisor=AdvisorFactory())
    assert slot_shown_to(slot.pk, JobSeeker.objects.get(pk=seeker.pk)) is None


@pytest.mark.parametrize("is_wished", [False, True])
def test_one_of_another_gender_than_wished_is_only_where_it_is_their_advisor(slot, is_wished):
    wish = slot.advisor.gender if is_wished else {"female": "male", "male": "female"}[slot.advisor.gender]
    seeker = JobSeekerFactory(advisor_gender=wish)
    assert slot_shown_to(slot.pk, JobSeeker.objects.get(pk=seeker.pk)) == (slot if is_wished else None)
    AssignmentFactory(seeker=seeker, advisor=slot.advisor)
    assert slot_shown_to(slot.pk, JobSeeker.objects.get(pk=seeker.pk)) == slot
