"""SECRET_KEY was changed and the old one dropped: what was encrypted under it counts as not set up."""

from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from accounts.models import Session
from tests.accounts.sign_in.test_second_factor import SECRET, code_of
from tests.conftest import signed_in
from tests.factories import AdministratorFactory, UserFactory

pytestmark = pytest.mark.django_db
PAGES = [
    "/admin/",
    "/admin/accounts/user/",
    *map(
        reverse,
        [
            "mfa_index",
            "mfa_authenticate",
            "mfa_reauthenticate",
            "mfa_activate_totp",
            "mfa_deactivate_totp",
            "mfa_list_webauthn",
            "mfa_add_webauthn",
            "mfa_view_recovery_codes",
            "mfa_download_recovery_codes",
            "mfa_generate_recovery_codes",
            "mfa_reauthenticate_webauthn",
        ],
    ),
]


@pytest.fixture
def two(settings):
    """Two administrators with an app and recovery codes, at the moment the key they were made under is dropped."""
    settings.STAFF_SECOND_FACTOR = True
    administrators = AdministratorFactory.create_batch(2)
    for user in administrators:
        TOTP.activate(user, SECRET)
        RecoveryCodes.activate(user)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another key", []
    return administrators


def signed_in_by_code(user, worker, mailoutbox) -> Client:
    browser = Client()
    browser.post(reverse("account_login"), {"email": user.email})
    worker()
    code = next(mail.subject.split(": ")[1] for mail in reversed(mailoutbox) if ": " in mail.subject)
    browser.post(reverse("account_confirm_login_code"), {"code": code})
    return browser


def held(user) -> list[str]:
    return sorted(Authenticator.objects.filter(user=user).values_list("type", flat=True))


def test_no_page_breaks_and_nothing_is_lost_by_looking(two, worker, mailoutbox):
    for user in two:
        browser = signed_in_by_code(user, worker, mailoutbox)
        for page in PAGES:
            assert browser.get(page).status_code < 500, page
            assert browser.post(page, {"code": "000000"}).status_code < 500, page
        assert held(user) == ["recovery_codes", "totp"]


def test_administrator_is_led_to_set_up_again_and_gets_in(two, worker, mailoutbox):
    for user in two:
        browser = signed_in_by_code(user, worker, mailoutbox)
        page = browser.get("/admin/", follow=True)
        assert page.request["PATH_INFO"] == reverse("mfa_activate_totp")
        assert "no longer counts" in page.content.decode()
        secret = page.context["form"].secret
        browser.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
        assert held(user) == ["recovery_codes", "totp"]
        address = f"{reverse('mfa_reauthenticate')}?next={reverse('mfa_view_recovery_codes')}"
        codes = browser.post(address, {"code": code_of(secret)}, follow=True)
        assert "10 of 10 codes are left" in codes.content.decode()
        assert browser.get("/admin/").status_code == 200


def test_wrong_code_keeps_the_rows_that_no_key_opens(two):
    browser, before = signed_in(two[0]), list(Authenticator.objects.filter(user=two[0]).values("pk", "data"))
    browser.get(reverse("mfa_activate_totp"))
    browser.post(reverse("mfa_activate_totp"), {"code": "000000"})
    assert list(Authenticator.objects.filter(user=two[0]).values("pk", "data")) == before


def test_key_among_the_fallbacks_still_opens(two, settings):
    settings.SECRET_KEY_FALLBACKS = ["not it", settings.SECRET_KEY]
    settings.SECRET_KEY = "a third key"
    TOTP.activate(other := AdministratorFactory(), SECRET)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "a fourth key", ["a third key"]
    assert signed_in(other).get("/admin/", follow=True).request["PATH_INFO"] == reverse("mfa_reauthenticate")


def test_page_shows_no_made_up_codes_but_leads_to_new_ones(two):
    """With a passkey of one's own the recovery codes are made anew; no page shows ones that never counted."""
    user = two[0]
    Authenticator.objects.create(user=user, type="webauthn", data={"name": "My phone"})
    browser = signed_in(user)
    for name in ("mfa_view_recovery_codes", "mfa_download_recovery_codes"):
        assert browser.get(reverse(name)).url == reverse("mfa_generate_recovery_codes")


def test_app_that_no_key_opens_is_offered_to_be_set_up_and_not_to_be_turned_off(two):
    page = signed_in(two[0]).get(reverse("mfa_index")).content.decode()
    ways = [reverse(name) in page for name in ("mfa_activate_totp", "mfa_deactivate_totp")]
    assert ("no longer counts" in page, ways) == (True, [True, False])


def test_page_of_new_codes_counts_none_that_no_key_opens(two):
    user = two[0]
    Authenticator.objects.filter(user=user, type="totp").delete()
    TOTP.activate(user, SECRET)
    leads_there = f"{reverse('mfa_reauthenticate')}?next={reverse('mfa_generate_recovery_codes')}"
    page = signed_in(user).post(leads_there, {"code": code_of(SECRET)}, follow=True)
    assert page.context["unused_code_count"] == 0


def test_recovery_code_made_since_still_proves_who_it_is(two):
    """The app is over, the codes are not: one of them is asked for, before a new app is set up."""
    user = two[0]
    Authenticator.objects.filter(user=user, type="recovery_codes").delete()
    code = RecoveryCodes.activate(user).get_unused_codes()[0]
    browser = signed_in(user)
    page = browser.get("/admin/", follow=True)
    assert page.request["PATH_INFO"] == reverse("mfa_reauthenticate")
    browser.post(f"{reverse('mfa_reauthenticate')}?next=/admin/", {"code": code})
    assert browser.get("/admin/", follow=True).request["PATH_INFO"] == reverse("mfa_activate_totp")


# On the worst day


def test_command_takes_every_factor_and_session_of_one_person(two, caplog):
    user, other = two
    signed_in(user), signed_in(other)
    out = StringIO()
    with caplog.at_level("INFO"):
        call_command("forget_second_factor", f" {user.email.upper()} ", stdout=out)
    assert out.getvalue() == f"user {user.pk}: second factors taken away: 2, sessions ended: 1\n"
    assert (held(user), held(other)) == ([], ["recovery_codes", "totp"])
    assert [it.user for it in Session.objects.all()] == [other]
    assert [record.id for record in caplog.records if record.name.startswith("accounts")] == [user.pk]
    assert user.email not in caplog.text


@pytest.mark.parametrize("email", ["nobody@example.com", "no address", ""])
def test_command_says_in_one_sentence_that_nobody_has_the_address(email, two):
    UserFactory()
    with pytest.raises(CommandError) as refusal:
        call_command("forget_second_factor", email)
    assert (str(refusal.value).count("."), refusal.value.returncode) == (1, 1)
    assert Authenticator.objects.count() == 4
