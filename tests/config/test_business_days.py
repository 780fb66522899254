"""The dates of several years, each counted by hand on a calendar of Japan's national holidays."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.business_days import add_business_days, business_days_until, is_business_day, last_day_before

ANY_DAY = st.dates(date(2020, 1, 1), date(2040, 12, 31))


@pytest.mark.parametrize(
    ("received", "due"),
    [
        ("2026-04-28", "2026-05-11"),  # Golden Week: 29, 3-5, and the substitute on the 6th
        ("2026-05-01", "2026-05-13"),
        ("2026-09-18", "2026-09-30"),  # 21 and 23 are holidays, so the 22nd between them is one
        ("2026-11-20", "2026-11-30"),  # Labour Thanksgiving Day on Monday
        ("2026-11-21", "2026-11-30"),  # a Saturday
        ("2026-12-25", "2027-01-07"),  # closed 12-29 to 01-03
        ("2026-12-30", "2027-01-08"),
        ("2027-03-19", "2027-03-29"),  # the equinox on a Sunday, its substitute on Monday
        ("2027-04-28", "2027-05-11"),
    ],
)
def test_fifth_business_day(received, due):
    assert add_business_days(date.fromisoformat(received), 5) == date.fromisoformat(due)


@pytest.mark.parametrize(
    ("day", "open_on_it"),
    [
        ("2026-11-20", True),
        ("2026-11-21", False),  # Saturday
        ("2026-11-22", False),  # Sunday
        ("2026-11-23", False),  # national holiday
        ("2026-05-06", False),  # substitute holiday
        ("2026-09-22", False),  # between two holidays
        ("2026-12-28", True),
        ("2026-12-29", False),  # year-end closure
        ("2027-01-04", True),
    ],
)
def test_day_is_a_business_day(day, open_on_it):
    assert is_business_day(date.fromisoformat(day)) is open_on_it


def test_extra_closed_day_moves_the_deadline(settings):
    settings.EXTRA_CLOSED_DAYS = {date(2026, 12, 28), date(2027, 1, 4)}
    assert add_business_days(date(2026, 12, 25), 5) == date(2027, 1, 12)  # the 11th is Coming of Age Day


def test_year_end_closure_is_a_setting(settings):
    settings.YEAR_END_CLOSED_DAYS = set()
    assert add_business_days(date(2026, 12, 25), 5) == date(2027, 1, 4)  # only New Year's Day is a national holiday


@given(day=ANY_DAY, count=st.integers(1, 30))
def test_day_counted_to_is_a_business_day_and_so_many_away(day, count):
    end = add_business_days(day, count)
    assert is_business_day(end)
    between = [day + timedelta(days=n) for n in range(1, (end - day).days + 1)]
    assert sum(map(is_business_day, between)) == count


@given(day=ANY_DAY, count=st.integers(1, 30))
def test_days_left_are_the_days_counted(day, count):
    end = add_business_days(day, count)
    assert business_days_until(end, today=day) == count
    assert business_days_until(day, today=end) == -count


@given(day=ANY_DAY.filter(is_business_day), count=st.integers(1, 30))
def test_counting_back_from_a_business_day_returns(day, count):
    assert add_business_days(add_business_days(day, count), -count) == day


@given(today=ANY_DAY, count=st.integers(1, 30))
def test_so_many_have_passed_after_the_last_day_before_and_not_after_the_next(today, count):
    last = last_day_before(today, business_days=count)
    assert add_business_days(last, count) <= today < add_business_days(last + timedelta(days=1), count)


@given(day=ANY_DAY, count=st.integers(0, 30))
def test_later_receipt_is_never_due_earlier(day, count):
    assert add_business_days(day, count) <= add_business_days(day + timedelta(days=1), count)


@given(day=ANY_DAY)
def test_no_business_day_is_no_step(day):
    assert add_business_days(day, 0) == day
