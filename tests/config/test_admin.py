"""The door of the admin, and what no page of it may do."""

import time

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.contrib import admin
from django.contrib.auth.models import Group
from django.core import checks
from django.test import Client, RequestFactory
from django.urls import reverse

from accounts.models import JobSeeker, MailboxProof, Message, User
from config.admin.filters import VisibleRelatedFilter
from config.admin.visible import ServiceAdmin
from tests.conftest import signed_in
from tests.factories import AdvisorFactory, StaffFactory

LIST = "/admin/accounts/jobseeker/"
SECRET = "JBSWY3DPEHPK3PXP"

pytestmark = pytest.mark.django_db


def code_now() -> str:
    """What an authenticator app shows now."""
    return totp.format_hotp_value(totp.hotp_value(SECRET, int(time.time()) // 30))


def every_admin() -> list[ServiceAdmin]:
    return list(admin.site._registry.values())


def lists() -> list[str]:
    return [reverse(f"admin:{it.opts.app_label}_{it.opts.model_name}_changelist") for it in every_admin()]


@pytest.fixture
def second_factor(settings):
    settings.STAFF_SECOND_FACTOR = True


# The door


def test_visitor_is_sent_to_sign_in_and_back():
    response = Client().get(LIST, follow=True)
    assert response.redirect_chain[-1] == (f"{reverse('account_login')}?next={LIST}", 302)


@pytest.mark.parametrize("path", ["/admin/", LIST, "/admin/login/", "/admin/no-such-page/", "/admin/autocomplete/"])
def test_seeker_is_refused_at_once(path, seeker_client):
    assert seeker_client.get(path).status_code == 403


def test_staff_without_a_second_factor_sets_one_up(second_factor, desk_client):
    response = desk_client.get(LIST, follow=True)
    assert response.redirect_chain[1][0] == reverse("mfa_activate_totp")


def test_staff_with_an_old_session_shows_the_second_factor_and_goes_on(second_factor, desk, desk_client):
    totp.TOTP.activate(desk, SECRET)
    asked = desk_client.get(LIST, follow=True).redirect_chain[-1][0]
    assert asked == f"{reverse('mfa_reauthenticate')}?next={LIST}"
    assert desk_client.post(asked, {"code": code_now()}).url == LIST
    assert desk_client.get(LIST).status_code == 200


def test_staff_whose_second_factor_was_removed_is_out(second_factor, desk, desk_client):
    authenticator = totp.TOTP.activate(desk, SECRET).instance
    desk_client.post(reverse("mfa_reauthenticate"), {"code": code_now()})
    authenticator.delete()
    assert desk_client.get(LIST).status_code == 302


def test_sign_in_page_leads_to_no_other_site(desk_client):
    assert desk_client.get("/admin/login/?next=https://elsewhere.example/").url == "/admin/"


def test_sign_out_leads_home(desk_client):
    assert desk_client.post("/admin/logout/").url == "/"
    assert desk_client.get("/admin/").status_code == 302


@pytest.mark.parametrize("path", ["/admin/password_change/", "/admin/password_change/done/", "/admin/r/1/1/"])
def test_stock_page_is_left_out(path, administrator_client):
    assert administrator_client.get(path).status_code == 404


def test_nobody_is_offered_a_password(db):
    user = User.objects.create(email="staff@example.com", is_staff=True, is_superuser=True)
    assert "password" not in signed_in(user).get("/admin/").content.decode().lower()


@pytest.mark.usefixtures("assignment")
def test_recent_actions_are_shown_to_administrators_only(desk_client, administrator_client, seeker):
    for client in (desk_client, administrator_client):
        client.post(f"{LIST}{seeker.pk}/change/", correction(seeker), follow=True)
    assert seeker.member_number not in desk_client.get("/admin/").content.decode()
    assert seeker.member_number in administrator_client.get("/admin/").content.decode()


def correction(seeker: JobSeeker) -> dict[str, str]:
    return {
        "family_name": "見本",
        "given_name": "花子",
        "phone": str(seeker.phone),
        "birth_date": "2001-04-05",
        "prefecture": "14",
    }


# Every model admin


def test_every_model_is_shown_by_a_service_admin():
    assert [it for it in every_admin() if not isinstance(it, ServiceAdmin)] == []
    assert len(every_admin()) > 5


def test_what_a_library_registers_is_left_out():
    site = type(admin.site._wrapped)()
    site.register(MailboxProof)
    site.register(MailboxProof, admin.ModelAdmin)
    assert not site.is_registered(MailboxProof)


def test_every_model_says_to_whom_its_rows_are_visible():
    unsaid = [it for it in every_admin() if not hasattr(it.model._default_manager, "visible_to")]
    assert [it for it in unsaid if not it.administrators_only] == []


def test_model_admin_of_a_model_that_does_not_say_is_reported():
    found = ServiceAdmin(MailboxProof, admin.site).check()
    assert [error.id for error in found] == ["config.E001", "config.E002"]
    assert checks.run_checks() == []


@pytest.fixture
def superuser_request(administrator):
    request = RequestFactory().get("/admin/")
    request.user = administrator
    return request


def test_nothing_can_be_deleted_but_when_people_have_time_and_when_nobody_has(superuser_request):
    deleted = {it.opts.model_name for it in every_admin() if it.has_delete_permission(superuser_request)}
    assert deleted == {"closedday", "dayoff", "weeklyhours"}
    assert dict(admin.site.actions) == {}
    assert [it for it in every_admin() if "delete_selected" in it.get_actions(superuser_request)] == []


def test_no_status_can_be_typed(superuser_request):
    inlines = [inline for it in every_admin() for inline in it.get_inline_instances(superuser_request)]
    forms = [it.get_form(superuser_request, change=True) for it in every_admin()]
    forms += [it.get_form(superuser_request) for it in every_admin() if it.has_add_permission(superuser_request)]
    forms += [inline.get_formset(superuser_request).form for inline in inlines]
    assert [form for form in forms if "status" in form.base_fields] == []


def test_status_is_read_only_even_where_it_is_listed_as_a_field(superuser_request):
    class Careless(ServiceAdmin):
        fields = ["kind", "status"]

    form = Careless(Message, admin.site).get_form(superuser_request)
    assert list(form.base_fields) == ["kind"]


def test_no_filter_lists_unseen_rows(superuser_request):
    classes = [item[1] for it in every_admin() for item in it.get_list_filter(superuser_request) if type(item) is tuple]
    stock = [it for it in classes if issubclass(it, admin.RelatedFieldListFilter)]
    assert [it for it in stock if not issubclass(it, VisibleRelatedFilter)] == []


def test_administrators_only_holds_whatever_a_group_is_granted(desk, desk_client):
    grants = Group.objects.get(name="Support desk").permissions
    for it in every_admin():
        if it.administrators_only:
            grants.add(*grants.model.objects.filter(content_type__model=it.opts.model_name))
            assert desk_client.get(f"/admin/{it.opts.app_label}/{it.opts.model_name}/").status_code == 403


# Nonsense


def walks(*values: str) -> list:
    """To ask every list takes seconds: the suite does so with the first ones, and `make stories` with all."""
    return [pytest.param(value, marks=pytest.mark.story) for value in values]


PAGES = ["p=-1", "o=1.x.-2", *walks("p=x", "p=99999999999999999999", "o=99", "o=-", "all=", "e=1", "_facets=1")]
KEYS = ["x", "%00", *walks("0", "1e9", "９", str(10**30), "_5F", "..%2F..", "1%27--")]
VALUES = ["x", *walks("9" * 30, "-1", "2020-13-45", "True", "1,2", "%25")]
REFUSED = [
    "q=%00",
    "p=%00",
    "%00=1",
    "pk__in=x",
    "id=1",
    "+__isnull=1",
    "%2B__isnull=True",
    "_to_field=email",
    "password__startswith=a",
]


@pytest.mark.parametrize("step", ["change", "delete"])
def test_page_of_a_row_bears_a_column_without_a_name(step, administrator_client, seeker):
    page = f"/admin/accounts/jobseeker/{seeker.pk}/{step}/"
    assert administrator_client.get(f"{page}?_to_field=").status_code == administrator_client.get(page).status_code
    assert administrator_client.post(page, {"_to_field": ""}).status_code < 500


@pytest.mark.parametrize("query", PAGES)
def test_list_bears_nonsense(query, administrator_client):
    assert {administrator_client.get(f"{path}?{query}").status_code for path in lists()} <= {200, 302, 400}


@pytest.mark.parametrize("query", REFUSED)
def test_list_refuses_what_is_not_declared(query, administrator_client):
    assert {administrator_client.get(f"{path}?{query}").status_code for path in lists()} == {400}


@pytest.mark.parametrize("key", KEYS)
def test_nonsense_key_is_not_found(key, administrator_client):
    addresses = [f"{path}{key}/{page}/" for path in lists() for page in ("change", "history")]
    assert {administrator_client.get(address).status_code for address in addresses} <= {404, 400}


@pytest.mark.parametrize("value", VALUES)
def test_filter_bears_nonsense(value, administrator_client):
    for it, path in zip(every_admin(), lists(), strict=True):
        for item in it.list_filter:
            name = item if isinstance(item, str) else getattr(item, "parameter_name", None)
            for query in (f"{name}={value}", f"{name}__exact={value}", f"{name}__id__exact={value}"):
                assert administrator_client.get(f"{path}?{query}").status_code in {200, 302, 400}


@pytest.mark.parametrize("chosen", ["x", "", "\0", "9" * 30])
def test_action_bears_a_nonsense_key(chosen, administrator_client):
    sent = {"action": "forget_second_factors", "_selected_action": chosen, "index": "0", "select_across": "0"}
    assert administrator_client.post("/admin/accounts/user/", sent).status_code in {302, 400}


def test_action_is_never_for_all_pages(administrator, administrator_client):
    StaffFactory()
    sent = {"action": "forget_second_factors", "_selected_action": administrator.pk, "select_across": "1", "index": "0"}
    assert administrator_client.post("/admin/accounts/user/", sent).status_code == 400


@pytest.mark.parametrize("query", ["seeker=x", f"seeker={10**30}", "seeker=", "began_at=x", "advisor=-1", "x=2"])
def test_add_form_bears_a_nonsense_choice(query, desk_client):
    assert desk_client.get(f"/admin/advisors/assignment/add/?{query}").status_code == 200


def test_link_ticks_nothing_beforehand(administrator_client):
    response = administrator_client.get("/admin/accounts/user/add/?is_superuser=1&language=en&groups=1")
    assert not response.context["adminform"].form.initial


@pytest.mark.parametrize("key", ["x", "", "\0", "-1", "9" * 30])
def test_form_bears_a_nonsense_choice(key, desk_client):
    response = desk_client.post("/admin/advisors/assignment/add/", {"seeker": key, "advisor": key})
    assert response.status_code == 200
    assert set(response.context["adminform"].form.errors) == {"seeker", "advisor"}


@pytest.mark.parametrize(
    "query",
    ["", "term=x", "app_label=%00", "page=x", "page=0", "page=9999", "term=%00", "field_name=id", "model_name=x"],
)
def test_autocomplete_bears_nonsense(query, desk_client):
    asked = f"app_label=advisors&model_name=assignment&field_name=seeker&{query}"
    assert desk_client.get(f"/admin/autocomplete/?{asked}").status_code in {200, 400, 403, 404}
    assert desk_client.get(f"/admin/autocomplete/?{query}").status_code in {400, 403}


# Uniqueness


@pytest.mark.parametrize(("who", "told"), [("desk", False), ("administrator", True)])
def test_unique_value_of_somebody_unseen_is_not_confirmed(who, told, request):
    asked = RequestFactory().get("/admin/")
    asked.user = request.getfixturevalue(who)
    field = ServiceAdmin(User, admin.site).formfield_for_dbfield(User._meta.get_field("email"), asked)
    assert ("unique" not in field.error_messages) is told


def test_advisor_is_named_to_who_chooses_and_numbered_to_the_log(administrator_client):
    advisor = AdvisorFactory(name="相談員なまえ")
    asked = "app_label=advisors&model_name=assignment&field_name=advisor"
    found = administrator_client.get(f"/admin/autocomplete/?{asked}").json()["results"]
    assert found == [{"id": str(advisor.pk), "text": "相談員なまえ"}]
    assert str(advisor) == f"advisor {advisor.pk}"
