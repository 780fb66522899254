"""What this app holds about a member; see accounts/holdings.py."""

from django.utils.translation import gettext_lazy as _

from accounts.holdings import Erased, Kept
from advisors.models import Assignment

ITEMS = {"assignment": _("Who your advisor is and was")}

HOLDINGS = [
    Erased("advisors.Assignment", "assignment", lambda seeker: Assignment.objects.filter(seeker=seeker)),
    Kept("advisors.Advisor", _("staff of the service"), ("id", "user", "name", "gender")),
]
