from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import JobSeeker, User
from advisors.people.models import Advisor
from config.numbered import numbered


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def current(self) -> "AssignmentQuerySet":
        return self.filter(ended_at=None)

    def ended(self) -> "AssignmentQuerySet":
        return self.filter(ended_at__isnull=False)

    def visible_to(self, user: User) -> "AssignmentQuerySet":
        """The desk sees all; an advisor and a seeker their own current ones."""
        if user.is_superuser or user.is_support_desk:
            return self
        own = Q(advisor__user=user) if user.is_staff else Q(seeker__user=user)
        return self.current().filter(own)


class Assignment(models.Model):
    """That an advisor accompanies a job seeker, from a day to another."""

    seeker = models.ForeignKey(JobSeeker, models.CASCADE, related_name="assignments", verbose_name=_("job seeker"))
    advisor = models.ForeignKey(Advisor, models.PROTECT, related_name="assignments", verbose_name=_("advisor"))
    began_at = models.DateTimeField(_("began"), default=timezone.now)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    is_shared = models.BooleanField(
        _("may be read by the next advisor"),
        default=False,
        help_text=_("What was said under it. The seeker decides, once it has ended."),
    )

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        indexes = [models.Index(fields=["advisor"], condition=Q(ended_at=None), name="assignment_current")]
        constraints = [
            models.UniqueConstraint(
                fields=["seeker"], condition=Q(ended_at=None), name="assignment_one_current_per_seeker"
            ),
            models.CheckConstraint(
                name="assignment_ends_after_it_begins", condition=Q(ended_at=None) | Q(ended_at__gte=F("began_at"))
            ),
        ]

    def __str__(self) -> str:
        return numbered(self)

    def end(self, *, at: datetime) -> None:
        self.ended_at = at
        self.save(update_fields=["ended_at"])

    def share(self, *, is_shared: bool) -> None:
        """Let later advisors read what was said under it, or no longer."""
        self.is_shared = is_shared
        self.save(update_fields=["is_shared"])
