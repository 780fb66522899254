from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import JobSeeker, User


class AdvisorQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "AdvisorQuerySet":
        """The desk sees all, an advisor themselves, a seeker the advisor they have."""
        if user.is_superuser or user.is_support_desk:
            return self
        if user.is_staff:
            return self.filter(user=user)
        return self.filter(assignments__seeker__user=user, assignments__ended_at=None)


class Advisor(models.Model):
    """A staff member who accompanies job seekers (就職アドバイザー)."""

    class Gender(models.TextChoices):
        FEMALE = "female", _("Woman")
        MALE = "male", _("Man")

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="advisor", verbose_name=_("sign-in")
    )
    name = models.CharField(_("name"), max_length=100)
    gender = models.CharField(_("gender as shown to seekers"), max_length=6, choices=Gender)

    objects = AdvisorQuerySet.as_manager()

    class Meta:
        verbose_name = _("advisor")
        verbose_name_plural = _("advisors")
        constraints = [models.CheckConstraint(name="advisor_gender_known", condition=Q(gender__in=["female", "male"]))]

    def __str__(self):
        return f"advisor {self.pk}"


class AssignmentQuerySet(models.QuerySet):
    def current(self) -> "AssignmentQuerySet":
        return self.filter(ended_at=None)

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

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        constraints = [
            models.UniqueConstraint(
                fields=["seeker"], condition=Q(ended_at=None), name="assignment_one_current_per_seeker"
            ),
            models.CheckConstraint(
                name="assignment_ends_after_it_begins", condition=Q(ended_at=None) | Q(ended_at__gte=F("began_at"))
            ),
        ]

    def __str__(self):
        return f"assignment {self.pk}"

    def end(self, *, at: datetime) -> None:
        self.ended_at = at
        self.save(update_fields=["ended_at"])
