"""How days and hours are written: with the day of the week, and the year only where it is another."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils.formats import date_format
from django.utils.translation import override

from accounts.templatetags.said import day, for_how_long, hour, led_by, when

pytestmark = pytest.mark.usefixtures("clock")  # it is 20 November 2026
UTC = ZoneInfo("UTC")
AT = datetime(2026, 12, 1, 5, 0, tzinfo=UTC)


@pytest.mark.parametrize(("language", "said"), [("en", "Tue 1 Dec, 14:00"), ("ja", "12月1日（火）14:00")])
def test_hour_to_come_is_said_with_its_weekday_in_the_time_of_japan(language, said):
    with override(language):
        assert when(AT) == said


@pytest.mark.parametrize(
    ("on", "en", "ja"),
    [
        (date(2026, 12, 1), "Tue 1 Dec", "12月1日（火）"),
        (date(2026, 1, 5), "Mon 5 Jan", "1月5日（月）"),
        (datetime(2026, 11, 30, 15, 30, tzinfo=UTC), "Tue 1 Dec", "12月1日（火）"),
        (date(2027, 1, 4), "Mon 4 Jan 2027", "2027年1月4日（月）"),
        (datetime(2026, 12, 31, 15, 30, tzinfo=UTC), "Fri 1 Jan 2027", "2027年1月1日（金）"),
        (date(2025, 12, 1), "Mon 1 Dec 2025", "2025年12月1日（月）"),
    ],
)
def test_day_is_said_with_its_year_where_it_is_another(on, en, ja):
    assert day(on) == en
    with override("ja"):
        assert day(on) == ja


def test_hour_without_a_time_zone_is_one_of_japan():
    assert when(datetime(2026, 12, 1, 14)) == "Tue 1 Dec, 14:00"


def test_what_is_not_there_yet_is_not_said():
    assert (day(None), hour(None), when(None)) == ("", "", "")


@pytest.mark.parametrize(("language", "said"), [("en", "9\xa0months"), ("ja", "9か月")])
def test_long_wait_is_said_in_its_largest_unit(language, said):
    with override(language):
        assert for_how_long(datetime(2026, 2, 8, 3, 0, tzinfo=UTC)) == said


@pytest.mark.parametrize(
    ("language", "name", "said"),
    [
        ("en", "DATE_FORMAT", "1 Dec 2026"),
        ("en", "DATETIME_FORMAT", "Tue 1 Dec 2026, 09:05"),
        ("en", "SHORT_DATETIME_FORMAT", "1 Dec 2026, 09:05"),
        ("ja", "DATE_FORMAT", "2026年12月1日"),
        ("ja", "DATETIME_FORMAT", "2026年12月1日（火）9:05"),
        ("ja", "SHORT_DATETIME_FORMAT", "2026/12/01 9:05"),
    ],
)
def test_dates_are_written_in_one_way(language, name, said):
    with override(language):
        assert date_format(datetime(2026, 12, 1, 9, 5), name) == said


@pytest.mark.parametrize(
    ("name", "sentence", "said"),
    [
        ("Family name", "Use letters only.", "Family name: Use letters only."),
        ("Family name", "Enter your family name.", "Enter your family name."),
        ("I understand.", "Please tick it.", "I understand. Please tick it."),
    ],
)
def test_error_names_its_field_once(name, sentence, said):
    assert led_by(sentence, name) == said
