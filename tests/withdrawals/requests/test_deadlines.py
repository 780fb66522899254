"""Five business days, one business day of grace, and when the desk is told."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from config.business_days import is_business_day
from withdrawals.requests.deadlines import completes_at, due_on, missed_at, warned_at

JAPAN = ZoneInfo("Asia/Tokyo")


def japan(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=JAPAN)


@pytest.mark.parametrize(
    ("received", "due"),
    [
        ("2026-11-20T10:00", date(2026, 11, 30)),
        ("2026-12-25T23:59", date(2027, 1, 7)),
        ("2026-12-30T10:00", date(2027, 1, 8)),
        ("2027-04-28T00:00", date(2027, 5, 11)),
        ("2026-09-18T10:00", date(2026, 9, 30)),
    ],
)
def test_due_on_is_the_fifth_business_day_after_receipt(received, due):
    assert due_on(japan(received)) == due


def test_day_of_receipt_is_the_day_in_japan():
    assert due_on(datetime(2026, 11, 19, 16, 0, tzinfo=ZoneInfo("UTC"))) == date(2026, 11, 30)  # 1 a.m. on the 20th


def test_number_of_business_days_is_a_setting(settings):
    settings.WITHDRAWAL_BUSINESS_DAYS = 1
    assert due_on(japan("2026-11-20T10:00")) == date(2026, 11, 24)


def test_grace_ends_one_business_day_later_at_the_same_hour():
    assert completes_at(japan("2026-11-20T10:00"), date(2026, 11, 30)) == japan("2026-11-24T10:00")


def test_grace_never_goes_past_the_due_day():
    assert completes_at(japan("2026-11-30T10:00"), date(2026, 11, 30)) == japan("2026-11-30T23:00")


def test_who_is_matched_too_late_still_gets_an_hour_to_say_stop():
    assert completes_at(japan("2026-12-02T10:00"), date(2026, 11, 30)) == japan("2026-12-02T11:00")


def test_without_grace_it_completes_at_once(settings):
    settings.WITHDRAWAL_GRACE_BUSINESS_DAYS = 0
    assert completes_at(japan("2026-11-20T10:00"), date(2026, 11, 30)) == japan("2026-11-20T10:00")


@given(st.datetimes(datetime(2026, 1, 1), datetime(2029, 12, 31)), st.timedeltas(timedelta(0), timedelta(days=20)))
def test_completion_is_never_before_now_and_never_past_a_due_day_that_is_still_ahead(received, later):
    received = received.replace(tzinfo=JAPAN)
    due, now = due_on(received), received + later
    moment = completes_at(now, due)
    assert moment >= now
    assert timezone.localdate(moment) <= due or timezone.localdate(now) > due


@given(st.dates(date(2026, 1, 1), date(2029, 12, 31)).filter(is_business_day))
def test_desk_is_told_on_a_business_day_before_the_due_day_and_after_it(due):
    assert is_business_day(timezone.localdate(warned_at(due)))
    assert timezone.localdate(warned_at(due)) < due
    assert timezone.localdate(missed_at(due)) == due + timedelta(days=1)


def test_desk_is_told_two_business_days_ahead():
    assert warned_at(date(2026, 11, 30)) == japan("2026-11-26T09:00")
