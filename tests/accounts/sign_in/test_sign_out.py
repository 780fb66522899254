"""Signing out everywhere: of members and of staff, by one button."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Session
from tests.conftest import signed_in

pytestmark = pytest.mark.django_db
EVERYWHERE = "/logout/everywhere/"


@pytest.fixture(params=["seeker", "advisor", "desk", "administrator"])
def user(request):
    who = request.getfixturevalue(request.param)
    return getattr(who, "user", who)


def test_every_session_of_one_person_ends_this_one_too(user, other_seeker):
    here, there, other = signed_in(user), signed_in(user), signed_in(other_seeker.user)
    reply = here.post(EVERYWHERE, follow=True)
    assert "You are signed out on every device." in reply.content.decode()
    assert [browser.get("/welcome/").url[:7] for browser in (here, there)] == ["/login/"] * 2
    assert other.get("/welcome/").url == "/mypage/"
    assert [session.user for session in Session.objects.all()] == [other_seeker.user]


def test_sign_in_that_waits_for_its_code_ends_too(user, worker, mailoutbox):
    elsewhere = Client()
    elsewhere.post("/login/", {"email": user.email})
    worker()
    code = mailoutbox[-1].subject.split(": ")[1]
    signed_in(user).post(EVERYWHERE)
    elsewhere.post("/login/code/", {"code": code})
    assert elsewhere.get("/welcome/").url.startswith("/login/")


def test_looking_at_the_page_ends_nothing_and_says_what_will(user):
    browser = signed_in(user)
    assert "This device, too." in browser.get(EVERYWHERE).content.decode()
    assert browser.get("/welcome/").status_code == 302
    assert Session.objects.filter(user=user).exists()


def test_request_without_the_token_of_the_form_is_refused(seeker):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(seeker.user)
    assert browser.post(EVERYWHERE).status_code == 403
    assert Session.objects.exists()


def test_log_names_the_id_alone(seeker, seeker_client, caplog):
    with caplog.at_level("INFO"):
        seeker_client.post(EVERYWHERE)
    assert [it.id for it in caplog.records if it.name == "accounts.sign_in.views.sign_out"] == [seeker.user_id]
    assert seeker.user.email not in caplog.text


@pytest.mark.parametrize("name", ["mfa_index", "accounts:profile", "account_logout"])
def test_page_of_a_member_leads_there(name, seeker_client):
    assert f'href="{EVERYWHERE}"' in seeker_client.get(reverse(name)).content.decode()


def test_every_page_of_the_admin_leads_there(advisor_client, desk_client, administrator_client):
    for browser in (advisor_client, desk_client, administrator_client):
        assert f'href="{EVERYWHERE}"' in browser.get("/admin/").content.decode()
