from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from advisors.people.models import Advisor, Office, OwnedByAdvisor
from config.noted import up_to
from config.typed import Row

FIRST_HOUR, LAST_HOUR = 8, 20
AN_HOUR = [MinValueValidator(FIRST_HOUR), MaxValueValidator(LAST_HOUR)]
THE_END = [MinValueValidator(FIRST_HOUR + 1), MaxValueValidator(LAST_HOUR + 1)]


class Weekday(models.IntegerChoices):
    """As `date.weekday()` counts."""

    MONDAY = 0, _("Monday")
    TUESDAY = 1, _("Tuesday")
    WEDNESDAY = 2, _("Wednesday")
    THURSDAY = 3, _("Thursday")
    FRIDAY = 4, _("Friday")
    SATURDAY = 5, _("Saturday")
    SUNDAY = 6, _("Sunday")


class OwnedQuerySet(models.QuerySet[Row]):
    def visible_to(self, user: User) -> Self:
        """The desk sees all, an advisor their own; a seeker sees the slots that are made from it."""
        if user.is_superuser or user.is_support_desk:
            return self
        return self.filter(advisor__user=user) if user.is_staff else self.none()


class WeeklyHoursQuerySet(OwnedQuerySet["WeeklyHours"]):
    pass


class WeeklyHours(OwnedByAdvisor):
    """When an advisor has time for counseling each week: slots are made from it, an hour each.

    At weekends the offices are closed, so that it is online and by phone. The hours of one advisor do not overlap: that
    is held by an exclusion constraint on PostgreSQL and by triggers on SQLite (migration 0010), which a later migration
    that has SQLite build the table anew must make again.
    """

    advisor = models.ForeignKey(Advisor, models.CASCADE, related_name="weekly_hours", verbose_name=_("advisor"))
    weekday = models.PositiveSmallIntegerField(_("day of the week"), choices=Weekday)
    from_hour = models.PositiveSmallIntegerField(_("from (hour)"), validators=AN_HOUR)
    until_hour = models.PositiveSmallIntegerField(_("until (hour)"), validators=THE_END)
    office = models.ForeignKey(
        Office,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="weekly_hours",
        verbose_name=_("office"),
        help_text=_("Empty: online and by phone only."),
    )

    objects = WeeklyHoursQuerySet.as_manager()

    class Meta:
        verbose_name = _("weekly hours")
        verbose_name_plural = _("weekly hours")
        ordering = ["advisor", "weekday", "from_hour"]
        constraints = [
            models.CheckConstraint(
                name="weeklyhours_end_after_they_begin",
                condition=Q(from_hour__gte=FIRST_HOUR, until_hour__lte=LAST_HOUR + 1, from_hour__lt=F("until_hour")),
            ),
            models.CheckConstraint(name="weeklyhours_weekday_known", condition=Q(weekday__lte=Weekday.SUNDAY)),
            models.CheckConstraint(
                name="weeklyhours_no_office_at_weekends", condition=Q(weekday__lt=Weekday.SATURDAY) | Q(office=None)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {up_to(f'{self.from_hour}:00', f'{self.until_hour}:00')}"


class DayOffQuerySet(OwnedQuerySet["DayOff"]):
    pass


class DayOff(OwnedByAdvisor):
    """A day on which an advisor has no time, whatever their weekly hours say."""

    advisor = models.ForeignKey(Advisor, models.CASCADE, related_name="days_off", verbose_name=_("advisor"))
    day = models.DateField(_("day"))

    objects = DayOffQuerySet.as_manager()

    class Meta:
        verbose_name = _("day off")
        verbose_name_plural = _("days off")
        ordering = ["day"]
        constraints = [models.UniqueConstraint(fields=["advisor", "day"], name="dayoff_once_a_day")]

    def __str__(self) -> str:
        return self.day.isoformat()
