from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from advisors.models import Advisor
from tests import factories


def test_gender_of_an_advisor_is_one_a_seeker_can_wish_for(advisor):
    with pytest.raises(IntegrityError, match="advisor_gender_known"), transaction.atomic():
        Advisor.objects.filter(pk=advisor.pk).update(gender="any")


def test_assignment_does_not_end_before_it_began(assignment):
    with pytest.raises(IntegrityError, match="assignment_ends_after_it_begins"), transaction.atomic():
        assignment.end(at=assignment.began_at - timedelta(seconds=1))


def test_seeker_has_one_current_advisor_and_any_number_of_former_ones(assignment, other_advisor):
    """Held by assignment_one_current_per_seeker, which SQLite does not name."""
    with pytest.raises(IntegrityError, match="assignment"), transaction.atomic():
        factories.AssignmentFactory(seeker=assignment.seeker, advisor=other_advisor)
    assignment.end(at=assignment.began_at)
    assert factories.AssignmentFactory(seeker=assignment.seeker, advisor=other_advisor).ended_at is None
