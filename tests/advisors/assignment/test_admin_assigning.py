"""The desk's page of seekers without an advisor, and the page that hands an advisor's seekers on."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Message
from advisors.assignment import assigning
from advisors.assignment.refusals import HasAdvisor
from advisors.models import Assignment
from tests.conftest import signed_in
from tests.factories import (
    AdvisorFactory,
    AssignmentFactory,
    CounselingSlotFactory,
    JobSeekerFactory,
    SlotWaitFactory,
    WithdrawalRequestFactory,
    join,
)

UNASSIGNED = "/admin/advisors/assignment/unassigned/"
INDEX = "/admin/"

pytestmark = pytest.mark.django_db


def listed(client) -> list:
    return [case.seeker for case in client.get(UNASSIGNED).context["cases"]]


def text(response) -> str:
    return response.content.decode()


# Who has no advisor


def test_who_waits_longest_comes_first(desk_client, seeker, now):
    lost = AssignmentFactory(ended_at=now).seeker
    newer = JobSeekerFactory(joined_at=now - timedelta(days=1))
    AssignmentFactory()
    WithdrawalRequestFactory(status="scheduled")
    assert listed(desk_client) == [seeker, newer, lost]


def test_page_says_how_they_wait_and_who_fits(desk_client, now):
    SlotWaitFactory(seeker=JobSeekerFactory(advisor_gender="male"), since=now)
    man, woman = AdvisorFactory(gender="male"), AdvisorFactory(gender="female")
    page = text(desk_client.get(UNASSIGNED))
    assert "since Fri 20 Nov" in page
    assert (man.name in page, woman.name in page) == (True, False)


def test_nobody_who_fits_is_said(desk_client, seeker):
    assert "Nobody at work fits the wish of this job seeker." in text(desk_client.get(UNASSIGNED))


def test_button_assigns_once_and_the_seeker_is_told(desk_client, seeker, advisor):
    responses = [
        desk_client.post(UNASSIGNED, {"seeker": seeker.pk, "advisor": advisor.pk}, follow=True) for _ in range(2)
    ]
    levels = [[message.level_tag for message in response.context["messages"]] for response in responses]
    assert (Assignment.objects.get().advisor, levels) == (advisor, [["success"], ["error"]])
    assert list(Message.objects.values_list("kind", flat=True)) == ["advisors/your_advisor"]
    assert listed(desk_client) == []


@pytest.mark.parametrize("refused", [{"gender": "female"}, {"gender": "male", "is_at_work": False}])
def test_wish_and_absence_are_kept_to(refused, desk_client):
    seeker = JobSeekerFactory(advisor_gender="male")
    sent = {"seeker": seeker.pk, "advisor": AdvisorFactory(**refused).pk}
    response = desk_client.post(UNASSIGNED, sent, follow=True)
    assert [message.level_tag for message in response.context["messages"]] == ["error"]
    assert not Assignment.objects.exists()


@pytest.mark.parametrize("key", ["", "x", "0", "99999999999999999999"])
def test_button_with_a_nonsense_key_is_not_there(key, desk_client, seeker, advisor):
    assert desk_client.post(UNASSIGNED, {"seeker": key, "advisor": advisor.pk}).status_code == 404
    assert desk_client.post(UNASSIGNED, {"seeker": seeker.pk, "advisor": key}).status_code == 404


def test_advisor_assigns_nobody(advisor_client, seeker, advisor):
    assert advisor_client.get(UNASSIGNED).status_code == 403
    assert advisor_client.post(UNASSIGNED, {"seeker": seeker.pk, "advisor": advisor.pk}).status_code == 403


def test_page_costs_the_same_for_one_as_for_many(desk_client, seeker):
    CounselingSlotFactory()
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            desk_client.get(UNASSIGNED)
        counts.append(len(queries))
        CounselingSlotFactory.create_batch(2)
        JobSeekerFactory.create_batch(2)
    assert counts[0] == counts[1]


def proposed(client) -> list[str]:
    [case] = client.get(UNASSIGNED).context["cases"]
    return [proposal.colleague.name for proposal in case.proposals]


def test_who_is_full_is_proposed_only_where_those_with_room_are_too_few(desk_client, seeker):
    full = AdvisorFactory(capacity=0)
    free = AdvisorFactory.create_batch(3)
    assert proposed(desk_client) == [*(one.name for one in free), full.name]
    free.append(AdvisorFactory())
    assert proposed(desk_client) == [one.name for one in free]


def test_form_refuses_who_was_there_before_and_who_is_away(desk_client, seeker, advisor, assignment, now):
    assignment.end(at=now)
    away = AdvisorFactory(is_at_work=False)
    for refused in (advisor, away):
        response = desk_client.post("/admin/advisors/assignment/add/", {"seeker": seeker.pk, "advisor": refused.pk})
        assert list(response.context["adminform"].form.errors) == ["advisor"]


def accompanied(seeker, desk) -> None:
    AssignmentFactory(seeker=seeker)


def leaving(seeker, desk) -> None:
    WithdrawalRequestFactory(status="scheduled", seeker=seeker)


def own(seeker, desk) -> None:
    AssignmentFactory(seeker=seeker, advisor__user=desk, ended_at=timezone.now())


REFUSALS = [(accompanied, "has an advisor already"), (leaving, "is scheduled"), (own, "somebody else")]


@pytest.mark.parametrize(("stands", "says"), REFUSALS)
def test_form_says_beside_the_seeker_why_they_get_nobody(stands, says, desk_client, desk, seeker, advisor):
    stands(seeker, desk)
    response = desk_client.post("/admin/advisors/assignment/add/", {"seeker": seeker.pk, "advisor": advisor.pk})
    errors = response.context["adminform"].form.errors
    assert (list(errors), says in str(errors["seeker"])) == (["seeker"], True)


def test_form_says_what_was_so_only_when_it_was_sent(desk_client, seeker, advisor, monkeypatch):
    """Somebody else was faster: the form found nothing wrong, and the action refuses."""

    def refuse(*args, **kwargs):
        raise HasAdvisor

    monkeypatch.setattr(assigning, "assign_by_desk", refuse)
    typed = {"seeker": seeker.pk, "advisor": advisor.pk}
    response = desk_client.post("/admin/advisors/assignment/add/", typed, follow=True)
    assert [str(message) for message in response.context["messages"]] == [HasAdvisor.said]
    assert response.redirect_chain == [("/admin/advisors/assignment/add/", 302)]


@pytest.mark.parametrize(("stands", "says"), REFUSALS)
def test_button_says_of_the_seeker_why_they_get_nobody(stands, says, desk_client, desk, seeker, advisor):
    stands(seeker, desk)
    response = desk_client.post(UNASSIGNED, {"seeker": seeker.pk, "advisor": advisor.pk}, follow=True)
    assert [says in str(message) for message in response.context["messages"]] == [True]
    assert not seeker.assignments.filter(advisor=advisor).exists()


def test_first_page_counts_for_the_desk(desk_client, advisor_client, seeker, assignment):
    JobSeekerFactory.create_batch(2)
    assert "<b>2</b> Job seekers without an advisor" in text(desk_client.get(INDEX))
    assert "Job seekers without an advisor" not in text(advisor_client.get(INDEX))


# Handing over


@pytest.fixture
def over(advisor) -> str:
    return f"/admin/advisors/advisor/{advisor.pk}/hand-over/"


def test_seekers_are_handed_over_after_the_tick(desk_client, over, advisor, assignment, other_advisor):
    assert "Please tick this once it is so." in text(desk_client.post(over))
    assert assignment.seeker.assignments.current().get().advisor == advisor
    response = desk_client.post(over, {"ticked": "on"}, follow=True)
    assert "1 job seeker has another advisor now." in text(response)
    assert other_advisor.name in text(response)
    assert assignment.seeker.assignments.current().get().advisor == other_advisor


def test_who_cannot_be_placed_is_listed_by_number(desk_client, over, assignment):
    response = desk_client.post(over, {"ticked": "on"}, follow=True)
    assert "1 could not be placed and is listed below." in text(response)
    assert assignment.seeker.member_number in text(response)
    assert assignment.seeker.name not in text(response)
    assert listed(desk_client) == [assignment.seeker]


def test_own_seekers_are_handed_over_by_somebody_else(over, advisor, assignment):
    join(advisor.user, "Support desk")
    client = signed_in(advisor.user)
    assert 'name="ticked"' not in text(client.get(over))
    client.post(over, {"ticked": "on"})
    assert assignment.seeker.assignments.current().get().advisor == advisor


def test_advisors_hand_nobody_over(over, advisor_client, other_advisor_client, assignment):
    for client in (advisor_client, other_advisor_client):
        assert client.get(over).status_code == client.post(over, {"ticked": "on"}).status_code == 403


def test_way_there_is_shown_to_the_desk_alone(desk_client, advisor_client, over, advisor):
    address = f"/admin/advisors/advisor/{advisor.pk}/change/"
    assert (over in text(desk_client.get(address)), over in text(advisor_client.get(address))) == (True, False)
