from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SupportConfig(AppConfig):
    """What makes job seekers ready."""

    name = "support"
    verbose_name = _("Support")
