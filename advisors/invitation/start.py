"""Invitations that did not arrive, on the first page of who wrote them, and of the desk."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from advisors.invitation.models import Invitation
from config.admin.lines import Line, lines, on_that_day
from config.admin.start import Waiting


def parts(user: User, *, now: datetime) -> Iterable[Waiting]:
    if not user.has_perm("advisors.view_invitation"):
        return
    undelivered = Invitation.objects.visible_to(user).sent().undelivered()
    yield Waiting(
        name="invitations",
        title=_("Invitations that could not be delivered"),
        help=_("Please ask for the address once more, and write a new one."),
        rows=lines(undelivered.order_by("sent_at", "pk"), since="sent_at"),
        label=invitation_of,
        page=lambda line: reverse("admin:advisors_invitation_change", args=[line.key]),
        told=lambda line: "",
        everything=reverse("admin:advisors_invitation_changelist"),
        urgency="near",
    )


def invitation_of(line: Line) -> str:
    return gettext("Invitation of %(day)s") % {"day": on_that_day(line)}
