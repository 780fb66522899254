"""What allauth asks of the project: mails go out as messages, secrets are stored encrypted."""

import base64
import hashlib

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.utils.translation import get_language

from accounts.actions.messages import queue_message, queue_message_to_address
from accounts.models import User

# allauth's mails that the service sends, and the kind of message each becomes. Every other one is not sent.
KINDS = {
    "account/email/login_code": "accounts/sign_in_code",
    "account/email/unknown_account": "accounts/unknown_account",
    "mfa/email/totp_activated": "accounts/security_changed",
    "mfa/email/totp_deactivated": "accounts/security_changed",
    "mfa/email/recovery_codes_generated": "accounts/security_changed",
    "mfa/email/webauthn_added": "accounts/security_changed",
    "mfa/email/webauthn_removed": "accounts/security_changed",
}


class AccountAdapter(DefaultAccountAdapter):
    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        """Queue the mail as a message that holds its code, and no address where the account is known."""
        kind = KINDS.get(template_prefix)
        if kind is None:
            return
        told = {"code": context["code"]} if "code" in context else {}
        user = User.objects.filter(email=email).first()
        if user:
            queue_message(kind, user, **told)
        else:
            queue_message_to_address(kind, email, language=get_language(), **told)

    def is_open_for_signup(self, request) -> bool:
        """Registration is the service's own; allauth's is closed."""
        return False


class MFAAdapter(DefaultMFAAdapter):
    """Keeps second-factor secrets encrypted under SECRET_KEY; older keys in SECRET_KEY_FALLBACKS still open them."""

    def encrypt(self, text: str) -> str:
        return self.box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return self.box().decrypt(encrypted_text.encode()).decode()

    def box(self) -> MultiFernet:
        keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
        return MultiFernet(
            [Fernet(base64.urlsafe_b64encode(hashlib.sha256(f"mfa {key}".encode()).digest())) for key in keys]
        )

    def get_totp_label(self, user) -> str:
        return user.email
