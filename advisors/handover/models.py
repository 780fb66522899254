from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import AdvisorGender, JobSeeker, User
from advisors.assignment.models import Assignment
from advisors.people.models import Style, WorkField, in_words
from config.numbered import numbered
from config.random_ids import random_id
from config.steps import Stepped, step


class AdvisorChangeRequestQuerySet(models.QuerySet["AdvisorChangeRequest"]):
    def open(self) -> "AdvisorChangeRequestQuerySet":
        return self.filter(status=AdvisorChangeRequest.Status.SUBMITTED)

    def visible_to(self, user: User) -> "AdvisorChangeRequestQuerySet":
        """The desk, but for whoever is or was an advisor of this seeker, administrators included; a seeker their own.

        Nobody reads a request about themselves, and nobody can tell from its absence that there is one.
        """
        if not user.is_staff:
            return self.filter(seeker__user=user)
        if not (user.is_superuser or user.is_support_desk):
            return self.none()
        return self.exclude(seeker__in=Assignment.objects.filter(advisor__user=user).values("seeker"))


class AdvisorChangeRequest(Stepped):
    """A seeker's wish for another advisor (担当変更の希望), confidential from the advisor it concerns.

    A table of its own: nothing an advisor can reach points to it, it changes no row that they see, and its ids do not
    follow one another, so that nobody who may see some of them counts the others.
    """

    class Status(models.TextChoices):
        SUBMITTED = "submitted", _("Submitted")
        REASSIGNED = "reassigned", _("Another advisor assigned")
        WITHDRAWN = "withdrawn", _("Taken back by the seeker")
        CLOSED = "closed", _("Closed by the desk")

    class Reason(models.TextChoices):
        TALK = "talk", _("I find it hard to talk with the advisor")
        UNDERSTANDING = "understanding", _("I do not feel understood")
        REFERRALS = "referrals", _("The referrals are not what I want")
        SCHEDULE = "schedule", _("Our times do not fit")
        ANSWERS = "answers", _("Answers come late, or contact is too frequent")
        OTHER = "other", _("Other")

    NEXT = {
        Status.SUBMITTED: {Status.REASSIGNED, Status.WITHDRAWN, Status.CLOSED},
        Status.REASSIGNED: set(),
        Status.WITHDRAWN: set(),
        Status.CLOSED: set(),
    }
    TIMES = dict.fromkeys((Status.REASSIGNED, Status.WITHDRAWN, Status.CLOSED), "ended_at")

    id = models.BigIntegerField(primary_key=True, default=random_id, editable=False)
    seeker = models.ForeignKey(JobSeeker, models.CASCADE, related_name="change_requests", verbose_name=_("job seeker"))
    assignment = models.ForeignKey(
        Assignment, models.CASCADE, related_name="change_requests", verbose_name=_("assignment")
    )
    reason = models.CharField(_("reason"), max_length=13, choices=Reason)
    comment = models.TextField(_("in your own words"), max_length=1000, blank=True)
    wish = models.TextField(_("what you would like of the next advisor"), max_length=1000, blank=True)
    advisor_gender = models.CharField(
        _("wish for the next advisor"), max_length=6, choices=AdvisorGender, default=AdvisorGender.ANY
    )
    field = models.CharField(_("field of work"), max_length=13, choices=WorkField, blank=True)
    styles = models.JSONField(_("ways of working"), default=list, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.SUBMITTED)
    submitted_at = models.DateTimeField(_("submitted"), default=timezone.now)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("ended by"),
    )

    objects = AdvisorChangeRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("advisor change request")
        verbose_name_plural = _("advisor change requests")
        indexes = [models.Index(fields=["submitted_at"], name="change_open", condition=Q(status="submitted"))]
        constraints = [
            models.UniqueConstraint(
                fields=["seeker"], condition=Q(status="submitted"), name="advisorchangerequest_one_open_per_seeker"
            ),
            models.CheckConstraint(
                name="advisorchangerequest_ended_at_iff_ended",
                condition=Q(status="submitted", ended_at=None)
                | Q(status__in=["reassigned", "withdrawn", "closed"], ended_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return numbered(self)

    @property
    def styles_in_words(self) -> list[str]:
        return in_words(self.styles, Style)

    def end(self, status: Status, *, at: datetime, by: User | None) -> None:
        """Close it. Call with the row locked; raises `InvalidTransition`."""
        step(self, status, at=at, ended_by=by)
