"""What support counts by the month; see config/tallied.py."""

from django.utils.translation import gettext_lazy as _

from config.tallied import Tallied
from support.documents.models import Document
from support.seminars.models import Seminar

TALLIED = [
    Tallied(
        what="document_reviewed",
        label=_("Documents reviewed"),
        meaning=_("An advisor returned a document with comments."),
        kinds={kind.value: kind.label for kind in Document.Kind},
        has_advisor=True,
    ),
    Tallied(
        what="seat_used",
        label=_("Seminar seats used"),
        meaning=_("A member was there, in the month in which it was held."),
        kinds={kind.value: kind.label for kind in Seminar.Kind},
        has_office=True,
    ),
    Tallied(what="suit_lent", label=_("Suits lent"), meaning=_("A suit was handed out at an office."), has_office=True),
]
