"""The versions of each kind, the newest first, with their reviews: for the seeker and their advisor alike."""

from dataclasses import dataclass

from django.db.models import Prefetch

from accounts.models import JobSeeker, User
from support.documents.models import Document, DocumentReview


@dataclass(frozen=True)
class History:
    kind: Document.Kind
    versions: list[Document]

    @property
    def newest(self) -> list[Document]:
        """The last and the one before, to be compared."""
        return self.versions[:2]

    @property
    def earlier(self) -> list[Document]:
        return self.versions[2:]


def histories(user: User, seeker: JobSeeker | None = None) -> list[History]:
    """Of whom this person may see; of the member who asks, if nobody is named. Two statements."""
    reviews = Prefetch("reviews", DocumentReview.objects.select_related("marked_up"))
    documents = Document.objects.visible_to(user).select_related("file").prefetch_related(reviews)
    found = list(documents.filter(seeker=seeker) if seeker else documents.filter(seeker__user=user))
    return [History(kind, [it for it in found if it.kind == kind]) for kind in Document.Kind]
