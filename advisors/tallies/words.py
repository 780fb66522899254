"""Lengths of time as people read them, and sums in words."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from config.typed import Text

LONGEST = 29
# The first day of each span, and what it is called.
SPANS: dict[int, Text] = {
    0: _("the same day"),
    1: _("1 day"),
    2: _("2 days"),
    3: _("3 days"),
    4: _("4 days"),
    5: _("5 days"),
    6: _("6–7 days"),
    8: _("8–14 days"),
    15: _("15–28 days"),
    LONGEST: _("longer"),
}


def span_of(days: int | None) -> int | None:
    """The span in which so many days are; nothing of what has no days."""
    return None if days is None else max(first for first in SPANS if first <= days)


def all_of(by: str) -> list[str]:
    """What stands in place of a value in a line of all of them."""
    return [] if by == "month" else [gettext("All together")] * (2 if by == "advisor" else 1)
