"""Members in the admin, seen by the desk, by their advisor and by another advisor."""

import re

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import JobSeeker
from advisors.models import Advisor, Assignment
from config import days
from tests.factories import AdvisorFactory, AssignmentFactory, JobSeekerFactory, WithdrawalRequestFactory

LIST = "/admin/accounts/jobseeker/"
ASSIGNMENTS = "/admin/advisors/assignment/"

pytestmark = pytest.mark.django_db


@pytest.fixture
def seeker(db) -> JobSeeker:
    return JobSeekerFactory(family_name="星野", given_name="見本子", phone="+819011112222", user__email="h@example.com")


@pytest.fixture(autouse=True)
def leaky(seeker, advisor, other_advisor):
    """The data that could leak: `seeker` is `advisor`'s, was the other's, and is leaving."""
    AssignmentFactory(seeker=seeker, advisor=other_advisor, ended_at=timezone.now())
    WithdrawalRequestFactory(status="scheduled", seeker=seeker)
    return AssignmentFactory(seeker=seeker, advisor=advisor)


@pytest.fixture
def trusted(advisor, other_advisor):
    """Both advisors are granted, by mistake or not, everything there is about assignments."""
    for one in (advisor, other_advisor):
        one.user.user_permissions.add(*Permission.objects.filter(content_type__app_label="advisors"))


@pytest.fixture
def clients(desk_client, advisor_client, other_advisor_client) -> dict:
    return {"desk": desk_client, "advisor": advisor_client, "other": other_advisor_client}


def page(client, path: str) -> str:
    return client.get(path).content.decode()


# Who sees a member


@pytest.mark.parametrize(("who", "sees"), [("desk", True), ("advisor", True), ("other", False)])
def test_list_shows_a_member_to(who, sees, clients, seeker):
    assert (seeker.member_number in page(clients[who], LIST)) is sees
    assert ("星野" in page(clients[who], LIST)) is sees


@pytest.mark.parametrize(("who", "status"), [("desk", 200), ("advisor", 200), ("other", 404)])
@pytest.mark.parametrize("what", ["change", "history"])
def test_address_of_a_member_answers(who, status, what, clients, seeker):
    response = clients[who].get(f"{LIST}{seeker.pk}/{what}/")
    assert response.status_code == status


def answer(client, key: int, what: str) -> tuple[int, str]:
    """Status and page, without what differs between any two pages."""
    response = client.get(f"{LIST}{key}/{what}/")
    return response.status_code, re.sub(r'value="\w{64}"', "", response.content.decode()).replace(f"/{key}/", "//")


@pytest.mark.parametrize("what", ["change", "history", "delete"])
def test_unseen_member_is_like_none(what, other_advisor_client, seeker):
    unseen = answer(other_advisor_client, seeker.pk, what)
    assert unseen == answer(other_advisor_client, 999_999_999, what)
    assert unseen[0] == 404


@pytest.mark.parametrize(("who", "sees"), [("desk", True), ("advisor", True), ("other", False)])
@pytest.mark.parametrize(
    "typed", ["星野", "星", "見本子", "h@example.com", "090-1111-2222", "+81 90 1111 2222", "1111"]
)
def test_search_finds_a_member_for(who, sees, typed, clients, seeker):
    response = clients[who].get(LIST, {"q": typed})
    assert [it.pk for it in response.context["cl"].result_list] == ([seeker.pk] if sees else [])


@pytest.mark.parametrize(("who", "sees"), [("desk", True), ("advisor", True), ("other", False)])
def test_autocomplete_suggests_a_member_to(who, sees, trusted, clients, seeker):
    asked = {"app_label": "advisors", "model_name": "assignment", "field_name": "seeker", "term": "星野"}
    found = clients[who].get("/admin/autocomplete/", asked).json()["results"]
    assert found == ([{"id": str(seeker.pk), "text": f"星野 見本子 ({seeker.member_number})"}] if sees else [])


# Asking about what is not shown


UNASKED = [
    "assignments=1",
    "assignments__isnull=False",
    "assignments__advisor=1",
    "withdrawal_requests__isnull=False",
    "withdrawal_requests__status=scheduled",
    "stopped_notices__isnull=True",
    "%2B__isnull=False",
    "user__email__startswith=h",
    "phone__startswith=%2B8190",
    "user=1",
]


@pytest.mark.parametrize("query", UNASKED)
@pytest.mark.parametrize("who", ["desk", "advisor", "other"])
def test_list_does_not_answer(query, who, clients):
    assert clients[who].get(f"{LIST}?{query}").status_code == 400


@pytest.mark.parametrize("query", ["seeker=1", "seeker__isnull=False", "seeker__family_name=x", "advisor__user=1"])
def test_list_of_assignments_does_not_answer(query, trusted, advisor_client):
    assert advisor_client.get(f"{ASSIGNMENTS}?{query}").status_code == 400


def test_filter_offers_and_takes_only_who_is_visible(trusted, leaky, advisor_client, other_advisor):
    response = advisor_client.get(f"{ASSIGNMENTS}?advisor__id__exact={other_advisor.pk}")
    assert list(response.context["cl"].result_list) == [leaky]
    assert other_advisor.name not in response.content.decode()


def test_filter_refuses_what_it_did_not_offer(desk_client, advisor):
    taken = desk_client.get(f"{ASSIGNMENTS}?advisor__id__exact={advisor.pk}")
    refused = desk_client.get(f"{ASSIGNMENTS}?advisor__id__exact=999999999")
    assert (len(taken.context["cl"].result_list), refused.url) == (1, f"{ASSIGNMENTS}?e=1")


# Choosing, changing, deleting


def test_form_refuses_an_unseen_member_like_none(trusted, other_advisor, other_advisor_client, seeker):
    add = f"{ASSIGNMENTS}add/"
    forms = [
        other_advisor_client.post(add, {"seeker": key, "advisor": other_advisor.pk}) for key in (seeker.pk, 999_999_999)
    ]
    refusals = [form.context["adminform"].form.errors["seeker"].as_data()[0].code for form in forms]
    assert refusals == ["invalid_choice", "invalid_choice"]
    assert "星野" not in forms[0].content.decode()
    assert Assignment.objects.count() == 2


def test_form_takes_a_visible_member(desk_client, other_advisor):
    member = JobSeekerFactory()
    desk_client.post(f"{ASSIGNMENTS}add/", {"seeker": member.pk, "advisor": other_advisor.pk})
    assert Assignment.objects.current().get(seeker=member).advisor == other_advisor


def test_link_does_not_name_an_unseen_member(trusted, other_advisor_client, desk_client, seeker):
    link = f"{ASSIGNMENTS}add/?seeker={seeker.pk}"
    assert "星野" in page(desk_client, link)
    assert "星野" not in page(other_advisor_client, link)


@pytest.mark.parametrize(("who", "status"), [("desk", 403), ("advisor", 403), ("other", 404)])
def test_member_is_not_deleted_by(who, status, clients, seeker):
    response = clients[who].post(f"{LIST}{seeker.pk}/delete/", {"post": "yes"})
    assert (response.status_code, JobSeeker.objects.count()) == (status, 1)


@pytest.mark.parametrize("who", ["desk", "advisor", "other", "administrator"])
def test_members_are_not_deleted_by_an_action(who, clients, administrator_client, seeker):
    client = {**clients, "administrator": administrator_client}[who]
    client.post(LIST, {"action": "delete_selected", "_selected_action": [seeker.pk], "post": "yes", "index": "0"})
    assert JobSeeker.objects.count() == 1


def typed(**changes) -> dict[str, str]:
    known = {
        "family_name": "星野",
        "given_name": "見本子",
        "phone": "090-1111-2222",
        "birth_date": "2001-04-05",
        "prefecture": "13",
        "desired_conditions-TOTAL_FORMS": "0",
        "desired_conditions-INITIAL_FORMS": "0",
    }
    return known | changes


@pytest.mark.parametrize(("who", "status"), [("desk", 302), ("advisor", 403), ("other", 404)])
def test_member_is_corrected_by_the_desk_alone(who, status, clients, seeker):
    response = clients[who].post(f"{LIST}{seeker.pk}/change/", typed(phone="０３ー１１１１ー２２２２"))
    seeker.refresh_from_db()
    assert response.status_code == status
    assert seeker.phone.as_e164 == ("+81311112222" if who == "desk" else "+819011112222")


def test_desk_corrects_how_a_name_is_read(desk_client, seeker):
    page = f"{LIST}{seeker.pk}/change/"
    desk_client.post(page, typed(family_kana="ホシノ", given_kana="みほこ"))
    seeker.refresh_from_db()
    assert (seeker.family_kana, seeker.given_kana) == ("ほしの", "みほこ")
    assert "Write it in hiragana." in desk_client.post(page, typed(family_kana="星野")).content.decode()


@pytest.mark.parametrize("years_ago", [0, 1])
def test_day_in_a_column_is_written_as_everywhere_below_the_name_of_its_column(desk_client, seeker, years_ago):
    joined_at = seeker.joined_at.replace(year=timezone.localdate().year - years_ago)
    JobSeeker.objects.update(joined_at=joined_at)
    html = desk_client.get(LIST).content.decode()
    cell = re.search(r'<td data-label="([^"]*)" role="cell" class="field-joined_at nowrap">(.*?)</td>', html)
    assert cell.groups() == ("Member since", days.when(joined_at))
    assert html.count('role="cell"') + html.count('role="rowheader"') == html.count('role="columnheader"')


def test_day_that_is_only_read_is_written_as_everywhere(desk_client, seeker):
    assert days.when(seeker.joined_at) in desk_client.get(f"{LIST}{seeker.pk}/change/").content.decode()


def test_correction_leaves_what_is_the_members_own(desk_client, seeker):
    own = {
        "member_number": "1",
        "advisor_gender": "male",
        "email": "x@example.com",
        "joined_at_0": "2020-01-01",
        "user": "1",
    }
    desk_client.post(f"{LIST}{seeker.pk}/change/", typed(**own))
    after = JobSeeker.objects.select_related("user").get()
    assert (after.member_number, after.advisor_gender, after.joined_at) == (
        seeker.member_number,
        seeker.advisor_gender,
        seeker.joined_at,
    )
    assert after.user.email == "h@example.com"


def test_wrong_correction_is_explained_beside_the_field_and_kept(desk_client, seeker):
    response = desk_client.post(f"{LIST}{seeker.pk}/change/", typed(phone="123"))
    assert list(response.context["adminform"].form.errors) == ["phone"]
    assert 'value="123"' in response.content.decode()


def test_log_knows_a_member_by_number_only(desk_client, seeker):
    desk_client.post(f"{LIST}{seeker.pk}/change/", typed(family_name="星川", phone="03-1111-2222"))
    entry = LogEntry.objects.get()
    assert entry.object_repr == seeker.member_number
    assert not [word for word in ("星", "1111", "h@") if word in entry.change_message]


def test_nobody_is_added_by_hand(desk_client, administrator_client):
    assert desk_client.get(f"{LIST}add/").status_code == 403
    assert administrator_client.get(f"{LIST}add/").status_code == 403


# What a list costs


def queries(client, path: str) -> list[str]:
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return [query["sql"] for query in captured]


@pytest.mark.parametrize("path", [LIST, f"{LIST}?q=見本", f"{LIST}?o=4", ASSIGNMENTS, f"{ASSIGNMENTS}?state=current"])
def test_list_costs_the_same_for_1_3_and_100_rows(path, desk_client):
    Assignment.objects.all().delete()
    Advisor.objects.all().delete()
    AssignmentFactory()
    counts = [len(queries(desk_client, path))]
    for more in (2, 97):
        AssignmentFactory.create_batch(more, advisor=AdvisorFactory())
        counts.append(len(queries(desk_client, path)))
    assert len(set(counts)) == 1
    assert counts[0] <= 8


def test_list_of_an_advisor_costs_the_same_for_1_3_and_100_rows(advisor, advisor_client):
    counts = [len(queries(advisor_client, LIST))]
    for more in (2, 97):
        AssignmentFactory.create_batch(more, advisor=advisor)
        counts.append(len(queries(advisor_client, LIST)))
    assert len(set(counts)) == 1
    assert counts[0] <= 8


@pytest.mark.parametrize("path", [LIST, f"{LIST}?q=星野", f"{LIST}?q=h@example.com"])
def test_list_costs_at_most_8_queries_with_a_second_factor(path, settings, desk, desk_client):
    settings.STAFF_SECOND_FACTOR = True
    TOTP.activate(desk, "JBSWY3DPEHPK3PXP")
    session = desk_client.session
    session["account_authentication_methods"] = [{"method": "mfa", "at": 0}]
    session["account_authentication_methods_user"] = str(desk.pk)
    session.save()
    assert len(queries(desk_client, path)) <= 8


@pytest.mark.parametrize("path", [LIST, f"{LIST}?q=星野", f"{LIST}?o=2.3"])
def test_list_neither_counts_everybody_nor_sorts_out_duplicates(path, desk_client):
    sql = " ".join(queries(desk_client, path)).upper()
    assert "COUNT(*)" not in sql
    assert "DISTINCT" not in sql


def test_list_is_ordered_by_indexed_columns_only(desk_client):
    sql = " ".join(queries(desk_client, f"{LIST}?o=0.1.2.3"))
    assert 'ORDER BY "accounts_jobseeker"."joined_at" DESC, "accounts_jobseeker"."id" DESC' in sql
