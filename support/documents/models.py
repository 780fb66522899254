from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import File, JobSeeker, User, leaving
from advisors.models import Assignment
from config.labels import Labelled
from config.numbered import numbered
from config.steps import Stepped, step


def seekers_of(user: User) -> Q:
    """Of whom they accompany now; of a member, themselves."""
    if not user.is_staff:
        return Q(seeker__user=user)
    return Q(seeker__in=Assignment.objects.current().filter(advisor__user=user).values("seeker"))


class DocumentQuerySet(models.QuerySet["Document"]):
    def visible_to(self, user: User) -> "DocumentQuerySet":
        """The seeker and whoever accompanies them now, and nobody else, at the desk or wherever."""
        return self.filter(seekers_of(user))


class Document(Labelled):
    """A version of a résumé or a work history (応募書類), with its file."""

    class Kind(models.TextChoices):
        RESUME = "resume", _("Résumé")
        WORK_HISTORY = "work_history", _("Work history")

    seeker = models.ForeignKey(JobSeeker, models.CASCADE, related_name="documents", verbose_name=_("job seeker"))
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    version = models.PositiveSmallIntegerField(_("version"))
    file = models.OneToOneField(File, models.CASCADE, related_name="document", verbose_name=_("file"))
    pages = models.PositiveSmallIntegerField(_("pages that can be drawn"), default=0)
    note = models.TextField(_("note"), max_length=500, blank=True)
    made_at = models.DateTimeField(_("made"), default=timezone.now)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["kind", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["seeker", "kind", "version"], name="document_version_once"),
            models.CheckConstraint(name="document_kind_known", condition=Q(kind__in=["resume", "work_history"])),
            models.CheckConstraint(name="document_versions_from_one", condition=Q(version__gte=1)),
        ]

    def __str__(self) -> str:
        return numbered(self)

    @property
    def page_numbers(self) -> range:
        return range(1, self.pages + 1)

    @property
    def is_waiting(self) -> bool:
        """Whether a review is asked for; of one that was read with its reviews, no statement."""
        return any(review.is_waiting for review in self.reviews.all())


class DocumentReviewQuerySet(models.QuerySet["DocumentReview"]):
    def submitted(self) -> "DocumentReviewQuerySet":
        return self.filter(status=DocumentReview.Status.SUBMITTED)

    def waiting(self) -> "DocumentReviewQuerySet":
        """Those that somebody is to return, the longest first; not of who leaves, to whom nothing is returned."""
        return self.submitted().exclude(leaving("document__seeker")).order_by("submitted_at", "pk")

    def own(self, user: User) -> "DocumentReviewQuerySet":
        """Of the seekers whom this advisor accompanies now."""
        return self.filter(document__in=Document.objects.visible_to(user).values("pk"))

    def visible_to(self, user: User) -> "DocumentReviewQuerySet":
        """Those of documents they may see; the desk sees that there are others, but of whom it was the advisor."""
        if not (user.is_superuser or user.is_support_desk):
            return self.own(user)
        had = Assignment.objects.filter(advisor__user=user, seeker=OuterRef("document__seeker"))
        return self.filter(~Exists(had.ended()) | Exists(had.current()))

    def read_by(self, user: User) -> "DocumentReviewQuerySet":
        """Of which they read what was said: an administrator too, who sees everybody's, and no file all the same."""
        return self.visible_to(user) if user.is_superuser else self.own(user)


class DocumentReview(Stepped):
    """That a seeker asks their advisor to look at a version (書類添削), and what came back."""

    class Status(models.TextChoices):
        SUBMITTED = "submitted", _("Waits for the advisor")
        RETURNED = "returned", _("Returned")
        TAKEN_BACK = "taken_back", _("Taken back")

    NEXT = {
        Status.SUBMITTED: {Status.RETURNED, Status.TAKEN_BACK},
        Status.RETURNED: set(),
        Status.TAKEN_BACK: set(),
    }
    TIMES = dict.fromkeys((Status.RETURNED, Status.TAKEN_BACK), "ended_at")

    document = models.ForeignKey(Document, models.CASCADE, related_name="reviews", verbose_name=_("document"))
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.SUBMITTED)
    submitted_at = models.DateTimeField(_("asked for"), default=timezone.now)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    returned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="returned_reviews",
        verbose_name=_("returned by"),
    )
    comment = models.TextField(_("comment"), max_length=4000, blank=True)
    marked_up = models.OneToOneField(
        File,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="marked_up_review",
        verbose_name=_("marked-up file"),
    )

    objects = DocumentReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("document review")
        verbose_name_plural = _("document reviews")
        ordering = ["-submitted_at", "-id"]
        indexes = [models.Index(fields=["submitted_at"], name="review_waits", condition=Q(status="submitted"))]
        constraints = [
            models.UniqueConstraint(
                fields=["document"], condition=Q(status="submitted"), name="documentreview_one_submitted"
            ),
            models.CheckConstraint(
                name="documentreview_ended_at_iff_ended",
                condition=Q(status="submitted", ended_at=None)
                | Q(status__in=["returned", "taken_back"], ended_at__isnull=False),
            ),
            models.CheckConstraint(
                name="documentreview_says_something_only_when_returned",
                condition=Q(status="returned") | Q(comment="", marked_up=None, returned_by=None),
            ),
        ]

    def __str__(self) -> str:
        return numbered(self)

    @property
    def is_waiting(self) -> bool:
        return self.status == self.Status.SUBMITTED

    @property
    def is_returned(self) -> bool:
        return self.status == self.Status.RETURNED

    @property
    def seeker(self) -> JobSeeker:
        return self.document.seeker

    def take_back(self, *, at: datetime) -> None:
        """The seeker needs it no more. Call with the row locked; raises `InvalidTransition`."""
        step(self, self.Status.TAKEN_BACK, at=at)

    def give_back(self, *, at: datetime, by: User, comment: str, marked_up: File | None) -> None:
        """The advisor has looked at it. Call with the row locked; raises `InvalidTransition`."""
        step(self, self.Status.RETURNED, at=at, returned_by=by, comment=comment, marked_up=marked_up)
