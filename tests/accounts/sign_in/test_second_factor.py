"""The pages of the second factor, gone through as somebody does who turns it on."""

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.urls import reverse

SECRET = "JBSWY3DPEHPK3PXP"


def code_of(secret: str) -> str:
    """What the app shows now."""
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(secret, counter))


@pytest.fixture
def protected(seeker):
    """A member with an authenticator app and recovery codes."""
    TOTP.activate(seeker.user, SECRET)
    return seeker


def test_authenticator_app_is_turned_on_by_its_code(seeker, seeker_client):
    page = seeker_client.get(reverse("mfa_activate_totp"))
    assert 'src="data:image/svg+xml' in page.content.decode()
    reply = seeker_client.post(reverse("mfa_activate_totp"), {"code": code_of(page.context["form"].secret)})
    assert reply.url == reverse("mfa_view_recovery_codes")
    assert seeker.user.authenticator_set.get(type="totp")


def test_recovery_codes_are_shown_after_the_second_factor(protected, seeker_client):
    RecoveryCodes.activate(protected.user)
    reply = seeker_client.get(reverse("mfa_view_recovery_codes"), follow=True)
    assert "Once more, to be sure" in reply.content.decode()
    address = f"{reverse('mfa_reauthenticate')}?next={reverse('mfa_view_recovery_codes')}"
    reply = seeker_client.post(address, {"code": code_of(SECRET)}, follow=True)
    assert "10 of 10 codes are left" in reply.content.decode()


def test_recovery_codes_are_made_only_where_there_is_a_factor_to_stand_in_for(seeker, seeker_client):
    for method in (seeker_client.get, seeker_client.post):
        assert method(reverse("mfa_generate_recovery_codes")).url == reverse("mfa_index")
    assert not Authenticator.objects.filter(user=seeker.user).exists()


def test_wrong_code_leaves_the_app_off(seeker, seeker_client):
    seeker_client.get(reverse("mfa_activate_totp"))
    reply = seeker_client.post(reverse("mfa_activate_totp"), {"code": "000000"})
    assert "error-summary" in reply.content.decode()
    assert not Authenticator.objects.filter(user=seeker.user).exists()


def test_secret_is_stored_encrypted(protected):
    kept = protected.user.authenticator_set.get(type="totp").data["secret"]
    assert kept != SECRET
    assert get_adapter().decrypt(kept) == SECRET


@pytest.mark.parametrize("name", ["mfa_index", "mfa_list_webauthn", "mfa_add_webauthn", "mfa_activate_totp"])
def test_page_of_the_sign_in_security_is_ours(seeker_client, name):
    reply = seeker_client.get(reverse(name))
    assert reply.status_code == 200
    assert "<footer" in reply.content.decode()


@pytest.fixture
def sure_client(protected, seeker_client):
    """The browser of a protected member who has just shown the second factor again."""
    seeker_client.post(reverse("mfa_reauthenticate"), {"code": code_of(SECRET)})
    return seeker_client


@pytest.mark.parametrize(
    ("name", "heading"),
    [
        ("mfa_deactivate_totp", "Turn off the authenticator app"),
        ("mfa_generate_recovery_codes", "Make new recovery codes"),
        ("mfa_edit_webauthn", "Rename the passkey"),
        ("mfa_remove_webauthn", "Remove the passkey"),
    ],
)
def test_page_of_a_change_says_what_it_is(protected, sure_client, name, heading):
    key = Authenticator.objects.create(user=protected.user, type="webauthn", data={"name": "My phone"})
    address = reverse(name, args=[key.pk] if name.endswith("webauthn") else [])
    assert f"<h1>{heading}</h1>" in sure_client.get(address).content.decode()


def test_second_factor_just_shown_opens_what_asks_for_a_fresh_proof(sure_client):
    assert sure_client.get(reverse("mfa_add_webauthn")).status_code == 200


def test_passkey_is_a_factor_for_which_recovery_codes_stand_in(seeker, seeker_client):
    Authenticator.objects.create(user=seeker.user, type="webauthn", data={"name": "My phone"})
    reply = seeker_client.get(reverse("mfa_generate_recovery_codes"))
    assert "/webauthn/reauthenticate/" in reply.url


def test_authenticator_app_is_turned_off_by_a_button(protected, sure_client):
    reply = sure_client.post(reverse("mfa_deactivate_totp"), follow=True)
    assert "The authenticator app is turned off." in reply.content.decode()
    assert not protected.user.authenticator_set.filter(type="totp").exists()


def test_second_step_follows_the_code_from_the_mail(client, protected, worker, mailoutbox):
    client.post(reverse("account_login"), {"email": protected.user.email})
    worker()
    code = mailoutbox[0].subject.split(": ")[1]
    reply = client.post(reverse("account_confirm_login_code"), {"code": code}, follow=True)
    assert "Second step" in reply.content.decode()
    reply = client.post(reverse("mfa_authenticate"), {"code": code_of(SECRET)}, follow=True)
    assert protected.name in reply.content.decode()
