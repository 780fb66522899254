"""Two people at one seeker's advisor in the same moment: there is one current advisor, and both are told kindly."""

from datetime import timedelta
from functools import partial

import pytest
from django.utils import timezone

from advisors.assignment.assigning import assign_by_desk
from advisors.assignment.refusals import NotAssignable
from advisors.handover import changing
from advisors.handover.handing_over import hand_over
from advisors.models import Assignment
from config.steps import InvalidTransition
from tests import factories, twins
from tests.conftest import signed_in

TIMES = 5
at_once = partial(twins.at_once, refusals=(InvalidTransition, NotAssignable))
QUEUE = "/admin/advisors/advisorchangerequest/"
UNASSIGNED = "/admin/advisors/assignment/unassigned/"

pytestmark = pytest.mark.django_db(transaction=True)


def current(seeker) -> int | None:
    """The one advisor; more than one would be an error."""
    tie = seeker.assignments.current().values_list("advisor", flat=True)
    assert len(tie) < 2
    return tie[0] if tie else None


def test_two_people_of_the_desk_reassign(desk):
    other = factories.DeskUserFactory()
    for _ in range(TIMES):
        wish, rivals = factories.AdvisorChangeRequestFactory(), factories.AdvisorFactory.create_batch(2)
        works = [
            partial(changing.reassign, wish.pk, advisor.pk, by=by, now=timezone.now())
            for by, advisor in zip((desk, other), rivals, strict=True)
        ]
        answers = at_once(*works)
        [made] = [answer for answer in answers if isinstance(answer, Assignment)]
        assert (answers.count(InvalidTransition), current(wish.seeker)) == (1, made.advisor_id)
        assert wish.seeker.user.messages.count() == 1


def test_seeker_takes_it_back_as_the_desk_reassigns(desk):
    for _ in range(TIMES):
        wish, following = factories.AdvisorChangeRequestFactory(), factories.AdvisorFactory()
        answers = at_once(
            partial(signed_in(wish.seeker.user).post, f"/advisor/change/{wish.pk}/take-back/"),
            partial(signed_in(desk).post, f"{QUEUE}{wish.pk}/change/", {"advisor": following.pk}),
        )
        wish.refresh_from_db()
        outcome = {"withdrawn": wish.assignment.advisor_id, "reassigned": following.pk}
        assert [answer.status_code for answer in answers] == [302, 302]
        assert current(wish.seeker) == outcome[wish.status]


def test_seeker_books_as_the_desk_assigns(desk):
    for n in range(TIMES):
        seeker, assigned = factories.JobSeekerFactory(), factories.AdvisorFactory()
        slot = factories.CounselingSlotFactory(held_on=timezone.localdate() + timedelta(days=7 + n), hour=10)
        answers = at_once(
            partial(signed_in(seeker.user).post, f"/counseling/{slot.pk}/book/", {"form": "online"}),
            partial(signed_in(desk).post, UNASSIGNED, {"seeker": seeker.pk, "advisor": assigned.pk}),
        )
        assert {answer.status_code for answer in answers} <= {200, 302}
        has_booked = seeker.counseling_bookings.exists()
        assert current(seeker) == (slot.advisor_id if has_booked else assigned.pk)


def test_nobody_is_given_to_somebody_who_is_handed_over(desk):
    for _ in range(TIMES):
        leaving, seeker, now = factories.AdvisorFactory(), factories.JobSeekerFactory(), timezone.now()
        factories.AssignmentFactory.create_batch(3, advisor=leaving)
        hand = partial(hand_over, leaving.pk, by=desk, now=now)
        at_once(hand, partial(assign_by_desk, seeker.pk, leaving.pk, now=now), hand)
        assert not Assignment.objects.current().filter(advisor=leaving).exists()
