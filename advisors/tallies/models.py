import uuid
from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from advisors.people.models import Advisor, Office
from config.numbered import numbered


class TallyQuerySet(models.QuerySet["Tally"]):
    def between(self, first: date, last: date) -> "TallyQuerySet":
        """Of these months, both with the first day of it."""
        return self.filter(month__gte=first, month__lte=last)

    def visible_to(self, user: User) -> "TallyQuerySet":
        """The desk sees all, an advisor what is counted of their own work."""
        if user.is_superuser or user.is_support_desk:
            return self
        return self.filter(advisor__in=Advisor.objects.filter(user=user).values("pk")) if user.is_staff else self.none()


class Tally(models.Model):
    """How many of what there were in a month (実績): written by triggers as it happens, in the same transaction.

    It points to nobody it was counted of, so that it stays as it is when they are erased: no day, no member, and an id
    by chance. What is put right afterwards adds one with a minus. Each app says what it counts (`settings.TALLIED`) and
    when (its `migrations/_tallies.py`).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    what = models.CharField(_("what is counted"), max_length=20)
    month = models.DateField(_("month"))
    # Staff and places, not looked up by the database as it counts: nothing that counts waits for a lock on them.
    office = models.ForeignKey(
        Office,
        models.DO_NOTHING,
        null=True,
        related_name="+",
        db_constraint=False,
        db_index=False,
        verbose_name=_("office"),
    )
    advisor = models.ForeignKey(
        Advisor,
        models.DO_NOTHING,
        null=True,
        related_name="+",
        db_constraint=False,
        db_index=False,
        verbose_name=_("advisor"),
    )
    channel = models.CharField(_("channel"), max_length=10, default="", db_default="")
    kind = models.CharField(_("kind"), max_length=20, default="", db_default="")
    days = models.SmallIntegerField(_("days that it took"), null=True)
    amount = models.IntegerField(_("how many"), default=1)

    objects = TallyQuerySet.as_manager()

    class Meta:
        verbose_name = _("figure")
        verbose_name_plural = _("figures")
        indexes = [models.Index(fields=["month", "what"], name="tally_by_month")]
        constraints = [
            models.CheckConstraint(name="tally_of_a_whole_month", condition=Q(month__day=1)),
            models.CheckConstraint(name="tally_counts_something", condition=~Q(amount=0)),
        ]

    def __str__(self) -> str:
        return numbered(self)
