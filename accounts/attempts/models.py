from django.db import models
from django.utils.translation import gettext_lazy as _


class Attempt(models.Model):
    """How often somebody has done one thing that is limited, until `ends_at`.

    Who it was stands here as keyed digests only: the one who counts, and the address that it was about.
    """

    key = models.CharField(_("what, and by whom"), max_length=64, primary_key=True)
    address = models.CharField(_("address it was about"), max_length=64, db_index=True)
    amount = models.PositiveIntegerField(_("times"))
    ends_at = models.DateTimeField(_("counted until"), db_index=True)

    class Meta:
        verbose_name = _("attempts")
        verbose_name_plural = _("attempts")

    def __str__(self) -> str:
        return "attempts"
