"""Who waits for a slot, and of which counseling nobody has said what came, on the desk's first page."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User, leaving
from advisors.counseling.models import SlotWait
from advisors.counseling.unrecorded import AT_MOST, unrecorded_at_desk
from config.admin.lines import lines
from config.admin.start import Part, Tile, Waiting


def parts(user: User, *, now: datetime) -> Iterable[Part | Waiting]:
    if not (user.is_superuser or user.is_support_desk):
        return
    # What is their own stands before them as such.
    found = list(unrecorded_at_desk(user, now=now).exclude(slot__advisor__user=user)[: AT_MOST + 1])
    if bookings := found[:AT_MOST]:
        label = _("Counseling whose outcome nobody has recorded")
        tile = Tile(len(bookings), label, "#unrecorded-desk", "near", is_cut=len(found) > AT_MOST)
        yield Part(
            name="unrecorded-desk",
            title=label,
            template="admin/advisors/_unrecorded_desk.html",
            said={"bookings": bookings},
            tiles=[tile],
        )
    yield Waiting(
        name="slot-waits",
        title=_("Waiting for a time that fits"),
        help=_("They are told by themselves once there is one. Book one for them if you have found a time together."),
        rows=lines(
            SlotWait.objects.visible_to(user).untold().filter(~leaving("seeker")).order_by("since", "pk"),
            since="since",
            seeker="seeker",
        ),
        page=lambda line: f"{reverse('admin:advisors_counselingbooking_add')}?seeker={line.seeker}",
        everything=reverse("admin:advisors_slotwait_changelist"),
    )
