"""Who looked at a member's page, a document, a conversation: written down, kept, told; it never stands in the way."""

import io
import json
import re
import zipfile
from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from accounts.expiry import forget
from accounts.looks import noting
from accounts.looks.told import every_look, seen_of
from accounts.models import Look, Session, User
from tests import factories
from tests.conftest import signed_in
from tests.costs import counted
from withdrawals.erasure.erasing import erase_member

LIST = "/admin/accounts/look/"
pytestmark = pytest.mark.django_db


def page_of(seeker) -> str:
    return f"/admin/accounts/jobseeker/{seeker.pk}/change/"


def looks() -> list[tuple]:
    return list(Look.objects.order_by("pk").values_list("by__email", "role", "kind", "seeker"))


# Written down


def test_page_of_a_member_opened_by_each_role(seeker, assignment, advisor_client, desk_client, administrator_client):
    for client in (advisor_client, desk_client, administrator_client):
        assert client.get(page_of(seeker)).status_code == 200
    assert [(role, kind, of) for _, role, kind, of in looks()] == [
        ("advisor", "profile", seeker.pk),
        ("desk", "profile", seeker.pk),
        ("administrator", "profile", seeker.pk),
    ]
    names = ("family_name", "given_name", "phone", "birth_date", "prefecture")
    saved = administrator_client.post(page_of(seeker), {name: str(getattr(seeker, name)) for name in names})
    assert (saved.status_code, len(looks())) == (302, 3)  # nobody was shown anything more


def test_who_is_told_by_phone_looks_too(desk_client, seeker):
    desk_client.get(f"/admin/withdrawals/withdrawalrequest/add/?seeker={seeker.pk}")
    assert [it[1:] for it in looks()] == [("desk", "profile", seeker.pk)]


def test_withdrawal_shows_whose_it_is_once_that_is_known(desk_client, seeker):
    for member, status in ((seeker, "scheduled"), (None, "needs_review")):
        request = factories.WithdrawalRequestFactory(seeker=member, status=status)
        page = desk_client.get(f"/admin/withdrawals/withdrawalrequest/{request.pk}/change/").content.decode()
        assert (seeker.name in page) == (member is not None)
    assert [it[1:] for it in looks()] == [("desk", "profile", seeker.pk)]


def test_document_and_conversation(advisor_client, advisor, assignment, seeker):
    document = factories.DocumentFactory(seeker=seeker)
    review = factories.DocumentReviewFactory(document=document)
    thread = f"/admin/advisors/conversationentry/with/{seeker.pk}/"
    for page in (
        f"/support/documents/{document.pk}/file/",
        f"/admin/support/documentreview/{review.pk}/change/",
        thread,
    ):
        response = advisor_client.get(page)
        assert response.status_code == 200
        assert not response.streaming or b"".join(response.streaming_content)
    by = advisor.user.email
    assert looks() == [
        (by, "advisor", "document", seeker.pk),
        (by, "advisor", "document", seeker.pk),
        (by, "advisor", "conversation", seeker.pk),
    ]


def test_who_is_at_the_desk_too_reads_a_conversation_as_the_advisor(assignment, seeker, advisor):
    advisor.user.groups.add(*factories.DeskUserFactory().groups.all())
    signed_in(advisor.user).get(f"/admin/advisors/conversationentry/with/{seeker.pk}/")
    assert [it[1] for it in looks()] == ["advisor"]


def test_what_nobody_was_shown_and_what_is_ones_own_is_no_look(advisor_client, seeker_client, seeker):
    document = factories.DocumentFactory(seeker=seeker)
    assert advisor_client.get(page_of(seeker)).status_code == 404
    assert advisor_client.get(f"/support/documents/{document.pk}/file/").status_code == 404
    response = seeker_client.get(f"/support/documents/{document.pk}/file/")
    assert (response.status_code, bool(b"".join(response.streaming_content)), looks()) == (200, True, [])


def test_look_costs_one_statement(desk_client, seeker, monkeypatch):
    desk_client.get(page_of(seeker))
    with counted() as with_it:
        desk_client.get(page_of(seeker))
    monkeypatch.setattr(noting, "whole", lambda: (_ for _ in ()).throw(DatabaseError))
    with counted() as without:
        desk_client.get(page_of(seeker))
    assert len(with_it) == len(without) + 1


def test_look_that_cannot_be_written_keeps_nobody_from_the_page(desk_client, desk, seeker, monkeypatch, caplog):
    monkeypatch.setattr(noting, "role_of", lambda by: "nobody")  # the database refuses it
    assert desk_client.get(page_of(seeker)).status_code == 200
    assert looks() == []
    told = [record for record in caplog.records if "look not written" in record.getMessage()]
    assert [(record.levelname, record.id) for record in told] == [("ERROR", desk.pk)]
    assert seeker.name not in caplog.text


# Kept


@pytest.fixture
def look(seeker, desk):
    return Look.objects.create(by=desk, role="desk", kind="profile", seeker=seeker)


@pytest.mark.parametrize(
    "change",
    [
        {"id": 10**9},
        {"role": "advisor"},
        {"kind": "document"},
        {"at": timezone.now() - timedelta(days=400)},
        {"by": "other"},
        {"seeker": "other"},
    ],
)
def test_database_refuses_to_change_it(look, change, other_seeker, administrator):
    others = {"by": administrator.pk, "seeker": other_seeker.pk}
    with pytest.raises(DatabaseError), transaction.atomic():
        Look.objects.update(**{name: others[name] if value == "other" else value for name, value in change.items()})
    look.refresh_from_db()
    assert (look.role, look.kind) == ("desk", "profile")


def test_whom_it_names_may_go_and_does_not_come_back(look, seeker, desk):
    Look.objects.update(by=None, seeker=None)
    for name, back in (("by", desk), ("seeker", seeker)):
        with pytest.raises(DatabaseError), transaction.atomic():
            Look.objects.update(**{name: back})


@pytest.mark.parametrize(
    ("wrong", "name"), [({"role": "guest"}, "look_role_known"), ({"kind": "mail"}, "look_kind_known")]
)
def test_database_knows_roles_and_kinds(seeker, desk, wrong, name):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Look.objects.create(**{"by": desk, "role": "desk", "kind": "profile", "seeker": seeker, **wrong})


def test_database_refuses_to_take_it_away_within_a_year(database_clock, desk):
    look = Look.objects.create(by=desk, role="desk", kind="profile", at=timezone.now() - timedelta(days=364))
    with pytest.raises(DatabaseError), transaction.atomic():
        look.delete()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM accounts_look")
    assert Look.objects.count() == 1


def test_after_a_year_it_is_forgotten(look, desk):
    today = timezone.now()
    old = Look.objects.create(by=desk, role="desk", kind="profile", at=today - timedelta(days=367))
    forget(now=today)
    assert list(Look.objects.all()) == [look]
    assert not Look.objects.filter(pk=old.pk).exists()


def test_erasure_takes_the_member_out_of_it(look, seeker, now):
    erase_member(seeker, now=now)
    assert [it[1:] for it in looks()] == [("desk", "profile", None)]


@pytest.mark.parametrize("page", ["add/", "{}/change/", "{}/delete/"])
def test_administrator_can_write_none_change_none_and_delete_none(administrator_client, look, page):
    address = f"{LIST}{page.format(look.pk)}"
    assert administrator_client.get(address).status_code in (403, 404)
    assert administrator_client.post(address, {"role": "advisor"}).status_code in (403, 404)


# Told


def members_on(page: str) -> list[str]:
    return re.findall(r"<td\b[^>]*\bfield-member\b[^>]*>([^<]*)</td>", page)


def test_administrator_lists_and_narrows_them(administrator_client, look, seeker, other_seeker, administrator):
    at = timezone.now() - timedelta(days=10)
    Look.objects.create(by=administrator, role="administrator", kind="document", seeker=other_seeker, at=at)
    Look.objects.create(by=None, role="desk", kind="profile", seeker=None, at=at - timedelta(days=1))
    listed = members_on(administrator_client.get(LIST).content.decode())
    assert listed == [seeker.member_number, other_seeker.member_number, "has left"]  # the newest first
    for narrowed in (
        "?role__exact=desk",
        "?kind__exact=profile",
        "?days=7",
        f"?q={seeker.member_number}",
        f"?q={look.by.email}",
        f"?q=+{seeker.member_number.replace('-', '')}+",
        f"?q={look.by.email.upper()}",
    ):
        page = administrator_client.get(LIST + narrowed).content.decode()
        found = [it.member_number in members_on(page) for it in (seeker, other_seeker)]
        assert found == [True, False], narrowed
    assert administrator_client.get(f"{LIST}?seeker__family_name=x").status_code in (302, 400)


def test_administrator_does_not_read_who_looked_at_whom_they_accompany(assignment, advisor, look, seeker, now):
    """That the desk does tells of a wish for another advisor, before and after the change."""
    User.objects.filter(pk=advisor.user.pk).update(is_superuser=True)
    user = User.objects.get(pk=advisor.user.pk)
    own = Look.objects.create(by=user, role="advisor", kind="conversation", seeker=seeker)
    another, gone = (
        Look.objects.create(by=look.by, role="desk", kind="profile", seeker=member)
        for member in (factories.JobSeekerFactory(), None)
    )
    seen = {own, another, gone}
    assert {*Look.objects.visible_to(user)} == seen
    assignment.end(at=now)
    assert {*Look.objects.visible_to(user)} == seen
    listed = signed_in(user).get(LIST).context["cl"].result_list
    assert {*listed} == seen


@pytest.mark.parametrize("who", ["desk_client", "advisor_client"])
def test_nobody_else_lists_them_not_even_their_own(request, who, look):
    assert request.getfixturevalue(who).get(LIST).status_code == 403
    assert not Look.objects.visible_to(look.by).exists()


def test_list_costs_the_same_for_one_and_for_a_hundred(administrator_client, look, desk, seeker):
    administrator_client.get(LIST)
    with counted() as one:
        administrator_client.get(LIST)
    Look.objects.bulk_create(Look(by=desk, role="desk", kind="profile", seeker=seeker) for _ in range(100))
    with counted() as many:
        administrator_client.get(LIST)
    assert len(one) == len(many)


def test_member_reads_days_and_roles_and_no_names(seeker_client, seeker, desk, look):
    Look.objects.create(by=desk, role="desk", kind="profile", seeker=seeker)  # the same day once
    page = seeker_client.get("/mypage/data/").content.decode()
    assert len(seen_of(seeker)) == 1
    assert ("Support desk" in page, desk.email in page) == (True, False)
    response = seeker_client.get("/mypage/data/download/")
    with zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content))) as packed:
        held = json.loads(packed.read("my-data.json" if "my-data.json" in packed.namelist() else packed.namelist()[0]))
    assert [(it["role"], it["kind"]) for it in held["accounts.Look"]] == [("desk", "profile")] * 2
    assert desk.email not in json.dumps(held["accounts.Look"])


def test_member_reads_the_newest_fifty_and_finds_all_in_the_download(seeker, desk):
    now = timezone.now()
    its = {"by": desk, "role": "desk", "kind": "profile", "seeker": seeker}
    Look.objects.bulk_create(Look(at=now - timedelta(days=days), **its) for days in (*range(1, 61), 0))
    assert [it.on for it in seen_of(seeker)] == [timezone.localdate(now - timedelta(days=days)) for days in range(50)]
    assert [it["at"] for it in every_look(seeker)] == [now - timedelta(days=days) for days in range(61)]


def test_member_reads_nothing_of_others(other_seeker_client, look):
    assert "Nobody has looked so far." in other_seeker_client.get("/mypage/data/").content.decode()


# Who is staff no longer


def sent(user, **changed) -> dict:
    groups = [group.pk for group in user.groups.all()]
    return {"email": user.email, "language": "ja", "groups": groups, "is_active": "on", **changed}


@pytest.mark.parametrize("changed", [{"groups": []}, {"is_active": ""}])
def test_role_taken_away_ends_the_sessions_at_once(administrator_client, desk, desk_client, changed):
    assert desk_client.get("/admin/").status_code == 200
    administrator_client.post(f"/admin/accounts/user/{desk.pk}/change/", sent(desk, **changed))
    assert not Session.objects.filter(user=desk).exists()
    assert desk_client.get("/admin/accounts/jobseeker/").url.startswith("/login/")


def test_administrator_who_is_none_any_more_is_signed_out(administrator_client):
    other = factories.AdministratorFactory()
    client = signed_in(other)
    administrator_client.post(f"/admin/accounts/user/{other.pk}/change/", sent(other))
    assert client.get("/admin/accounts/user/").url.startswith("/login/")


def test_role_given_or_an_address_changed_signs_nobody_out(administrator_client, desk, desk_client, advisor):
    groups = [*desk.groups.values_list("pk", flat=True), *advisor.user.groups.values_list("pk", flat=True)]
    administrator_client.post(
        f"/admin/accounts/user/{desk.pk}/change/", sent(desk, groups=groups, language="en", is_superuser="on")
    )
    assert desk_client.get("/admin/").status_code == 200


def test_account_closed_by_hand_opens_nothing_from_the_next_request_on(desk, desk_client):
    type(desk).objects.filter(pk=desk.pk).update(is_active=False)
    assert desk_client.get("/admin/accounts/jobseeker/").url.startswith("/login/")
    type(desk).objects.filter(pk=desk.pk).update(is_active=True, is_staff=False)
    assert desk_client.get("/admin/").status_code == 403
