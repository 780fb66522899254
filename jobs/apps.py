from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class JobsConfig(AppConfig):
    """What job seekers apply to."""

    name = "jobs"
    verbose_name = _("Jobs")
