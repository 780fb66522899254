"""Messages that did not reach anybody, on the desk's first page."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.messages.kinds import label_of
from accounts.messages.models import Message
from accounts.users.models import User
from config.admin.lines import Line, at_that_time, lines
from config.admin.start import Waiting
from config.typed import Text

# After that nobody can do anything about it any more.
TOLD_FOR = timedelta(days=7)


def parts(user: User, *, now: datetime) -> Iterable[Waiting]:
    """For whoever may see that mails went out."""
    if not user.has_perm("accounts.view_message"):
        return
    everything, messages = reverse("admin:accounts_message_changelist"), Message.objects.visible_to(user)
    yield Waiting(
        name="unwritten",
        title=_("Messages that could not be written, by a fault of the service"),
        help=_("Please tell an administrator."),
        rows=lines(messages.unwritten().order_by("-id"), since="queued_at", what="kind"),
        label=kind_of,
        page=page_of,
        told=at_that_time,
        everything=f"{everything}?unwritten=yes",
        urgency="overdue",
    )
    given_up = messages.given_up(now - TOLD_FOR).order_by("-finished_at")
    yield Waiting(
        name="undelivered",
        title=_("Messages that could not be delivered"),
        help=_("In the last seven days, after three days of trying. Please ask the member for an address that works."),
        rows=lines(given_up, since="finished_at", what="kind", seeker="recipient__job_seeker", key="pk"),
        label=kind_of,
        page=page_of,
        told=at_that_time,
        everything=f"{everything}?status__exact=failed",
        urgency="near",
    )


def kind_of(line: Line) -> Text:
    return label_of(line.what)


def page_of(line: Line) -> str:
    return reverse("admin:accounts_message_change", args=[line.key])
