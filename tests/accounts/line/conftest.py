import pytest

from accounts.line.models import LineEvent
from accounts.line.reading import read
from tests.factories import LineAccountFactory

HEARD: list = []


def hear(seeker, said, *, now) -> None:
    """Who listens in these tests, instead of the conversation."""
    HEARD.append((seeker, said))


@pytest.fixture
def heard(settings) -> list:
    HEARD.clear()
    settings.LINE_SAID = "tests.accounts.line.conftest.hear"
    return HEARD


@pytest.fixture
def account(seeker, line):
    account = LineAccountFactory(seeker=seeker)
    line.follow(account.line_user_id)
    return account


@pytest.fixture
def call(client, line, now):
    """LINE calls us with these events: what we answer. Nobody has read them yet."""

    def call(*events: dict, signature: str | None = None, body: bytes | None = None):
        body = line.body(*events) if body is None else body
        signed = line.signature(body) if signature is None else signature
        return client.post(
            "/line/webhook/", body, content_type="application/json", headers={"X-Line-Signature": signed}
        )

    return call


@pytest.fixture
def told(call, now):
    """The same, and the worker reads them."""

    def told(*events: dict, at=now) -> None:
        assert call(*events).status_code == 200
        for event in LineEvent.objects.unread().order_by("pk"):
            read(event.pk, now=at)

    return told


@pytest.fixture
def line(line, now):
    """By the stopped clock."""
    line.now = now.timestamp
    return line
