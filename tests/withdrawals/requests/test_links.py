"""Mailed links: opening one changes nothing, its button does, and it does nothing twice."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from accounts.models import JobSeeker, User
from config.steps import InvalidTransition
from withdrawals.models import WithdrawalRequest
from withdrawals.requests.filing import confirm_mailbox, hurry
from withdrawals.requests.links import Purpose, status_url, token


@pytest.fixture
def scheduled(client, seeker, worker, clock) -> WithdrawalRequest:
    client.post("/withdraw/", {"phone": seeker.phone.as_national, "email": seeker.user.email})
    worker()
    return WithdrawalRequest.objects.get()


@pytest.fixture
def asked(client, seeker, worker, clock) -> WithdrawalRequest:
    """A request whose phone does not fit, so that the mailbox has been asked."""
    client.post("/withdraw/", {"phone": "09011112222", "email": seeker.user.email})
    worker()
    return WithdrawalRequest.objects.get()


def path(purpose: Purpose, request: WithdrawalRequest) -> str:
    return f"/withdraw/link/{token(purpose, request)}/"


def test_links_of_the_mail_are_the_ones_that_work(scheduled, client):
    found = re.findall(r"http://testserver(/withdraw/link/\S+)", mail.outbox[-1].body)
    assert sorted(found) == sorted([path(Purpose.STOP, scheduled), path(Purpose.COMPLETE, scheduled)])
    assert [client.get(address).status_code for address in found] == [200, 200]


@pytest.mark.parametrize("purpose", [Purpose.STOP, Purpose.COMPLETE])
def test_opening_a_link_changes_nothing(scheduled, client, worker, purpose):
    for method in (client.get, client.head):
        method(path(purpose, scheduled))
    worker()
    scheduled.refresh_from_db()
    assert scheduled.status == "scheduled"


def test_stop_button_keeps_the_member_and_forgets_what_was_typed(scheduled, client, worker, seeker):
    response = client.post(path(Purpose.STOP, scheduled))
    worker()
    scheduled.refresh_from_db()
    assert response.status_code == 200
    assert (scheduled.status, scheduled.seeker) == ("cancelled", seeker)
    assert not hasattr(scheduled, "statement")
    assert [event.actor for event in scheduled.events.all()] == ["worker", "link"]
    assert mail.outbox[-1].to == [seeker.user.email]


def test_complete_button_needs_no_grace_time(scheduled, client, worker):
    client.post(path(Purpose.COMPLETE, scheduled))
    worker()
    scheduled.refresh_from_db()
    assert scheduled.status == "completed"
    assert JobSeeker.objects.count() == 0


def test_complete_button_pressed_twice_completes_once(scheduled, client, worker):
    answers = [client.post(path(Purpose.COMPLETE, scheduled)) for _ in range(2)]
    worker()
    again = client.post(path(Purpose.COMPLETE, scheduled))
    assert [answer.status_code for answer in [*answers, again]] == [200, 200, 200]
    assert again.templates[0].name == "withdrawals/requests/link_void.html"
    assert scheduled.events.filter(to_status="completed").count() == 1


def test_stop_after_completion_says_that_it_is_too_late(scheduled, client, worker):
    client.post(path(Purpose.COMPLETE, scheduled))
    worker()
    assert client.post(path(Purpose.STOP, scheduled)).templates[0].name == "withdrawals/requests/link_void.html"


def test_stopped_withdrawal_is_never_completed(scheduled, client, worker, clock):
    client.post(path(Purpose.STOP, scheduled))
    client.post(path(Purpose.COMPLETE, scheduled))
    clock.shift(60 * 60 * 24 * 10)
    worker()
    scheduled.refresh_from_db()
    assert scheduled.status == "cancelled"


def test_confirmed_mailbox_is_a_match(asked, client, worker, seeker):
    client.post(path(Purpose.CONFIRM, asked))
    worker()
    asked.refresh_from_db()
    assert (asked.status, asked.seeker) == ("scheduled", seeker)


def test_confirm_link_of_a_former_membership_does_not_touch_the_new_one(asked, client, worker, seeker):
    JobSeeker.objects.filter(pk=seeker.pk).update(joined_at=timezone.now() + timezone.timedelta(seconds=1))
    response = client.post(path(Purpose.CONFIRM, asked))
    asked.refresh_from_db()
    assert response.templates[0].name == "withdrawals/requests/link_void.html"
    assert asked.status == "needs_review"


def test_mailbox_that_nobody_asked_confirms_nothing(client, seeker, worker, clock):
    """The typed address was nobody's then; that it is somebody's now proves nothing about who typed it."""
    client.post("/withdraw/", {"phone": seeker.phone.as_national, "email": "unknown@example.com"})
    worker()
    User.objects.filter(pk=seeker.user_id).update(email="unknown@example.com")
    request = WithdrawalRequest.objects.get()
    with pytest.raises(InvalidTransition):
        confirm_mailbox(request.pk, now=timezone.now())


def test_link_of_another_purpose_or_a_forged_one_does_nothing_and_says_no_more_than_a_used_one(scheduled, client):
    watch = f"/withdraw/link/{token(Purpose.WATCH, scheduled)}/"
    forged = path(Purpose.STOP, scheduled).replace("/link/", "/link/x")
    pages = [client.post(address).templates[0].name for address in (watch, forged)]
    scheduled.refresh_from_db()
    assert (pages, scheduled.status) == (["withdrawals/requests/link_void.html"] * 2, "scheduled")


@pytest.mark.parametrize("purpose", [Purpose.WATCH, Purpose.FOLLOW])
def test_status_page_says_received_and_due(scheduled, client, purpose):
    page = client.get(status_url(purpose, scheduled))
    assert (page.context["state"], page.context["due_on"]) == ("received", scheduled.due_on)


def test_mailed_status_page_outlives_the_erasure_and_says_finished(scheduled, client, worker):
    client.post(path(Purpose.COMPLETE, scheduled))
    worker()
    assert client.get(status_url(Purpose.FOLLOW, scheduled)).context["state"] == "finished"


@pytest.mark.parametrize("purpose", [Purpose.WATCH, Purpose.FOLLOW])
@pytest.mark.parametrize("button", [Purpose.STOP, Purpose.COMPLETE])
def test_status_page_has_one_word_for_every_end_and_says_what_to_do_in_doubt(
    scheduled, client, worker, clock, button, purpose
):
    client.post(path(button, scheduled))
    worker()
    clock.move_to("2026-12-01T10:00:00+09:00")
    client.cookies["django_language"] = "ja"
    page = client.get(status_url(purpose, scheduled)).content.decode()
    assert "終了" in page
    assert "完了" not in page
    assert "サポートデスクにお電話ください" in page


@pytest.mark.parametrize("button", [Purpose.STOP, Purpose.COMPLETE])
def test_status_page_of_whoever_filed_it_tells_by_no_day_that_there_was_a_member(
    scheduled, client, worker, clock, button
):
    client.post(path(button, scheduled))
    worker()
    states = [client.get(status_url(Purpose.WATCH, scheduled)).context["state"]]
    clock.move_to("2026-12-01T10:00:00+09:00")
    states.append(client.get(status_url(Purpose.WATCH, scheduled)).context["state"])
    assert states == ["received", "finished"]


def test_status_page_of_nothing_is_not_found(client, db):
    assert client.get("/withdraw/status/nonsense/").status_code == 404


def test_member_stops_it_on_my_page(scheduled, seeker_client):
    assert seeker_client.get("/mypage/").context["withdrawal"] == scheduled
    assert seeker_client.post("/mypage/withdrawal/stop/").status_code == 302
    scheduled.refresh_from_db()
    assert [event.actor for event in scheduled.events.all()] == ["worker", "member"]
    assert scheduled.status == "cancelled"


def test_member_completes_it_from_my_page(scheduled, seeker_client, worker):
    assert seeker_client.get("/mypage/withdrawal/complete/").status_code == 200
    seeker_client.post("/mypage/withdrawal/complete/")
    worker()
    scheduled.refresh_from_db()
    assert [event.actor for event in scheduled.events.all()] == ["worker", "member", "worker"]
    assert scheduled.status == "completed"
    assert seeker_client.get("/mypage/").status_code == 302


def test_other_members_buttons_stop_nothing(scheduled, other_seeker_client):
    other_seeker_client.post("/mypage/withdrawal/stop/")
    other_seeker_client.post("/mypage/withdrawal/complete/")
    scheduled.refresh_from_db()
    assert scheduled.status == "scheduled"
    assert scheduled.completes_at > timezone.now()


def test_withdrawal_hurried_by_two_is_hurried_once_whoever_gets_the_lock_first(scheduled, now):
    for moment in (now, now - timedelta(milliseconds=1)):
        hurry(scheduled.pk, now=moment)
    assert scheduled.events.filter(from_status="scheduled").count() == 1


def test_who_asks_for_it_as_the_grace_time_is_over_has_cut_nothing_short(scheduled):
    hurry(scheduled.pk, now=scheduled.completes_at)
    assert not scheduled.events.filter(from_status="scheduled").exists()
