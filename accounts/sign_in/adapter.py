"""What allauth asks of the project: mails go out as messages, secrets are stored encrypted."""

import base64
import hashlib
from collections.abc import Collection
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import generate_totp_secret
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

from accounts.attempts.budgets import is_spent, wrong_codes
from accounts.messages.queue import queue_message, queue_message_to_address
from accounts.registration import links
from accounts.sign_in.known import known_owner, remember_browser
from accounts.users.models import User
from config import clock
from config.typed import Typed

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
    def send_mail(self, template_prefix: str, email: str, context: Typed) -> None:
        """Queue the mail as a message that holds its code, and no address where the account is known."""
        kind = KINDS.get(template_prefix)
        if kind is None:
            return
        told = {"code": context["code"]} if "code" in context else {}
        user = User.objects.filter(email=email).first()
        if user and kind == "accounts/sign_in_code" and no_code_counts(context["request"], email, user):
            queue_message("accounts/sign_in_link", user, link_url=links.to_sign_in(user))
        elif user:
            queue_message(kind, user, **told)
        else:
            queue_message_to_address(kind, email, language=get_language(), **told)

    def post_login(self, request: HttpRequest, user: User, **how: Any) -> HttpResponse:
        """However somebody signs in, this browser is theirs from now on."""
        return remember_browser(super().post_login(request, user, **how), user)

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Registration is the service's own; allauth's is closed."""
        return False


def no_code_counts(request: HttpRequest, email: str, user: User) -> bool:
    return is_spent(wrong_codes(email, owner=known_owner(request, user)), now=clock.now())


class MFAAdapter(DefaultMFAAdapter):
    """Keeps second-factor secrets encrypted under SECRET_KEY; older keys in SECRET_KEY_FALLBACKS still open them.

    A factor made under a key that was dropped is none: it is not asked for, and its owner sets up a new one.
    """

    def encrypt(self, text: str) -> str:
        return self.box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Of what no key opens, a secret that nobody knows, so that no code fits it and no page breaks by it."""
        try:
            return self.box().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            return generate_totp_secret()

    def is_mfa_enabled(self, user: User | AnonymousUser, types: Collection[str] | None = None) -> bool:
        if user.is_anonymous:
            return False
        held = Authenticator.objects.filter(user_id=user.pk)
        if types is not None:
            held = held.filter(type__in=types)
        return any(self.can_open(authenticator) for authenticator in held)

    def can_open(self, authenticator: Authenticator) -> bool:
        """Whether its secret can still be read; a passkey holds none."""
        if authenticator.type == Authenticator.Type.WEBAUTHN:
            return True
        sealed = [authenticator.data[name] for name in ("secret", "seed") if name in authenticator.data]
        try:
            return bool([self.box().decrypt(text.encode()) for text in sealed])
        except InvalidToken:
            return False

    def box(self) -> MultiFernet:
        keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
        return MultiFernet(
            [Fernet(base64.urlsafe_b64encode(hashlib.sha256(f"mfa {key}".encode()).digest())) for key in keys]
        )

    def get_totp_label(self, user: User) -> str:
        return user.email
