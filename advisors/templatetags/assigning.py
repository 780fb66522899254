"""What the admin's first page tells the desk of who has no advisor, or the wrong one."""

from django import template

from accounts.models import User
from advisors.handover.unassigned import without_advisor
from advisors.models import AdvisorChangeRequest
from config.typed import Typed

COUNTED = 100

register = template.Library()


@register.simple_tag
def assigning_overview(user: User) -> Typed | None:
    """How many wait, counted no further than to a hundred, for whoever assigns; None for anybody else.

    What somebody may not see is not counted for them.
    """
    if not user.has_perm("advisors.view_advisorchangerequest"):
        return None
    wishes = AdvisorChangeRequest.objects.visible_to(user).open().order_by("submitted_at", "pk")
    waiting = list(wishes.values_list("submitted_at", flat=True)[:COUNTED])
    return {
        "most": COUNTED,
        "without": without_advisor(user)[:COUNTED].count(),
        "wishes": len(waiting),
        "oldest": waiting[0] if waiting else None,
    }
