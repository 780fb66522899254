"""What this app holds about a member; see accounts/holdings.py."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.holdings import Erased, Holding, Kept
from config.typed import Text
from support.models import Resume, ResumeEntry, Suit, SuitLoan

ITEMS: dict[str, Text] = {
    "resume": _("Résumé: what you wrote in the editor"),
    "suits": _("Suits reserved and borrowed"),
}

HOLDINGS: list[Holding] = [
    # One that is out leaves an item behind that is "not returned", by a trigger, and that does not say who had it.
    Erased(SuitLoan, "suits", lambda seeker: Q(seeker=seeker)),
    Kept(
        Suit,
        _("suits of the service, by number"),
        ("id", "number", "office", "cut", "size", "condition", "cleaned_until", "out_since"),
    ),
    Erased(ResumeEntry, "resume", lambda seeker: Q(resume=seeker.pk)),
    Erased(Resume, "resume", lambda seeker: Q(seeker=seeker.pk)),
]
