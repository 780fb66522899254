"""What a page and a step of the worker ask the database: as much for a hundred rows as for one, whoever is named."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.crypto import get_random_string

from accounts.models import JobSeeker, Message, Notice, Session, User
from tests.factories import WithdrawalRequestFactory
from withdrawals.actions.processing import advance
from withdrawals.tasks import sweep_withdrawals

MEMBER = {
    "family_name": "見本",
    "given_name": "花子",
    "birth_date": "2001-04-05",
    "prefecture": "13",
    "advisor_gender": "any",
}


def statements(act) -> int:
    """How many questions `act` asks, without the savepoints that only a test has."""
    with CaptureQueriesContext(connection) as captured:
        act()
    return sum("SAVEPOINT" not in query["sql"] for query in captured)


def own(seeker, many: int) -> None:
    """Give a member `many` rows of each kind that can be many."""
    now = timezone.now()
    Message.objects.bulk_create(
        Message(kind="accounts/welcome", recipient=seeker.user, status="sent", finished_at=now) for _ in range(many)
    )
    Session.objects.bulk_create(
        Session(session_key=get_random_string(32), session_data="", expire_date=now, user=seeker.user)
        for _ in range(many)
    )
    about = ContentType.objects.get_for_models(JobSeeker, User)[JobSeeker]
    LogEntry.objects.bulk_create(
        LogEntry(user=seeker.user, content_type=about, object_id=str(seeker.pk), action_flag=2) for _ in range(many)
    )
    for _ in range(min(many, 3)):
        WithdrawalRequestFactory(status="cancelled", seeker=seeker)


@pytest.mark.parametrize("is_known", [True, False])
def test_registering_costs_two_whoever_is_named(client, seeker, is_known):
    email = seeker.user.email if is_known else "nobody@example.com"
    assert statements(lambda: client.post("/register/", {**MEMBER, "email": email, "phone": "09012345678"})) == 2


@pytest.mark.parametrize("is_known", [True, False])
def test_withdrawing_costs_two_whoever_is_named(client, seeker, is_known):
    email = seeker.user.email if is_known else "nobody@example.com"
    assert statements(lambda: client.post("/withdraw/", {"email": email, "phone": seeker.phone.as_e164})) == 2


@pytest.mark.parametrize(
    "path", ["/", "/register/", "/login/", "/withdraw/", "/withdraw/received/", "/withdraw/receipt/"]
)
def test_public_page_asks_a_visitors_browser_nothing(client, db, path):
    assert statements(lambda: client.get(path)) == 0


@pytest.mark.parametrize("path", ["", "profile/", "notices/", "data/"])
def test_members_page_costs_the_same_for_1_and_100_rows(seeker_client, seeker, path):
    costs = []
    for many in (1, 99):
        own(seeker, many)
        costs.append(statements(lambda: seeker_client.get(f"/mypage/{path}")))
    for kind in Notice.values:
        seeker.stopped_notices.create(kind=kind)
    costs.append(statements(lambda: seeker_client.get(f"/mypage/{path}")))
    assert len(set(costs)) == 1
    assert costs[0] <= 2 + 8  # the session, the user, and eight


def test_completion_costs_the_same_for_1_and_100_rows(seeker, other_seeker, settings):
    costs = []
    for member, many in ((seeker, 1), (other_seeker, 100)):
        own(member, many)
        request = WithdrawalRequestFactory(status="scheduled", seeker=member)
        costs.append(statements(lambda request=request: advance(request.pk, now=request.completes_at)))
    assert JobSeeker.objects.count() == 0
    assert costs[0] == costs[1]


@pytest.mark.parametrize("ended", [0, 100])
def test_sweep_with_nothing_due_asks_one_question(db, ended):
    for _ in range(ended):
        WithdrawalRequestFactory(status="completed")
    assert statements(sweep_withdrawals) == 1
