"""Years by era, at the days on which one ended and the next began."""

from datetime import date

import pytest

from support.resume import eras


@pytest.mark.parametrize(
    ("day", "by_era"),
    [
        (date(2026, 11, 29), "令和8年11月29日"),
        (date(2020, 1, 1), "令和2年1月1日"),
        (date(2019, 12, 31), "令和元年12月31日"),
        (date(2019, 5, 1), "令和元年5月1日"),
        (date(2019, 4, 30), "平成31年4月30日"),
        (date(1990, 1, 1), "平成2年1月1日"),
        (date(1989, 1, 8), "平成元年1月8日"),
        (date(1989, 1, 7), "昭和64年1月7日"),
        (date(1926, 12, 25), "昭和元年12月25日"),
        (date(1926, 12, 24), "大正15年12月24日"),
        (date(1912, 7, 30), "大正元年7月30日"),
        (date(1912, 7, 29), "明治45年7月29日"),
        (date(1873, 1, 1), "明治6年1月1日"),
    ],
)
def test_day_is_of_its_era(day, by_era):
    assert eras.in_words(day, in_eras=True) == by_era


def test_western_years_are_as_they_are():
    days = [date(2019, 4, 30), date(2019, 5, 1)]
    assert [eras.in_words(day, in_eras=False) for day in days] == ["2019年4月30日", "2019年5月1日"]


def test_month_is_of_the_era_in_which_it_begins():
    months = [date(2019, 4, 1), date(2019, 5, 1)]
    assert [eras.month_in_words(month, in_eras=True) for month in months] == ["平成31年4月", "令和元年5月"]
