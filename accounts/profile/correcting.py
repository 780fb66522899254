"""A member corrects what we hold: at once, or, for phone and e-mail, once a code has proven that it is them."""

from datetime import datetime

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from accounts.attempts.budgets import digest
from accounts.attempts.models import Attempt
from accounts.messages.models import Message, StoppedNotice
from accounts.messages.queue import queue_message_to_address
from accounts.profile.models import FormerAddress
from accounts.registration.models import MailboxProof
from accounts.registration.registering import send_code
from accounts.sign_in.models import Session
from accounts.sign_in.sessions import end_sessions
from accounts.users.models import JobSeeker, User
from config import clock
from config.refusals import Refusal


class AddressTaken(Refusal):
    """The new e-mail address belongs to another membership."""

    said = _("Another membership uses this e-mail address already. Nothing was changed.")


@transaction.atomic
def correct_details(seeker: JobSeeker, details: dict[str, str]) -> None:
    """Write what needs no proof: name, date of birth, prefecture, wish for the advisor.

    That wish stays as it is with an advisor of one's own, who may read this row: another is asked for in confidence.
    """
    if "advisor_gender" in details:
        JobSeeker.objects.select_for_update(of=("self",)).filter(pk=seeker.pk).values("pk").first()
        if has_advisor(seeker):
            details = {name: value for name, value in details.items() if name != "advisor_gender"}
    for name, value in details.items():
        setattr(seeker, name, value)
    seeker.save(update_fields=list(details))


def has_advisor(seeker: JobSeeker) -> bool:
    return seeker.assignments.filter(ended_at=None).exists()


def wish_for(seeker: JobSeeker, gender: str) -> None:
    """Note which gender the next advisor has to be of. Call with the seeker locked."""
    seeker.advisor_gender = gender
    seeker.save(update_fields=["advisor_gender"])


@transaction.atomic
def begin_contact_change(
    user: User, *, email: str, language: str, now: datetime, phone: str | None = None
) -> MailboxProof:
    """Mail a code to the new address, or, where only the phone changes, to the present one.

    Raises `User.DoesNotExist` if they have left the service meanwhile.
    """
    user = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    MailboxProof.objects.filter(user=user).delete()
    proof = MailboxProof(
        purpose=MailboxProof.Purpose.CONTACT_CHANGE,
        user=user,
        email=email,
        details={"phone": phone} if phone else {},
        language=language,
        created_at=now,
        expires_at=now + MailboxProof.LIFE,
    )
    send_code(proof, to=email)
    return proof


def complete_contact_change(proof: MailboxProof, *, ends_sessions: bool = False) -> None:
    """Write the proven contact and tell the address used so far.

    By the desk it `ends_sessions` too: whoever asks for it has lost the former mailbox, and another may have it.

    Raises `AddressTaken`; and `User.DoesNotExist` if they have left the service meanwhile.
    """
    try:
        with transaction.atomic():
            user = write_contact(proof)
            if ends_sessions:
                end_sessions(user.pk)
    except IntegrityError as refusal:
        MailboxProof.objects.filter(pk=proof.pk).delete()
        raise AddressTaken from refusal


def write_contact(proof: MailboxProof) -> User:
    assert proof.user_id is not None  # held by a constraint: only a registration has no owner yet
    user = User.objects.select_for_update(of=("self",)).get(pk=proof.user_id)
    before = user.email
    if phone := proof.details.get("phone"):
        JobSeeker.objects.filter(user=user).update(phone=phone)
    User.objects.filter(pk=user.pk).update(email=proof.email)
    EmailAddress.objects.filter(user=user).update(email=proof.email)
    MailboxProof.objects.filter(pk=proof.pk).delete()
    if before != proof.email:
        leave_address(user, before)
        queue_message_to_address("accounts/contact_changed", before, language=user.language)
    return user


def leave_address(user: User, before: str) -> None:
    """End what waits under the address used so far, and remember it for a while: it goes with its owner.

    What was counted about it goes on under the new one, so that nobody's tries begin anew and it ends with them too.

    Call it in the change's transaction, after the new address is written and before a mail to the old one is.
    """
    after = User.objects.values_list("email", flat=True).get(pk=user.pk)
    Attempt.objects.filter(address=digest("address", before)).update(address=digest("address", after))
    Session.objects.filter(asked_email=before).delete()
    MailboxProof.objects.filter(email=before).delete()
    Message.objects.filter(to_email=before).delete()
    FormerAddress.objects.filter(user=user, email=after).delete()
    FormerAddress.objects.update_or_create(user=user, email=before, defaults={"left_at": clock.stamp()})


@transaction.atomic
def choose_notices(seeker: JobSeeker, *, stopped: set[str]) -> None:
    """Have exactly these kinds of notices turned off."""
    seeker.stopped_notices.exclude(kind__in=stopped).delete()
    StoppedNotice.objects.bulk_create(
        [StoppedNotice(seeker=seeker, kind=kind) for kind in stopped], ignore_conflicts=True
    )


@transaction.atomic
def stop_notice(seeker_id: int, kind: str) -> None:
    """Turn one kind off, by the link in a notice; a member who has left is none to turn it off for."""
    seeker = JobSeeker.objects.select_for_update(of=("self",)).filter(pk=seeker_id).first()
    if seeker:
        StoppedNotice.objects.get_or_create(seeker=seeker, kind=kind)
