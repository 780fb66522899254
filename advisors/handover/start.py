"""Who has no advisor, or wishes for another one, on the desk's first page."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from advisors.handover.models import AdvisorChangeRequest
from advisors.handover.unassigned import without_advisor
from config.admin.lines import lines
from config.admin.start import Waiting


def parts(user: User, *, now: datetime) -> Iterable[Waiting]:
    """For whoever assigns. What somebody may not see is neither shown nor counted for them."""
    if not user.has_perm("advisors.view_advisorchangerequest"):
        return
    yield Waiting(
        name="wishes",
        title=_("Wishes for another advisor"),
        rows=lines(
            AdvisorChangeRequest.objects.visible_to(user).open().order_by("submitted_at", "pk"),
            since="submitted_at",
            seeker="seeker",
        ),
        page=lambda line: reverse("admin:advisors_advisorchangerequest_change", args=[line.key]),
        everything=reverse("admin:advisors_advisorchangerequest_changelist"),
        urgency="near",
        is_counted=True,
    )
    unassigned = reverse("admin:advisors_assignment_unassigned")
    yield Waiting(
        name="without-advisor",
        title=_("Job seekers without an advisor"),
        rows=lines(without_advisor(user).order_by("unassigned_since", "pk"), since="unassigned_since", seeker="pk"),
        page=lambda line: unassigned,
        everything=unassigned,
        is_counted=True,
    )
