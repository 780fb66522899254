from django.utils.translation import gettext


def noted(what: object, note: object) -> str:
    """With a note behind it, in brackets as the reader's language sets them."""
    return gettext("%(what)s (%(note)s)") % {"what": what, "note": note}
