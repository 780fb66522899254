"""What a browser sends for a passkey; anything else is a wrong one, however it is broken."""

import struct
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn import forms as allauth_forms
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from django import forms
from django.forms.fields import InvalidJSONInput

from config.typed import Typed

# What the library's parsers raise at something that no browser sends.
BROKEN = (
    ArithmeticError,
    AttributeError,
    InvalidSignature,
    LookupError,
    RecursionError,
    TypeError,
    UnsupportedAlgorithm,
    ValueError,
    struct.error,
)


def wrong_passkey() -> forms.ValidationError:
    return get_adapter().validation_error("incorrect_code")


class CredentialField(forms.JSONField):
    """JSON that can be read and stored; Django's field breaks at numbers of thousands of digits and deep nesting."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.HiddenInput, **kwargs)

    def to_python(self, value: Any) -> Any:
        try:
            read = super().to_python(value)
        except BROKEN:
            raise wrong_passkey() from None
        if "\\u0000" in str(value) or "\\ud" in str(value).lower():
            raise wrong_passkey()
        return read

    def bound_data(self, data: Any, initial: Any) -> Any:
        try:
            return super().bound_data(data, initial)
        except BROKEN:
            return InvalidJSONInput(data)


class AddPasskeyForm(allauth_forms.AddWebAuthnForm):
    credential = CredentialField()

    def clean(self) -> Typed:
        try:
            return super().clean()
        except BROKEN:
            raise wrong_passkey() from None


class PasskeyShown(allauth_forms.AuthenticateWebAuthnForm):
    """A form by which somebody shows a passkey."""

    def clean_credential(self) -> Any:
        try:
            return super().clean_credential()
        except BROKEN:
            raise wrong_passkey() from None


class SecondStepForm(PasskeyShown, allauth_forms.AuthenticateWebAuthnForm):
    credential = CredentialField()


class SignInForm(PasskeyShown, allauth_forms.LoginWebAuthnForm):
    credential = CredentialField()


class OnceMoreForm(PasskeyShown, allauth_forms.ReauthenticateWebAuthnForm):
    credential = CredentialField()
