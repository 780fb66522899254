"""What advisors counts by the month; see config/tallied.py."""

from django.utils.translation import gettext_lazy as _

from advisors.counseling.models import CounselingBooking
from config.tallied import Tallied

FORMS = {form.value: form.label for form in CounselingBooking.Form}

TALLIED = [
    Tallied(
        what="counseled",
        label=_("First counseling"),
        meaning=_("The first counseling of a member took place. Days are counted from the registration."),
        channels=FORMS,
        has_days=True,
        has_office=True,
        has_advisor=True,
    )
]
HOURS = [
    Tallied(
        what="slot_offered",
        label=_("Hours offered"),
        meaning=_("An hour of an advisor that could be booked, in the month in which it is held."),
        has_office=True,
        has_advisor=True,
    ),
    Tallied(
        what="slot_used",
        label=_("Hours used"),
        meaning=_("Counseling or a mock interview took place in it."),
        channels=FORMS,
        kinds={purpose.value: purpose.label for purpose in CounselingBooking.Purpose},
        has_office=True,
        has_advisor=True,
    ),
]
