"""What a member's page of mock interviews shows: the one ahead, those behind, and how far back."""

from datetime import timedelta

import pytest
from django.utils import timezone

from support.mock_interviews import views
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
HOME = "/support/mock-interviews/"


def held(tie, days: int, status: str = "completed"):
    slot = factories.CounselingSlotFactory(advisor=tie.advisor, held_on=timezone.localdate() + timedelta(days=days))
    booking = {"booking__seeker": tie.seeker, "booking__slot": slot, "booking__status": status}
    return factories.MockInterviewFactory(**booking)


def shown(client) -> dict:
    return client.get(HOME).context


def test_the_one_ahead_stands_apart_and_those_behind_the_last_first(assignment, seeker_client):
    first, second = held(assignment, -9), held(assignment, -2)
    assert (shown(seeker_client)["past"], shown(seeker_client)["ahead"]) == ([second, first], None)
    ahead = held(assignment, 3, "booked")
    assert (shown(seeker_client)["past"], shown(seeker_client)["ahead"]) == ([second, first], ahead)


def test_change_is_offered_as_long_as_it_may_be(assignment, seeker_client, clock):
    ahead = held(assignment, 3, "booked")
    assert shown(seeker_client)["may_change"] is True
    clock.move_to(shown(seeker_client)["change_until"] + timedelta(seconds=1), tick=False)
    assert (shown(seeker_client)["ahead"], shown(seeker_client)["may_change"]) == (ahead, False)


def test_page_says_that_it_shows_the_latest_hours_only(assignment, seeker_client, monkeypatch):
    monkeypatch.setattr(views, "SHOWN", 1)
    held(assignment, -9)
    assert shown(seeker_client)["shown"] is None
    latest = held(assignment, -2)
    assert (shown(seeker_client)["shown"], shown(seeker_client)["past"]) == (1, [latest])
