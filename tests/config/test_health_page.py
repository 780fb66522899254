"""The administrator's page of health: in words, with what can be done, for administrators alone."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import translation

from accounts.models import Pulse
from config.admin.health import said
from config.figures import Room, Wait, finders, rounds
from tests.factories import WithdrawalRequestFactory

PAGE = "/admin/health/"

pytestmark = pytest.mark.django_db


@pytest.fixture
def well(worker, now):
    for name in Pulse.Name:
        Pulse.beats(name, at=now)


@pytest.mark.usefixtures("well")
def test_administrator_reads_that_all_is_well(administrator_client):
    page = administrator_client.get(PAGE).content.decode()
    assert "All is well" in page
    assert "Not well" not in page
    assert ("nothing may wait" in page, "nothing waits" in page) == (True, True)
    assert tile(administrator_client) == (0, "")


def tile(client) -> tuple[int, str]:
    """On the first page."""
    [found] = [tile for tile in client.get("/admin/").context["start"].tiles if tile.page == PAGE]
    return found.number, found.urgency


@pytest.mark.usefixtures("well")
def test_administrator_reads_what_is_not_well_and_what_to_do(administrator_client, now):
    request = WithdrawalRequestFactory(status="received", received_at=now - timedelta(minutes=20))
    Pulse.beats(Pulse.Name.SLOTS, at=now - timedelta(hours=27))
    page = administrator_client.get(PAGE).content.decode()
    assert "2 things are not well" in page
    assert tile(administrator_client) == (2, "overdue")
    assert "The oldest withdrawal that should have gone on" in page
    assert "20\xa0minutes" in page
    assert "Is the worker running?" in page
    assert "1\xa0day, 3\xa0hours" in page
    assert request.reference not in page


def test_page_is_shown_while_the_broker_is_down(administrator_client, monkeypatch):
    def refuse() -> None:
        raise OSError

    monkeypatch.setattr("config.health.ask_broker", refuse)
    page = administrator_client.get(PAGE).content.decode()
    assert "does not answer" in page
    assert "Start Redis" in page


@pytest.mark.parametrize("who", ["desk_client", "advisor_client", "seeker_client"])
def test_page_is_for_administrators(who, request):
    client = request.getfixturevalue(who)
    assert client.get(PAGE).status_code == 403
    if who != "seeker_client":
        assert PAGE not in client.get("/admin/").content.decode()


@pytest.mark.parametrize(
    ("figure", "words"),
    [
        (Room(None, 0.1), ("nothing can be written", "at least 10.0% free")),
        (Room(0.256, 0.1), ("25.6% free", "at least 10.0% free")),
        (Wait(None, timedelta(hours=1)), ("never yet", "at most 1\xa0hour")),
        (Wait(timedelta(seconds=59), timedelta(hours=1)), ("less than a minute", "at most 1\xa0hour")),
        (Wait(timedelta(0), timedelta(0)), ("nothing waits", "nothing may wait")),
    ],
)
def test_figure_is_said_as_a_person_says_it(figure, words):
    assert said(figure) == words


def test_every_figure_is_said_in_words_in_both_languages(now):
    words = [text for found in finders().values() for text in (found.label, found.help)]
    words += [label for label, _wait in rounds(now=now).values()]
    assert set(finders()) == set(settings.FIGURES)
    for text in words:
        with translation.override("en"):
            english = str(text)
        with translation.override("ja"):
            assert str(text) != english
