from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import JobSeeker, User, leaving
from config.labels import Labelled
from config.numbered import numbered
from jobs.postings.models import JobPosting


class ConditionKind(models.TextChoices):
    """What a condition is about: each matches a fact of a posting (jobs/conditions/matching.py)."""

    CATEGORY = "category", _("Job category")
    INDUSTRY = "industry", _("Industry")
    PREFECTURE = "prefecture", _("Place of work")
    EMPLOYMENT_TYPE = "employment_type", _("Employment type")
    PAY = "pay", _("Monthly pay")
    FIXED_OVERTIME = "fixed_overtime", _("No fixed overtime within the pay")
    WEEKENDS_OFF = "weekends_off", _("Weekends off")
    DAYS_OFF = "days_off", _("Days off a year")
    OVERTIME = "overtime", _("Little overtime")
    NO_NIGHT_WORK = "no_night_work", _("No shifts or night work")
    REMOTE = "remote", _("Work from home")
    NO_EXPERIENCE = "no_experience", _("Open to people without experience")
    EDUCATION = "education", _("Education required")
    TRAINING = "training", _("Training")
    DORMITORY = "dormitory", _("Dormitory")
    CAR_COMMUTING = "car_commuting", _("Commuting by car")


class DesiredConditionQuerySet(models.QuerySet["DesiredCondition"]):
    def must_haves(self) -> "DesiredConditionQuerySet":
        return self.filter(is_must=True)

    def visible_to(self, user: User) -> "DesiredConditionQuerySet":
        """A seeker's own, and their advisor's; the desk sees all."""
        if user.is_superuser or user.is_support_desk:
            return self
        seekers = JobSeeker.objects.visible_to(user)
        return self.filter(seeker__in=seekers.values("pk"))


class DesiredCondition(Labelled):
    """Something a seeker wants of a job (希望条件): must-have or negotiable, in their order, with the reason.

    `number` is the amount, such as yen a month, or, where several choices do, one bit for each of them.
    """

    seeker = models.ForeignKey(
        JobSeeker, models.CASCADE, related_name="desired_conditions", verbose_name=_("job seeker")
    )
    kind = models.CharField(_("condition"), max_length=15, choices=ConditionKind)
    number = models.BigIntegerField(_("amount or choices"), default=1)
    is_must = models.BooleanField(_("must-have"), default=False)
    rank = models.PositiveSmallIntegerField(_("rank"), default=1)
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    objects = DesiredConditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("desired condition")
        verbose_name_plural = _("desired conditions")
        ordering = ["-is_must", "rank", "id"]
        indexes = [models.Index(fields=["kind", "number"], name="condition_must", condition=Q(is_must=True))]
        constraints = [
            models.UniqueConstraint(fields=["seeker", "kind"], name="desiredcondition_one_of_a_kind"),
            models.CheckConstraint(name="desiredcondition_says_something", condition=Q(number__gt=0)),
            models.CheckConstraint(name="desiredcondition_kind_known", condition=Q(kind__in=ConditionKind.values)),
        ]

    def __str__(self) -> str:
        return numbered(self)


class ReferralWishQuerySet(models.QuerySet["ReferralWish"]):
    def visible_to(self, user: User) -> "ReferralWishQuerySet":
        if user.is_superuser or user.is_support_desk:
            return self
        return self.filter(seeker__in=JobSeeker.objects.visible_to(user).values("pk"))


class ReferralWish(models.Model):
    """That a seeker asks for new referrals: they stand on their advisor's list until one is made."""

    seeker = models.OneToOneField(
        JobSeeker, models.CASCADE, primary_key=True, related_name="referral_wish", verbose_name=_("job seeker")
    )
    asked_at = models.DateTimeField(_("asked"))

    objects = ReferralWishQuerySet.as_manager()

    class Meta:
        verbose_name = _("wish for referrals")
        verbose_name_plural = _("wishes for referrals")

    def __str__(self) -> str:
        return numbered(self)


class PostingWishQuerySet(models.QuerySet["PostingWish"]):
    def open(self) -> "PostingWishQuerySet":
        """Those whose posting is open still."""
        return self.filter(posting__status=JobPosting.Status.OPEN)

    def waiting(self) -> "PostingWishQuerySet":
        """Those that a referral can answer now: nobody refers to who is leaving, or wants notices only."""
        return self.open().filter(~leaving("seeker")).exclude(seeker__is_notices_only=True)

    def visible_to(self, user: User) -> "PostingWishQuerySet":
        """The seeker, and whoever is their advisor now; not the desk, and no former advisor."""
        if not user.is_staff:
            return self.filter(seeker__user=user)
        seekers = JobSeeker.objects.filter(assignments__advisor__user=user, assignments__ended_at=None)
        return self.filter(seeker__in=seekers.values("pk"))


class PostingWish(models.Model):
    """That a seeker asks their advisor to refer this posting. Its referral answers it, and the row goes.

    Of a posting that has closed the row stays for the seeker, who reads why nothing comes of it.
    """

    seeker = models.ForeignKey(JobSeeker, models.CASCADE, related_name="posting_wishes", verbose_name=_("job seeker"))
    posting = models.ForeignKey(JobPosting, models.CASCADE, related_name="wishes", verbose_name=_("job posting"))
    asked_at = models.DateTimeField(_("asked"))

    objects = PostingWishQuerySet.as_manager()

    class Meta:
        verbose_name = _("posting asked for")
        verbose_name_plural = _("postings asked for")
        ordering = ["asked_at", "id"]
        constraints = [models.UniqueConstraint(fields=["seeker", "posting"], name="postingwish_once")]

    def __str__(self) -> str:
        return numbered(self)
