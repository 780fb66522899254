"""What this app holds about a member; see accounts/holdings.py."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.holdings import Erased, Holding, Kept
from accounts.models import JobSeeker
from config.typed import Text
from support.models import Document, DocumentReview, Resume, ResumeEntry, Suit, SuitLoan

ITEMS: dict[str, Text] = {
    "documents": _("Documents for applications, and what your advisor said of them"),
    "resume": _("Résumé: what you wrote in the editor"),
    "suits": _("Suits reserved and borrowed"),
}


def of_documents(seeker: JobSeeker) -> Q:
    return Q(document__in=seeker.documents.values("pk"))


HOLDINGS: list[Holding] = [
    # Who looked at it is staff's; what they said is the member's.
    Erased(DocumentReview, "documents", of_documents, secret=("returned_by",)),
    Erased(Document, "documents", lambda seeker: Q(seeker=seeker)),
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
