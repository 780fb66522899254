from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from accounts.users.prefectures import Prefecture


class OfficeQuerySet(models.QuerySet):
    def open(self) -> "OfficeQuerySet":
        return self.filter(is_open=True)

    def visible_to(self, user: User) -> "OfficeQuerySet":
        """Where we are is no secret; one that is closed for good is seen by staff only."""
        return self if user.is_staff else self.open()


class Office(models.Model):
    """A place where counseling happens (拠点)."""

    name = models.CharField(_("name"), max_length=50, unique=True)
    prefecture = models.CharField(_("prefecture"), max_length=2, choices=Prefecture)
    address = models.CharField(pgettext_lazy("of a place", "address"), max_length=200)
    access = models.CharField(
        _("how to get there"), max_length=200, blank=True, help_text=_("Such as: 5 minutes on foot from the station.")
    )
    map_url = models.URLField(_("link to a map"), blank=True)
    is_open = models.BooleanField(_("open"), default=True)

    objects = OfficeQuerySet.as_manager()

    class Meta:
        verbose_name = _("office")
        verbose_name_plural = _("offices")
        ordering = ["prefecture", "id"]
        constraints = [
            models.CheckConstraint(name="office_prefecture_known", condition=Q(prefecture__in=Prefecture.values))
        ]

    def __str__(self):
        return self.name


class ClosedDayQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "ClosedDayQuerySet":
        """For staff."""
        return self if user.is_staff else self.none()


class ClosedDay(models.Model):
    """A day on which the service is closed, beside those that the settings close; no business day (営業日)."""

    day = models.DateField(_("day"))
    reason = models.CharField(_("reason"), max_length=100, blank=True, help_text=_("For colleagues; may be empty."))

    objects = ClosedDayQuerySet.as_manager()

    class Meta:
        verbose_name = _("closed day")
        verbose_name_plural = _("closed days")
        ordering = ["day"]
        constraints = [models.UniqueConstraint(fields=["day"], name="closedday_once")]

    def __str__(self):
        return self.day.isoformat()
