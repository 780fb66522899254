"""When an advisor may write, and when the mail may go; all in the time of Japan."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from advisors.conversation.quiet import WEEK, may_write_from, not_before, unasked
from advisors.conversation.refusals import AnswersOnly
from advisors.models import ContactWish

JAPAN = ZoneInfo("Asia/Tokyo")
NOW = datetime(2026, 11, 20, 10, tzinfo=JAPAN)
DEFAULT, ANSWERS_ONLY = ContactWish(), ContactWish(most_per_week=0)


def said(*who: str) -> list[tuple[datetime, bool]]:
    """A thread that ends an hour ago, an entry each hour: `a` by the advisor, `s` by the seeker."""
    return [(NOW - timedelta(hours=len(who) - n), it == "s") for n, it in enumerate(who)]


@pytest.mark.parametrize(("thread", "count"), [("", 0), ("a", 1), ("sa", 0), ("saa", 1), ("aasaas", 3), ("ss", 0)])
def test_only_the_first_entry_after_the_seekers_is_an_answer(thread, count):
    assert len(unasked(said(*thread))) == count


@pytest.mark.parametrize("thread", ["", "aaaa", "saaaaa", "aaaaas"])
def test_up_to_the_weekly_number_may_be_written_now(thread):
    assert may_write_from(DEFAULT, said(*thread), now=NOW) == NOW


@pytest.mark.parametrize(("thread", "hours"), [("aaaaa", 5), ("saaaaaa", 5), ("aaaaaa", 5)])
def test_beyond_it_only_a_week_after_the_fifth_last(thread, hours):
    assert may_write_from(DEFAULT, said(*thread), now=NOW) == NOW - timedelta(hours=hours) + WEEK


def test_number_is_free_again_to_the_second():
    thread = [(NOW - WEEK, False), *said("a", "a", "a", "a")]
    assert may_write_from(DEFAULT, thread, now=NOW) == NOW
    assert may_write_from(DEFAULT, thread, now=NOW - timedelta(seconds=1)) == NOW


def test_mails_and_entries_are_counted_in_the_order_of_their_time():
    mailed = [NOW - timedelta(days=3), NOW - timedelta(days=2)]
    said_now = said("a")
    assert may_write_from(ContactWish(most_per_week=2), said_now, mailed=mailed, now=NOW) == mailed[1] + WEEK


def test_who_wishes_for_answers_only_gets_answers_only():
    assert may_write_from(ANSWERS_ONLY, said("s"), now=NOW) == NOW
    for thread in ("", "a", "sa"):
        with pytest.raises(AnswersOnly):
            may_write_from(ANSWERS_ONLY, said(*thread), now=NOW)


@pytest.mark.parametrize(
    ("at", "goes"),
    [
        ((20, 9, 0), None),
        ((20, 19, 59), None),
        ((20, 20, 0), (21, 9)),
        ((20, 23, 30), (21, 9)),
        ((21, 0, 5), (21, 9)),
        ((21, 8, 59), (21, 9)),
    ],
)
def test_mail_goes_within_the_hours_or_waits_for_them(at, goes):
    day, hour, minute = at
    moment = datetime(2026, 11, day, hour, minute, tzinfo=JAPAN).astimezone(ZoneInfo("UTC"))
    expected = goes and datetime(2026, 11, goes[0], goes[1], tzinfo=JAPAN)
    assert not_before(DEFAULT, now=moment) == expected
