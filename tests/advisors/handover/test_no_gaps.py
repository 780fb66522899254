"""Ids that follow one another tell nobody how many rows are hidden between them: what is in confidence takes none.

Whoever sees some rows of a table, in addresses, lists, exports or calendars, could count those that are missing. So a
wish for another advisor, and how it ends, take no number of any sequence; the tie that fulfils one takes a number of
its own, which whoever sees the ties sees too.
"""

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection

from advisors.handover import changing
from advisors.models import AdvisorChangeRequest, Assignment
from tests import factories
from tests.advisors.handover.test_confidential import GUISES, SAID, in_guise, in_twin_worlds

pytestmark = pytest.mark.django_db


def numbers() -> dict[str, int]:
    """The last number that each table or sequence of the database has given out."""
    on_postgresql = "SELECT sequencename, last_value FROM pg_sequences WHERE last_value IS NOT NULL"
    statement = on_postgresql if connection.vendor == "postgresql" else "SELECT name, seq FROM sqlite_sequence"
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return dict(cursor.fetchall())


def taken(act) -> set[str]:
    """The sequences that have given out numbers meanwhile."""
    before = numbers()
    act()
    return {name for name, last in numbers().items() if before.get(name) != last}


def only_ties(names: set[str]) -> bool:
    return {name.removesuffix("_id_seq") for name in names} == {Assignment._meta.db_table}


@pytest.fixture
def wish(assignment, seeker_client, clock):
    def file() -> AdvisorChangeRequest:
        seeker_client.post("/advisor/change/", SAID)
        return AdvisorChangeRequest.objects.open().get()

    return file


def test_filing_a_wish_takes_no_number(wish):
    assert taken(wish) == set()


@pytest.mark.parametrize("how", ["closed by the desk", "taken back"])
def test_nor_does_its_end_without_another_advisor(how, wish, desk_client, seeker_client):
    filed = wish()
    page = f"/admin/advisors/advisorchangerequest/{filed.pk}/change/"
    ends = {
        "closed by the desk": lambda: desk_client.post(page, {"close": "1", "ticked": "on"}),
        "taken back": lambda: seeker_client.post(f"/advisor/change/{filed.pk}/take-back/"),
    }
    assert taken(ends[how]) == set()
    assert not AdvisorChangeRequest.objects.open().exists()


def test_another_advisor_takes_the_number_of_a_tie_that_is_seen(wish, desk_client, assignment):
    filed, follower = wish(), factories.AdvisorFactory(gender="male")
    page = f"/admin/advisors/advisorchangerequest/{filed.pk}/change/"
    assert only_ties(taken(lambda: desk_client.post(page, {"advisor": follower.pk})))
    user = in_guise(assignment.advisor.user, at_desk=True, is_administrator=True)
    keys = Assignment.objects.visible_to(user).order_by("pk").values_list("pk", flat=True)
    assert list(keys) == list(range(assignment.pk, Assignment.objects.latest("pk").pk + 1))


@pytest.mark.parametrize("guise", GUISES)
def test_what_comes_after_a_wish_has_the_numbers_it_would_have_had(guise, wish, desk, assignment, now):
    at_desk, is_administrator = GUISES[guise]
    user = in_guise(assignment.advisor.user, at_desk=at_desk, is_administrator=is_administrator)
    made = {}

    def act(*, has_wish):
        if has_wish:
            changing.close(wish().pk, by=desk, now=now)
        tie = factories.AssignmentFactory(advisor=assignment.advisor)
        booking = factories.CounselingBookingFactory(seeker=tie.seeker, slot__advisor=tie.advisor)
        entry = factories.ConversationEntryFactory(assignment=tie)
        referral = factories.ReferralFactory(seeker=tie.seeker, status="interview")
        interview = factories.JobInterviewFactory(referral=referral)
        leaving = factories.WithdrawalRequestFactory(status="scheduled", seeker=tie.seeker, received_at=now)
        event = leaving.events.create(from_status="received", to_status="scheduled", at=now, actor="staff")
        log = LogEntry.objects.log_actions(user.pk, [tie], 2, "", single_object=True)
        made[has_wish] = [
            row.pk for row in (tie, booking, booking.slot, entry, referral, interview, leaving, event, log)
        ]

    in_twin_worlds(act, dict)
    assert made[True] == made[False]
