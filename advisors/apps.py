from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AdvisorsConfig(AppConfig):
    """Who helps job seekers: advisors and who they are assigned to."""

    name = "advisors"
    verbose_name = _("Advisors")
