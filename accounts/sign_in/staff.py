"""Accounts of staff: how they are made able to sign in, and helped when their second factor is lost."""

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from accounts.messages.queue import queue_message, queue_message_to_address
from accounts.sign_in.models import Session
from accounts.sign_in.sessions import end_sessions
from accounts.users.models import User


@transaction.atomic
def save_staff(user: User, *, changed: Collection[str] | None = None) -> User:
    """Save an account that may enter the admin, with its e-mail address as its one proven mailbox: a new one, or what
    was `changed`.

    An administrator vouches for the address, so that its owner signs in with one code and not with two. Who has never
    signed in is told how to as soon as they can; of a changed address both mailboxes are told.

    Raises `User.DoesNotExist` if a changed one is gone: who is a member too may have left meanwhile.
    """
    if changed is not None:
        User.objects.select_for_update(of=("self",)).values("pk").get(pk=user.pk)
    user.is_staff = True
    if changed is None:
        user.set_unusable_password()
    user.save(update_fields=None if changed is None else {*changed, "is_staff"})
    if changed and (
        "is_active" in changed and not user.is_active or "is_superuser" in changed and not user.is_superuser
    ):
        end_sessions(user.pk)
    former = EmailAddress.objects.filter(user=user).exclude(email=user.email)
    if changed and "email" in changed:
        tell_of_address(user, former.values_list("email", flat=True))
    former.delete()
    EmailAddress.objects.update_or_create(user=user, email=user.email, defaults={"verified": True, "primary": True})
    if user.last_login is None and (changed is None or {"is_active", "email"} & {*changed}):
        tell_how_to_begin(user)
    return user


@contextmanager
def ending_lost_roles(user: User) -> Iterator[None]:
    """While groups of an account are chosen: whoever is in one less afterwards is signed out at once, everywhere."""
    before = set(user.groups.values_list("pk", flat=True))
    yield
    if before - set(user.groups.values_list("pk", flat=True)):
        end_sessions(user.pk)


def tell_how_to_begin(user: User) -> None:
    if user.is_active:
        queue_message("accounts/staff_welcome", user, second_factor=settings.STAFF_SECOND_FACTOR)


def tell_of_address(user: User, former: Iterable[str]) -> None:
    """Whoever reads the former mailbox learns that it opens nothing any more, and whom to ask if that is wrong."""
    for email in former:
        queue_message_to_address("accounts/staff_address_changed", email, language=user.language)
    if user.last_login:
        queue_message("accounts/staff_address_changed", user)


@transaction.atomic
def forget_second_factors(users: QuerySet[User]) -> tuple[int, int]:
    """For a lost phone: these people are signed out, and set up a new second factor at their next sign-in.

    Returns how many factors were taken away, and how many sessions ended.
    """
    factors, _ = Authenticator.objects.filter(user__in=users).delete()
    sessions, _ = Session.objects.filter(user__in=users).delete()
    return factors, sessions
