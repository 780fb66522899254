"""Pages of the sign-in security that are ours; they stand before those of allauth, under the same names."""

from django.urls import path

from accounts.sign_in.fresh import needs_fresh_proof
from accounts.sign_in.views import security

urlpatterns = [
    path("", security.index, name="mfa_index"),
    path("totp/activate/", needs_fresh_proof(security.set_up_app), name="mfa_activate_totp"),
    path("webauthn/add/", needs_fresh_proof(security.add_passkey), name="mfa_add_webauthn"),
    path("recovery-codes/", security.recovery_codes, name="mfa_view_recovery_codes"),
    path("recovery-codes/download/", security.download_codes, name="mfa_download_recovery_codes"),
    path("recovery-codes/generate/", security.make_codes, name="mfa_generate_recovery_codes"),
]
