"""Months, by the first day of each."""

from datetime import date, timedelta


def month_of(day: date) -> date:
    return day.replace(day=1)


def month_before(month: date, count: int = 1) -> date:
    for _month in range(count):
        month = month_of(month - timedelta(days=1))
    return month


def months_between(first: date, last: date) -> list[date]:
    """From one to the other, both included."""
    months = [first]
    while months[-1] < last:
        months.append(month_of(months[-1] + timedelta(days=31)))
    return months
