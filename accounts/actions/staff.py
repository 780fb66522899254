"""Accounts of staff: how they are made able to sign in, and helped when their second factor is lost."""

from collections.abc import Collection

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models import QuerySet

from accounts.models import Session, User


@transaction.atomic
def save_staff(user: User, *, changed: Collection[str] | None = None) -> User:
    """Save an account that may enter the admin, with its e-mail address as its one proven mailbox: a new one, or what
    was `changed`.

    An administrator vouches for the address, so that its owner signs in with one code and not with two.
    """
    user.is_staff = True
    if user.pk is None:
        user.set_unusable_password()
    user.save(update_fields=None if changed is None else {*changed, "is_staff"})
    EmailAddress.objects.filter(user=user).exclude(email=user.email).delete()
    EmailAddress.objects.update_or_create(user=user, email=user.email, defaults={"verified": True, "primary": True})
    return user


@transaction.atomic
def forget_second_factors(users: QuerySet) -> tuple[int, int]:
    """For a lost phone: these people are signed out, and set up a new second factor at their next sign-in.

    Returns how many factors were taken away, and how many sessions ended.
    """
    factors, _ = Authenticator.objects.filter(user__in=users).delete()
    sessions, _ = Session.objects.filter(user__in=users).delete()
    return factors, sessions
