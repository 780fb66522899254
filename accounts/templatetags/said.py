"""How a sentence is led by the name of what it is about."""

from django import template
from django.utils.translation import gettext

register = template.Library()

ENDS = (".", "?", "!", "。", "？", "！")


@register.filter
def led_by(sentence: str, name: str) -> str:
    """The name and a colon before it; a name that is a sentence itself, as beside a box to tick, has ended already."""
    said = {"name": name, "sentence": sentence}
    if not str(name).endswith(ENDS):
        return gettext("%(name)s: %(sentence)s") % said
    return gettext("%(name)s %(sentence)s") % said
