"""What this app holds about a member; see accounts/holdings.py."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.holdings import Erased, Kept
from advisors.models import Advisor, Assignment

ITEMS = {"assignment": _("Who your advisor is and was")}

HOLDINGS = [
    Erased(Assignment, "assignment", lambda seeker: Q(seeker=seeker)),
    Kept(Advisor, _("staff of the service"), ("id", "user", "name", "gender")),
]
