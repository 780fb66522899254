"""What changes how somebody signs in asks for a fresh proof first: a phone left unlocked is not enough."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.urls import reverse

from accounts.attempts.budgets import WRONG_CODES_OF_A_MEMBER
from accounts.models import Attempt, MailboxProof, Message, User
from tests.accounts.sign_in.test_second_factor import SECRET, code_of
from tests.conftest import proved, signed_in

pytestmark = pytest.mark.django_db
AGAIN = "/login/again/"
HOUR = 3600
CHANGES = ["mfa_add_webauthn", "mfa_activate_totp"]


@pytest.fixture
def left_open(seeker, seeker_client):
    """A browser whose owner signed in an hour ago."""
    proved(seeker_client, seeker.user, ago=HOUR)
    return seeker_client


def mailed_code(worker, mailoutbox) -> str:
    worker()
    return mailoutbox[-1].subject.split(": ")[1]


def address(name: str) -> str:
    return f"{AGAIN}?next={reverse(name)}"


@pytest.mark.parametrize("name", CHANGES)
@pytest.mark.parametrize(("ago", "is_open"), [(9 * 60, True), (11 * 60, False)])
def test_page_is_open_for_ten_minutes_after_the_sign_in(name, ago, is_open, seeker, seeker_client):
    proved(seeker_client, seeker.user, ago=ago)
    reply = seeker_client.get(reverse(name))
    assert (reply.status_code, reply.get("Location")) == ((200, None) if is_open else (302, address(name)))


def test_session_that_never_proved_itself_is_asked(client, seeker):
    client.force_login(seeker.user)
    assert client.get(reverse("mfa_add_webauthn")).url == address("mfa_add_webauthn")


@pytest.mark.parametrize("name", CHANGES)
def test_fresh_code_leads_back(name, left_open, worker, mailoutbox):
    asked = left_open.get(reverse(name), follow=True)
    assert "Once more, to be sure" in asked.content.decode()
    assert not Message.objects.exists()
    left_open.post(address(name), {"action": "send"})
    code = mailed_code(worker, mailoutbox)
    assert left_open.post(address(name), {"code": code}).url == reverse(name)
    assert left_open.get(reverse(name)).status_code == 200


def test_what_is_sent_without_a_proof_is_not_done(left_open, seeker):
    session = left_open.session
    session["mfa.totp.secret"] = SECRET
    session.save()
    assert left_open.post(reverse("mfa_activate_totp"), {"code": code_of(SECRET)}).url == address("mfa_activate_totp")
    assert not Authenticator.objects.exists()


def test_mailed_code_does_not_stand_in_for_a_second_factor(left_open, seeker, worker, mailoutbox):
    TOTP.activate(seeker.user, SECRET)
    left_open.post(AGAIN, {"action": "send"})
    left_open.post(AGAIN, {"code": mailed_code(worker, mailoutbox)})
    for name in ("mfa_add_webauthn", "mfa_view_recovery_codes", "mfa_deactivate_totp", "mfa_generate_recovery_codes"):
        if name != "mfa_view_recovery_codes":
            assert left_open.get(reverse(name)).url.startswith(reverse("mfa_reauthenticate")), name
    assert left_open.get("/mypage/data/download/").url.startswith(reverse("mfa_reauthenticate"))


def test_fifth_wrong_code_ends_the_code_and_a_new_one_counts(left_open, worker, mailoutbox):
    left_open.post(AGAIN, {"action": "send"})
    code = mailed_code(worker, mailoutbox)
    wrong = f"{(int(code) + 1) % 10**6:06}"
    assert [left_open.post(AGAIN, {"code": wrong}).status_code for _ in range(6)] == [200] * 5 + [429]
    assert left_open.post(AGAIN, {"code": code}).status_code == 429
    left_open.post(AGAIN, {"action": "resend"})
    assert left_open.post(AGAIN, {"code": mailed_code(worker, mailoutbox)}).status_code == 302


def test_wrong_codes_are_counted_by_the_day_and_a_right_one_costs_nothing(left_open, seeker, worker, mailoutbox):
    """One is left of the day; the right code does not take it, and the wrong one does."""
    most, counted = WRONG_CODES_OF_A_MEMBER.amount, WRONG_CODES_OF_A_MEMBER.of(str(seeker.user.pk)).key

    def tries(change: int) -> int:
        left_open.post(AGAIN, {"action": "send"})
        typed = (int(mailed_code(worker, mailoutbox)) + change) % 10**6
        return left_open.post(AGAIN, {"code": f"{typed:06}"}).status_code

    tries(1)
    Attempt.objects.filter(key=counted).update(amount=most - 1)
    assert [tries(change) for change in (0, 1, 0)] == [302, 200, 429]


def test_code_counts_ten_minutes_once_and_in_its_own_browser(left_open, seeker, worker, mailoutbox, clock):
    left_open.post(AGAIN, {"action": "send"})
    code = mailed_code(worker, mailoutbox)
    other = signed_in(seeker.user)
    assert other.post(AGAIN, {"code": code}).status_code == 200
    assert left_open.post(AGAIN, {"code": code}).status_code == 302
    assert left_open.post(AGAIN, {"code": code}).status_code == 200
    left_open.post(AGAIN, {"action": "send"})
    code = mailed_code(worker, mailoutbox)
    clock.shift(601)
    assert left_open.post(AGAIN, {"code": code}).status_code == 200


def test_codes_are_not_mailed_without_end(left_open):
    assert [left_open.post(AGAIN, {"action": "send"}).status_code for _ in range(7)] == [302] * 6 + [429]


def test_proof_leads_to_no_other_site(left_open, worker, mailoutbox):
    elsewhere = f"{AGAIN}?next=https://elsewhere.example/"
    left_open.post(elsewhere, {"action": "send"})
    assert left_open.post(elsewhere, {"code": mailed_code(worker, mailoutbox)}).url == "/welcome/"


def test_code_is_not_kept_in_clear(left_open, worker, mailoutbox):
    left_open.post(AGAIN, {"action": "send"})
    code = mailed_code(worker, mailoutbox)
    assert code not in str(dict(left_open.session))


# Of the same kind


def contact(seeker, **other) -> dict:
    held = {name: getattr(seeker, name) for name in ("family_name", "given_name", "prefecture", "advisor_gender")}
    return held | {"email": seeker.user.email, "phone": str(seeker.phone), "birth_date": "2001-04-05"} | other


def test_new_address_is_asked_for_a_proof_and_stays_typed(left_open, seeker, worker, mailoutbox):
    """The code of the change goes to the new address, so that it proves nothing about who types it."""
    page = reverse("accounts:profile")
    assert left_open.post(page, contact(seeker, email="new@example.com")).url == f"{AGAIN}?next={page}"
    assert not MailboxProof.objects.exists()
    left_open.post(AGAIN, {"action": "send"})
    left_open.post(f"{AGAIN}?next={page}", {"code": mailed_code(worker, mailoutbox)})
    assert 'value="new@example.com"' in left_open.get(page).content.decode()
    assert left_open.post(page, contact(seeker, email="new@example.com")).url == reverse("accounts:contact_code")
    assert User.objects.get().email == seeker.user.email


def test_rest_of_the_profile_asks_for_none(left_open, seeker):
    page = reverse("accounts:profile")
    assert left_open.post(page, contact(seeker, given_name="別")).url == reverse("accounts:mypage")
    assert left_open.post(page, contact(seeker, phone="090-9999-0000")).url == reverse("accounts:contact_code")


def test_download_of_the_data_asks_and_leads_back_to_its_page(left_open):
    assert left_open.get("/mypage/data/download/").url == f"{AGAIN}?next=/mypage/data/"
    assert left_open.get("/mypage/data/").status_code == 200
