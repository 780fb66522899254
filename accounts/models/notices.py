from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.users.models import JobSeeker


class Notice(models.TextChoices):
    """What a member may be told without having asked, each kind to be turned off."""

    JOB = "job_notice", _("Job notices")
    SEMINAR = "seminar_notice", _("Seminar notices")
    NEWS = "service_news", _("News of the service")


class StoppedNotice(models.Model):
    """A kind of notice this member has turned off."""

    seeker = models.ForeignKey(JobSeeker, models.CASCADE, related_name="stopped_notices", verbose_name=_("job seeker"))
    kind = models.CharField(_("kind"), max_length=20, choices=Notice)

    class Meta:
        verbose_name = _("stopped notice")
        verbose_name_plural = _("stopped notices")
        constraints = [
            models.UniqueConstraint(fields=["seeker", "kind"], name="stoppednotice_once_per_kind"),
            models.CheckConstraint(name="stoppednotice_kind_known", condition=models.Q(kind__in=Notice.values)),
        ]

    def __str__(self):
        return f"{self.seeker_id} {self.kind}"
