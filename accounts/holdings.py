"""What the service holds about a member, model by model, and what becomes of it when they leave.

Every app lists its part in `<app>/holdings.py`; `withdrawals/erasure.py` puts them together, later apps first, so that
rows go before what they point to. A test fails for any model, and for any field of a row that stays, which is not
declared here: a new column cannot be forgotten.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import JobSeeker, MailboxProof, Message, Session, StoppedNotice, User

Rows = Callable[[JobSeeker], QuerySet]

# What a receipt calls the things that were erased: a key for each, stable, because receipts are kept for years.
ITEMS = {
    "profile": _("Profile: name, phone number, date of birth, prefecture, wishes"),
    "sign_in": _("Sign-in: e-mail address, passkeys, open sessions"),
    "messages": _("Messages sent to you"),
    "settings": _("Notice settings"),
    "staff_log": _("Notes of the system about changes to your data"),
}


@dataclass(frozen=True)
class Erased:
    """Rows that are deleted with the member, every field of them. `secret` fields are left out of the data download."""

    model: str
    item: str
    rows: Rows
    secret: tuple[str, ...] = ()

    def erase(self, seeker: JobSeeker) -> int:
        """Delete them in one statement. At commit the database refuses if an undeclared row still points to them."""
        rows = self.rows(seeker)
        return rows._raw_delete(rows.db)


@dataclass(frozen=True)
class Unlinked:
    """Rows that stay, without the member: `blank` fields are emptied, each other one is kept for the reason given."""

    model: str
    rows: Rows
    blank: dict[str, object]
    kept: dict[str, str]
    item: str = ""

    def erase(self, seeker: JobSeeker) -> int:
        self.rows(seeker).update(**self.blank)
        return 0


@dataclass(frozen=True)
class Kept:
    """Rows that say nothing about a member: which fields they have, and why they stay."""

    model: str
    because: str
    fields: tuple[str, ...] = field(default=())
    item: str = ""

    def erase(self, seeker: JobSeeker) -> int:
        return 0


def staff_log_of(seeker: JobSeeker) -> QuerySet:
    """What the admin's log says about the member's own rows."""
    types = ContentType.objects.get_for_models(JobSeeker, User)
    about = Q(content_type=types[JobSeeker], object_id=str(seeker.pk)) | Q(
        content_type=types[User], object_id=str(seeker.user_id)
    )
    return LogEntry.objects.filter(about)


HOLDINGS = [
    Erased("admin.LogEntry", "staff_log", staff_log_of),
    Erased(
        "accounts.Message",
        "messages",
        lambda seeker: Message.objects.filter(Q(recipient=seeker.user_id) | Q(to_email=seeker.user.email)),
        secret=("context",),
    ),
    Erased(
        "accounts.MailboxProof",
        "sign_in",
        lambda seeker: MailboxProof.objects.filter(Q(user=seeker.user_id) | Q(email=seeker.user.email)),
        secret=("salt", "code_digest"),
    ),
    Erased("accounts.StoppedNotice", "settings", lambda seeker: StoppedNotice.objects.filter(seeker=seeker)),
    Erased(
        "accounts.Session",
        "sign_in",
        lambda seeker: Session.objects.filter(user=seeker.user_id),
        secret=("session_key", "session_data"),
    ),
    Erased(
        "account.EmailConfirmation",
        "sign_in",
        lambda seeker: EmailConfirmation.objects.filter(email_address__user=seeker.user_id),
        secret=("key",),
    ),
    Erased("account.EmailAddress", "sign_in", lambda seeker: EmailAddress.objects.filter(user=seeker.user_id)),
    Erased(
        "mfa.Authenticator",
        "sign_in",
        lambda seeker: Authenticator.objects.filter(user=seeker.user_id),
        secret=("data",),
    ),
    Erased("accounts.User_groups", "sign_in", lambda seeker: User.groups.through.objects.filter(user=seeker.user_id)),
    Erased(
        "accounts.User_user_permissions",
        "sign_in",
        lambda seeker: User.user_permissions.through.objects.filter(user=seeker.user_id),
    ),
    Erased("accounts.JobSeeker", "profile", lambda seeker: JobSeeker.objects.filter(pk=seeker.pk)),
    Erased("accounts.User", "sign_in", lambda seeker: User.objects.filter(pk=seeker.user_id), secret=("password",)),
    Kept("auth.Group", _("what staff may do"), ("id", "name", "permissions")),
    Kept("auth.Group_permissions", _("what staff may do"), ("id", "group", "permission")),
    Kept("auth.Permission", _("what staff may do"), ("id", "name", "content_type", "codename")),
    Kept("contenttypes.ContentType", _("names of tables"), ("id", "app_label", "model")),
]
