"""How a sentence is led by the name of what it is about, and how a day or an hour to come is named."""

from datetime import date, datetime, timedelta

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext

register = template.Library()

NEAR = timedelta(days=182)
ENDS = (".", "?", "!", "。", "？", "！")


@register.filter
def led_by(sentence: str, name: str) -> str:
    """The name and a colon before it, unless the sentence says the name itself.

    A name that is a sentence, as beside a box to tick, has ended already.
    """
    if str(name).lower() in str(sentence).lower():
        return sentence
    said = {"name": name, "sentence": sentence}
    if not str(name).endswith(ENDS):
        return gettext("%(name)s: %(sentence)s") % said
    return gettext("%(name)s %(sentence)s") % said


@register.filter
def day(of: date | datetime) -> str:
    """With its day of the week: Tue 1 Dec, 12月1日（火）. Half a year away it is a date with its year instead."""
    on = timezone.localtime(of).date() if isinstance(of, datetime) else of
    return date_format(on, "MONTH_DAY_FORMAT" if abs(on - timezone.localdate()) < NEAR else "DATE_FORMAT")


@register.filter
def when(at: datetime) -> str:
    """The same with the hour: Tue 1 Dec, 14:00, 12月1日（火）14:00."""
    said = {"day": day(at), "time": date_format(timezone.localtime(at), "TIME_FORMAT")}
    return gettext("%(day)s, %(time)s") % said
