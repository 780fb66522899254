"""Registration: what was typed waits until its mailbox is proven; only then is somebody a member."""

import enum
from datetime import datetime

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.module_loading import import_string

from accounts.messages.queue import queue_message, queue_message_to_address
from accounts.registration import links
from accounts.registration.models import MailboxProof
from accounts.users.models import JobSeeker, User
from config import clock

CODE = ("salt", "code_digest")


class Verdict(enum.Enum):
    """What a typed code came to."""

    RIGHT = "right"
    WRONG = "wrong"
    EXPIRED = "expired"


@transaction.atomic
def begin_registration(
    email: str, details: dict[str, str], *, language: str, now: datetime, came_by: str = ""
) -> MailboxProof:
    """Keep what was typed and mail a code. Nobody is looked up, so a member's address costs and shows the same."""
    proof = MailboxProof(
        purpose=MailboxProof.Purpose.REGISTRATION,
        email=email,
        details=details,
        came_by=came_by,
        language=language,
        created_at=now,
        expires_at=now + MailboxProof.LIFE,
    )
    send_code(proof, to=email)
    return proof


def send_code(proof: MailboxProof, *, to: str) -> None:
    """Store a new proof with its code, or the new code of one that is there, and mail it."""
    code = proof.new_code()
    proof.save(update_fields=None if proof._state.adding else CODE)
    queue_message_to_address(f"accounts/{proof.purpose}_code", to, language=proof.language, code=code)


def locked(proof_id: int) -> MailboxProof | None:
    return MailboxProof.objects.select_for_update(of=("self",)).filter(pk=proof_id).first()


@transaction.atomic
def send_code_again(proof_id: int, *, now: datetime | None = None) -> None:
    """Replace the code of a proof that is still open; the tries already made count on."""
    proof = locked(proof_id)
    if proof and proof.is_open(now or clock.now()):
        send_code(proof, to=proof.email)


@transaction.atomic
def send_link(proof_id: int, *, now: datetime | None = None) -> None:
    """Mail a link that does what the code does, to whoever reads this mailbox. Each code before no longer counts."""
    proof = locked(proof_id)
    if proof and proof.is_open(now or clock.now()):
        proof.new_code()
        proof.save(update_fields=CODE)
        told = {"link_url": links.to_registration(proof)}
        queue_message_to_address("accounts/registration_link", proof.email, language=proof.language, **told)


@transaction.atomic
def prove(proof_id: int, salt: str, *, now: datetime | None = None) -> bool:
    """Take a mailbox as proven by its link; False if a later code or link has taken its place, or it is over."""
    proof = locked(proof_id)
    now = now or clock.now()
    if proof is None or not proof.is_open(now) or proof.salt != salt:
        return False
    proof.proven_at = now
    proof.save(update_fields=["proven_at"])
    return True


@transaction.atomic
def try_code(proof_id: int, code: str, *, now: datetime | None = None) -> Verdict:
    """Compare a typed code. The fifth wrong one burns the proof."""
    proof = locked(proof_id)
    now = now or clock.now()
    if proof is None or not proof.is_open(now):
        return Verdict.EXPIRED
    if proof.fits(code):
        proof.proven_at = now
        proof.save(update_fields=["proven_at"])
        return Verdict.RIGHT
    proof.tries += 1
    proof.save(update_fields=["tries"])
    return Verdict.WRONG if proof.is_open(now) else Verdict.EXPIRED


def complete_registration(proof: MailboxProof, *, now: datetime) -> User:
    """Make the owner of a proven mailbox a member; who is one already stays as they are. Safe to run twice."""
    try:
        user = welcomed_member(proof, now=now)
    except IntegrityError:
        # The address is a member's; or else, once in a lifetime, the random number is: the next one will not be.
        user = User.objects.filter(email=proof.email).first() or welcomed_member(proof, now=now)
        follow_invitation(user, proof, now=now)
    MailboxProof.objects.filter(pk=proof.pk).delete()
    return user


@transaction.atomic
def welcomed_member(proof: MailboxProof, *, now: datetime) -> User:
    user = new_member(proof, now=now)
    queue_message("accounts/welcome", user)
    follow_invitation(user, proof, now=now)
    return user


def follow_invitation(user: User, proof: MailboxProof, *, now: datetime) -> None:
    """Of whoever came by one; a second call finds it used. It is of a later app."""
    if proof.came_by and hasattr(user, "job_seeker"):
        import_string(settings.INVITATIONS_FOLLOWED_BY)(user.job_seeker, proof.came_by, now=now)


def new_member(proof: MailboxProof, *, now: datetime) -> User:
    """The rows a membership begins with; raises IntegrityError where the address or the number has one."""
    user = User.objects.create_user(proof.email, language=proof.language, joined_at=now)
    EmailAddress.objects.create(user=user, email=proof.email, verified=True, primary=True)
    JobSeeker.objects.create(user=user, joined_at=now, **proof.details)
    return user
