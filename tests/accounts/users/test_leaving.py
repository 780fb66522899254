"""Who is leaving: said in one place, and the same by whichever path a member's row came."""

import pytest

from accounts.models import JobSeeker, leaving
from advisors.assignment.assigning import lock_seeker
from jobs.conditions.referable import with_standing
from tests.costs import counted
from tests.factories import AssignmentFactory, WithdrawalRequestFactory

PATHS = {
    "by itself": lambda pk: JobSeeker.objects.get(pk=pk),
    "asked along": lambda pk: JobSeeker.objects.annotate(is_leaving=leaving()).get(pk=pk),
    "with how they stand": lambda pk: with_standing(JobSeeker.objects).get(pk=pk),
    "locked": lock_seeker,
    "of another row": lambda pk: AssignmentFactory(seeker_id=pk).seeker,
}


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    ("status", "is_so"), [("received", False), ("needs_review", False), ("scheduled", True), ("cancelled", False)]
)
def test_member_is_leaving_by_whichever_path_they_came(seeker, path, status, is_so):
    WithdrawalRequestFactory(seeker=seeker, status=status)
    assert PATHS[path](seeker.pk).is_leaving is is_so
    assert JobSeeker.objects.filter(leaving()).exists() is is_so


def test_member_who_came_with_it_is_not_asked_again(seeker):
    asked = JobSeeker.objects.annotate(is_leaving=leaving()).get()
    plain = JobSeeker.objects.get()
    with counted() as sent:
        assert not asked.is_leaving
        assert len(sent) == 0
        assert [plain.is_leaving, plain.is_leaving] == [False, False]
        assert len(sent) == 1
