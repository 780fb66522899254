from datetime import datetime

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import JobSeeker, User
from advisors.assignment.models import Assignment
from config.numbered import numbered


class ConversationEntryQuerySet(models.QuerySet["ConversationEntry"]):
    def unread(self) -> "ConversationEntryQuerySet":
        return self.filter(read_at=None)

    def visible_to(self, user: User) -> "ConversationEntryQuerySet":
        """The seeker, and whoever is their advisor now; what was said to a former one only as the seeker allows it."""
        if not user.is_staff:
            return self.filter(seeker__user=user)
        seekers = JobSeeker.objects.filter(assignments__advisor__user=user, assignments__ended_at=None)
        said = Q(assignment__advisor__user=user, assignment__ended_at=None) | Q(assignment__is_shared=True)
        return self.filter(said, seeker__in=seekers.values("pk"))

    def with_withdrawal(self) -> "ConversationEntryQuerySet":
        """Each with when it was taken as a withdrawal, and how that one stands: `taken_at` and `taken_status`."""
        taken = JobSeeker.objects.filter(
            pk=OuterRef("seeker"),
            withdrawal_requests__channel="message",
            withdrawal_requests__received_at=OuterRef("written_at"),
        ).order_by("withdrawal_requests__events__id")
        return self.annotate(
            taken_at=Subquery(taken.values("withdrawal_requests__events__at")[:1]),
            taken_status=Subquery(taken.values("withdrawal_requests__status")[:1]),
        )


class ConversationEntry(models.Model):
    """Something a seeker and their advisor wrote to one another."""

    seeker = models.ForeignKey(JobSeeker, models.CASCADE, related_name="conversation", verbose_name=_("job seeker"))
    assignment = models.ForeignKey(
        Assignment, models.CASCADE, related_name="conversation", verbose_name=_("assignment")
    )
    is_from_seeker = models.BooleanField(_("from the seeker"))
    text = models.TextField(_("text"), max_length=2000)
    written_at = models.DateTimeField(_("written"), default=timezone.now)
    read_at = models.DateTimeField(_("read"), null=True, blank=True)

    objects = ConversationEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("conversation entry")
        verbose_name_plural = _("conversation entries")
        ordering = ["written_at", "id"]
        indexes = [
            models.Index(fields=["seeker", "written_at"], name="conversation_by_seeker"),
            models.Index(fields=["assignment"], name="conversation_unread", condition=Q(read_at=None)),
        ]
        constraints = [models.CheckConstraint(name="conversationentry_says_something", condition=~Q(text=""))]

    def __str__(self) -> str:
        return numbered(self)

    def read(self, *, at: datetime) -> None:
        self.read_at = at
        self.save(update_fields=["read_at"])


EARLIEST, LATEST = 7, 22


class ContactWish(models.Model):
    """When and how often the advisor may write: hours of the day, and how many times a week."""

    seeker = models.OneToOneField(
        JobSeeker, models.CASCADE, primary_key=True, related_name="contact_wish", verbose_name=_("job seeker")
    )
    from_hour = models.PositiveSmallIntegerField(
        _("not before (hour)"), default=9, validators=[MinValueValidator(EARLIEST), MaxValueValidator(LATEST - 1)]
    )
    until_hour = models.PositiveSmallIntegerField(
        _("not after (hour)"), default=20, validators=[MinValueValidator(EARLIEST + 1), MaxValueValidator(LATEST)]
    )
    most_per_week = models.PositiveSmallIntegerField(
        _("at most so many a week"), default=5, validators=[MaxValueValidator(20)]
    )

    class Meta:
        verbose_name = _("wish for contact")
        verbose_name_plural = _("wishes for contact")
        constraints = [
            models.CheckConstraint(
                name="contactwish_hours_of_the_day",
                condition=Q(from_hour__gte=EARLIEST, until_hour__lte=LATEST, from_hour__lt=F("until_hour")),
            )
        ]

    def __str__(self) -> str:
        return numbered(self)
