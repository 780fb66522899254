from django.db import models
from django.utils.translation import gettext_lazy as _

from config.clock import Moment


class Pulse(models.Model):
    """When something that must go on without end last did: a row for each, which outlives the broker."""

    class Name(models.TextChoices):
        BEAT = "beat", _("Beat")
        MESSAGES = "messages", _("Sweep of the messages")
        WITHDRAWALS = "withdrawals", _("Sweep of the withdrawals")
        PRESS = "press", _("Trial of the press for résumés")

    name = models.CharField(_("name"), max_length=11, choices=Name, primary_key=True)
    at = models.DateTimeField(_("last"))

    class Meta:
        verbose_name = _("pulse")
        verbose_name_plural = _("pulses")

    def __str__(self) -> str:
        return self.name

    @staticmethod
    def beats(name: "Pulse.Name", *, at: Moment) -> None:
        """Write down that it just did, in one statement."""
        Pulse.objects.bulk_create(
            [Pulse(name=name, at=at)], update_conflicts=True, unique_fields=["name"], update_fields=["at"]
        )
