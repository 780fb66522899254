"""Two browsers with one link at the same moment."""

from functools import partial

import pytest
from django.db import connection

from advisors.invitation.following import follow
from advisors.invitation.inviting import take_back
from advisors.models import Invitation, ProposedAdvisor
from tests import factories
from tests.twins import at_once

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite writes one after the other"),
]


def test_of_two_who_register_at_once_one_uses_it(now):
    invitation = factories.InvitationFactory(sent_at=now)
    seekers = factories.JobSeekerFactory.create_batch(2)
    used = at_once(*(partial(follow, seeker, str(invitation.pk), now=now) for seeker in seekers))
    assert sorted(used) == [False, True]
    proposed = ProposedAdvisor.objects.values_list("advisor", flat=True)
    assert sorted(proposed, key=str) == [invitation.advisor_id, None]


def test_taken_back_as_it_is_used_it_is_one_of_both(now):
    invitation = factories.InvitationFactory(sent_at=now)
    seeker = factories.JobSeekerFactory()
    is_used, _ = at_once(
        partial(follow, seeker, str(invitation.pk), now=now), partial(take_back, invitation.pk, now=now)
    )
    found = Invitation.objects.get()
    assert (found.status, found.email, bool(found.stopped_at)) == ("used" if is_used else "taken_back", "", True)
