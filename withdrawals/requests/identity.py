"""Whose request it is: the member whose registered phone and e-mail are the typed ones."""

import enum
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from accounts.holdings import former_addresses
from accounts.models import JobSeeker, User
from accounts.users.contacts import stored
from accounts.users.slips import domains_near, exchanged, mistaken, one_slip_off
from withdrawals.requests.models import WithdrawalStatement

MOST, AT_A_TIME = 200, 250
OF_ADDRESSES = "abcdefghijklmnopqrstuvwxyz0123456789.-_+"


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
    return with_contact([statement.phone], [statement.email], before=before)


def near_candidates(statement: WithdrawalStatement, *, before: datetime) -> QuerySet[JobSeeker]:
    """Members whose phone or e-mail is a slip or two off the typed one. For the desk's eyes alone.

    Everything that could have been meant is written out and looked up with `=`, so that the indexes find it.
    """
    return with_contact(phones_near(statement.phone), emails_near(statement.email), before=before)


def with_contact(phones: list[str], emails: list[str], *, before: datetime) -> QuerySet[JobSeeker]:
    """Each side through an index of its own, where an OR over two tables would read them whole.

    A few at a time, and no more than are shown: the planner takes each contact that could have been meant for
    somebody's, and to look up two thousand it would rather read the tables, up to some hundred thousand members.
    """
    members = JobSeeker.objects.filter(joined_at__lt=before)
    sides = [members.filter(phone__in=some) for some in in_pieces(phones)]
    sides += [members.filter(user__email__in=some) for some in in_pieces(emails)]
    first, *others = [side.values("pk") for side in [members.none(), *sides]]
    found = JobSeeker.objects.filter(pk__in=first.union(*others)[:MOST])
    return found.select_related("user").order_by("-joined_at")


def in_pieces(contacts: list[str]) -> list[list[str]]:
    known = [contact for contact in contacts if contact]
    return [known[start : start + AT_A_TIME] for start in range(0, len(known), AT_A_TIME)]


def phones_near(phone: str) -> list[str]:
    """The numbers in which one digit is another, or two are the wrong way round."""
    digits = phone.removeprefix("+81")
    return [f"+81{near}" for near in {*exchanged(digits), *mistaken(digits, "0123456789")} - {digits} if digits]


def emails_near(email: str) -> list[str]:
    """The addresses one slip away, and those two away of which one is in the name of a well-known domain."""
    local, _, domain = email.partition("@")
    meant = [f"@{known}" for known in domains_near(domain)]
    near = {*one_slip_off(email, OF_ADDRESSES), *(local + known for known in meant)}
    near |= {other + known for known in meant for other in one_slip_off(local, OF_ADDRESSES)}
    return sorted(near - {email})


def typed_by(
    *, email: str | OuterRef, phone: str | OuterRef, user: int | OuterRef
) -> tuple[QuerySet[WithdrawalStatement], ...]:
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


def statements_of(seeker: JobSeeker) -> QuerySet[WithdrawalStatement, Any]:
    """The keys of what goes with this member. Each side has an index of its own, where an OR would read the table."""
    own = typed_by(email=seeker.user.email, phone=stored(seeker.phone), user=seeker.user_id)
    bound = WithdrawalStatement.objects.filter(request__seeker=seeker, request__status="scheduled").values("pk")
    return bound.union(*(side.values("pk") for side in own))
