"""Staff invite somebody to register, take that back, and hear of mails that did not arrive. Nobody is looked up."""

from datetime import datetime, timedelta
from functools import partial

from django.db import transaction

from accounts.attempts.budgets import Budget, Share
from accounts.messages.queue import queue_message, queue_message_to_address
from accounts.models import Message, User
from advisors.invitation.links import link_to
from advisors.invitation.models import Invitation, InvitationQuerySet, ProposedAdvisor
from advisors.invitation.refusals import ManyInvitations
from advisors.people.models import Advisor
from config import clock
from config.each import do_each

A_DAY = timedelta(days=1)
# Of each who writes: what others have written to an address, or a member has had sent there, would tell of them.
INVITATIONS = Budget("invitation", 20, A_DAY, ManyInvitations)
TO_ONE_ADDRESS = Budget("invitation to", 3, A_DAY, ManyInvitations)
Status = Invitation.Status


def shares(by: User, email: str) -> tuple[Share, ...]:
    return INVITATIONS.of(str(by.pk)), TO_ONE_ADDRESS.of(f"{by.pk} {email}", email=email)


@transaction.atomic
def invite(email: str, *, advisor: Advisor | None, language: str, by: User, now: datetime | None = None) -> Invitation:
    """Send it. What it costs, and what is said of it, is the same whoever the address belongs to."""
    now = now or clock.now()
    invitation = Invitation(email=email, advisor=advisor, language=language, by=by, sent_at=now)
    invitation.runs_out_at = now + Invitation.LIFE
    told = {"link_url": link_to(invitation), "runs_out_at": invitation.runs_out_at}
    invitation.message = queue_message_to_address("advisors/invitation", email, language=language, **told)
    invitation.save(force_insert=True)
    return invitation


@transaction.atomic
def take_back(invitation_id: int, *, now: datetime | None = None) -> None:
    """It counts no more, and does not leave if it has not. Of one that was used nothing else is said or shown."""
    invitation = locked(invitation_id)
    now = now or clock.now()
    if invitation is None or invitation.stopped_at:
        return
    if invitation.status == Status.SENT:
        invitation.end(Status.TAKEN_BACK, at=now, stopped_at=now)
        Message.objects.filter(invitations=invitation, status=Message.Status.QUEUED).delete()
    else:
        invitation.stopped_at = now
        invitation.save(update_fields=["stopped_at"])


def locked(invitation_id: int) -> Invitation | None:
    return Invitation.objects.select_for_update(of=("self",)).filter(pk=invitation_id).first()


def end_those_over(*, now: datetime) -> None:
    """Each that has run out forgets its address; what is long over goes, and so does a proposal that is answered.

    One that cannot holds up no other. Raises `SomeFailed`.
    """
    Invitation.objects.filter(ended_at__isnull=False, runs_out_at__lte=now - Invitation.KEPT_FOR).delete()
    ProposedAdvisor.objects.filter(seeker__assignments__isnull=False).delete()
    try:
        do_each(partial(run_out, now=now), Invitation.objects.over(now).values_list("pk", flat=True))
    finally:
        do_each(partial(tell_undelivered, now=now), untold().values_list("pk", flat=True))


@transaction.atomic
def run_out(invitation_id: int, *, now: datetime) -> None:
    invitation = locked(invitation_id)
    if invitation and invitation.status == Status.SENT and not invitation.is_open(now):
        invitation.end(Status.RUN_OUT, at=now)


def untold() -> InvitationQuerySet:
    """Those that count still, could not be delivered, and whose sender has not been told so."""
    return Invitation.objects.sent().undelivered().filter(undelivered_told_at=None, stopped_at=None, by__isnull=False)


@transaction.atomic
def tell_undelivered(invitation_id: int, *, now: datetime) -> None:
    invitation = locked(invitation_id)
    if invitation and invitation.by and invitation.undelivered_told_at is None:
        invitation.undelivered_told_at = now
        invitation.save(update_fields=["undelivered_told_at"])
        queue_message("advisors/invitation_undelivered", invitation.by, invitation=invitation.pk)
