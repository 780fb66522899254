"""How days and hours are written: with the day of the week, and the year only where it is far away."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils.formats import date_format
from django.utils.translation import override

from accounts.templatetags.said import day, led_by, when

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
        (date(2026, 9, 1), "Tue 1 Sep", "9月1日（火）"),
        (datetime(2026, 11, 30, 15, 30, tzinfo=UTC), "Tue 1 Dec", "12月1日（火）"),
        (date(2027, 5, 20), "Thu 20 May", "5月20日（木）"),
        (date(2027, 5, 21), "21 May 2027", "2027年5月21日"),
        (date(2025, 12, 1), "1 Dec 2025", "2025年12月1日"),
    ],
)
def test_day_is_said_without_its_year_within_half_a_year(on, en, ja):
    assert day(on) == en
    with override("ja"):
        assert day(on) == ja


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
