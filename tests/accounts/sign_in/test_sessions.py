"""A session knows whose it is, so that it can go with its owner."""

from datetime import timedelta

import pytest
from django.contrib.auth import SESSION_KEY
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Session, User
from accounts.sign_in.awake import stay_awake
from accounts.sign_in.sessions import ANONYMOUS_LIFE, SessionStore
from config import settings as unset
from tests.conftest import signed_in
from tests.factories import UserFactory


@pytest.mark.parametrize("user_id", [9, 10, 36, 46_655, 1_000_000])
def test_session_of_a_pending_sign_in_is_its_owners(db, user_id):
    """allauth writes 10 as "a" and 36 as "10"."""
    user = UserFactory(pk=user_id)
    assert Client().post("/login/", {"email": user.email}).status_code == 302
    assert Session.objects.get().user == user


def test_session_of_an_address_nobody_has_is_nobodys_and_short(db, client):
    client.post("/login/", {"email": "nobody@example.com"})
    session = Session.objects.get()
    assert (session.user, session.expire_date <= timezone.now() + ANONYMOUS_LIFE) == (None, True)


# Staff


HOUR = timedelta(hours=1)


@pytest.fixture
def stopped(clock, settings):
    """A clock that stands, with the limits as they come: twelve hours in all, one of them idle."""
    settings.STAFF_SESSION_LIFE, settings.STAFF_SESSION_IDLE = unset.STAFF_SESSION_LIFE, unset.STAFF_SESSION_IDLE
    return clock


def is_in(browser: Client) -> bool:
    """By the smallest page of the admin."""
    return browser.get("/admin/jsi18n/").status_code == 200


@pytest.mark.parametrize(("idle", "stays"), [(timedelta(minutes=59), True), (HOUR, False)])
def test_staff_are_signed_out_after_an_idle_hour(idle, stays, stopped, desk_client):
    stopped.shift(timedelta(minutes=50))
    assert is_in(desk_client)
    stopped.shift(idle)
    assert is_in(desk_client) == stays


def test_staff_at_work_are_signed_out_after_twelve_hours(stopped, desk_client):
    for _ in range(23):
        stopped.shift(HOUR / 2)
        assert is_in(desk_client)
    stopped.shift(HOUR / 2)
    assert not is_in(desk_client)


def test_nothing_done_in_a_session_makes_its_day_longer(stopped, desk, desk_client):
    for _ in range(23):
        stopped.shift(HOUR / 2)
        desk_client.post("/login/again/", {"action": "send"})  # writes into the session
    stopped.shift(HOUR / 2)
    assert not is_in(desk_client)


def test_limits_of_staff_are_settings(settings, clock, desk):
    settings.STAFF_SESSION_LIFE, settings.STAFF_SESSION_IDLE = 2 * HOUR, timedelta(minutes=10)
    browser = signed_in(desk)
    clock.shift(timedelta(minutes=9))
    assert is_in(browser)
    clock.shift(timedelta(minutes=11))
    assert not is_in(browser)


def test_who_is_signed_out_comes_back_to_the_page(stopped, desk_client):
    stopped.shift(HOUR)
    page = desk_client.post("/admin/accounts/jobseeker/1/change/", {"family_name": "x"}, follow=True)
    assert page.redirect_chain[-1][0] == "/login/?next=/admin/accounts/jobseeker/1/change/"


def test_session_of_a_member_lasts_thirty_days(stopped, seeker_client):
    stopped.shift(timedelta(days=29))
    assert seeker_client.get("/mypage/").status_code == 200
    assert Session.objects.get().expire_date - timezone.now() == timedelta(days=1)


@pytest.mark.parametrize("whose", ["seeker", "desk"])
def test_storing_a_session_does_not_ask_again_whose_it_is(whose, request):
    browser = request.getfixturevalue(f"{whose}_client")
    with CaptureQueriesContext(connection) as asked:
        browser.get("/mypage/security/totp/activate/")  # writes into the session
    assert [query["sql"] for query in asked if query["sql"].startswith('UPDATE "accounts_session"')]
    assert len([query for query in asked if 'FROM "accounts_user"' in query["sql"]]) == 1


def test_session_goes_by_who_has_signed_in_and_not_by_who_asked_for_the_page(stopped, seeker, desk):
    session = SessionStore()
    session.owner, session[SESSION_KEY] = seeker.user, str(desk.pk)
    session.save()
    assert Session.objects.get().expire_date - timezone.now() == HOUR


def test_session_that_began_before_its_owner_was_staff_ends_as_theirs(stopped, seeker, seeker_client):
    User.objects.filter(pk=seeker.user_id).update(is_staff=True)
    assert is_in(seeker_client)
    stopped.shift(HOUR)
    assert not is_in(seeker_client)


def test_staff_page_writes_at_most_once_a_minute(stopped, desk_client):
    written = []
    for seconds in (0, 59, 61, 61, 30):
        stopped.shift(timedelta(seconds=seconds))
        with CaptureQueriesContext(connection) as captured:
            assert is_in(desk_client)
        written.append(sum(query["sql"].startswith("UPDATE") for query in captured))
    assert written == [0, 0, 1, 1, 0]


def test_request_that_ends_late_brings_no_ended_session_back(stopped, desk_client):
    stopped.shift(HOUR / 2)
    stay_awake(lambda request: Session.objects.all().delete())(request_of(desk_client))
    assert not Session.objects.exists()
    assert not is_in(desk_client)


def request_of(browser: Client):
    request = RequestFactory().get("/admin/")
    request.session, request.user = browser.session, Session.objects.get().user
    request._cached_user = request.user
    return request
