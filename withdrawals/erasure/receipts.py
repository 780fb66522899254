"""The receipt a person can check: what was erased, how much of it, and that it was we who said so."""

from dataclasses import dataclass, replace
from datetime import date

from django.core import signing
from django.utils.translation import gettext_lazy as _

from advisors.holdings import IN_CONFIDENCE
from withdrawals.erasure.erasing import ITEMS

SALT = "withdrawals.receipt"
LINE = 64

KEPT = [
    (_("Reference number, dates and how the request reached us"), _("to show that the promise was kept")),
    (_("The reason, as the category chosen, if one was"), _("to make the service better")),
    (_("How many of each kind were erased"), _("so that this receipt can be checked")),
    (
        _("A random number that stood for the membership"),
        _("so that a restored backup is erased again; it leads to nobody"),
    ),
]


@dataclass(frozen=True)
class Receipt:
    reference: str
    completed_on: date
    erased: dict[str, int]

    @property
    def items(self) -> list[tuple[str, int]]:
        return [(str(ITEMS.get(key, key)), count) for key, count in self.erased.items()]

    @property
    def items_for_staff(self) -> list[tuple[str, int]]:
        """What the desk may read of it."""
        told = {key: count for key, count in self.erased.items() if key not in IN_CONFIDENCE}
        return replace(self, erased=told).items

    @property
    def kept(self) -> list[tuple[str, str]]:
        return [(str(what), str(because)) for what, because in KEPT]

    def signed(self) -> str:
        """The receipt as text to keep: compact, signed, in lines short enough for any mail program."""
        text = signing.dumps([self.reference, self.completed_on.isoformat(), self.erased], salt=SALT, compress=True)
        return "\n".join(text[start : start + LINE] for start in range(0, len(text), LINE))


def read_receipt(text: str) -> Receipt | None:
    """The receipt that a signed text holds, however its lines were broken on the way; None if we did not sign it."""
    try:
        reference, completed_on, erased = signing.loads("".join(text.replace(">", "").split()), salt=SALT)
    except signing.BadSignature:
        return None
    return Receipt(reference, date.fromisoformat(completed_on), erased)
