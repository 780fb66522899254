from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import JobSeeker
from config.numbered import numbered


class NoticeRhythm(models.Model):
    """How often a member gets job notices (求人案内), and up to which postings they have been told.

    Whether they get any at all is `StoppedNotice`. Whether that is all
    they want of us is `JobSeeker.is_notices_only`.
    """

    class Frequency(models.TextChoices):
        DAILY = "daily", _("Every day there are some")
        WEEKLY = "weekly", _("Once a week")

    seeker = models.OneToOneField(
        JobSeeker, models.CASCADE, primary_key=True, related_name="notice_rhythm", verbose_name=_("job seeker")
    )
    frequency = models.CharField(_("how often"), max_length=6, choices=Frequency, default=Frequency.WEEKLY)
    told_until = models.DateTimeField(_("told until"), default=timezone.now)

    class Meta:
        verbose_name = _("rhythm of job notices")
        verbose_name_plural = _("rhythms of job notices")
        constraints = [
            models.CheckConstraint(name="noticerhythm_frequency_known", condition=Q(frequency__in=["daily", "weekly"]))
        ]

    def __str__(self) -> str:
        return numbered(self)
