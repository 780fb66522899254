from django.db import models
from django.utils.translation import gettext_lazy as _


class Topic(models.TextChoices):
    """What a mail to a member is about, where they may choose whether it comes by mail or by LINE."""

    CONVERSATION = "conversation", _("Messages of your advisor")
    APPOINTMENTS = "appointments", _("Appointments: counseling, interviews, seminars, suits")
    SELECTION = "selection", _("Referrals and selections")
    NOTICES = "notices", _("Notices you have left on")
