"""What a message says, and whether it may be said to this person now. How it is carried: carrying.py."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from email.utils import formataddr

from django.conf import settings
from django.template.loader import render_to_string, select_template
from django.utils import translation
from django.utils.module_loading import import_string

from accounts.messages.contexts import revived
from accounts.messages.html import as_html
from accounts.messages.kinds import Leaves, kind_of
from accounts.messages.links import stop_url
from accounts.messages.models import Message, Notice
from accounts.users.models import JobSeeker, User
from config import office_hours
from config.typed import Typed

# The apps whose messages still go to a member who is leaving: what concerns the account, and the withdrawal itself.
SAID_TO_THE_END = {"accounts", "withdrawals"}


@dataclass(frozen=True)
class Audience:
    """Somebody a message may go to: their address, and what the text may say of them.

    With a user at LINE, they have chosen to be told this there.
    """

    email: str
    seeker: JobSeeker | None = None
    headers: dict[str, str] = field(default_factory=dict)
    line_user_id: str = ""

    @property
    def place(self) -> tuple[str, str]:
        """Where it goes."""
        return self.email, self.line_user_id


@dataclass(frozen=True)
class Letter:
    """What a message says to somebody, in their language. By LINE it has no subject and nothing goes with it."""

    to: Audience
    sender: str
    subject: str
    body: str
    calendar: str = ""
    html: str = ""


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
    to = notice_audience(name, user, seeker) if name in Notice.values else Audience(user.email, seeker)
    return replace(to, line_user_id=at_line(message, seeker)) if to and seeker else to


def at_line(message: Message, seeker: JobSeeker) -> str:
    """Who they are at LINE, if they have chosen to be told there of what this is about, and it need not go by mail."""
    kind = kind_of(message.kind)
    if not settings.LINE_CHANNEL or kind is None or kind.topic is None or message.channel == Message.Channel.MAIL:
        return ""
    chosen = JobSeeker.objects.filter(pk=seeker.pk, line_account__topics__topic=kind.topic)
    return chosen.values_list("line_account__line_user_id", flat=True).first() or ""


def notice_audience(kind: str, user: User, seeker: JobSeeker | None) -> Audience | None:
    if seeker is None or seeker.stopped_notices.filter(kind=kind).exists():
        return None
    return Audience(
        user.email,
        seeker,
        headers={
            "List-Unsubscribe": f"<{stop_url(seeker.pk, kind)}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
    )


def waits_until(message: Message, *, now: datetime) -> datetime | None:
    """Until when it is kept, as its reader has chosen; None if it may leave now."""
    kind, user = kind_of(message.kind), message.recipient
    if kind is None or kind.leaves is Leaves.AT_ONCE or not hasattr(user, "job_seeker"):
        return None
    leaves_at = import_string(settings.LEAVES_AT)(message, kind.leaves, now=now)
    return leaves_at if leaves_at > now else None


def compose(message: Message, to: Audience) -> Letter | None:
    """The text for whom it goes to. None if by now there is nothing left to say."""
    found = found_now(message)
    if found is None:
        return None
    with translation.override(message.language):
        context = {
            "stop_url": to.headers.get("List-Unsubscribe", "").strip("<>"),
            **revived(message),
            **found,
            "seeker": to.seeker,
            "by_line": bool(to.line_user_id),
            "is_known": User.objects.filter(email=to.email).exists,  # asked where the text depends on it
            "SITE_URL": settings.SITE_URL,
            "SERVICE_NAME": settings.SERVICE_NAME,
            "SUPPORT_PHONE": settings.SUPPORT_PHONE,
            "SUPPORT_HOURS": office_hours.in_words(),
            "LINE": settings.LINE_CHANNEL,
        }
        sender = formataddr((str(settings.SERVICE_NAME), settings.DEFAULT_FROM_EMAIL))
        if to.line_user_id:
            return Letter(to, sender, "", said_by_line(message.kind, context))
        subject, body = said_by_mail(message.kind, context)
        html = as_html(subject, body)
    return Letter(to, sender, subject, body, message.context.get("calendar", ""), html)


def said_by_mail(kind: str, context: Typed) -> tuple[str, str]:
    """The template's first line is the subject, the rest the text."""
    app, name = kind.split("/")
    subject, _, body = render_to_string(f"{app}/emails/{name}.txt", context).strip().partition("\n")
    return subject.strip(), body.strip() + "\n"


def said_by_line(kind: str, context: Typed) -> str:
    """A text of its own where there is one, or else the mail's, without salutation and signature."""
    app, name = kind.split("/")
    text: str = select_template([f"{app}/line/{name}.txt", f"{app}/emails/{name}.txt"]).render(context)
    return text.strip()


def found_now(message: Message) -> Typed | None:
    """What a mail says of how things are when it is sent, as its app finds out; None if that is nothing."""
    kind = kind_of(message.kind)
    if kind is None or kind.found is None:
        return {}
    with translation.override(message.language):
        return kind.found(message)
