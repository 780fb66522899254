"""Somebody leaves, and is erased, in the moment in which another acts on them: nobody sees an error page."""

from functools import partial

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.messages import links
from accounts.models import MailboxProof, Notice, StoppedNotice, User
from tests.twins import held_up
from withdrawals.erasure.erasing import erase_member

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite writes one after the other"),
]


@pytest.fixture
def leave(seeker):
    """The seeker's row is locked, and all of them erased."""

    def erased():
        with transaction.atomic():
            member = type(seeker).objects.select_for_update(of=("self",)).get(pk=seeker.pk)
            User.objects.select_for_update().get(pk=seeker.user_id)
            erase_member(member, now=timezone.now())

    return erased


def test_notice_is_stopped_by_its_link(seeker, leave):
    address = reverse("accounts:stop_notice", args=[links.token(seeker.pk, Notice.JOB)])
    press = partial(Client().post, address)
    assert held_up(press, by=leave).status_code == 200
    assert not StoppedNotice.objects.exists()


def test_desk_has_a_code_sent_to_a_new_address(seeker, leave, desk_client):
    page = reverse("admin:accounts_jobseeker_email", args=[seeker.pk])
    press = partial(desk_client.post, page, {"email": "new@example.com", "identity_checked": "on"})
    assert held_up(press, by=leave).status_code == 404
    assert not MailboxProof.objects.exists()


@pytest.fixture
def staff_too(seeker):
    """A member who is given an account of staff."""
    seeker.user.is_staff = True
    seeker.user.save(update_fields=["is_staff"])


def test_administrator_changes_an_account_of_staff(seeker, staff_too, leave, administrator_client):
    page = f"/admin/accounts/user/{seeker.user_id}/change/"
    typed = {"email": "new@example.com", "language": "en", "is_active": "on"}
    assert held_up(partial(administrator_client.post, page, typed), by=leave).status_code == 404


def test_administrator_makes_them_an_advisor(seeker, staff_too, leave, administrator_client):
    typed = {"user": seeker.user_id, "name": "相談 花子", "gender": "female", "capacity": 10, "is_at_work": "on"}
    press = partial(administrator_client.post, "/admin/advisors/advisor/add/", typed)
    answer = held_up(press, by=leave)
    assert (answer.status_code, answer.url) == (302, "/admin/advisors/advisor/add/")
