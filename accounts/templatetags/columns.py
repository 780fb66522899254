"""The cells of a list of the admin, each with the heading of its column, shown before it where a list folds."""

from collections.abc import Iterator

from django import template
from django.utils.html import format_html, strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst

register = template.Library()


@register.filter
def labels(headings: list[dict[str, str]]) -> list[str]:
    """What each column is called before its cells: made once for a list, however many rows it has."""
    said = (capfirst(strip_tags(str(heading["text"])).strip()) for heading in headings)
    return [format_html(' data-label="{}"', label) if label else "" for label in said]


@register.filter
def under(cells: list[str], labels: list[str]) -> Iterator[SafeString]:
    for cell, said in zip(cells, labels, strict=True):
        role = "rowheader" if cell.startswith("<th") else "cell"
        yield mark_safe(cell.replace(" class=", f'{said} role="{role}" class=', 1))
