"""How far away a date may be that somebody types: so near that hours and days can be added to it."""

from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

FIRST_YEAR, LAST_YEAR = 1900, 2200


def within_reach(day: date) -> None:
    """Refuse a date, or a moment, at the edge of time."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValidationError(_("This date is too far away. Please look at the year."), code="out_of_reach")
