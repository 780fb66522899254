"""What the service holds about a member, model by model, and what becomes of it when they leave.

Every app lists its part in `<app>/holdings.py`; `withdrawals/erasure/erasing.py` puts them together, later apps first,
so that rows go before what they point to. A test fails for any model, and for any field of a row that stays, which is
not declared here: a new column cannot be forgotten.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.models import Model, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.attempts.budgets import digest
from accounts.models import (
    Attempt,
    File,
    FileRemoval,
    FormerAddress,
    JobSeeker,
    LineAccount,
    LineBot,
    LineEvent,
    LineLinking,
    LineTopic,
    Look,
    MailboxProof,
    Message,
    Pulse,
    Session,
    StoppedNotice,
    User,
)
from config.typed import Text

Belonging = Callable[[JobSeeker], Q]
Statement = tuple[str, tuple[Any, ...]]  # with its values

# What a receipt calls the things that were erased: a key for each, stable, because receipts are kept for years.
ITEMS = {
    "profile": _("Profile: name, phone number, date of birth, prefecture, wishes"),
    "sign_in": _("Sign-in: e-mail address, passkeys, open sessions"),
    "messages": _("Messages sent to you"),
    "settings": _("Notice settings"),
    "files": _("Files"),
    "line": _("LINE: the linked account, and which messages go there"),
    "staff_log": _("Notes of the system about changes to your data"),
}


# Told only where there were any: most members have none.
ONLY_IF_ANY = {"files", "line", "leaving_message"}


class Held:
    """Rows of a member. In SQL: what `change` does to those whose `key` is met, with another table `beside` them."""

    model: type[Model]
    of: Belonging

    def rows(self, seeker: JobSeeker) -> QuerySet[Model]:
        """All of the member's, whatever the model's own manager may hide."""
        return self.model._base_manager.filter(self.of(seeker))

    @property
    def key(self) -> str:
        return f"{quoted(self.model._meta.db_table)}.{quoted(self.model._meta.pk.column)}"


@dataclass(frozen=True, eq=False)
class Erased(Held):
    """Rows that are deleted with the member, every field of them.

    `secret` fields are left out of the data download, and so are rows that are not `shown`: somebody else may have
    typed what is found by a detail that several people share.
    """

    model: type[Model]
    item: str
    of: Belonging
    secret: tuple[str, ...] = ()
    shown: Belonging | None = None

    beside: ClassVar[str] = "USING"

    def change(self) -> Statement:
        return f"DELETE FROM {quoted(self.model._meta.db_table)}", ()


@dataclass(frozen=True, eq=False)
class Unlinked(Held):
    """Rows that stay, without the member: `blank` fields are emptied, each other one is kept for the reason given."""

    model: type[Model]
    of: Belonging
    blank: dict[str, object]
    kept: dict[str, Text]

    beside: ClassVar[str] = "FROM"

    def change(self) -> Statement:
        meta: Any = self.model._meta
        fields = {meta.get_field(name): value for name, value in self.blank.items()}
        emptied = ", ".join(f"{quoted(field.column)} = %s" for field in fields)
        values = tuple(field.get_db_prep_save(value, connection) for field, value in fields.items())
        return f"UPDATE {quoted(self.model._meta.db_table)} SET {emptied}", values


@dataclass(frozen=True)
class Kept:
    """Rows that say nothing about a member: why they stay, and which fields they have."""

    model: type[Model]
    because: Text
    fields: tuple[str, ...]


Holding = Erased | Unlinked | Kept


def quoted(name: str | None) -> str:
    """A table's or a column's."""
    assert name is not None
    return connection.ops.quote_name(name)


def staff_log_of(seeker: JobSeeker) -> Q:
    """What the admin's log says about the member's own rows."""
    about_seeker = Q(content_type=type_of(JobSeeker), object_id=str(seeker.pk))
    return about_seeker | Q(content_type=type_of(User), object_id=str(seeker.user_id))


def type_of(model: type[Model]) -> QuerySet[ContentType, Any]:
    """The row that stands for a table, to be looked up by the database: its id is not the same in each."""
    return ContentType.objects.filter(app_label=model._meta.app_label, model=model._meta.model_name).values("pk")[:1]


def former_addresses(user: int | OuterRef) -> QuerySet[FormerAddress, Any]:
    """The addresses that somebody had and nobody has now."""
    return FormerAddress.objects.filter(user=user).nobodys().values("email")


def of_user_or_address(model: type[Model], user: str, address: str) -> Belonging:
    """Rows that point to the member, or name an address they have or had. Each side through an index of its own."""

    def of(seeker: JobSeeker) -> Q:
        # Not empty: an index that leaves out the many empty ones is used only where this is said.
        addressed = ~Q(**{address: ""})
        sides = [
            Q(**{user: seeker.user_id}),
            Q(**{address: seeker.user.email}) & addressed,
            Q(**{f"{address}__in": former_addresses(seeker.user_id)}) & addressed,
        ]
        first, *others = [model._base_manager.filter(side).values("pk") for side in sides]
        return Q(pk__in=first.union(*others))

    return of


def at_line(seeker: JobSeeker) -> Q:
    """Rows that name the LINE account the member has linked; that they name one is said for the index."""
    return Q(line_user_id__in=LineAccount.objects.filter(seeker=seeker).values("line_user_id")) & ~Q(line_user_id="")


def linkings_of(seeker: JobSeeker) -> Q:
    """The member's attempts, and others of the account they have linked. Each side through an index of its own."""
    own, others = (LineLinking.objects.filter(side).values("pk") for side in (Q(seeker=seeker), at_line(seeker)))
    return Q(pk__in=own.union(others))


def of_user(seeker: JobSeeker) -> Q:
    return Q(user=seeker.user_id)


HOLDINGS: list[Holding] = [
    Erased(LogEntry, "staff_log", staff_log_of),
    Erased(
        Message,
        "messages",
        of_user_or_address(Message, "recipient", "to_email"),
        secret=("context",),
    ),
    Erased(
        MailboxProof,
        "sign_in",
        of_user_or_address(MailboxProof, "user", "email"),
        secret=("salt", "code_digest"),
    ),
    Erased(
        Attempt,
        "sign_in",
        lambda seeker: Q(address=digest("address", seeker.user.email)),
        secret=("key", "address"),
    ),
    Erased(File, "files", lambda seeker: Q(owner=seeker.user_id), secret=("stored",)),
    Erased(StoppedNotice, "settings", lambda seeker: Q(seeker=seeker)),
    Erased(
        Session, "sign_in", of_user_or_address(Session, "user", "asked_email"), secret=("session_key", "session_data")
    ),
    Erased(LineEvent, "line", at_line, secret=("event_id", "line_user_id", "body")),
    Erased(
        LineLinking,
        "line",
        linkings_of,
        secret=("line_user_id", "token_digest", "session_digest", "nonce_digest"),
    ),
    Erased(LineTopic, "line", lambda seeker: Q(account__seeker=seeker)),
    Erased(LineAccount, "line", lambda seeker: Q(seeker=seeker), secret=("line_user_id",)),
    Unlinked(
        Look,
        lambda seeker: Q(seeker=seeker),
        blank={"seeker": None},
        kept={
            "id": _("row number"),
            "by": _("which staff member looked, so that it stays to be answered for"),
            "role": _("which staff member looked, so that it stays to be answered for"),
            "kind": _("what kind of thing was opened; not whose"),
            "at": _("when it was opened"),
        },
    ),
    Erased(FormerAddress, "sign_in", of_user),
    Erased(EmailConfirmation, "sign_in", lambda seeker: Q(email_address__user=seeker.user_id), secret=("key",)),
    Erased(EmailAddress, "sign_in", of_user),
    Erased(Authenticator, "sign_in", of_user, secret=("data",)),
    Erased(User.groups.through, "sign_in", of_user),
    Erased(User.user_permissions.through, "sign_in", of_user),
    Erased(JobSeeker, "profile", lambda seeker: Q(pk=seeker.pk)),
    Erased(User, "sign_in", lambda seeker: Q(pk=seeker.user_id), secret=("password",)),
    Kept(
        FileRemoval,
        _("a name drawn by chance, until that file is removed"),
        ("id", "stored", "deleted_at", "try_at", "tries"),
    ),
    Kept(LineBot, _("the service's own account at LINE"), ("id", "basic_id", "asked_at")),
    Kept(Pulse, _("when the service's machinery last ran"), ("name", "at")),
    Kept(Group, _("what staff may do"), ("id", "name")),
    Kept(Group.permissions.through, _("what staff may do"), ("id", "group", "permission")),
    Kept(Permission, _("what staff may do"), ("id", "name", "content_type", "codename")),
    Kept(ContentType, _("names of tables"), ("id", "app_label", "model")),
]
