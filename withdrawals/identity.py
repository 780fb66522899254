"""Whose request it is: the member whose registered phone and e-mail are the typed ones."""

import enum
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.holdings import former_addresses
from accounts.models import JobSeeker, User
from withdrawals.models import WithdrawalStatement


class Fit(enum.Enum):
    """How much of what was typed is one member's."""

    BOTH = "both"
    EMAIL_ONLY = "email only"
    NOTHING = "nothing"


def find_member(statement: WithdrawalStatement | None, *, before: datetime) -> tuple[Fit, JobSeeker | None]:
    """The member with the typed e-mail, under a lock, and whether the phone is theirs too. Nobody, if it was erased.

    Only a membership that began `before` the request was received: who has come back since is a stranger to it.
    Both are compared as stored, normalised, with `=`; `__iexact` once matched another person's address.
    """
    if statement is None:
        return Fit.NOTHING, None
    member = (
        JobSeeker.objects.select_for_update(of=("self",))
        .select_related("user")
        .filter(user__email=statement.email, joined_at__lt=before)
        .first()
    )
    if member is None:
        return Fit.NOTHING, None
    return (Fit.BOTH if member.phone.as_e164 == statement.phone else Fit.EMAIL_ONLY), member


def candidates(statement: WithdrawalStatement, *, before: datetime) -> QuerySet[JobSeeker]:
    """Members the desk may think of: the same phone, or the same e-mail."""
    fits = Q(user__email=statement.email)
    if statement.phone:
        fits |= Q(phone=statement.phone)
    return JobSeeker.objects.filter(fits, joined_at__lt=before).select_related("user").order_by("-joined_at")[:10]


def typed_by(*, email, phone, user) -> tuple[QuerySet[WithdrawalStatement], ...]:
    """What a member typed, or somebody who meant them: under their address, one they had, or their phone number.

    People share a phone: of what was typed with it, another member's address makes it that member's.
    """
    statements = WithdrawalStatement.objects.all()
    somebody = User.objects.filter(email=OuterRef("email"))
    return (
        statements.filter(email=email),
        statements.filter(email__in=former_addresses(user)),
        statements.filter(~Exists(somebody), phone=phone),
    )


def statements_of(seeker: JobSeeker) -> QuerySet:
    """The keys of what goes with this member. Each side has an index of its own, where an OR would read the table."""
    own = typed_by(email=seeker.user.email, phone=phone_of(seeker), user=seeker.user_id)
    bound = WithdrawalStatement.objects.filter(request__seeker=seeker, request__status="scheduled").values("pk")
    return bound.union(*(side.values("pk") for side in own))


def phone_of(seeker: JobSeeker) -> str:
    """The number as it is stored."""
    return seeker.phone.as_e164 if seeker.phone.is_valid() else seeker.phone.raw_input
