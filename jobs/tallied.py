"""What jobs counts by the month; see config/tallied.py."""

from django.utils.translation import gettext_lazy as _

from config.tallied import Tallied

STEPS = [
    ("referred", _("Referrals"), _("An advisor put a posting before a member.")),
    ("applied", _("Applications"), _("A member applied to it.")),
    ("interviewed", _("Interviews"), _("The company invited them to a first interview.")),
    ("offered", _("Offers"), _("The company made an offer.")),
    ("accepted", _("Acceptances"), _("The member took it.")),
]
TALLIED = [
    Tallied(what=what, label=label, meaning=meaning, has_office=True, has_advisor=True)
    for what, label, meaning in STEPS
]
