"""What the service holds about a member, model by model, and what becomes of it when they leave.

Every app lists its part in `<app>/holdings.py`; `withdrawals/erasure.py` puts them together, later apps first, so that
rows go before what they point to. A test fails for any model, and for any field of a row that stays, which is not
declared here: a new column cannot be forgotten.
"""

from collections.abc import Callable
from dataclasses import dataclass

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import JobSeeker, MailboxProof, Message, Session, StoppedNotice, User

Belonging = Callable[[JobSeeker], Q]

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

    model: type[Model]
    item: str
    of: Belonging
    secret: tuple[str, ...] = ()

    def rows(self, seeker: JobSeeker) -> QuerySet:
        """All of the member's, whatever the model's own manager may hide."""
        return self.model._base_manager.filter(self.of(seeker))

    def erase(self, seeker: JobSeeker) -> int:
        """Delete them in one statement. At commit the database refuses if an undeclared row still points to them."""
        rows = self.rows(seeker)
        return rows._raw_delete(rows.db)


@dataclass(frozen=True)
class Unlinked:
    """Rows that stay, without the member: `blank` fields are emptied, each other one is kept for the reason given."""

    model: type[Model]
    of: Belonging
    blank: dict[str, object]
    kept: dict[str, str]

    def unlink(self, seeker: JobSeeker) -> None:
        self.model._base_manager.filter(self.of(seeker)).update(**self.blank)


@dataclass(frozen=True)
class Kept:
    """Rows that say nothing about a member: why they stay, and which fields they have."""

    model: type[Model]
    because: str
    fields: tuple[str, ...]


def staff_log_of(seeker: JobSeeker) -> Q:
    """What the admin's log says about the member's own rows."""
    types = ContentType.objects.get_for_models(JobSeeker, User)
    about_seeker = Q(content_type=types[JobSeeker], object_id=str(seeker.pk))
    return about_seeker | Q(content_type=types[User], object_id=str(seeker.user_id))


def of_user(seeker: JobSeeker) -> Q:
    return Q(user=seeker.user_id)


HOLDINGS = [
    Erased(LogEntry, "staff_log", staff_log_of),
    Erased(
        Message,
        "messages",
        lambda seeker: Q(recipient=seeker.user_id) | Q(to_email=seeker.user.email),
        secret=("context",),
    ),
    Erased(
        MailboxProof,
        "sign_in",
        lambda seeker: Q(user=seeker.user_id) | Q(email=seeker.user.email),
        secret=("salt", "code_digest"),
    ),
    Erased(StoppedNotice, "settings", lambda seeker: Q(seeker=seeker)),
    Erased(Session, "sign_in", of_user, secret=("session_key", "session_data")),
    Erased(EmailConfirmation, "sign_in", lambda seeker: Q(email_address__user=seeker.user_id), secret=("key",)),
    Erased(EmailAddress, "sign_in", of_user),
    Erased(Authenticator, "sign_in", of_user, secret=("data",)),
    Erased(User.groups.through, "sign_in", of_user),
    Erased(User.user_permissions.through, "sign_in", of_user),
    Erased(JobSeeker, "profile", lambda seeker: Q(pk=seeker.pk)),
    Erased(User, "sign_in", lambda seeker: Q(pk=seeker.user_id), secret=("password",)),
    Kept(Group, _("what staff may do"), ("id", "name")),
    Kept(Group.permissions.through, _("what staff may do"), ("id", "group", "permission")),
    Kept(Permission, _("what staff may do"), ("id", "name", "content_type", "codename")),
    Kept(ContentType, _("names of tables"), ("id", "app_label", "model")),
]
