"""Advisors and assignments in the admin."""

import pytest
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.messages.storage.cookie import CookieStorage
from django.test import RequestFactory

from accounts.models import ADVISORS
from advisors.admin import AssignmentAdmin
from advisors.models import Advisor, Assignment
from tests.factories import AdvisorFactory, AssignmentFactory, JobSeekerFactory, StaffFactory

ADD = "/admin/advisors/assignment/add/"
LIST = "/admin/advisors/assignment/"

pytestmark = pytest.mark.django_db


def errors(response) -> list[str]:
    return list(response.context["adminform"].form.errors)


def test_desk_gives_a_job_seeker_an_advisor(desk_client, seeker, advisor):
    desk_client.post(ADD, {"seeker": seeker.pk, "advisor": advisor.pk})
    assert seeker.assignments.current().get().advisor == advisor


def test_job_seeker_has_one_advisor_at_a_time(desk_client, assignment, other_advisor):
    response = desk_client.post(ADD, {"seeker": assignment.seeker.pk, "advisor": other_advisor.pk})
    assert errors(response) == ["seeker"]
    assert Assignment.objects.get() == assignment


class BesideATwin(AssignmentAdmin):
    """Somebody else gives the job seeker an advisor between the check and the saving."""

    def save_model(self, request, obj, form, change):
        AssignmentFactory(seeker=obj.seeker)
        super().save_model(request, obj, form, change)


def test_faster_twin_is_told_kindly(desk, seeker, advisor):
    request = RequestFactory().post(ADD, {"seeker": seeker.pk, "advisor": advisor.pk})
    request.user, request._dont_enforce_csrf_checks = desk, True
    request._messages = CookieStorage(request)
    response = BesideATwin(Assignment, admin.site).add_view(request)
    assert (response.status_code, response.url) == (302, ADD)
    assert [message.level_tag for message in request._messages] == ["error"]


@pytest.mark.parametrize(("wish", "refused"), [("any", []), ("female", []), ("male", ["advisor"])])
def test_wish_for_the_advisor_is_kept(wish, refused, desk_client):
    seeker, woman = JobSeekerFactory(advisor_gender=wish), AdvisorFactory(gender="female")
    response = desk_client.post(ADD, {"seeker": seeker.pk, "advisor": woman.pk})
    assert (errors(response) if response.context else []) == refused
    assert Assignment.objects.exists() is not bool(refused)


def test_assignment_is_ended_once(desk_client, assignment, clock, now):
    end = {"action": "end", "_selected_action": [assignment.pk], "index": "0"}
    desk_client.post(LIST, end)
    clock.shift(60)
    desk_client.post(LIST, end)
    assignment.refresh_from_db()
    assert assignment.ended_at == now
    assert LogEntry.objects.count() == 1


def test_assignment_is_not_rewritten(desk_client, assignment, other_advisor):
    changed = {"advisor": other_advisor.pk, "ended_at_0": "2026-01-01", "ended_at_1": "00:00"}
    desk_client.post(f"{LIST}{assignment.pk}/change/", changed)
    after = Assignment.objects.get()
    assert (after.advisor, after.ended_at) == (assignment.advisor, None)


@pytest.mark.parametrize(("state", "shown"), [("current", 1), ("ended", 0), ("", 1), ("x", 1)])
def test_assignments_are_filtered_by_state(state, shown, desk_client, assignment):
    response = desk_client.get(f"{LIST}?state={state}")
    assert len(response.context["cl"].result_list) == shown


def test_assignments_are_found_by_the_job_seeker(desk_client, assignment):
    found = desk_client.get(LIST, {"q": assignment.seeker.member_number}).context["cl"].result_list
    missed = desk_client.get(LIST, {"q": "9999-9999-99"}).context["cl"].result_list
    assert (list(found), list(missed)) == ([assignment], [])


def test_new_advisor_may_work_here(administrator_client):
    user = StaffFactory()
    administrator_client.post(
        "/admin/advisors/advisor/add/", {"user": user.pk, "name": "相談員", "gender": "male", "capacity": 30}
    )
    assert Advisor.objects.get().user == user
    assert [group.name for group in user.groups.all()] == [ADVISORS]


def test_member_is_not_made_an_advisor(administrator_client, seeker):
    sent = {"user": seeker.user_id, "name": "相談員", "gender": "male", "capacity": 30}
    assert errors(administrator_client.post("/admin/advisors/advisor/add/", sent)) == ["user"]


def test_advisors_are_named_by_administrators_only(desk_client, advisor):
    address = f"/admin/advisors/advisor/{advisor.pk}/change/"
    assert desk_client.get(address).status_code == 200
    assert desk_client.post(address, {"name": "x", "gender": "male"}).status_code == 403
