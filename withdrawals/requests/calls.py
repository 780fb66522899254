"""Callers who must be asked again: rung up, by somebody, until it is clear who they are."""

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from config.clock import Moment
from config.numbered import numbered
from withdrawals.requests.deadlines import told_next_at
from withdrawals.requests.models import WithdrawalRequest


class CallBackQuerySet(models.QuerySet["CallBack"]):
    def untold(self, now: Moment) -> "CallBackQuerySet":
        """Those of which the desk is to be told now."""
        return self.filter(tell_at__lte=now)

    def visible_to(self, user: User) -> "CallBackQuerySet":
        """The desk calls back."""
        return self if user.is_superuser or user.is_support_desk else self.none()


class CallBack(models.Model):
    """That somebody who told us by phone that they leave is to be called back, and from when on.

    What they said is the statement of their request, and ends with it; this names nobody, and goes as soon as the
    request leaves the desk (`WithdrawalRequest.move`): what is there waits.
    """

    request = models.OneToOneField(
        WithdrawalRequest, models.CASCADE, primary_key=True, related_name="call_back", verbose_name=_("request")
    )
    call_at = models.DateTimeField(_("call back from"))
    tries = models.PositiveSmallIntegerField(_("calls without an answer"), default=0)
    tell_at = models.DateTimeField(_("when the desk is told next"))

    objects = CallBackQuerySet.as_manager()

    class Meta:
        verbose_name = _("call back")
        verbose_name_plural = _("calls back")
        ordering = ["call_at", "request"]
        indexes = [models.Index(fields=["tell_at"], name="callback_untold")]

    def __str__(self) -> str:
        return numbered(self)

    def put_off(self, until: datetime, *, is_try: bool) -> None:
        """Called in vain, or asked to call at another time. Call it with the request locked."""
        self.call_at, self.tell_at = until, told_next_at(until)
        self.tries += is_try
        self.save(update_fields=["call_at", "tell_at", "tries"])
