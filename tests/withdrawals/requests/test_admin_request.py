"""One request at the desk: what its page shows, and what its buttons do."""

import re
from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group
from django.urls import reverse

from accounts.models import SUPPORT_DESK, JobSeeker, Message
from config.days import day
from config.steps import InvalidTransition
from tests.factories import DeskUserFactory, JobSeekerFactory, WithdrawalRequestFactory
from withdrawals.models import WithdrawalRequest, WithdrawalStatement
from withdrawals.requests.filing import match_by_desk

TYPED = {
    "statement__phone": "+819012345678",
    "statement__email": "typed@example.com",
    "statement__comment": "なんとなく",
}


def page_of(request) -> str:
    return reverse("admin:withdrawals_withdrawalrequest_change", args=[request.pk])


def text_of(client, request) -> str:
    return client.get(page_of(request)).content.decode()


def press(client, request, key, *, ticked=True, **typed) -> list[str]:
    """Push a button; what the desk is told."""
    sent = {"move": key, **{f"{key}-{name}": value for name, value in typed.items()}}
    if ticked:
        sent[f"{key}-ticked"] = "on"
    response = client.post(page_of(request), sent, follow=True)
    assert response.status_code == 200
    return [str(message) for message in response.context["messages"]]


@pytest.fixture
def member(now):
    return JobSeekerFactory(phone="+819012345678", family_name="見本", given_name="花")


@pytest.fixture
def review(now):
    return WithdrawalRequestFactory(status="needs_review", received_at=now, **TYPED)


@pytest.fixture
def scheduled(member, now):
    return WithdrawalRequestFactory(status="scheduled", received_at=now, seeker=member)


def match(client, request, member, **more) -> list[str]:
    return press(client, request, f"match-{member.pk}", member=member.member_number, **more)


# What is shown


def test_page_shows_what_was_typed_and_who_it_may_be(desk_client, review, member):
    page = text_of(desk_client, review)
    for shown in ("typed@example.com", "なんとなく", "見本 花", "090-1234-5678", member.member_number):
        assert shown in page
    assert "The phone number fits" in page
    assert f'<input type="hidden" name="match-{member.pk}-member" value="{member.member_number}"' in page
    assert "Not a member" in page


def test_page_writes_days_and_hours_as_everywhere(desk_client, review):
    said = dict(re.findall(r"<dt>([^<]*)</dt><dd>([^<]*)</dd>", text_of(desk_client, review)))
    assert (said["Received"], said["Due"]) == ("Fri 20 Nov, 10:00", day(review.due_on))


def test_page_shows_no_statement_once_it_is_forgotten(desk_client, review):
    WithdrawalStatement.objects.all().delete()
    page = text_of(desk_client, review)
    assert "What was typed" not in page
    assert "なんとなく" not in page


def test_page_shows_who_did_what_when(desk_client, desk, review, member):
    match(desk_client, review, member)
    page = text_of(desk_client, review)
    assert desk.email in page
    assert "Scheduled" in page.split('id="events"')[1]


def test_page_of_a_completed_request_shows_counts_and_no_button(desk_client, now):
    done = WithdrawalRequestFactory(status="completed", erased={"profile": 1})
    page = text_of(desk_client, done)
    assert "Profile: name, phone number" in page
    assert 'name="move"' not in page


@pytest.mark.parametrize(
    ("status", "keys"), [("received", set()), ("needs_review", {"match", "close"}), ("scheduled", {"stop", "complete"})]
)
def test_page_offers_only_what_follows_the_status(desk_client, now, status, keys):
    page = text_of(desk_client, WithdrawalRequestFactory(status=status))
    assert {key for key in ("match", "close", "stop", "complete") if f'value="{key}"' in page} == keys


def test_page_costs_the_same_for_one_candidate_and_event_and_for_three(
    desk_client, review, member, now, django_assert_max_num_queries
):
    counts = []
    for more in (1, 2):
        for _ in range(more):
            JobSeekerFactory(phone="+819012345678")
            review.events.create(
                from_status="received", to_status="needs_review", at=now, actor="staff", by=DeskUserFactory()
            )
        with django_assert_max_num_queries(12) as captured:
            text_of(desk_client, review)
        counts.append(len(captured))
    assert counts[0] == counts[1]


def without(permission: str) -> None:
    Group.objects.get(name=SUPPORT_DESK).permissions.filter(codename=permission).delete()


def test_person_who_may_only_look_has_no_buttons(desk_client, review, member):
    without("change_withdrawalrequest")
    assert 'name="move"' not in text_of(desk_client, review)
    assert desk_client.post(page_of(review), {"move": "close", "close-ticked": "on"}).status_code == 403


def test_person_who_may_not_read_statements_sees_none(desk_client, review, member):
    without("view_withdrawalstatement")
    assert "typed@example.com" not in text_of(desk_client, review)


# This is the member


def test_matching_schedules_it_and_says_so_in_the_event_and_the_log(desk_client, desk, review, member):
    said = match(desk_client, review, member)
    review.refresh_from_db()
    assert said == ["Thank you. The withdrawal is scheduled, and the member is told by mail."]
    assert (review.status, review.seeker, review.identity_checked) == ("scheduled", member, True)
    assert [(event.to_status, event.actor, event.by) for event in review.events.all()] == [("scheduled", "staff", desk)]
    assert Message.objects.get().recipient == member.user
    logged = LogEntry.objects.get()
    assert (logged.object_repr, logged.change_message) == (review.reference, "This is the member")


def test_matching_without_the_tick_changes_nothing_and_says_so_beside_it(desk_client, review, member):
    key = f"match-{member.pk}"
    response = desk_client.post(page_of(review), {"move": key, f"{key}-member": member.member_number})
    page = response.content.decode()
    assert page.count("Please tick this once it is done.") == 2  # above, and beside it
    assert f'id="id_{key}-ticked_error"' in page
    review.refresh_from_db()
    assert review.status == "needs_review"


@pytest.mark.parametrize("dash", ["-", "", "ー", " "])
def test_matching_a_member_found_in_another_way(desk_client, review, member, dash):
    press(desk_client, review, "match", member=member.member_number.replace("-", dash))
    review.refresh_from_db()
    assert (review.status, review.seeker) == ("scheduled", member)


@pytest.mark.parametrize("number", ["", "1", "0000-0000-00", "見本", "1' OR 1=1", "9" * 60])
def test_matching_nobody_keeps_what_was_typed(desk_client, review, number):
    response = desk_client.post(page_of(review), {"move": "match", "match-member": number, "match-ticked": "on"})
    form = response.context["moves"][0].form
    assert (list(form.errors), form["member"].value()) == (["member"], number)


def test_matching_somebody_who_joined_later_is_refused(desk_client, review, now):
    later = JobSeekerFactory(joined_at=now + timedelta(hours=1))
    sent = {"move": "match", "match-member": later.member_number, "match-ticked": "on"}
    page = desk_client.post(page_of(review), sent).content.decode()
    assert "This membership began after the request was received" in page
    with pytest.raises(InvalidTransition):
        match_by_desk(review.pk, later, by=DeskUserFactory(), now=now)
    review.refresh_from_db()
    assert review.status == "needs_review"


def test_matching_a_member_who_is_leaving_already_closes_it(desk_client, review, member):
    WithdrawalRequestFactory(status="scheduled", seeker=member)
    said = match(desk_client, review, member)
    review.refresh_from_db()
    assert said == ["Another request of this member is under way, so this one is closed."]
    assert (review.status, review.closing) == ("closed", "duplicate")


# The other buttons


def test_closing_forgets_what_was_typed_and_tells_the_sender(desk_client, desk, review):
    press(desk_client, review, "close")
    review.refresh_from_db()
    assert (review.status, review.closing) == ("closed", "not_a_member")
    assert not WithdrawalStatement.objects.exists()
    assert Message.objects.get().to_email == "typed@example.com"
    assert review.events.get().by == desk


def test_stopping_keeps_the_membership_and_tells_the_member(desk_client, desk, scheduled, member):
    press(desk_client, scheduled, "stop")
    scheduled.refresh_from_db()
    assert scheduled.status == "cancelled"
    assert JobSeeker.objects.get() == member
    assert Message.objects.get().kind == "withdrawals/cancelled"
    assert scheduled.events.get().by == desk


def test_completing_now_erases_the_member_at_once(desk_client, desk, scheduled, member, worker):
    said = press(desk_client, scheduled, "complete")
    assert said == ["The withdrawal is completed within minutes. The member gets the receipt by mail."]
    assert 'value="complete"' not in text_of(desk_client, scheduled)
    worker()
    scheduled.refresh_from_db()
    assert scheduled.status == "completed"
    assert not JobSeeker.objects.exists()
    assert [(event.to_status, event.by) for event in scheduled.events.all()] == [
        ("scheduled", desk),
        ("completed", None),
    ]


@pytest.mark.parametrize("key", ["close", "stop", "complete"])
def test_button_without_its_tick_changes_nothing(desk_client, review, scheduled, key):
    request = review if key == "close" else scheduled
    press(desk_client, request, key, ticked=False)
    before = request.status, request.completes_at
    request.refresh_from_db()
    assert (request.status, request.completes_at) == before


@pytest.mark.parametrize(("key", "status"), [("match", "Scheduled"), ("close", "Closed"), ("stop", "Cancelled")])
def test_second_click_changes_nothing_and_is_told_why(desk_client, review, scheduled, member, key, status):
    request = scheduled if key == "stop" else review
    if key != "stop":
        scheduled.delete()
    typed = {"member": member.member_number} if key == "match" else {}
    press(desk_client, request, key, **typed)
    said = press(desk_client, request, key, **typed)
    assert said == [f"Nothing was changed: this request is “{status}” by now."]
    assert request.events.count() == Message.objects.count() == LogEntry.objects.count() == 1


def test_second_click_on_complete_is_one_completion(desk_client, scheduled, worker):
    press(desk_client, scheduled, "complete")
    press(desk_client, scheduled, "complete")
    worker()
    assert press(desk_client, scheduled, "complete") == ["Nothing was changed: this request is “Completed” by now."]
    assert [event.to_status for event in scheduled.events.all()] == ["scheduled", "completed"]


@pytest.mark.parametrize("key", ["", "nonsense", "match-", "stop-1", "delete"])
def test_button_that_does_not_exist_changes_nothing(desk_client, review, key):
    status = desk_client.post(page_of(review), {"move": key}).status_code
    assert status in {200, 403}
    assert WithdrawalRequest.objects.get().status == "needs_review"


def test_log_of_the_admin_names_nobody(desk_client, review, member):
    match(desk_client, review, member)
    logged = str(LogEntry.objects.values().get())
    for personal in ("見本", "90123", "typed@", member.user.email, member.member_number):
        assert personal not in logged
