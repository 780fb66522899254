"""A review that is waited for, on my page."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import JobSeeker
from accounts.profile.agenda import Awaited
from support.documents.models import DocumentReview


def entries(seeker: JobSeeker, *, now: datetime) -> list[Awaited]:
    reviews = DocumentReview.objects.submitted().filter(document__seeker=seeker).select_related("document")
    return [awaited(review) for review in reviews]


def awaited(review: DocumentReview) -> Awaited:
    document = review.document
    told = {"kind": document.get_kind_display(), "version": document.version}
    return Awaited(
        what=_("Review: %(kind)s, version %(version)s") % told,
        since=review.submitted_at,
        page=reverse("support:documents"),
    )
