"""How a sentence is led by the name of what it is about, and how a day or an hour is written."""

from datetime import datetime

from django import template
from django.utils.timesince import timesince
from django.utils.translation import gettext

from config.days import day, hour, through, until, when
from config.noted import followed_by, listed, noted

register = template.Library()
register.filter(day)
register.filter(hour)
register.filter(when)
register.filter(until)
register.filter(through)
register.filter(noted)
register.filter(followed_by)
register.filter(listed)

ENDS = (".", "?", "!", "。", "？", "！")


@register.filter
def for_how_long(since: datetime) -> str:
    """Until now, in its largest unit alone: of nine months nobody counts the days."""
    return timesince(since, depth=1)


@register.simple_tag
def gap() -> str:
    """What stands between two sentences: in Japanese nothing, for its full stop has room of its own."""
    return gettext("%(name)s %(sentence)s") % {"name": "", "sentence": ""}


@register.filter
def unless(sentence: str, untrue: object) -> str:
    """A sentence, where it holds."""
    return "" if untrue else sentence


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
