"""The cells of a list of the admin, each with the heading of its column, shown before it where a list folds."""

from collections.abc import Iterator

from django import template
from django.utils.html import format_html, strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst

register = template.Library()


@register.filter
def under(cells: list[str], headings: list[dict[str, str]]) -> Iterator[SafeString]:
    for cell, heading in zip(cells, headings, strict=True):
        label = capfirst(strip_tags(str(heading["text"])).strip())
        said = format_html(' data-label="{}"', label) if label else ""
        role = "rowheader" if cell.startswith("<th") else "cell"
        yield mark_safe(cell.replace(" class=", f'{said} role="{role}" class=', 1))
