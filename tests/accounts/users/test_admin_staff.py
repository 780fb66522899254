"""Accounts of staff and their groups, the messages and the log, as the admin shows them."""

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.auth.models import Group
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import ADVISORS, SUPPORT_DESK, Message, Session, User
from accounts.sign_in.staff import save_staff
from accounts.users.grants import grant
from tests.conftest import signed_in
from tests.factories import AdvisorFactory, JobSeekerFactory, StaffFactory, UserFactory

USERS = "/admin/accounts/user/"
MESSAGES = "/admin/accounts/message/"

pytestmark = pytest.mark.django_db


def typed(email: str, **more) -> dict:
    return {"email": email, "language": "en", "is_active": "on"} | more


# Accounts of staff


def test_new_staff_signs_in_by_one_code(administrator_client, worker, mailoutbox):
    desk = Group.objects.get(name=SUPPORT_DESK)
    administrator_client.post(f"{USERS}add/", typed("ｎｅｗ@Example.com", groups=[desk.pk]))
    browser = Client()
    browser.post(reverse("account_login"), {"email": "new@example.com"})
    worker()
    code = next(word for word in mailoutbox[-1].body.split() if word.isdigit() and len(word) == 6)
    browser.post(reverse("account_confirm_login_code"), {"code": code})
    assert browser.get("/admin/accounts/jobseeker/").status_code == 200


@pytest.mark.parametrize(("active", "told"), [("on", ["new@example.com"]), ("", [])])
def test_new_staff_is_told_how_to_begin_once_they_can_sign_in(administrator_client, worker, mailoutbox, active, told):
    administrator_client.post(f"{USERS}add/", typed("new@example.com", is_active=active))
    worker()
    assert [address for mail in mailoutbox for address in mail.to] == told
    assert [f"{settings.SITE_URL}/admin/" in mail.body for mail in mailoutbox] == [True] * len(told)


def test_account_opened_later_is_told_then(administrator_client, worker, mailoutbox):
    user = StaffFactory(is_active=False, last_login=None)
    administrator_client.post(f"{USERS}{user.pk}/change/", typed(user.email))
    administrator_client.post(f"{USERS}{user.pk}/change/", typed(user.email, is_superuser="on"))
    worker()
    assert [(mail.subject, mail.to) for mail in mailoutbox] == [("Your staff account is ready", [user.email])]


@pytest.mark.parametrize("required", [True, False])
def test_second_factor_is_announced_where_it_will_be_asked_for(settings, worker, mailoutbox, required):
    settings.STAFF_SECOND_FACTOR = required
    with transaction.atomic():
        save_staff(User(email="new@example.com", language="en"))
    worker()
    assert ("second factor" in mailoutbox[0].body) is required


def test_changed_address_of_staff_is_told_to_both_mailboxes(administrator_client, worker, mailoutbox):
    user = StaffFactory(last_login=timezone.now())
    EmailAddress.objects.get_or_create(user=user, email=user.email, verified=True, primary=True)
    administrator_client.post(f"{USERS}{user.pk}/change/", typed("moved@example.com"))
    worker()
    assert sorted(address for mail in mailoutbox for address in mail.to) == sorted([user.email, "moved@example.com"])
    assert {mail.subject for mail in mailoutbox} == {"The address of your staff account was changed"}


def test_new_staff_whose_address_was_mistyped_is_told_how_to_begin_and_of_no_change(
    administrator_client, worker, mailoutbox
):
    user = StaffFactory(last_login=None)
    administrator_client.post(f"{USERS}{user.pk}/change/", typed("right@example.com"))
    worker()
    told = [mail.subject for mail in mailoutbox if mail.to == ["right@example.com"]]
    assert told == ["Your staff account is ready"]


def test_new_staff_has_no_password(administrator_client):
    administrator_client.post(f"{USERS}add/", typed("new@example.com"))
    assert User.objects.get(email="new@example.com").password.startswith(UNUSABLE_PASSWORD_PREFIX)


@pytest.mark.parametrize("key", ["9" * 30, "9" * 5000, "x", "\0"])
def test_group_that_no_row_could_be_is_refused_in_words(administrator_client, key):
    response = administrator_client.post(f"{USERS}add/", typed("new@example.com", groups=[key]))
    assert list(response.context["adminform"].form.errors) == ["groups"]


def test_address_of_a_member_is_refused_for_staff(administrator_client, seeker):
    response = administrator_client.post(f"{USERS}add/", typed(seeker.user.email))
    assert list(response.context["adminform"].form.errors) == ["email"]
    assert not User.objects.get(pk=seeker.user_id).is_staff


def test_changed_address_is_the_one_mailbox(administrator_client):
    user = StaffFactory()
    administrator_client.post(f"{USERS}{user.pk}/change/", typed("moved@example.com"))
    mailboxes = EmailAddress.objects.filter(user=user).values_list("email", "verified", "primary")
    assert list(mailboxes) == [("moved@example.com", True, True)]


def test_sign_in_of_a_member_is_not_found(administrator_client, seeker):
    assert administrator_client.get(f"{USERS}{seeker.user_id}/change/").status_code == 404
    assert seeker.user.email not in administrator_client.get(USERS).content.decode()


def test_administrator_does_not_lock_themselves_out(administrator, administrator_client):
    administrator_client.post(f"{USERS}{administrator.pk}/change/", {"email": administrator.email, "language": "en"})
    administrator.refresh_from_db()
    assert (administrator.is_active, administrator.is_superuser) == (True, True)


def test_staff_who_left_is_out_at_once(administrator_client, desk, desk_client):
    administrator_client.post(f"{USERS}{desk.pk}/change/", {"email": desk.email, "language": "en"})
    assert desk_client.get("/admin/").status_code == 302


def test_lost_second_factor_is_forgotten_and_every_session_ended(administrator, administrator_client, desk):
    for user in (administrator, desk):
        Authenticator.objects.create(user=user, type="totp", data={})
    browser = signed_in(desk)
    sent = {"action": "forget_second_factors", "_selected_action": [desk.pk], "index": "0"}
    administrator_client.post(USERS, sent)
    assert [it.user for it in Authenticator.objects.all()] == [administrator]
    assert not Session.objects.filter(user=desk).exists()
    assert browser.get("/admin/").status_code == 302


@pytest.mark.parametrize("path", [USERS, f"{USERS}add/", "/admin/auth/group/", "/admin/admin/logentry/"])
def test_staff_accounts_groups_and_log_are_the_administrators(path, desk_client, advisor_client, administrator_client):
    answers = [client.get(path).status_code for client in (desk_client, advisor_client, administrator_client)]
    assert answers == [403, 403, 200]


# Groups


def may(group: str) -> set[str]:
    permissions = Group.objects.get(name=group).permissions.filter(content_type__app_label__in=["accounts", "advisors"])
    return set(permissions.values_list("codename", flat=True))


def test_groups_may_what_the_migrations_grant():
    assert may(ADVISORS) == {
        "view_jobseeker",
        "view_advisor",
        "change_advisor",
        *(f"{action}_weeklyhours" for action in ("view", "add", "change", "delete")),
        *(f"{action}_dayoff" for action in ("view", "add", "delete")),
        *(f"{action}_counselingslot" for action in ("view", "add", "change")),
        *(f"{action}_counselingbooking" for action in ("view", "change")),
        *(f"{action}_conversationentry" for action in ("view", "add")),
        *(f"{action}_invitation" for action in ("view", "add", "change")),
        "view_tally",
    }
    assert may(SUPPORT_DESK) == {
        *(f"{action}_office" for action in ("view", "add", "change")),
        *(f"{action}_closedday" for action in ("view", "add", "delete")),
        *(f"{action}_counselingbooking" for action in ("view", "add", "change")),
        *(f"{action}_advisorchangerequest" for action in ("view", "change")),
        *(f"{action}_invitation" for action in ("view", "add", "change")),
        "view_tally",
        "view_weeklyhours",
        "view_dayoff",
        "view_counselingslot",
        "view_slotwait",
        "view_jobseeker",
        "change_jobseeker",
        "view_message",
        "view_advisor",
        "view_assignment",
        "add_assignment",
        "change_assignment",
    }


def test_granting_twice_is_granting_once():
    before = may(SUPPORT_DESK)
    grant(apps, SUPPORT_DESK, "accounts", {"jobseeker": "view change"})
    assert may(SUPPORT_DESK) == before


def test_withdrawals_are_seen_by_the_desk_alone():
    seen = {"view_withdrawalrequest", "view_withdrawalstatement", "view_withdrawalevent"}
    codenames = Group.objects.values_list("permissions__codename", flat=True)
    assert seen <= set(codenames.filter(name=SUPPORT_DESK))
    assert not seen & set(codenames.filter(name=ADVISORS))


def test_group_keeps_the_name_the_code_knows(administrator_client):
    group = Group.objects.get(name=ADVISORS)
    administrator_client.post(f"/admin/auth/group/{group.pk}/change/", {"name": "Others"})
    group.refresh_from_db()
    assert group.name == ADVISORS


# Messages and the log


@pytest.fixture
def message(seeker) -> Message:
    return Message.objects.create(
        kind="accounts/sign_in_code", recipient=seeker.user, context={"code": "314159"}, queued_at=timezone.now()
    )


def test_messages_show_neither_content_nor_address(desk_client, message, seeker):
    Message.objects.create(kind="accounts/unknown_account", to_email="nobody@example.com")
    text = desk_client.get(MESSAGES).content.decode()
    text += desk_client.get(f"{MESSAGES}{message.pk}/change/").content.decode()
    assert seeker.member_number in text
    assert "Code to sign in" in text
    assert not [secret for secret in ("314159", "nobody@", seeker.user.email, seeker.name) if secret in text]


@pytest.mark.parametrize(("typed", "found"), [("{}", 1), ("０{}", 0), ("9999-9999-99", 0), ("", 2)])
def test_messages_are_found_by_member_number(typed, found, desk_client, message, seeker):
    Message.objects.create(kind="accounts/welcome", recipient=UserFactory())
    response = desk_client.get(MESSAGES, {"q": typed.format(seeker.member_number.replace("-", ""))})
    assert len(response.context["cl"].result_list) == found


def test_messages_are_read_only(administrator_client, message):
    address = f"{MESSAGES}{message.pk}/change/"
    assert administrator_client.post(address, {"kind": "x"}).status_code == 403
    assert administrator_client.get(f"{MESSAGES}add/").status_code == 403


def test_messages_are_not_for_advisors(advisor_client, message):
    assert advisor_client.get(MESSAGES).status_code == 403
    assert advisor_client.get(f"{MESSAGES}{message.pk}/change/").status_code == 404


def test_log_is_read_only(administrator_client):
    entry = LogEntry.objects.log_actions(User.objects.get().pk, User.objects.all(), 2)[0]
    assert administrator_client.get(f"/admin/admin/logentry/{entry.pk}/change/").status_code == 200
    assert administrator_client.post(f"/admin/admin/logentry/{entry.pk}/change/", {}).status_code == 403


@pytest.mark.parametrize("path", [USERS, MESSAGES, "/admin/admin/logentry/", "/admin/advisors/advisor/"])
def test_list_costs_the_same_for_1_3_and_100_rows(path, administrator_client, advisor):
    counts = []
    for more in (1, 2, 97):
        AdvisorFactory.create_batch(more)
        recipient = JobSeekerFactory().user
        Message.objects.bulk_create(Message(kind="accounts/welcome", recipient=recipient) for _ in range(more))
        LogEntry.objects.bulk_create(LogEntry(user=recipient, object_id="1", action_flag=2) for _ in range(more))
        administrator_client.get(path)
        with CaptureQueriesContext(connection) as captured:
            administrator_client.get(path)
        counts.append(len(captured))
    assert len(set(counts)) == 1
    assert counts[0] <= 5


def test_log_of_one_object_is_found_by_an_index():
    with connection.cursor() as cursor:
        constraints = connection.introspection.get_constraints(cursor, "django_admin_log").values()
    assert ["content_type_id", "object_id"] in [it["columns"] for it in constraints if it["index"]]
