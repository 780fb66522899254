"""How what stands beside one another is set, as the reader's language does it: brackets, colon, commas, dash."""

from collections.abc import Iterable

from django.utils.translation import gettext, gettext_noop

# Behind the labels of Django's own forms, as of the admin: it has no translation of this one.
LABEL_SUFFIX = gettext_noop(":")


def noted(what: object, note: object) -> str:
    """With a note behind it, in brackets."""
    return gettext("%(what)s (%(note)s)") % {"what": what, "note": note}


def followed_by(first: object, then: object) -> str:
    """With a colon, and what belongs to it."""
    return gettext("%(first)s: %(then)s") % {"first": first, "then": then}


def span(begins: object, ends: object) -> str:
    """From one hour to another, as one word."""
    return gettext("%(begins)s–%(ends)s") % {"begins": begins, "ends": ends}


def up_to(first: object, last: object) -> str:
    """From one to the other."""
    return gettext("%(first)s – %(last)s") % {"first": first, "last": last}


def listed(things: Iterable[object]) -> str:
    """One after the other."""
    return gettext(", ").join(map(str, things))
