"""Writing down a withdrawal told by phone, mail or LINE: by the desk, and by an advisor who sees nothing else."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse
from django.utils import timezone

from accounts.models import Message
from config.steps import InvalidTransition
from tests.conftest import signed_in
from tests.factories import JOINED, StaffFactory, WithdrawalRequestFactory
from withdrawals.erasure.erasing import erase_member
from withdrawals.models import WithdrawalRequest
from withdrawals.requests.filing import record_request

ADD = reverse("admin:withdrawals_withdrawalrequest_add")
IDENTITY = "called them back"


def address(seeker) -> str:
    return f"{ADD}?seeker={seeker.pk}"


def told(now, **changed) -> dict:
    at = timezone.localtime(now).strftime("%Y-%m-%dT%H:%M")
    return {"channel": "phone", "told_at": at, "reason": "", "identity_checked": "on", **changed}


def record(client, seeker, sent):
    return client.post(address(seeker), sent, follow=True)


def errors(client, seeker, sent) -> dict:
    response = client.post(address(seeker), sent)
    assert (response.status_code, WithdrawalRequest.objects.count()) == (200, 0)
    return {name: list(said) for name, said in response.context["form"].errors.items()}


def said_by(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


@pytest.fixture
def later(now, time_machine):
    """Sunday noon: what was told on Friday is due as if it had been recorded on Friday."""
    moment = now + timedelta(days=2, hours=2)
    time_machine.move_to(moment, tick=False)
    return moment


# The desk


def test_desk_records_what_was_told_by_phone(desk_client, desk, seeker, now, later, settings):
    settings.LINE_CHANNEL = True
    response = record(desk_client, seeker, told(now, channel="line", reason="found_job"))
    request = WithdrawalRequest.objects.get()
    assert (request.status, request.seeker, request.channel, request.reason) == (
        "scheduled",
        seeker,
        "line",
        "found_job",
    )
    assert (request.received_at, request.due_on.isoformat()) == (now, "2026-11-30")
    assert (request.recorded_by, request.identity_checked) == (desk, True)
    assert response.redirect_chain[0][0].endswith(f"/{request.pk}/change/")
    assert LogEntry.objects.get().object_repr == request.reference


@pytest.mark.parametrize(
    ("changed", "field", "said"),
    [
        ({"channel": ""}, "channel", "Choose how the member told us."),
        ({"channel": "web"}, "channel", "Select a valid choice. web is not one of the available choices."),
        ({"channel": "line"}, "channel", "Select a valid choice. line is not one of the available choices."),
        ({"told_at": ""}, "told_at", "Enter when the member said it."),
        ({"told_at": "yesterday"}, "told_at", "This is not a date and time. It looks like 2026-04-05 10:30."),
        ({"told_at": "2026-11-20T10:01"}, "told_at", "This is in the future."),
        ({"told_at": "2200-12-31T23:59"}, "told_at", "This is in the future."),
        ({"told_at": "9999-12-31T23:59"}, "told_at", "This date is too far away. Please look at the year."),
        ({"told_at": "2026-04-01T09:00"}, "told_at", "This is before the membership began."),
        ({"told_at": "1900-01-01T00:00"}, "told_at", "This is before the membership began."),
        ({"told_at": "0001-01-01T00:00"}, "told_at", "This date is too far away. Please look at the year."),
        ({"identity_checked": ""}, "identity_checked", "Please check who is speaking before you record it."),
    ],
)
def test_recording_what_does_not_fit_says_so_beside_the_field(desk_client, seeker, now, changed, field, said):
    assert errors(desk_client, seeker, told(now, **changed)) == {field: [said]}


@pytest.mark.parametrize("written", ["2026/04/02 10:30", "２０２６－０４－０２　１０：３０", "2026-04-02T10:30"])
def test_moment_is_read_in_any_usual_writing(desk_client, seeker, now, written):
    record(desk_client, seeker, told(now, told_at=written.replace("－", "-")))
    assert timezone.localtime(WithdrawalRequest.objects.get().received_at).isoformat() == "2026-04-02T10:30:00+09:00"


def test_desk_is_told_of_a_withdrawal_under_way(desk_client, seeker, now):
    other = WithdrawalRequestFactory(status="scheduled", seeker=seeker)
    assert other.reference in desk_client.get(address(seeker)).content.decode()
    response = record(desk_client, seeker, told(now))
    assert said_by(response) == ["Another request of this member is under way, so this one is closed."]
    assert sorted(WithdrawalRequest.objects.values_list("status", flat=True)) == ["closed", "scheduled"]


def test_desk_searches_for_the_member_first(desk_client, seeker, other_seeker):
    assert seeker.name not in desk_client.get(ADD).content.decode()
    asked = {"phone": seeker.phone.as_national}
    found = desk_client.post(ADD, asked, headers={"X-Narrowing": "1"}).content.decode()
    assert f'href="?seeker={seeker.pk}"' in found
    assert other_seeker.name not in found


@pytest.mark.parametrize("who", ["desk_client", "advisor_client"])
def test_page_of_a_member_leads_to_it(who, request, assignment, seeker):
    page = request.getfixturevalue(who).get(reverse("admin:accounts_jobseeker_change", args=[seeker.pk]))
    assert f'href="{address(seeker)}"' in page.content.decode()


@pytest.mark.parametrize("key", ["0", "nonsense", "", "99999999999999999999", "1 OR 1=1"])
def test_member_who_does_not_exist_is_not_found(desk_client, now, key):
    assert desk_client.get(ADD, {"seeker": key}).status_code == 404


@pytest.mark.parametrize("told_at", [JOINED, JOINED - timedelta(days=1)])
def test_withdrawal_told_before_the_membership_is_about_another_one(seeker, desk, now, told_at):
    said = {"channel": "phone", "reason": "", "identity_checked": True}
    with pytest.raises(InvalidTransition):
        record_request(seeker, **said, told_at=told_at, by=desk, now=now)
    assert record_request(seeker, **said, told_at=JOINED + timedelta(seconds=1), by=desk, now=now).seeker == seeker


def test_withdrawal_of_somebody_erased_meanwhile_is_refused(seeker, desk, now):
    erase_member(seeker, now=now)
    with pytest.raises(InvalidTransition):
        record_request(seeker, channel="line", reason="", told_at=now, by=desk, identity_checked=True, now=now)


def test_staff_without_the_permission_cannot_record(seeker):
    assert signed_in(StaffFactory()).get(ADD).status_code == 403


# An advisor


def test_advisor_records_for_their_own_seeker_without_a_call_back(
    advisor_client, administrator_client, advisor, assignment, seeker, now
):
    """Who it is that calls, everybody else asks; and that it was told by phone is where they begin."""
    pages = [client.get(address(seeker)).content.decode() for client in (advisor_client, administrator_client)]
    said = [[it in page for it in (IDENTITY, '<option value="phone" selected')] for page in pages]
    assert said == [[False, False], [True, True]]
    response = record(advisor_client, seeker, told(now))
    request = WithdrawalRequest.objects.get()
    assert (request.status, request.recorded_by, request.identity_checked) == ("scheduled", advisor.user, False)
    assert response.redirect_chain[0][0] == reverse("admin:index")
    assert Message.objects.get().kind == "withdrawals/scheduled"


def test_advisor_sees_their_own_current_seekers_to_choose_from(advisor_client, assignment, seeker, other_seeker, now):
    page = advisor_client.get(ADD).content.decode()
    assert f'href="?seeker={seeker.pk}"' in page
    assert other_seeker.name not in page
    assert other_seeker.name not in advisor_client.post(ADD, {"phone": other_seeker.phone.as_national}).content.decode()
    assignment.end(at=now)
    assert seeker.name not in advisor_client.get(ADD).content.decode()


def test_advisor_is_told_that_one_is_under_way_and_no_more_of_it(advisor_client, assignment, seeker, now):
    other = WithdrawalRequestFactory(
        status="scheduled", seeker=seeker, reason="found_job", statement__comment="秘密です"
    )
    page = advisor_client.get(address(seeker)).content.decode()
    assert "A withdrawal of this member is under way already: there is nothing to record." in page
    said = said_by(record(advisor_client, seeker, told(now)))
    assert said == [f"Nothing was recorded: a withdrawal of member {seeker.member_number} is under way already."]
    assert [secret in page for secret in (other.reference, "秘密です", "told_at")] == [False] * 3


def test_advisor_cannot_record_for_a_seeker_of_another(other_advisor_client, assignment, seeker, now):
    assert other_advisor_client.get(address(seeker)).status_code == 404
    assert other_advisor_client.post(address(seeker), told(now)).status_code == 404
    assert not WithdrawalRequest.objects.exists()


def test_advisor_cannot_record_after_the_assignment_has_ended(advisor_client, assignment, seeker, now):
    assignment.end(at=now)
    assert advisor_client.post(address(seeker), told(now)).status_code == 404
    assert not WithdrawalRequest.objects.exists()
