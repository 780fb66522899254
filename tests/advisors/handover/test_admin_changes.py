"""The desk's queue of wishes for another advisor."""

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.conftest import signed_in
from tests.factories import (
    AdvisorChangeRequestFactory,
    AdvisorFactory,
    AssignmentFactory,
    CounselingSlotFactory,
    WithdrawalRequestFactory,
    join,
)

LIST = "/admin/advisors/advisorchangerequest/"

pytestmark = pytest.mark.django_db


@pytest.fixture
def wish(assignment):
    return AdvisorChangeRequestFactory(assignment=assignment, advisor_gender="male")


@pytest.fixture
def man(db):
    return AdvisorFactory(gender="male", name="見本太郎")


def page_of(wish) -> str:
    return f"{LIST}{wish.pk}/change/"


def listed(client, **asked) -> list:
    return list(client.get(LIST, asked).context["cl"].result_list)


def text(response) -> str:
    return response.content.decode()


def test_open_ones_are_listed_the_oldest_first(desk_client, wish, now):
    older = AdvisorChangeRequestFactory(submitted_at=wish.assignment.began_at)
    ended = AdvisorChangeRequestFactory(status="withdrawn")
    assert listed(desk_client) == [older, wish]
    assert listed(desk_client, state="ended") == [ended]
    assert desk_client.get(LIST, {"state": "x"}).status_code == 302


def test_search_looks_at_all_of_a_member(desk_client, wish):
    AdvisorChangeRequestFactory()
    ended = AdvisorChangeRequestFactory(assignment=wish.assignment, status="closed")
    assert set(listed(desk_client, q=wish.seeker.member_number)) == {wish, ended}


def test_page_counts_the_ways_of_working_that_fit(desk_client, assignment):
    AdvisorFactory(name="速い人", styles=["plain"])
    AdvisorFactory(name="ゆっくりの人", styles=["slow", "listens"])
    page = text(desk_client.get(page_of(AdvisorChangeRequestFactory(assignment=assignment, styles=["slow", "writes"]))))
    assert "Speaks slowly / Puts it in writing too" in page
    assert page.index("1 of 2 ways of working fit: Speaks slowly") < page.index("0 of 2 ways of working fit")


def test_page_says_what_is_wished_and_who_could_be_next(desk_client, wish, man):
    AdvisorFactory(gender="female", name="別の人")
    page = text(desk_client.get(page_of(wish)))
    assert [word in page for word in (wish.comment, wish.wish, man.name, "A man, as wished for")] == [True] * 4
    assert "別の人" not in page


def test_nobody_free_is_said_and_the_wish_waits(desk_client, wish, man):
    man.capacity = 0
    man.save()
    page = text(desk_client.get(page_of(wish)))
    assert "Nobody who fits this wish is free now" in page
    assert "full: 0 of 0" in page


def test_nobody_is_proposed_to_who_is_leaving(desk_client, wish, man):
    assert man.name in text(desk_client.get(page_of(wish)))
    WithdrawalRequestFactory(seeker=wish.seeker, status="scheduled")
    page = text(desk_client.get(page_of(wish)))
    assert (man.name in page, "The withdrawal of this job seeker is scheduled." in page) == (False, True)
    response = desk_client.post(page_of(wish), {"advisor": man.pk}, follow=True)
    assert ["is scheduled" in str(message) for message in response.context["messages"]] == [True]


def test_button_assigns_and_no_log_tells_of_it(desk_client, wish, man):
    for _ in range(2):
        response = desk_client.post(page_of(wish), {"advisor": man.pk}, follow=True)
    assert wish.seeker.assignments.current().get().advisor == man
    assert "somebody has dealt with this wish already" in text(response)
    assert LogEntry.objects.count() == 0


@pytest.mark.parametrize("who", ["advisor", "nobody", "x", "woman"])
def test_wrong_choice_is_refused_in_a_sentence(who, desk_client, wish, advisor):
    sent = {"advisor": advisor.pk, "nobody": 0, "x": "x", "woman": AdvisorFactory().pk}[who]
    response = desk_client.post(page_of(wish), {"advisor": sent}, follow=True)
    assert [message.level_tag for message in response.context["messages"]] == ["error"]
    wish.refresh_from_db()
    assert (wish.status, wish.seeker.assignments.current().get().advisor) == ("submitted", advisor)


def test_closing_asks_for_the_tick(desk_client, wish):
    assert "Please tick this once it is so." in text(desk_client.post(page_of(wish), {"close": "1"}))
    wish.refresh_from_db()
    assert wish.status == "submitted"
    desk_client.post(page_of(wish), {"close": "1", "ticked": "on"})
    wish.refresh_from_db()
    assert wish.status == "closed"
    assert 'name="close"' not in text(desk_client.get(page_of(wish)))


@pytest.mark.parametrize("who", ["advisor_client", "other_advisor_client"])
def test_advisors_have_no_queue(who, request, wish):
    client = request.getfixturevalue(who)
    said = [client.get(address).status_code for address in (LIST, page_of(wish), f"{LIST}999/change/")]
    assert said == [403, 404, 404]


@pytest.mark.parametrize("is_former", [False, True])
@pytest.mark.parametrize("is_administrator", [False, True])
def test_wish_is_not_there_for_whom_it_concerns(is_former, is_administrator, wish, man, now):
    """Nor for a former advisor of this seeker; the same 404 as for a number that was never given."""
    advisor = wish.assignment.advisor
    if is_former:
        advisor = man
        AssignmentFactory(seeker=wish.seeker, advisor=man, ended_at=now)
    advisor.user.is_superuser = is_administrator
    advisor.user.save()
    join(advisor.user, "Support desk")
    client = signed_in(advisor.user)
    assert listed(client) == listed(client, q=wish.seeker.member_number) == []
    for part in ("change", "history", "delete"):
        assert client.get(f"{LIST}{wish.pk}/{part}/").status_code == client.get(f"{LIST}999/{part}/").status_code
    assert client.get(page_of(wish)).status_code == 404
    assert client.post(page_of(wish), {"close": "1", "ticked": "on"}).status_code == 404


def test_desk_person_who_takes_the_seeker_is_led_away_from_the_wish(wish, man):
    join(man.user, "Support desk")
    client = signed_in(man.user)
    response = client.post(page_of(wish), {"advisor": man.pk}, follow=True)
    assert (response.status_code, response.redirect_chain[-1][0]) == (200, LIST)
    assert client.get(page_of(wish)).status_code == 404


def test_list_and_page_cost_the_same_however_many_there_are(desk_client, wish, man):
    counts = {LIST: [], page_of(wish): []}
    CounselingSlotFactory(advisor=man)
    desk_client.get("/admin/")
    for _ in range(2):
        for address, seen in counts.items():
            with CaptureQueriesContext(connection) as queries:
                desk_client.get(address)
            seen.append(len(queries))
        AdvisorChangeRequestFactory.create_batch(2)
        CounselingSlotFactory.create_batch(2, advisor__gender="male")
    assert all(first == second for first, second in counts.values())
