from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.users.models import User


class FormerAddressQuerySet(models.QuerySet["FormerAddress"]):
    def run_out(self, now: datetime) -> "FormerAddressQuerySet":
        """Those under which nothing can be waiting any more."""
        return self.filter(left_at__lte=now - FormerAddress.KEPT_FOR)

    def nobodys(self) -> "FormerAddressQuerySet":
        """Those that nobody signs in with today: what is another's by now is theirs."""
        return self.filter(~Exists(User.objects.filter(email=OuterRef("email"))))


class FormerAddress(models.Model):
    """An e-mail address somebody had, for a while: so that what comes in under it goes with them."""

    KEPT_FOR = timedelta(days=30)

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="former_addresses", verbose_name=_("sign-in")
    )
    email = models.EmailField(_("e-mail address"), db_index=True)
    left_at = models.DateTimeField(_("until"), default=timezone.now, db_index=True)

    objects = FormerAddressQuerySet.as_manager()

    class Meta:
        verbose_name = _("former address")
        verbose_name_plural = _("former addresses")
        constraints = [models.UniqueConstraint(fields=["user", "email"], name="formeraddress_once")]

    def __str__(self) -> str:
        return f"former address {self.pk}"
