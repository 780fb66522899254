"""Whom the person on the phone may be: what they say, in the order in which they are asked, narrows members down."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from accounts.models import JobSeeker
from accounts.users.contacts import NotAPhoneNumber, normalise_email, parse_phone
from accounts.users.search import digits_of, find_members
from support.suits.returning import NONE, how_to_return
from withdrawals.requests.deadlines import completes_at, due_on

SHOWN = 20
FEW_DIGITS = 4


@dataclass(frozen=True)
class Said:
    """What the caller has named so far; empty is what was not asked yet."""

    phone: str = ""
    email: str = ""
    name: str = ""
    birth_date: date | None = None

    @property
    def is_enough(self) -> bool:
        """To look for somebody by. A date of birth alone is hundreds of people's; so is the beginning of an address."""
        return bool(self.name or "@" in self.email or self.has_number)

    @property
    def has_number(self) -> bool:
        """Enough of a phone number; fewer digits occur everywhere."""
        return len(digits_of(self.phone)) >= FEW_DIGITS


@dataclass(frozen=True)
class Found:
    """A member, and which of what the caller named is registered as theirs."""

    member: JobSeeker
    fits: frozenset[str]


def narrowed(members: QuerySet[JobSeeker], said: Said) -> QuerySet[JobSeeker]:
    """Those of `members` whom all of it fits, the whole of it or, of number and name, a part. Nobody by too little."""
    if not said.is_enough:
        return members.none()
    if said.has_number:
        members = find_members(members, said.phone)
    if said.email:
        members = with_email(members, said)
    if said.name:
        members = find_members(members, said.name)
    return members.filter(birth_date=said.birth_date) if said.birth_date else members


def with_email(members: QuerySet[JobSeeker], said: Said) -> QuerySet[JobSeeker]:
    """The whole address, by its index; what is typed of it so far, among those whom something else has found."""
    email = normalise_email(said.email)
    is_narrowed = said.has_number or said.name
    return members.filter(user__email__startswith=email) if is_narrowed else members.filter(user__email=email)


def beside(members: list[JobSeeker], said: Said) -> list[Found]:
    return [Found(member, frozenset(name for name, fits in FITS.items() if fits(member, said))) for member in members]


def same_phone(member: JobSeeker, said: Said) -> bool:
    try:
        return bool(said.phone) and parse_phone(said.phone) == member.phone
    except NotAPhoneNumber:
        return False


FITS: dict[str, Callable[[JobSeeker, Said], bool]] = {
    "phone": same_phone,
    "email": lambda member, said: normalise_email(said.email) == member.user.email,
    "birth_date": lambda member, said: said.birth_date == member.birth_date,
}


@dataclass(frozen=True)
class Words:
    """What the caller is told, to be read out."""

    due_on: date
    completes_at: datetime
    suit: dict[str, str]


def words_for(member: JobSeeker, *, now: datetime) -> Words:
    """As it will be if it is recorded now."""
    due = due_on(now)
    return Words(due, completes_at(now, due), how_to_return([member.pk]).get(member.pk, NONE))
