from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from accounts.messages.kinds import Kind, Leaves


class AccountsConfig(AppConfig):
    """Who people are: sign-in, membership, profile, and every message that goes out."""

    name = "accounts"
    verbose_name = _("Members and accounts")

    # What staff call each mail, and when it may leave; every app names its own. The notices are `models.Notice`.
    mails = {
        "contact_change_code": Kind(_("Code to change the contact"), Leaves.AT_ONCE),
        "contact_changed": Kind(_("Contact changed"), Leaves.AT_ONCE),
        "proof_code": Kind(_("Code to go on"), Leaves.AT_ONCE),
        "registration_code": Kind(_("Code to register"), Leaves.AT_ONCE),
        "registration_link": Kind(_("Link to register"), Leaves.AT_ONCE),
        "security_changed": Kind(_("Sign-in changed"), Leaves.AT_ONCE),
        "sign_in_code": Kind(_("Code to sign in"), Leaves.AT_ONCE),
        "sign_in_link": Kind(_("Link to sign in"), Leaves.AT_ONCE),
        "staff_address_changed": Kind(_("To staff: address changed"), Leaves.AT_ONCE),
        "staff_welcome": Kind(_("To new staff: how to begin"), Leaves.AT_ONCE),
        "unknown_account": Kind(_("Sign-in with an unknown address"), Leaves.AT_ONCE),
        "welcome": Kind(_("Welcome"), Leaves.AT_ONCE),
    }
