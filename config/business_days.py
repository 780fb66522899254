"""Business days (営業日): no weekend, no national holiday, no year-end closure, no extra closed day.

National holidays and their substitutes come from the `holidays` package, which follows the Act on National Holidays
(国民の祝日に関する法律); the closures are settings, and single days that the desk has closed besides.
"""

import time
from datetime import date, timedelta
from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string
from holidays.countries.japan import JP


@cache
def national_holidays() -> JP:
    return JP()


class ClosedByDesk:
    """The days that the desk has closed, as `settings.CLOSED_DAYS_FOUND_BY` finds them.

    Each process asks once a minute, and so a day that is closed counts everywhere within one. Whoever is to count by
    the newest word calls `forget` first.
    """

    ASKED_AGAIN = 60.0

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        self.know(frozenset(), until=0.0)

    def know(self, days: frozenset[date], *, until: float) -> None:
        self.days, self.until = days, until

    def __contains__(self, day: date) -> bool:
        if time.monotonic() >= self.until:
            find = import_string(settings.CLOSED_DAYS_FOUND_BY)
            self.know(frozenset(find()), until=time.monotonic() + self.ASKED_AGAIN)
        return day in self.days


closed_by_desk = ClosedByDesk()


def is_business_day(day: date) -> bool:
    return day.weekday() < 5 and not is_closed(day)


def is_closed(day: date) -> bool:
    """A holiday or a closed day, whatever the day of the week."""
    return (
        day in national_holidays()
        or (day.month, day.day) in settings.YEAR_END_CLOSED_DAYS
        or day in settings.EXTRA_CLOSED_DAYS
        or day in closed_by_desk
    )


def add_business_days(day: date, count: int) -> date:
    """The `count`-th business day after `day`, which is itself not counted; before it, when `count` is negative."""
    step = timedelta(days=1 if count > 0 else -1)
    while count:
        day += step
        if is_business_day(day):
            count -= 1 if count > 0 else -1
    return day


def last_day_before(today: date, *, business_days: int) -> date:
    """The latest day after which so many business days have passed; today counts if it is one."""
    return add_business_days(today + timedelta(days=1), -business_days) - timedelta(days=1)


def business_days_until(day: date, *, today: date) -> int:
    """How many business days are left after `today` up to and with `day`; negative when it has passed."""
    if day < today:
        return -business_days_until(today, today=day)
    return sum(is_business_day(today + timedelta(days=n)) for n in range(1, (day - today).days + 1))
