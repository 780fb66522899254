"""Documents that wait to be reviewed: before the advisor who returns them, and after days before the desk."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import CharField
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from config.admin.lines import Line, Rows, lines
from config.admin.start import Waiting
from support.documents.models import Document, DocumentReview, DocumentReviewQuerySet

LONG = timedelta(days=5)


def parts(user: User, *, now: datetime) -> Iterable[Waiting]:
    everything = f"{reverse('admin:support_documentreview_changelist')}?status__exact=submitted"
    own = DocumentReview.objects.own(user)
    if user.is_advisor:
        yield Waiting(
            name="reviews",
            title=_("Documents to review"),
            rows=as_lines(own.waiting()),
            label=document,
            page=page_of,
            everything=everything,
            urgency="near",
        )
    if user.is_superuser or user.is_support_desk:
        yield Waiting(
            name="left-waiting",
            title=_("Documents left waiting for more than five days"),
            help=_("Please remind the advisor, or give the job seeker one."),
            rows=as_lines(left_waiting(user, now=now)),
            label=document,
            page=page_of,
            everything=everything,
            urgency="near",
        )


def left_waiting(user: User, *, now: datetime) -> DocumentReviewQuerySet:
    """Not those that an advisor at the desk is to return: they have them before them as such."""
    others = DocumentReview.objects.visible_to(user).exclude(
        document__in=Document.objects.visible_to(user).values("pk")
    )
    return others.waiting().filter(submitted_at__lt=now - LONG)


def as_lines(reviews: DocumentReviewQuerySet) -> Rows:
    version = Cast("document__version", CharField())
    return lines(reviews, since="submitted_at", seeker="document__seeker", what="document__kind", more=version)


def document(line: Line) -> str:
    return gettext("%(kind)s, version %(version)s") % {
        "kind": Document.Kind(line.what).label,
        "version": line.more,
    }


def page_of(line: Line) -> str:
    return reverse("admin:support_documentreview_change", args=[line.key])
