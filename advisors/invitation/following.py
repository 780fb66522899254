"""Somebody registers by an invitation: it is used, once, and its advisor is proposed to them."""

from datetime import datetime

from django.db import transaction

from accounts.models import JobSeeker
from advisors.invitation.inviting import locked
from advisors.invitation.models import Invitation, ProposedAdvisor


@transaction.atomic
def follow(seeker: JobSeeker, invitation: str, *, now: datetime) -> bool:
    """Use it for this member, whether new or one before: it ends the same. False if it counts no more.

    Of two browsers with one link the first is who used it. One who accompanies the member already is not proposed.
    """
    found = locked(int(invitation)) if invitation.isdecimal() else None
    is_open = found is not None and found.is_open(now)
    if found and is_open:
        found.end(Invitation.Status.USED, at=now)
        if found.advisor_id:
            ProposedAdvisor.objects.update_or_create(seeker=seeker, defaults={"advisor_id": found.advisor_id})
    else:
        ProposedAdvisor.objects.get_or_create(seeker=seeker)
    return is_open
