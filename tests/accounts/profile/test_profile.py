"""A member corrects what we hold; a new contact counts once a code has proven it."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.db import connection

from accounts.models import User
from withdrawals.erasure.erasing import erase_member


@pytest.fixture
def typed(seeker) -> dict:
    """The profile form as it stands."""
    return {
        "family_name": seeker.family_name,
        "given_name": seeker.given_name,
        "email": seeker.user.email,
        "phone": seeker.phone.as_national,
        "birth_date": seeker.birth_date.isoformat(),
        "prefecture": seeker.prefecture,
        "advisor_gender": "any",
    }


def prove(browser, worker) -> object:
    worker()
    code = re.search(r"\b\d{6}\b", mail.outbox[-1].body).group()
    return browser.post("/mypage/profile/code/", {"code": code})


def test_details_are_saved_at_once(seeker_client, seeker, typed):
    response = seeker_client.post("/mypage/profile/", {**typed, "prefecture": "47", "advisor_gender": "male"})
    seeker.refresh_from_db()
    assert response.url == "/mypage/"
    assert (seeker.prefecture, seeker.advisor_gender) == ("47", "male")


def test_new_email_counts_once_its_mailbox_is_proven_and_the_old_one_is_told(seeker_client, seeker, typed, worker):
    before = seeker.user.email
    seeker_client.post("/mypage/profile/", {**typed, "email": "new@example.com"})
    seeker.user.refresh_from_db()
    assert seeker.user.email == before
    prove(seeker_client, worker)
    worker()
    seeker.user.refresh_from_db()
    assert seeker.user.email == EmailAddress.objects.get(user=seeker.user).email == "new@example.com"
    assert [message.to[0] for message in mail.outbox] == ["new@example.com", before]


def test_new_phone_counts_once_the_present_mailbox_has_confirmed_it(seeker_client, seeker, typed, worker):
    seeker_client.post("/mypage/profile/", {**typed, "phone": "08055556666"})
    seeker.refresh_from_db()
    assert seeker.phone.as_e164 != "+818055556666"
    prove(seeker_client, worker)
    seeker.refresh_from_db()
    assert seeker.phone.as_e164 == "+818055556666"
    assert mail.outbox[0].to == [seeker.user.email]


def test_address_of_another_member_is_told_only_to_who_owns_its_mailbox(
    seeker_client, seeker, typed, worker, other_seeker
):
    response = seeker_client.post("/mypage/profile/", {**typed, "email": other_seeker.user.email})
    assert response.url == "/mypage/profile/code/"
    assert prove(seeker_client, worker).url == "/mypage/profile/"
    assert User.objects.get(pk=seeker.user_id).email == seeker.user.email


def test_page_of_somebody_who_leaves_in_that_moment_is_not_there(seeker_client, seeker, typed, worker, now):
    def leave(run, sql, *statement):
        result = run(sql, *statement)
        if sql.startswith('UPDATE "accounts_mailboxproof"'):  # the code is right
            erase_member(seeker, now=now)
        return result

    seeker_client.post("/mypage/profile/", {**typed, "email": "new@example.com"})
    with connection.execute_wrapper(leave):
        assert prove(seeker_client, worker).status_code == 404
    assert not User.objects.filter(email="new@example.com").exists()


def test_wrong_code_changes_nothing(seeker_client, seeker, typed):
    seeker_client.post("/mypage/profile/", {**typed, "email": "new@example.com"})
    assert seeker_client.post("/mypage/profile/code/", {"code": "12"}).status_code == 200
    assert User.objects.get(pk=seeker.user_id).email == seeker.user.email


def test_notices_are_turned_off_and_on(seeker_client, seeker):
    seeker_client.post("/mypage/notices/", {"kinds": ["job_notice"]})
    assert set(seeker.stopped_notices.values_list("kind", flat=True)) == {"seminar_notice", "service_news"}
    seeker_client.post("/mypage/notices/", {"kinds": ["job_notice", "service_news"]})
    assert set(seeker.stopped_notices.values_list("kind", flat=True)) == {"seminar_notice"}


def test_staff_have_no_members_page(desk_client):
    assert desk_client.get("/mypage/").url == "/admin/"


@pytest.mark.parametrize(
    "page", ["/mypage/", "/mypage/profile/", "/mypage/notices/", "/mypage/data/", "/mypage/security/"]
)
def test_members_pages_ask_visitors_to_sign_in(client, db, page):
    assert client.get(page).url.startswith("/login/")


def test_language_switch_stays_and_goes_with_the_mails(seeker_client, seeker):
    seeker_client.post("/i18n/setlang/", {"language": "ja", "next": "/mypage/"})
    seeker.user.refresh_from_db()
    assert seeker.user.language == "ja"
    assert 'lang="ja"' in seeker_client.get("/mypage/", headers={"accept-language": "en"}).content.decode()
