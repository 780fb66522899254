"""The hours that advisors offer: made from their weekly hours each night, by hand, and taken back."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial

from django.db import transaction
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from advisors.counseling.models import CounselingBooking, CounselingSlot
from advisors.hours.models import DayOff, WeeklyHours
from advisors.people.models import Advisor
from config.business_days import closed_by_desk, is_business_day, is_closed
from config.each import do_each

AHEAD = timedelta(weeks=4)
Given = dict[tuple[date, int], int | None]  # the day and the hour, and the id of the office if it is held at one


def make_slots(*, today: date) -> None:
    """Make everybody's slots of the next four weeks. Safe to repeat. Raises `SomeFailed`."""
    do_each(partial(make_slots_of, today=today), Advisor.objects.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def make_slots_of(advisor_id: int, *, today: date) -> None:
    """Bring an advisor's slots in line with their hours, by the calendar as it is now.

    What was made by hand, is booked, or was taken back stays as it is. The hours are read under the lock of the
    advisor: of two who change them at once, the second makes what both have written.
    """
    lock_advisors(advisor_id)
    closed_by_desk.forget()
    given = hours_given(advisor_id, today=today)
    withdraw_others(advisor_id, given, today=today)
    CounselingSlot.objects.bulk_create(
        [
            CounselingSlot(advisor_id=advisor_id, held_on=day, hour=hour, office_id=office)
            for (day, hour), office in sorted(given.items(), key=lambda item: item[0])
        ],
        ignore_conflicts=True,
    )


def lock_advisors(*advisor_ids: int) -> None:
    """Whoever changes slots locks their advisors first, as who books does. Rows that name an advisor may be added."""
    advisors = Advisor.objects.filter(pk__in=advisor_ids).order_by("pk").select_for_update(no_key=True)
    list(advisors.values_list("pk"))


def hours_given(advisor_id: int, *, today: date) -> Given:
    """Every hour from tomorrow on that the weekly hours give, which do not overlap."""
    weekly = WeeklyHours.objects.filter(advisor=advisor_id, advisor__is_at_work=True)
    hours = list(weekly.order_by("from_hour", "pk"))
    off = set(DayOff.objects.filter(advisor=advisor_id).values_list("day", flat=True))
    given: Given = {}
    for day in (today + timedelta(days=n) for n in range(1, AHEAD.days + 1)):
        if day not in off and not is_closed(day):
            give(given, day, [it for it in hours if it.weekday == day.weekday()])
    return given


def give(given: Given, day: date, hours: Iterable[WeeklyHours]) -> None:
    for it in hours:
        for hour in range(it.from_hour, it.until_hour):
            given.setdefault((day, hour), it.office_id)


def withdraw_others(advisor_id: int, given: Given, *, today: date) -> None:
    """Take away what was made before and is given no longer; where a booking was cancelled, the row stays, taken back.

    On a day that the desk has closed, where nothing is free, that one stays as it is: the day may be opened again. An
    hour that is given at another office now stays, and moves there. Who has booked is asked once the slots are locked:
    a booking that was faster is seen then, and a later one waits.
    """
    made = CounselingSlot.objects.filter(advisor=advisor_id, held_on__gt=today, is_by_hand=False, is_offered=True)
    others = [slot.pk for slot in made if given.get((slot.held_on, slot.hour), -1) != slot.office_id]
    locked = list(made.filter(pk__in=others).order_by("pk").select_for_update(of=("self",)))
    bookings = CounselingBooking.objects.filter(slot__in=others)
    held, remembered = (set(it.values_list("slot", flat=True)) for it in (bookings.holding(), bookings))
    for slot in (slot for slot in locked if slot.pk not in held):
        key = slot.held_on, slot.hour
        if key in given:
            slot.move_to(given[key])
        elif slot.pk not in remembered:
            slot.delete()
        elif slot.held_on not in closed_by_desk:
            slot.offer(is_offered=False)


class Why(TextChoices):
    """Why an hour that was asked for is not offered anew."""

    PAST = "past", _("over already")
    CLOSED = "closed", _("closed on that day")
    OFF = "off", _("a day off")
    THERE = "there", _("there already")


@dataclass(frozen=True)
class Offered:
    """Which hours were made, and which were left out for what."""

    made: list[tuple[date, int]] = field(default_factory=list)
    left: dict[Why, list[tuple[date, int]]] = field(default_factory=dict)


@transaction.atomic
def offer_hours(
    advisor_id: int, *, days: Iterable[date], hours: Collection[int], office_id: int | None, now: datetime
) -> Offered:
    """Each of these hours of these days, made by hand; what cannot be is left out and told, and stops no other."""
    lock_advisors(advisor_id)
    closed_by_desk.forget()
    asked = [(day, hour) for day in days for hour in hours]
    found = CounselingSlot.objects.filter(advisor=advisor_id, held_on__in={day for day, _hour in asked})
    there = set(found.values_list("held_on", "hour"))
    off = set(DayOff.objects.filter(advisor=advisor_id).values_list("day", flat=True))
    offered = Offered()
    for day, hour in asked:
        is_shut = is_closed(day) or (office_id is not None and not is_business_day(day))
        reasons = {
            Why.PAST: (day, hour) <= (now.date(), now.hour),
            Why.CLOSED: is_shut,
            Why.OFF: day in off,
            Why.THERE: (day, hour) in there,
        }
        why = next((why for why, holds in reasons.items() if holds), None)
        (offered.left.setdefault(why, []) if why else offered.made).append((day, hour))
    CounselingSlot.objects.bulk_create(
        [
            CounselingSlot(advisor_id=advisor_id, held_on=day, hour=hour, office_id=office_id, is_by_hand=True)
            for day, hour in offered.made
        ],
        ignore_conflicts=True,
    )
    return offered


@transaction.atomic
def offer(slot_ids: Iterable[int], *, is_offered: bool) -> int:
    """Take slots back, or offer them again: how many. A booking that one of them has stays."""
    slots = CounselingSlot.objects.filter(pk__in=list(slot_ids), is_offered=not is_offered).order_by("pk")
    changed = list(slots.select_for_update(of=("self",)))
    for slot in changed:
        slot.offer(is_offered=is_offered)
    return len(changed)
