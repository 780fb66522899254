"""The desk is told once that texts about others may name who leaves, and sees it on its first page while it lasts."""

from datetime import timedelta

import pytest

from accounts.models import Message
from tests.conftest import signed_in
from tests.factories import AdvisorFactory, AssignmentFactory, JobSeekerFactory, WithdrawalRequestFactory, join
from tests.withdrawals.requests.mentioning import TEXT, say
from withdrawals.requests.advancing import advance
from withdrawals.requests.deadlines import LOOK_FOR_NAMES

HEADING = "Texts about others may name who leaves"

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def seeker(db):
    return JobSeekerFactory(family_name="星野", given_name="見本子")


@pytest.fixture
def other(assignment):
    return AssignmentFactory(advisor=assignment.advisor)


@pytest.fixture
def leaving(assignment, seeker, now):
    soon = now + timedelta(days=1)
    return WithdrawalRequestFactory(
        status="scheduled", seeker=seeker, received_at=now, completes_at=soon, next_step_at=now
    )


def told() -> list[str]:
    mails = Message.objects.filter(kind="withdrawals/named").order_by("recipient__email")
    return list(mails.values_list("recipient__email", flat=True))


def first_page(client) -> str:
    return client.get("/admin/").content.decode()


def test_desk_is_told_once_and_no_person_is_named(desk, desk_client, leaving, other, now):
    say(other)
    for _time in range(3):
        advance(leaving.pk, now=now)
    assert told() == [desk.email]
    said = str(Message.objects.get(kind="withdrawals/named").context)
    assert [word in said for word in ("星野", other.seeker.member_number, other.advisor.name)] == [False] * 3
    assert HEADING in first_page(desk_client)
    assert f"/withdrawalrequest/{leaving.pk}/change/#mentions" in first_page(desk_client)


def test_nobody_is_told_where_nothing_is_found(desk, desk_client, leaving, other, now):
    say(other, "別の話です。")
    advance(leaving.pk, now=now)
    assert (told(), HEADING in first_page(desk_client)) == ([], False)


def test_service_looks_again_and_it_is_over_once_it_is_blacked_out(desk, desk_client, leaving, other, now):
    entry = say(other)
    advance(leaving.pk, now=now)
    leaving.refresh_from_db()
    assert leaving.next_step_at == now + LOOK_FOR_NAMES
    entry.text = "■■■■■■さん"
    entry.save()
    advance(leaving.pk, now=now + LOOK_FOR_NAMES)
    leaving.refresh_from_db()
    assert (leaving.named_at, leaving.next_step_at > now + LOOK_FOR_NAMES) == (None, True)
    assert HEADING not in first_page(desk_client)


def test_former_advisor_at_the_desk_learns_of_their_own_texts_only(desk, seeker, assignment, leaving, now):
    user = assignment.advisor.user
    join(user, "Support desk")
    assignment.end(at=now)
    later = AdvisorFactory()
    AssignmentFactory(seeker=seeker, advisor=later)
    say(AssignmentFactory(advisor=later))
    advance(leaving.pk, now=now)
    assert told() == [desk.email]
    assert HEADING not in first_page(signed_in(user))


def test_writer_at_the_desk_is_told_of_their_own(desk, assignment, other, leaving, now):
    join(assignment.advisor.user, "Support desk")
    say(other)
    advance(leaving.pk, now=now)
    assert told() == sorted([desk.email, assignment.advisor.user.email])


@pytest.mark.parametrize("is_looked_at", [True, False])
def test_withdrawal_does_not_wait_for_it(leaving, other, now, is_looked_at):
    entry = say(other, TEXT)
    if is_looked_at:
        advance(leaving.pk, now=now)
    advance(leaving.pk, now=leaving.completes_at)
    for row in (leaving, entry):
        row.refresh_from_db()
    assert (leaving.status, "星野" in entry.text) == ("completed", False)
