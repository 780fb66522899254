"""What a message says, and whether it may be said to this person now."""

from dataclasses import dataclass, field
from datetime import datetime
from email.utils import formataddr

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.signing import Signer
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.module_loading import import_string

from accounts.messages.contexts import revived
from accounts.messages.kinds import Leaves, kind_of
from accounts.messages.models import Message, Notice
from accounts.users.models import JobSeeker, User
from config.typed import Typed

STOP_SALT = "accounts.stop_notice"
# The apps whose messages still go to a member who is leaving: what concerns the account, and the withdrawal itself.
SAID_TO_THE_END = {"accounts", "withdrawals"}


@dataclass(frozen=True)
class Audience:
    """Somebody a message may go to: their address, and what the text may say of them."""

    email: str
    seeker: JobSeeker | None = None
    headers: dict[str, str] = field(default_factory=dict)


def audience(message: Message) -> Audience | None:
    """Who gets this message now; None if nobody may.

    An address without an account was typed by somebody who is waiting for this very mail. A member gets what concerns
    the account or the withdrawal; anything else not once a withdrawal is scheduled, and a notice only while it is on.
    """
    if message.to_email:
        return Audience(message.to_email)
    user = message.recipient
    if user is None or not user.is_active:
        return None
    seeker = getattr(user, "job_seeker", None)
    app, name = message.kind.split("/")
    if (app not in SAID_TO_THE_END or name in Notice.values) and seeker and seeker.is_leaving:
        return None
    if name not in Notice.values:
        return Audience(user.email, seeker)
    return notice_audience(name, user, seeker)


def notice_audience(kind: str, user: User, seeker: JobSeeker | None) -> Audience | None:
    if seeker is None or seeker.stopped_notices.filter(kind=kind).exists():
        return None
    stop = settings.SITE_URL + reverse(
        "accounts:stop_notice", args=[Signer(salt=STOP_SALT).sign_object([seeker.pk, kind])]
    )
    return Audience(
        user.email,
        seeker,
        headers={"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
    )


def waits_until(message: Message, *, now: datetime) -> datetime | None:
    """Until when it is kept, as its reader has chosen; None if it may leave now."""
    kind, user = kind_of(message.kind), message.recipient
    if kind is None or kind.leaves is Leaves.AT_ONCE or not hasattr(user, "job_seeker"):
        return None
    leaves_at = import_string(settings.LEAVES_AT)(message, kind.leaves, now=now)
    return leaves_at if leaves_at > now else None


def compose(message: Message, to: Audience) -> EmailMessage | None:
    """The mail itself: the template's first line is the subject, the rest the text; a `calendar` goes with it.

    None if by now there is nothing left to say.
    """
    app, name = message.kind.split("/")
    found = found_now(message)
    if found is None:
        return None
    context = {
        "stop_url": to.headers.get("List-Unsubscribe", "").strip("<>"),
        **revived(message),
        **found,
        "seeker": to.seeker,
        "is_known": User.objects.filter(email=to.email).exists,  # asked where the text depends on it
        "SITE_URL": settings.SITE_URL,
        "SERVICE_NAME": settings.SERVICE_NAME,
        "SUPPORT_PHONE": settings.SUPPORT_PHONE,
        "SUPPORT_HOURS": settings.SUPPORT_HOURS,
        "LINE": settings.LINE_CHANNEL,
    }
    with translation.override(message.language):
        subject, _, body = render_to_string(f"{app}/emails/{name}.txt", context).strip().partition("\n")
        sender = formataddr((str(settings.SERVICE_NAME), settings.DEFAULT_FROM_EMAIL))
    mail = EmailMessage(subject.strip(), body.strip() + "\n", sender, [to.email], headers=to.headers)
    if calendar := message.context.get("calendar"):
        mail.attach("calendar.ics", calendar, "text/calendar")
    return mail


def found_now(message: Message) -> Typed | None:
    """What a mail says of how things are when it is sent, as its app finds out; None if that is nothing."""
    kind = kind_of(message.kind)
    if kind is None or kind.found is None:
        return {}
    with translation.override(message.language):
        return kind.found(message)
