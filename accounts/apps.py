from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """Who people are: sign-in, membership, profile, and every message that goes out."""

    name = "accounts"
    verbose_name = _("Members and accounts")

    # What staff call each mail; every app names its own.
    mails = {
        "contact_change_code": _("Code to change the contact"),
        "contact_changed": _("Contact changed"),
        "registration_code": _("Code to register"),
        "registration_link": _("Link to register"),
        "security_changed": _("Sign-in changed"),
        "sign_in_code": _("Code to sign in"),
        "sign_in_link": _("Link to sign in"),
        "unknown_account": _("Sign-in with an unknown address"),
        "welcome": _("Welcome"),
    }
