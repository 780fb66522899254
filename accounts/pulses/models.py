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
        READING = "reading", _("Trial of the reading of files")
        # The last round that found nothing left to do.
        COUNSELING_REMINDERS = "counseling_reminders", _("Reminders of counseling")
        SEMINAR_REMINDERS = "seminar_reminders", _("Reminders of seminars")
        SUIT_REMINDERS = "suit_reminders", _("Reminders of suits")
        SEATS = "seats", _("Sweep of the seminars")
        POSTINGS = "postings", _("Closing of postings")
        # The last round that went well for everybody.
        SLOTS = "slots", _("Making of slots")
        WAITING = "waiting", _("Mails about slots that are free")
        JOB_NOTICES = "job_notices", _("Round of job notices")
        SEMINAR_NOTICES = "seminar_notices", _("Round of seminar notices")
        TYPED = "typed", _("Forgetting what was typed to withdraw")
        EXPIRED = "expired", _("Forgetting what has run out")
        INVITATIONS = "invitations", _("Ending of invitations")
        UPLOADS = "uploads", _("Forgetting uploaded postings")
        STRAYS = "strays", _("Search for stray files")
        TALLIES = "tallies", _("Gathering of the figures")
        LINE = "line", _("Question to LINE, once a day")

    name = models.CharField(_("name"), max_length=20, choices=Name, primary_key=True)
    at = models.DateTimeField(_("last"))

    class Meta:
        verbose_name = _("pulse")
        verbose_name_plural = _("pulses")

    def __str__(self) -> str:
        return self.name

    @staticmethod
    def expect_all(*, at: Moment) -> None:
        """What has never been is waited for from now on."""
        Pulse.objects.bulk_create([Pulse(name=name, at=at) for name in Pulse.Name], ignore_conflicts=True)

    @staticmethod
    def beats(name: "Pulse.Name", *, at: Moment) -> None:
        """Write down that it just did, in one statement."""
        Pulse.objects.bulk_create(
            [Pulse(name=name, at=at)], update_conflicts=True, unique_fields=["name"], update_fields=["at"]
        )
