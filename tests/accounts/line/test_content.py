"""What somebody sent by LINE, fetched from there: bounded, and no more often than it may be there."""

import pytest

from accounts.line import channel
from accounts.messages.carrying import NotReached


def test_content_is_fetched(line):
    line.contents["77"] = b"picture"
    assert channel.content("77") == b"picture"


@pytest.mark.parametrize(("content_id", "asked"), [("78", 1), ("", 0), ("../bot/info", 0), ("7/7", 0), ("7?", 0)])
def test_what_is_not_there_is_refused_and_what_is_no_id_not_asked_for(content_id, asked, line):
    with pytest.raises(channel.Refused):
        channel.content(content_id)
    assert len(line.asked) == asked


@pytest.mark.parametrize(
    ("failure", "refusal"), [(404, channel.Refused), (403, channel.Refused), (429, NotReached), (500, NotReached)]
)
def test_refusals_are_told_from_what_may_be_there_later(failure, refusal, line):
    line.contents["77"] = b"picture"
    line.failing = [failure]
    with pytest.raises(refusal):
        channel.content("77")


def test_line_that_is_not_there_is_asked_later(line, settings):
    settings.LINE_API_BASE = "http://127.0.0.1:9"
    with pytest.raises(NotReached):
        channel.content("77")


def test_what_is_larger_is_not_read_to_its_end(line):
    line.contents["77"] = b"x" * (channel.LARGEST + 5000)
    with channel.client() as api:
        _status, held = channel.read_at_most(api.api_client.rest_client.pool_manager, "77")
    assert len(held) == channel.LARGEST + 1


@pytest.mark.parametrize("more", [0, 1])
def test_no_more_than_ten_megabytes_are_read(more, line):
    line.contents["77"] = b"x" * (channel.LARGEST + more)
    if not more:
        assert len(channel.content("77")) == channel.LARGEST
        return
    with pytest.raises(channel.TooLarge):
        channel.content("77")
