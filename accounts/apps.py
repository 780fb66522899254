from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """Who people are: sign-in, membership, profile, and every message that goes out."""

    name = "accounts"
    verbose_name = _("Members and accounts")
