"""Who may have sent a request that fits nobody: what of it is registered as theirs, or nearly. For the desk alone."""

from contextlib import suppress
from dataclasses import dataclass

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import JobSeeker
from accounts.users.contacts import NotAPhoneNumber, parse_phone
from accounts.users.slips import Pieces, differences, slips_between
from withdrawals.requests.identity import candidates, near_candidates
from withdrawals.requests.models import WithdrawalRequest, WithdrawalStatement

SHOWN = 10
NEAR, FAR = (1, 2, 3, 4), 9  # slips in each contact: none, few, or it is another one
PHONE_FITS = {0: _("The phone number fits"), 1: _("The phone number is one slip off")}
EMAIL_FITS = {
    0: _("The e-mail address fits"),
    1: _("The e-mail address is one slip off"),
    **dict.fromkeys(NEAR[1:], _("The e-mail address is a few slips off")),
}


@dataclass(frozen=True)
class Candidate:
    """A member who may have sent a request, and how far what was typed is from what is registered as theirs.

    `compared` says of what is a slip or two off where: the typed and the registered, piece by piece.
    """

    seeker: JobSeeker
    phone_slips: int
    email_slips: int
    compared: list[tuple[str, Pieces, Pieces]]

    @property
    def fit(self) -> str:
        if self.phone_slips == self.email_slips == 0:
            return gettext("Phone number and e-mail address fit")
        said = [PHONE_FITS.get(self.phone_slips), EMAIL_FITS.get(self.email_slips)]
        return " / ".join(str(it) for it in said if it)

    @property
    def rank(self) -> tuple[int, int]:
        """The less differs the better; an address tells more than a number, which people share."""
        return self.phone_slips + self.email_slips, self.email_slips


def candidates_for(request: WithdrawalRequest, statement: WithdrawalStatement) -> list[Candidate]:
    """Members of the time the request was received, those first of whom more fits.

    Where nobody has the typed e-mail, whose mailbox would be asked, those too whose contact is a slip or two off.
    """
    before = request.received_at
    found = list(candidates(statement, before=before))
    if not any(seeker.user.email == statement.email for seeker in found):
        found += [seeker for seeker in near_candidates(statement, before=before) if seeker not in found]
    compared = sorted((candidate(seeker, statement) for seeker in found), key=lambda it: it.rank)
    if compared and compared[0].rank[0] < FAR:  # both contacts fit somebody: who is near by one only is a stranger
        compared = [it for it in compared if it.rank[0] < FAR or 0 in (it.phone_slips, it.email_slips)]
    return compared[:SHOWN]


def candidate(seeker: JobSeeker, statement: WithdrawalStatement) -> Candidate:
    """The member beside what was typed."""
    typed, registered = as_national(statement.phone), seeker.phone.as_national
    phone_slips, email_slips = slips_in_phone(typed, registered), slips_in_email(statement.email, seeker.user.email)
    compared = []
    if phone_slips in NEAR:
        compared.append((gettext("Phone number"), *differences(typed, registered)))
    if email_slips in NEAR:
        compared.append((gettext("E-mail address"), *differences(statement.email, seeker.user.email)))
    return Candidate(seeker, phone_slips, email_slips, compared)


def slips_in_phone(one: str, other: str) -> int:
    slips = slips_between(one.replace("-", ""), other.replace("-", ""), at_most=1)
    return slips if slips <= 1 else FAR


def slips_in_email(one: str, other: str) -> int:
    """No more than two in the name and two in the domain are slips."""
    parts = zip(one.partition("@")[::2], other.partition("@")[::2], strict=True)
    slips = [slips_between(*pair, at_most=2) for pair in parts]
    return sum(slips) if max(slips) <= 2 else FAR


def as_national(phone: str) -> str:
    """A typed number as people here read it; as it is, if it is none."""
    with suppress(NotAPhoneNumber):
        number: str = parse_phone(phone).as_national
        return number
    return phone
