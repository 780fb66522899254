"""Who sees the queue: the desk. Not the member's advisor, not another, not a member - while there is much to see."""

import re

import pytest
from django.urls import reverse

from tests.factories import WithdrawalRequestFactory
from withdrawals.models import Erasure, WithdrawalRequest

SECRETS = ("W-7K3PQ9XM", "typed@example.com", "もう疲れました", "+819012345678", "090-1234-5678")


@pytest.fixture
def request_of_hers(assignment, seeker, now):
    """A request that waits for the desk, about a member who has an advisor, and everything that could leak."""
    Erasure.objects.create(erasure_id=seeker.erasure_id, erased_at=now)
    WithdrawalRequestFactory(status="scheduled", seeker=seeker, reference="W-22222222")
    hers = WithdrawalRequestFactory(
        status="needs_review",
        reference="W-7K3PQ9XM",
        statement__phone="+819012345678",
        statement__email="typed@example.com",
        statement__comment="もう疲れました",
    )
    hers.events.create(from_status="received", to_status="needs_review", at=now, actor="worker")
    return hers


def addresses(request) -> list[str]:
    """Every page of the withdrawals in the admin, but the one where an advisor records."""
    models = {"withdrawalrequest": request.pk, "withdrawalevent": request.events.get().pk, "erasure": 1}
    found = []
    for model, pk in models.items():
        found.append(reverse(f"admin:withdrawals_{model}_changelist"))
        for page in ("change", "history", "delete"):
            found.append(reverse(f"admin:withdrawals_{model}_{page}", args=[pk]))
    queue = found[0]
    return [*found, f"{queue}?q=W-22222222", f"{queue}?q={request.pk}", f"{queue}?status=all"]


@pytest.mark.parametrize("who", ["advisor_client", "other_advisor_client", "seeker_client", "other_seeker_client"])
def test_nobody_but_the_desk_gets_a_page_of_the_queue(who, request, request_of_hers):
    client = request.getfixturevalue(who)
    for address in addresses(request_of_hers):
        response = client.get(address)
        assert response.status_code in {403, 404}, address
        assert not [secret for secret in SECRETS if secret in response.content.decode()]


@pytest.mark.parametrize("who", ["advisor_client", "other_advisor_client", "seeker_client"])
@pytest.mark.parametrize("key", ["close", "stop", "complete", "match"])
def test_nobody_but_the_desk_pushes_a_button(who, key, request, request_of_hers, seeker):
    client = request.getfixturevalue(who)
    sent = {"move": key, f"{key}-ticked": "on", f"{key}-member": seeker.member_number}
    for it in WithdrawalRequest.objects.all():
        address = reverse("admin:withdrawals_withdrawalrequest_change", args=[it.pk])
        assert client.post(address, sent).status_code in {403, 404}
    assert sorted(WithdrawalRequest.objects.values_list("status", flat=True)) == ["needs_review", "scheduled"]


def test_request_that_is_there_and_one_that_is_not_look_the_same_to_an_advisor(advisor_client, request_of_hers):
    there, not_there = (
        reverse("admin:withdrawals_withdrawalrequest_change", args=[pk])
        for pk in (request_of_hers.pk, request_of_hers.pk + 1000)
    )
    pages = [advisor_client.get(address) for address in (there, not_there)]
    assert pages[0].status_code == pages[1].status_code
    texts = [
        page.content.decode().replace(address, "") for page, address in zip(pages, (there, not_there), strict=True)
    ]
    assert without_token(texts[0]) == without_token(texts[1])


def without_token(page: str) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)


@pytest.mark.parametrize("who", ["advisor_client", "other_advisor_client"])
def test_first_page_shows_an_advisor_nothing_of_the_queue(who, request, request_of_hers):
    page = request.getfixturevalue(who).get(reverse("admin:index")).content.decode()
    for hidden in (*SECRETS, "W-22222222", "Nobody is waiting.<", "Needs review", reverse_queue() + '"'):
        assert hidden not in page


def reverse_queue() -> str:
    return reverse("admin:withdrawals_withdrawalrequest_changelist")


def test_member_who_is_signed_in_cannot_record(seeker_client, seeker):
    address = reverse("admin:withdrawals_withdrawalrequest_add")
    assert seeker_client.get(f"{address}?seeker={seeker.pk}").status_code == 403


def test_advisor_who_works_at_the_desk_too_sees_the_queue(advisor_client, advisor, desk, request_of_hers):
    advisor.user.groups.add(*desk.groups.all())
    assert advisor_client.get(reverse_queue()).status_code == 200


@pytest.mark.parametrize("model", ["withdrawalevent", "erasure"])
def test_logs_are_written_by_nobody(administrator_client, request_of_hers, model):
    row = {"withdrawalevent": request_of_hers.events, "erasure": Erasure.objects}[model].get()
    pages = [("add", []), ("change", [row.pk]), ("delete", [row.pk])]
    for page, args in pages:
        address = reverse(f"admin:withdrawals_{model}_{page}", args=args)
        assert administrator_client.post(address, {"post": "yes"}).status_code == 403


def test_request_is_deleted_by_nobody(administrator_client, request_of_hers):
    address = reverse("admin:withdrawals_withdrawalrequest_delete", args=[request_of_hers.pk])
    assert administrator_client.post(address, {"post": "yes"}).status_code == 403


@pytest.mark.parametrize(("model", "desk_sees"), [("withdrawalevent", 200), ("erasure", 403)])
def test_logs_are_read_by_the_desk_and_administrators(
    desk_client, administrator_client, request_of_hers, model, desk_sees
):
    address = reverse(f"admin:withdrawals_{model}_changelist")
    assert desk_client.get(address).status_code == desk_sees
    assert administrator_client.get(address).status_code == 200
