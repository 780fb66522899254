"""Every address of support, and who is answered how: one table, and nothing that is not in it."""

from datetime import timedelta
from functools import partial
from urllib.parse import urlsplit

import pytest
from django.db import transaction

from tests import factories, walking
from tests.conftest import signed_in
from tests.support.documents import made

pytestmark = pytest.mark.django_db
# visitor, the member, another member, their advisor, the one before, another, the support desk, an administrator.
# `in` leads to signing in, `adm` to the admin, where staff belong.
TABLE = """
GET  support/                                                                     200 200 200 200 200 200 200 200
GET  support/documents/                                                           in  200 200 adm adm adm adm adm
POST support/documents/                                                           in  200 200 adm adm adm adm adm
GET  support/documents/<int:document_id>/file/                                    in  200 404 200 404 404 404 404
GET  support/documents/<int:document_id>/ask/                                     in  302 302 adm adm adm adm adm
POST support/documents/<int:document_id>/ask/                                     in  302 404 adm adm adm adm adm
GET  support/documents/<int:document_id>/delete/                                  in  200 404 adm adm adm adm adm
POST support/documents/<int:document_id>/delete/                                  in  302 404 adm adm adm adm adm
GET  support/documents/reviews/<int:review_id>/file/                              in  200 404 200 404 404 404 404
GET  support/documents/reviews/<int:review_id>/take-back/                         in  302 302 adm adm adm adm adm
POST support/documents/reviews/<int:review_id>/take-back/                         in  302 404 adm adm adm adm adm
GET  support/resume/                                                              in  200 200 adm adm adm adm adm
GET  support/resume/<slug:sheet>.pdf                                              in  200 200 adm adm adm adm adm
GET  support/resume/<slug:sheet>.png                                              in  200 200 adm adm adm adm adm
POST support/resume/<slug:sheet>/send/                                            in  302 302 adm adm adm adm adm
GET  support/resume/<slug:step>/                                                  in  200 200 adm adm adm adm adm
POST support/resume/<slug:step>/                                                  in  302 302 adm adm adm adm adm
GET  support/resume/<slug:step>/add/                                              in  200 200 adm adm adm adm adm
POST support/resume/<slug:step>/add/                                              in  200 200 adm adm adm adm adm
GET  support/resume/entries/<int:line_id>/                                        in  200 404 adm adm adm adm adm
POST support/resume/entries/<int:line_id>/                                        in  200 404 adm adm adm adm adm
GET  support/resume/entries/<int:line_id>/details/                                in  200 404 adm adm adm adm adm
POST support/resume/entries/<int:line_id>/details/                                in  200 404 adm adm adm adm adm
GET  support/resume/entries/<int:line_id>/remove/                                 in  302 302 adm adm adm adm adm
POST support/resume/entries/<int:line_id>/remove/                                 in  302 404 adm adm adm adm adm
GET  support/resume/photo.jpg                                                     in  200 404 adm adm adm adm adm
POST support/resume/photo/remove/                                                 in  302 302 adm adm adm adm adm
GET  support/mock-interviews/                                                     in  200 200 adm adm adm adm adm
GET  support/mock-interviews/times/                                               in  200 200 adm adm adm adm adm
GET  support/mock-interviews/times/<int:slot_id>/                                 in  302 302 adm adm adm adm adm
POST support/mock-interviews/times/<int:slot_id>/                                 in  200 302 adm adm adm adm adm
GET  support/mock-interviews/<int:interview_id>/change/                           in  200 404 adm adm adm adm adm
POST support/mock-interviews/<int:interview_id>/change/                           in  200 404 adm adm adm adm adm
GET  support/mock-interviews/sheets/<int:feedback_id>/                            in  200 404 adm adm adm adm adm
GET  support/seminars/                                                            in  200 200 adm adm adm adm adm
GET  support/seminars/<int:seminar_id>/                                           in  200 200 adm adm adm adm adm
POST support/seminars/<int:seminar_id>/join/                                      in  302 302 adm adm adm adm adm
POST support/seminars/<int:seminar_id>/leave/                                     in  302 302 adm adm adm adm adm
POST support/seminars/<int:seminar_id>/accept/                                    in  302 302 adm adm adm adm adm
GET  support/seminars/<int:seminar_id>/seminar.ics                                in  200 404 adm adm adm adm adm
GET  support/seminars/materials/<int:material_id>/                                in  200 404 404 404 404 200 200
GET  support/seminars/leave/<str:token>/                                          200 200 200 200 200 200 200 200
POST support/seminars/leave/<str:token>/                                          200 200 200 200 200 200 200 200
GET  support/suits/                                                               in  200 200 adm adm adm adm adm
POST support/suits/                                                               in  200 200 adm adm adm adm adm
GET  support/suits/size/                                                          in  200 200 adm adm adm adm adm
GET  support/suits/<int:loan_id>/move/                                            in  200 404 adm adm adm adm adm
POST support/suits/<int:loan_id>/move/                                            in  200 404 adm adm adm adm adm
GET  support/suits/<int:loan_id>/cancel/                                          in  200 404 adm adm adm adm adm
POST support/suits/<int:loan_id>/cancel/                                          in  302 404 adm adm adm adm adm
GET  support/suits/<int:loan_id>/calendar/                                        in  200 404 adm adm adm adm adm
GET  admin/support/documentreview/                                                in  403 403 200 200 200 200 200
GET  admin/support/documentreview/add/                                            in  403 403 403 403 403 403 403
GET  admin/support/documentreview/<path:object_id>/                               in  403 403 302 302 302 302 302
GET  admin/support/documentreview/<path:object_id>/change/                        in  403 403 200 404 404 200 200
POST admin/support/documentreview/<path:object_id>/change/                        in  403 403 403 404 404 403 403
GET  admin/support/documentreview/<path:object_id>/history/                       in  403 403 200 404 404 200 200
GET  admin/support/documentreview/<path:object_id>/delete/                        in  403 403 403 404 404 403 403
GET  admin/support/documentreview/documents/<int:document_id>/pages/<int:number>/ in  403 403 200 404 404 404 404
GET  admin/support/documentreview/black-out/<int:key>/                            in  403 403 200 404 404 404 404
POST admin/support/documentreview/black-out/<int:key>/                            in  403 403 200 404 404 404 404
GET  admin/support/mockinterview/                                                 in  403 403 200 200 200 200 200
GET  admin/support/mockinterview/add/                                             in  403 403 302 302 302 302 302
GET  admin/support/mockinterview/<path:object_id>/                                in  403 403 302 302 302 302 302
GET  admin/support/mockinterview/<path:object_id>/change/                         in  403 403 200 404 404 200 200
POST admin/support/mockinterview/<path:object_id>/change/                         in  403 403 200 404 404 200 200
GET  admin/support/mockinterview/<path:object_id>/history/                        in  403 403 200 404 404 200 200
GET  admin/support/mockinterview/<path:object_id>/delete/                         in  403 403 403 404 404 403 403
GET  admin/support/mockinterview/<int:mock_id>/practice/                          in  403 403 302 404 404 404 302
POST admin/support/mockinterview/<int:mock_id>/practice/                          in  403 403 302 404 404 404 302
GET  admin/support/interviewfeedback/                                             in  403 403 200 200 200 200 200
GET  admin/support/interviewfeedback/add/                                         in  403 403 403 403 403 403 403
GET  admin/support/interviewfeedback/<path:object_id>/                            in  403 403 302 302 302 302 302
GET  admin/support/interviewfeedback/<path:object_id>/change/                     in  403 403 200 404 404 200 200
POST admin/support/interviewfeedback/<path:object_id>/change/                     in  403 403 200 404 404 200 200
GET  admin/support/interviewfeedback/<path:object_id>/history/                    in  403 403 200 404 404 200 200
GET  admin/support/interviewfeedback/<path:object_id>/delete/                     in  403 403 403 404 404 403 403
GET  admin/support/interviewfeedback/write/<int:mock_id>/                         in  403 403 200 404 404 404 200
GET  admin/support/interviewfeedback/write/seat/<int:seat_id>/                    in  403 403 200 404 404 404 200
GET  admin/support/interviewfeedback/<int:feedback_id>/correct/                   in  403 403 200 404 404 404 404
POST admin/support/interviewfeedback/write/<int:mock_id>/                         in  403 403 200 404 404 404 200
POST admin/support/interviewfeedback/write/seat/<int:seat_id>/                    in  403 403 200 404 404 404 200
POST admin/support/interviewfeedback/<int:feedback_id>/correct/                   in  403 403 200 404 404 404 404
GET  admin/support/interviewfeedback/none/<int:mock_id>/                          in  403 403 200 404 404 200 200
POST admin/support/interviewfeedback/none/<int:mock_id>/                          in  403 403 302 404 404 302 302
GET  admin/support/interviewfeedback/none/seat/<int:seat_id>/                     in  403 403 200 404 404 200 200
POST admin/support/interviewfeedback/none/seat/<int:seat_id>/                     in  403 403 302 404 404 302 302
GET  admin/support/interviewfeedback/black-out-first-strength/<int:key>/          in  403 403 200 404 404 404 404
GET  admin/support/interviewfeedback/black-out-second-strength/<int:key>/         in  403 403 200 404 404 404 404
GET  admin/support/interviewfeedback/black-out-third-strength/<int:key>/          in  403 403 200 404 404 404 404
GET  admin/support/interviewfeedback/black-out-to-practise/<int:key>/             in  403 403 200 404 404 404 404
GET  admin/support/seminar/                                                       in  403 403 403 403 403 200 200
GET  admin/support/seminar/add/                                                   in  403 403 403 403 403 200 200
GET  admin/support/seminar/<path:object_id>/                                      in  403 403 302 302 302 302 302
GET  admin/support/seminar/<path:object_id>/change/                               in  403 403 404 404 404 200 200
POST admin/support/seminar/<path:object_id>/change/                               in  403 403 404 404 404 403 403
GET  admin/support/seminar/<path:object_id>/history/                              in  403 403 404 404 404 200 200
GET  admin/support/seminar/<path:object_id>/delete/                               in  403 403 404 404 404 403 403
GET  admin/support/seminar/<int:row_id>/ask/<slug:key>/                           in  403 403 404 404 404 302 302
POST admin/support/seminar/<int:row_id>/ask/<slug:key>/                           in  403 403 404 404 404 200 200
GET  admin/support/seminar/<int:row_id>/edit/                                     in  403 403 404 404 404 200 200
POST admin/support/seminar/<int:row_id>/edit/                                     in  403 403 404 404 404 200 200
GET  admin/support/seminar/<int:row_id>/attendance/                               in  403 403 404 404 404 200 200
POST admin/support/seminar/<int:row_id>/attendance/                               in  403 403 404 404 404 200 200
GET  admin/support/seminar/<int:row_id>/materials/                                in  403 403 404 404 404 302 302
POST admin/support/seminar/<int:row_id>/materials/                                in  403 403 404 404 404 200 200
GET  admin/support/seminar/for/<int:seeker_id>/                                   in  403 403 403 403 403 200 200
POST admin/support/seminar/for/<int:seeker_id>/                                   in  403 403 403 403 403 302 302
GET  admin/support/seminar/<int:row_id>/member/                                   in  403 403 403 403 403 302 302
GET  admin/support/suit/                                                          in  403 403 403 403 403 200 200
GET  admin/support/suit/add/                                                      in  403 403 403 403 403 200 200
GET  admin/support/suit/<path:object_id>/                                         in  403 403 302 302 302 302 302
GET  admin/support/suit/<path:object_id>/change/                                  in  403 403 404 404 404 200 200
POST admin/support/suit/<path:object_id>/change/                                  in  403 403 404 404 404 200 200
GET  admin/support/suit/<path:object_id>/history/                                 in  403 403 404 404 404 200 200
GET  admin/support/suit/<path:object_id>/delete/                                  in  403 403 404 404 404 403 403
GET  admin/support/suitloan/                                                      in  403 403 403 403 403 200 200
GET  admin/support/suitloan/add/                                                  in  403 403 403 403 403 302 302
GET  admin/support/suitloan/<path:object_id>/                                     in  403 403 302 302 302 302 302
GET  admin/support/suitloan/<path:object_id>/change/                              in  403 403 404 404 404 200 200
POST admin/support/suitloan/<path:object_id>/change/                              in  403 403 404 404 404 403 403
GET  admin/support/suitloan/<path:object_id>/history/                             in  403 403 404 404 404 200 200
GET  admin/support/suitloan/<path:object_id>/delete/                              in  403 403 404 404 404 403 403
GET  admin/support/suitloan/<int:row_id>/ask/<slug:key>/                          in  403 403 404 404 404 200 200
POST admin/support/suitloan/<int:row_id>/ask/<slug:key>/                          in  403 403 404 404 404 302 302
GET  admin/support/suitloan/counter/                                              in  403 403 403 403 403 200 200
POST admin/support/suitloan/counter/                                              in  403 403 403 403 403 302 302
""".strip().split("\n")
# Of each model of the admin, which row is asked for, and which button, or row in which something is blacked out.
OF_THE_ADMIN = {
    "documentreview": ("review_id", "returned_id"),
    "mockinterview": ("mock_id", ""),
    "interviewfeedback": ("feedback_id", "feedback_id"),
    "seminar": ("seminar_id", "call_off"),
    "suitloan": ("loan_id", "call_off"),
    "suit": ("suit_id", ""),
}
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def world(seeker, assignment, other_seeker, other_advisor, now, settings, tmp_path) -> dict[str, object]:
    """All of it the member's, who had another advisor before; the values of the gaps of addresses."""
    settings.MEDIA_ROOT = tmp_path
    factories.AssignmentFactory(seeker=other_seeker, advisor=other_advisor)
    kept = partial(factories.DocumentFactory, seeker=seeker, file__content=made.pdf())
    marked_up = factories.FileFactory(owner=seeker.user, use="reviewed", content_type="application/pdf")
    document = kept(kind="work_history", pages=1)
    returned = factories.DocumentReviewFactory(
        document=kept(), status="returned", marked_up=marked_up, returned_by=assignment.advisor.user
    )
    photo = factories.FileFactory(owner=seeker.user, use="resume_photo", content=made.picture())
    entry = factories.ResumeEntryFactory(resume=factories.ResumeFactory(seeker=seeker, photo=photo))
    held = partial(factories.MockInterviewFactory, booking__seeker=seeker, booking__slot__advisor=assignment.advisor)
    over = partial(held, booking__status="completed", booking__slot__held_on=now.date() - DAY)
    sheet = factories.InterviewFeedbackFactory(interview=over(), assignment=assignment, sent_at=now)
    ahead = factories.SeminarFactory()
    seat = factories.SeminarSeatFactory(seminar=ahead, seeker=seeker)
    begun = factories.SeminarFactory(starts_at=now - HOUR)
    factories.SeminarSeatFactory(seminar=begun, seeker=seeker)
    group = factories.SeminarFactory(kind="mock_interview", starts_at=now - DAY)
    loan = factories.SuitLoanFactory(seeker=seeker)
    return {
        "seeker_id": seeker.pk,
        "document_id": document.pk,
        "number": 1,
        "review_id": factories.DocumentReviewFactory(document=document).pk,
        "returned_id": returned.pk,
        "line_id": entry.pk,
        "slot_id": factories.CounselingSlotFactory(advisor=assignment.advisor).pk,
        "interview_id": held().pk,
        "mock_id": over().pk,
        "feedback_id": sheet.pk,
        "seat_id": factories.SeminarSeatFactory(seminar=group, seeker=seeker, status="attended").pk,
        "loan_id": loan.pk,
        "suit_id": factories.SuitFactory().pk,
        "seminar_id": ahead.pk,
        "material_id": factories.SeminarMaterialFactory(seminar=begun).pk,
        "token": walking.seat_token(seat),
        "sheet": "resume",
        "step": "work",
    }


@pytest.fixture
def people(seeker, other_seeker, assignment, other_advisor, desk, administrator, now) -> list:
    """In the order of the table. The former advisor knows the member from before, and accompanies somebody else now."""
    former = factories.AssignmentFactory(advisor=factories.AdvisorFactory())
    factories.AssignmentFactory(seeker=seeker, advisor=former.advisor, ended_at=now)
    advisors = [assignment.advisor, former.advisor, other_advisor]
    users = [seeker.user, other_seeker.user, *(it.user for it in advisors), desk, administrator]
    return [walking.Client(), *map(signed_in, users)]


def filled(route: str, world: dict[str, object]) -> str:
    """The address, of the member's own rows."""
    values = dict(world)
    if route.startswith("admin/"):
        own, key = OF_THE_ADMIN[route.split("/")[2]]
        values |= {"object_id": world[own], "row_id": world[own], "key": world.get(key, key)}
    if route == "support/documents/reviews/<int:review_id>/file/":
        values["review_id"] = world["returned_id"]
    return walking.address(route, {name: str(value) for name, value in values.items()})


def asked(client, method: str, address: str) -> str:
    """The status, or to where somebody is sent who has come to a wrong door; and everything is as it was before."""
    with transaction.atomic():
        answer = getattr(client, method.lower())(address)
        transaction.set_rollback(True)
    leads = urlsplit(answer.get("Location", "")).path
    if leads == "/admin/" and not address.startswith(leads):
        return "adm"
    return "in" if leads in {"/login/", "/admin/login/"} else str(answer.status_code)


def answered(line: str, world: dict[str, object], people: list) -> str:
    """The line of the table, as it really is."""
    method, route = line.split()[:2]
    found = [asked(client, method, filled(route, world)) for client in people]
    return " ".join([method, route, *found])


def room(line: str) -> str:
    """What is between `support/` and the next stroke, and whether it is in the admin."""
    return "/".join(line.split()[1].split("/")[: 3 if "admin/" in line else 2])


@pytest.mark.parametrize("of", dict.fromkeys(map(room, TABLE)))
def test_everybody_is_answered_as_the_table_says(of, world, people):
    lines = [line for line in TABLE if room(line) == of]
    assert [answered(line, world, people) for line in lines] == [" ".join(line.split()) for line in lines]


def test_every_address_is_in_the_table():
    listed = {line.split()[1] for line in TABLE}
    assert {route for route in walking.routes() if route.startswith(("support/", "admin/support/"))} == listed


def test_no_page_of_the_site_takes_what_no_browser_sends(world, people):
    member, routes = people[1], dict.fromkeys(line.split()[1] for line in TABLE if "admin/" not in line)
    assert {route: found for route in routes if (found := asked(member, "DELETE", filled(route, world))) != "405"} == {}
