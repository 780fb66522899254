"""On which days a suit is picked up, brought back and clean again: offices are open on business days."""

from datetime import date, timedelta

from config.business_days import add_business_days, is_business_day

# In business days: until the desk has it ready; how long before and after the occasion; for the cleaner.
PREPARING, BEFORE, AFTER, CLEANING = 1, 2, 2, 2
LONGEST = timedelta(days=21)
BOOKED_AHEAD = timedelta(days=90)


def first_pick_up(today: date) -> date:
    """The first day on which a suit that is asked for today can be picked up."""
    return add_business_days(today, PREPARING)


def days_for(needed_on: date, *, today: date) -> tuple[date, date]:
    """When to pick up and to bring back, so that there is time to try it on; what is needed soon is had later."""
    pick_up_on = max(add_business_days(needed_on, -BEFORE), first_pick_up(today))
    return pick_up_on, add_business_days(needed_on, AFTER)


def clean_after(return_on: date) -> date:
    """The last day on which the cleaner has what is brought back that day."""
    return add_business_days(return_on, CLEANING)


def back_on(return_on: date) -> date:
    """The day on which what is to be brought back then can be: one that was closed later is waited out."""
    return return_on if is_business_day(return_on) else add_business_days(return_on, 1)
