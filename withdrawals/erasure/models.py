from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

RECEIPT = "withdrawals/completed"
LISTED_WITHIN = timedelta(minutes=15)


class ErasureQuerySet(models.QuerySet["Erasure"]):
    def unlisted(self) -> "ErasureQuerySet":
        """Those that are not on the list yet; their receipts wait."""
        return self.filter(listed_at=None)

    def overdue(self, now: datetime) -> "ErasureQuerySet":
        """Those that should be on it: it cannot be written, or nobody writes it."""
        return self.unlisted().filter(erased_at__lte=now - LISTED_WITHIN)


class Erasure(models.Model):
    """That a membership was erased: its random id and the time, so that a restored backup can be brought up to date."""

    erasure_id = models.UUIDField(_("erasure id"), unique=True)
    erased_at = models.DateTimeField(_("erased"))
    listed_at = models.DateTimeField(_("written to the list"), null=True, blank=True)
    told_at = models.DateTimeField(_("desk told that it is not on the list"), null=True, blank=True)

    objects = ErasureQuerySet.as_manager()

    class Meta:
        verbose_name = _("erasure")
        verbose_name_plural = _("erasures")
        indexes = [models.Index(fields=["id"], name="erasure_unlisted", condition=Q(listed_at=None))]

    def __str__(self) -> str:
        return str(self.erasure_id)
