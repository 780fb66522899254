"""Codes cannot be guessed, by tries at one moment or in many sessions; and nobody uses up what is somebody else's."""

import re

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts.attempts.budgets import (
    CODES_MAILED,
    CODES_TRIED,
    SECOND_FACTORS,
    SECOND_FACTORS_A_DAY,
    SIGN_INS,
    TRIES_OF_A_CODE,
    WRONG_CODES,
    WRONG_CODES_OF_A_SOURCE,
)
from accounts.models import Attempt, Message
from tests.accounts.registration.test_registration import TYPED
from tests.accounts.sign_in.test_second_factor import SECRET, code_of
from tests.factories import JobSeekerFactory
from tests.twins import at_once

OF_A_SOURCE = (SIGN_INS, CODES_TRIED, WRONG_CODES_OF_A_SOURCE)
STRANGER = {"REMOTE_ADDR": "203.0.113.9"}


def mailed_code() -> str:
    return re.search(r"\b\d{6}\b", mail.outbox[-1].body).group()


def another(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06d}"


def mailed_link() -> str:
    return re.search(r"/login/link/\S+", mail.outbox[-1].body).group()


@pytest.fixture
def ask(worker):
    """Ask for a code to sign in, from a fresh browser unless one is given; the browser."""

    def asks(email: str, browser: Client | None = None, **source) -> Client:
        browser = browser or Client(**source)
        assert browser.post("/login/", {"email": email}).status_code == 302
        worker()
        return browser

    return asks


@pytest.fixture
def burn(ask):
    """A stranger's day: so many wrong codes for one address, in as many sessions as it takes, from many sources."""

    def burns(email: str) -> None:
        for n in range(WRONG_CODES.amount // TRIES_OF_A_CODE.amount):
            browser = ask(email, REMOTE_ADDR=f"203.0.113.{n}")
            code = re.search(r"\b\d{6}\b", mail.outbox[-1].body)
            for _ in range(TRIES_OF_A_CODE.amount):
                browser.post("/login/code/", {"code": another(code.group() if code else "123456")})

    return burns


def is_member(browser: Client) -> bool:
    return browser.get("/mypage/").status_code == 200


def test_code_is_judged_five_times(seeker, ask):
    browser = ask(seeker.user.email)
    code = mailed_code()
    answers = [browser.post("/login/code/", {"code": another(code)}) for _ in range(5)]
    assert [answer.status_code for answer in answers] == [200] * 5
    refused = browser.post("/login/code/", {"code": code})
    assert (refused.status_code, "This code no longer counts" in refused.content.decode()) == (429, True)
    assert not is_member(browser)


def test_what_is_no_code_costs_no_try(seeker, ask):
    browser = ask(seeker.user.email)
    for typed in ("12", "abc", "", "🙂", "1234567"):
        assert browser.post("/login/code/", {"code": typed}).status_code == 200
    for _ in range(4):
        browser.post("/login/code/", {"code": another(mailed_code())})
    browser.post("/login/code/", {"code": mailed_code()})
    assert is_member(browser)


def test_new_code_may_be_tried_after_one_that_is_spent(seeker, ask, worker):
    browser = ask(seeker.user.email)
    for _ in range(6):
        browser.post("/login/code/", {"code": another(mailed_code())})
    browser.post("/login/code/", {"action": "resend"})
    worker()
    browser.post("/login/code/", {"code": mailed_code()})
    assert is_member(browser)


@pytest.mark.django_db(transaction=True)
def test_eight_tries_at_one_moment_on_one_session_are_judged_five_times(ask):
    seeker = JobSeekerFactory()
    browser = ask(seeker.user.email)
    code = mailed_code()
    twins = [Client() for _ in range(8)]
    for twin in twins:
        twin.cookies = browser.cookies.copy()
    wrong = {"code": another(code)}
    answers = at_once(*[lambda twin=twin: twin.post("/login/code/", wrong).status_code for twin in twins])
    assert sorted(answers) == [200] * 5 + [429] * 3
    assert browser.post("/login/code/", {"code": code}).status_code == 429


@pytest.mark.parametrize("registered", [True, False])
def test_after_the_wrong_codes_of_a_day_no_code_counts_from_anywhere(seeker, ask, burn, registered):
    email = seeker.user.email if registered else "nobody@example.com"
    burn(email)
    browser = Client(REMOTE_ADDR="198.51.100.7")
    browser.post("/login/", {"email": email})
    page = browser.get("/login/code/")
    assert "The way on is a link" in page.content.decode()
    refused = browser.post("/login/code/", {"code": "123456"})
    assert (refused.status_code, 0 < int(refused["Retry-After"]) <= 60 * 60 * 24) == (429, True)


def test_code_asked_for_before_counts_no_more_once_the_day_is_spent(seeker, ask, burn):
    browser = ask(seeker.user.email, REMOTE_ADDR="198.51.100.7")
    code = mailed_code()
    burn(seeker.user.email)
    assert browser.post("/login/code/", {"code": code}).status_code == 429
    assert not is_member(browser)


def test_link_to_the_mailbox_signs_in_once_by_its_button(seeker, ask, burn):
    burn(seeker.user.email)
    ask(seeker.user.email, REMOTE_ADDR="198.51.100.7")
    link, other = mailed_link(), Client()
    assert other.get(link).status_code == 200
    assert not is_member(other)
    assert other.post(link).status_code == 302
    assert is_member(other)
    again = Client()
    assert again.post(link).url == "/login/"
    assert not is_member(again)


def test_all_that_is_counted_about_somebody_says_whose_it_is_and_nothing_else_does(seeker, ask, burn):
    """So that it goes with them; what one source does is nobody's."""
    TOTP.activate(seeker.user, SECRET)
    burn(seeker.user.email)
    ask(seeker.user.email)
    browser = Client()
    browser.post(mailed_link())
    browser.post(reverse("mfa_authenticate"), {"code": another(code_of(SECRET))})
    of_source = {budget.of(f"203.0.113.{n}").key for budget in OF_A_SOURCE for n in range(4)}
    of_source |= {budget.of("127.0.0.1").key for budget in OF_A_SOURCE}
    nobodys = set(Attempt.objects.filter(address="").values_list("key", flat=True))
    assert (nobodys - of_source, len(nobodys)) == (set(), 3 * 4 + 1)


@pytest.mark.parametrize("spoil", ["time", "address", "text", "person"])
def test_link_is_good_for_its_half_hour_its_address_and_its_owner(seeker, ask, burn, clock, spoil):
    burn(seeker.user.email)
    ask(seeker.user.email, REMOTE_ADDR="198.51.100.7")
    link = mailed_link()
    match spoil:
        case "time":
            clock.shift(60 * 30 + 1)
        case "address":
            type(seeker.user).objects.filter(pk=seeker.user_id).update(email="moved@example.com")
        case "text":
            link = link.replace("/link/", "/link/x")
        case "person":
            type(seeker.user).objects.filter(pk=seeker.user_id).update(is_active=False)
    browser = Client()
    assert (browser.get(link).status_code, browser.post(link).url, is_member(browser)) == (302, "/login/", False)


def test_own_browser_is_known_again_and_strangers_do_not_use_up_its_tries(seeker, ask, burn, worker):
    own = ask(seeker.user.email)
    own.post("/login/code/", {"code": mailed_code()})
    assert own.cookies["known"]["httponly"]
    assert seeker.user.email not in own.cookies["known"].value
    own.post("/logout/")
    burn(seeker.user.email)
    ask(seeker.user.email, own)
    own.post("/login/code/", {"code": mailed_code()})
    assert is_member(own)


def test_strangers_do_not_use_up_the_mails_of_another_source_or_the_own_browser(seeker, ask):
    own = ask(seeker.user.email)
    own.post("/login/code/", {"code": mailed_code()})
    own.post("/logout/")
    same_house = {"email": seeker.user.email}
    answers = [Client().post("/login/", same_house).status_code for _ in range(CODES_MAILED.amount)]
    assert answers[-1] == 429
    assert own.post("/login/", same_house).status_code == 302
    assert Client(**STRANGER).post("/login/", same_house).status_code == 302


def test_own_browser_is_let_in_where_its_source_has_asked_too_often(seeker, ask):
    own = ask(seeker.user.email)
    own.post("/login/code/", {"code": mailed_code()})
    own.post("/logout/")
    Attempt.objects.filter(key=SIGN_INS.of("127.0.0.1").key).update(amount=SIGN_INS.amount)
    asked = [it.post("/login/", {"email": seeker.user.email}).status_code for it in (Client(), own)]
    assert asked == [429, 302]


def test_right_code_uses_up_nothing_of_the_wrong_ones(seeker, ask):
    browser = ask(seeker.user.email)
    browser.post("/login/code/", {"code": mailed_code()})
    assert is_member(browser)
    shares = [WRONG_CODES.of(seeker.user.email).key, WRONG_CODES_OF_A_SOURCE.of("127.0.0.1").key]
    assert list(Attempt.objects.filter(key__in=shares).values_list("amount", flat=True)) == [0, 0]


@pytest.mark.parametrize("forged", ["x", "x:y:z", ""])
def test_forged_cookie_makes_no_own_browser(seeker, ask, forged):
    browser = Client()
    browser.cookies["known"] = forged
    for _ in range(CODES_MAILED.amount):
        ask(seeker.user.email)
    assert browser.post("/login/", {"email": seeker.user.email}).status_code == 429


@pytest.mark.parametrize("registered", [True, False])
def test_asking_too_often_is_429_with_the_time_and_mails_nothing(seeker, ask, registered):
    email = seeker.user.email if registered else "nobody@example.com"
    for _ in range(CODES_MAILED.amount):
        ask(email)
    before = Message.objects.count()
    answer = Client().post("/login/", {"email": email})
    assert (answer.status_code, Message.objects.count() - before) == (429, 0)
    assert 0 < int(answer["Retry-After"]) <= 60 * 60
    assert "That was very often." in answer.content.decode()
    assert answer.context["form"]["email"].value() == email


@pytest.mark.parametrize("page", ["/register/code/", "/login/code/"])
def test_having_it_sent_again_too_often_is_429(client, seeker, worker, page):
    client.post("/register/", TYPED) if "register" in page else client.post("/login/", {"email": seeker.user.email})
    answers = [client.post(page, {"action": "resend"}) for _ in range(CODES_MAILED.amount)]
    assert [answer.status_code for answer in answers] == [302] * (CODES_MAILED.amount - 1) + [429]
    assert int(answers[-1]["Retry-After"]) > 0


def test_strangers_do_not_use_up_somebodys_registration(worker):
    for _ in range(CODES_MAILED.amount + 1):
        Client(**STRANGER).post("/register/", TYPED)
    assert Client().post("/register/", TYPED).status_code == 302


def test_registration_whose_address_is_spent_goes_on_by_a_link(seeker, burn, worker):
    """A registration signs a member in, so it is no way around the limit of a sign-in."""
    burn("hanako@example.com")
    browser = Client()
    browser.post("/register/", TYPED)
    worker()
    refused = browser.post("/register/code/", {"code": mailed_code()})
    assert (refused.status_code, "Send me a link" in refused.content.decode()) == (429, True)
    browser.post("/register/code/", {"action": "resend"})
    worker()
    other, link = Client(), mailed_link()
    other.get(link)
    other.post(link)
    assert other.get("/register/code/").url == "/welcome/"
    assert is_member(other)
    assert Client().post(link).url == "/login/"


def test_wrong_codes_of_registrations_count_for_the_sign_in(seeker, ask, worker):
    for n in range(WRONG_CODES.amount // 5):
        browser = Client(REMOTE_ADDR=f"203.0.113.{n}")
        browser.post("/register/", {**TYPED, "email": seeker.user.email})
        worker()
        for _ in range(5):
            browser.post("/register/code/", {"code": another(mailed_code())})
    ask(seeker.user.email)
    assert mailed_link()


def test_wrong_codes_of_a_member_who_changes_the_contact_are_counted_by_the_day(seeker, seeker_client, worker):
    typed = {**TYPED, "email": "new@example.com"}
    for n in range(WRONG_CODES.amount // 5):
        seeker_client.post("/mypage/profile/", {**typed, "email": f"new{n}@example.com"})
        worker()
        for _ in range(5):
            seeker_client.post("/mypage/profile/code/", {"code": another(mailed_code())})
    seeker_client.post("/mypage/profile/", typed)
    worker()
    refused = seeker_client.post("/mypage/profile/code/", {"code": mailed_code()})
    assert (refused.status_code, "Retry-After" in refused) == (429, True)


@pytest.mark.django_db(transaction=True)
def test_second_factors_at_one_moment_are_counted_each(ask):
    seeker = JobSeekerFactory()
    TOTP.activate(seeker.user, SECRET)
    browser = ask(seeker.user.email)
    browser.post("/login/code/", {"code": mailed_code()})
    twins = [Client() for _ in range(SECOND_FACTORS.amount + 3)]
    for twin in twins:
        twin.cookies = browser.cookies.copy()
    wrong = {"code": another(code_of(SECRET))}
    for some in (twins[:8], twins[8:]):
        at_once(*[lambda twin=twin: twin.post(reverse("mfa_authenticate"), wrong) for twin in some])
    refused = browser.post(reverse("mfa_authenticate"), {"code": code_of(SECRET)})
    assert (refused.status_code, int(refused["Retry-After"]) > 0) == (429, True)
    assert not is_member(browser)


def test_right_second_factor_costs_nothing(seeker, seeker_client):
    TOTP.activate(seeker.user, SECRET)
    assert seeker_client.post(reverse("mfa_reauthenticate"), {"code": code_of(SECRET)}).status_code == 302
    shares = [budget.of(str(seeker.user.pk)).key for budget in (SECOND_FACTORS, SECOND_FACTORS_A_DAY)]
    assert set(Attempt.objects.filter(key__in=shares).values_list("amount", flat=True)) == {0}


def test_wrong_second_factors_of_a_day_are_counted_too(seeker, seeker_client, clock):
    TOTP.activate(seeker.user, SECRET)

    def shows(change=str) -> int:
        return seeker_client.post(reverse("mfa_reauthenticate"), {"code": change(code_of(SECRET))}).status_code

    for _stretch in range(SECOND_FACTORS_A_DAY.amount // SECOND_FACTORS.amount):
        assert [shows(another) for _try in range(SECOND_FACTORS.amount)] == [200] * SECOND_FACTORS.amount
        clock.shift(SECOND_FACTORS.per)
    assert shows() == 429
    clock.shift(SECOND_FACTORS_A_DAY.per)
    assert shows() == 302


def test_sign_in_code_in_another_browser_is_told_where_it_counts(seeker, ask):
    ask(seeker.user.email)
    answer = Client().get("/login/code/?next=/counseling/", follow=True)
    assert answer.redirect_chain[-1][0] == "/login/?next=%2Fcounseling%2F"
    assert "in the browser in which it was asked for" in answer.content.decode()


def test_sign_in_code_that_has_run_out_keeps_the_address(clock, seeker, ask):
    browser = ask(seeker.user.email)
    clock.shift(60 * 10 + 1)
    answer = browser.post("/login/code/", {"code": mailed_code()}, follow=True)
    assert answer.context["form"]["email"].value() == seeker.user.email
    assert "for ten minutes" in answer.content.decode()


def test_other_address_can_be_typed_while_a_code_is_on_its_way(seeker, other_seeker, ask, worker):
    browser = ask(seeker.user.email)
    assert browser.get("/login/").context["form"]["email"].value() == seeker.user.email
    ask(other_seeker.user.email, browser)
    assert mail.outbox[-1].to == [other_seeker.user.email]


def test_registration_in_another_browser_is_told_where_the_code_counts(client, db):
    answer = client.get("/register/code/", follow=True)
    assert "in the browser in which it was asked for" in answer.content.decode()
    assert "run out" not in answer.content.decode()
