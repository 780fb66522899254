"""The single days on which the desk has closed the service; config/business_days.py counts by them."""

from datetime import date

from advisors.people.models import ClosedDay


def closed_days() -> set[date]:
    return set(ClosedDay.objects.values_list("day", flat=True))
