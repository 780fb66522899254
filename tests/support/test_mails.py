"""A mail of support that has waited says what is so as it is sent, and nothing of what is so no more."""

import re
from datetime import date, timedelta

import pytest
from django.core import mail

from accounts.messages.queue import queue_message
from accounts.models import Message
from advisors.models import Assignment
from support.mock_interviews.feedback import mark_opened
from support.models import Document, Seminar, SeminarSeat, SuitLoan
from support.seminars import notifying as of_seats
from support.suits import notifying as of_suits
from tests import factories
from tests.factories import want_notices_only

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def became(worker, now):
    """What became of the newest message once the worker had it: `sent`, or `refused` where nothing is left to say."""

    def become() -> str:
        worker()
        return Message.objects.latest("pk").status

    return become


# A seat

SAID_OF = {
    "no_seat": {"cancelled"},
    "seat_free": {"waiting"},
    "seat_left": {"cancelled"},
    "seat_offered": {"offered"},
    "seat_passed": {"passed"},
    "seat_taken": {"taken"},
    "seat_waiting": {"waiting"},
    "seminar_changed": {"waiting", "offered", "taken"},
    "seminar_materials": {"taken", "attended"},
    "seminar_off": {"cancelled"},
    "seminar_reminder": {"taken"},
}
OF_WHAT_IS_OVER = {"no_seat", "seat_left", "seminar_materials", "seminar_off"}


@pytest.fixture
def seminar(now) -> Seminar:
    """With materials; and another one ahead, of which no mail speaks."""
    factories.SeminarFactory()
    return factories.SeminarMaterialFactory(seminar__capacity=9).seminar


@pytest.mark.parametrize("kind", SAID_OF)
def test_mail_of_a_seat_speaks_of_one_that_is_still_so(kind, seminar, now, became):
    said = set()
    for status in SeminarSeat.Status:
        of_seats.tell(f"support/{kind}", factories.SeminarSeatFactory(seminar=seminar, status=status), now=now)
        if became() == "sent":
            said.add(status)
    assert said == SAID_OF[kind]
    assert set(Message.objects.values_list("status", flat=True)) == {"sent", "refused"}


def begin(seminar: Seminar, now) -> None:
    Seminar.objects.filter(pk=seminar.pk).update(starts_at=now)


def call_off(seminar: Seminar, now) -> None:
    Seminar.objects.filter(pk=seminar.pk).update(status="called_off", called_off_at=now, why_off="台風のため")


@pytest.mark.parametrize("over", [begin, call_off])
@pytest.mark.parametrize("kind", SAID_OF)
def test_of_a_seminar_that_has_begun_or_is_off_only_its_end_is_told(kind, over, seminar, now, became):
    seat = factories.SeminarSeatFactory(seminar=seminar, status=min(SAID_OF[kind]))
    of_seats.tell(f"support/{kind}", seat, now=now)
    over(seminar, now)
    assert became() == ("sent" if kind in OF_WHAT_IS_OVER else "refused")


def test_reminder_of_a_time_that_has_changed_is_not_sent(seminar, now, became):
    seat = factories.SeminarSeatFactory(seminar=seminar)
    of_seats.tell("support/seminar_reminder", seat, now=now)
    Seminar.objects.filter(pk=seminar.pk).update(starts_at=seminar.starts_at + DAY)
    assert became() == "refused"


def test_materials_that_are_taken_away_are_not_announced(seminar, now, became):
    seat = factories.SeminarSeatFactory(seminar=seminar, status="attended")
    factories.SeminarMaterialFactory()
    of_seats.tell("support/seminar_materials", seat, now=now)
    seminar.materials.all().delete()
    assert became() == "refused"


# New seminars


@pytest.fixture
def told_of(seeker, worker, now, clock):
    """Which seminars a notice of what is new since a day names, that is owed now and sent two hours later."""

    def told() -> list[str]:
        queue_message("support/seminar_notice", seeker.user, since=now - DAY)
        clock.move_to(now + 2 * HOUR, tick=False)
        worker()
        return re.findall(r"^\d+\. (.+)$", mail.outbox[0].body, re.MULTILINE) if mail.outbox else []

    return told


def test_notice_names_what_is_new_and_still_to_come_the_next_first(seeker, now, told_of):
    later = factories.SeminarFactory(opened_at=now, starts_at=now + 9 * DAY)
    sooner = factories.SeminarFactory(opened_at=now - HOUR, starts_at=now + 8 * DAY)
    factories.SeminarFactory(opened_at=now - DAY)  # as of the notice before
    factories.SeminarFactory(opened_at=now + HOUR)  # of which the next one tells
    factories.SeminarFactory(opened_at=now - HOUR, starts_at=now + HOUR)
    factories.SeminarFactory(opened_at=now - HOUR, status="called_off")
    assert told_of() == [sooner.title, later.title]


def test_notice_leaves_out_what_the_member_is_in_and_no_other(seeker, other_seeker, now, told_of):
    new = factories.SeminarFactory.create_batch(3, opened_at=now)
    for seminar, member, status in zip(
        new, (seeker, seeker, other_seeker), ("waiting", "cancelled", "taken"), strict=True
    ):
        factories.SeminarSeatFactory(seminar=seminar, seeker=member, status=status)
    assert sorted(told_of()) == sorted(it.title for it in new[1:])


def test_notice_names_ten_at_most(now, told_of):
    new = [factories.SeminarFactory(opened_at=now, starts_at=now + n * DAY) for n in range(1, 12)]
    assert told_of() == [it.title for it in new[:10]]


def test_notice_of_what_has_come_to_nothing_meanwhile_is_not_sent(seeker, now, became):
    factories.SeminarFactory(opened_at=now, starts_at=now)
    queue_message("support/seminar_notice", seeker.user, since=now - DAY)
    assert became() == "refused"


# A suit

OF_SUIT = {
    "suit_changed": {"requested"},
    "suit_not_moved": {"requested", "lent"},
    "suit_overdue": {"lent"},
    "suit_pick_up": {"requested"},
    "suit_return": {"lent"},
}


def owe(kind: str, loan: SuitLoan, **more) -> None:
    told = {"suit_changed": {"calendar": ""}, "suit_not_moved": {"needed_on": date(2026, 12, 10)}}
    of_suits.tell(f"support/{kind}", loan, **told.get(kind, {}), **more)


@pytest.mark.parametrize("kind", OF_SUIT)
def test_mail_of_a_suit_speaks_of_one_that_is_still_so(kind, seeker, became):
    said = set()
    for status in SuitLoan.Status:
        loan = factories.SuitLoanFactory(seeker=seeker, status=status)
        owe(kind, loan)
        if became() == "sent":
            said.add(status)
        SuitLoan.objects.all().delete()
    assert said == OF_SUIT[kind]
    assert set(Message.objects.values_list("status", flat=True)) == {"sent", "refused"}


@pytest.mark.parametrize("kind", OF_SUIT)
def test_mail_of_a_suit_does_not_speak_of_another_of_the_same_days(kind, seeker, became):
    wanted = {"seeker": seeker, "status": min(OF_SUIT[kind])}
    loan = factories.SuitLoanFactory(**wanted)
    owe(kind, loan)
    loan.delete()
    factories.SuitLoanFactory(**wanted)
    assert became() == "refused"


@pytest.mark.parametrize("moved", [{"pick_up_on": date(2026, 11, 26)}, {"return_on": date(2026, 12, 2)}])
@pytest.mark.parametrize("kind", OF_SUIT)
def test_mail_of_a_suit_says_no_days_that_have_changed(kind, moved, became):
    loan = factories.SuitLoanFactory(status=min(OF_SUIT[kind]))
    owe(kind, loan)
    SuitLoan.objects.filter(pk=loan.pk).update(**moved)
    assert became() == "refused"


def test_nobody_is_told_of_somebody_elses_suit(other_seeker, became):
    told = of_suits.facts(factories.SuitLoanFactory())
    queue_message("support/suit_pick_up", other_seeker.user, **told)
    assert became() == "refused"


# A sheet, and what was marked up


@pytest.fixture
def sheet(assignment):
    return factories.InterviewFeedbackFactory(assignment=assignment)


def test_sheet_that_waits_to_be_opened_is_announced(sheet, seeker, became):
    queue_message("support/feedback_sent", seeker.user, feedback=sheet.pk)
    assert became() == "sent"


def test_sheet_that_is_open_by_then_is_not_announced_though_another_waits(sheet, assignment, seeker, now, became):
    factories.GroupFeedbackFactory(assignment=assignment)
    queue_message("support/feedback_sent", seeker.user, feedback=sheet.pk)
    mark_opened(sheet.pk, now=now)
    assert became() == "refused"


def test_sheet_is_announced_to_nobody_who_wants_notices_only_by_then(sheet, seeker, became):
    queue_message("support/feedback_sent", seeker.user, feedback=sheet.pk)
    want_notices_only(seeker)
    assert became() == "refused"


@pytest.fixture
def review(assignment):
    """Of a document that the seeker has had returned; with another one beside it."""
    version, _other = (
        factories.DocumentReviewFactory(document__seeker=assignment.seeker, status="returned") for _ in range(2)
    )
    return version


def test_review_is_announced_unless_the_version_is_deleted(review, seeker, became):
    for expected in ("sent", "refused"):
        queue_message("support/review_returned", seeker.user, review=review.pk)
        assert became() == expected
        Document.objects.filter(reviews=review).delete()


def test_advisor_hears_of_what_the_scanner_removed_while_they_accompany(review, assignment, advisor, now, became):
    for expected in ("sent", "refused"):
        queue_message("support/marked_up_removed", advisor.user, review=review.pk)
        assert became() == expected
        Assignment.objects.update(ended_at=now)


def test_advisor_hears_nothing_of_a_version_that_is_deleted(review, advisor, became):
    queue_message("support/marked_up_removed", advisor.user, review=review.pk)
    Document.objects.filter(reviews=review).delete()
    assert became() == "refused"


def test_desk_hears_of_what_the_scanner_removed_from_a_seminar_while_at_the_desk(seminar, desk, became):
    for expected in ("sent", "refused"):
        queue_message("support/material_removed", desk, seminar=seminar.pk, file="資料.pdf")
        assert became() == expected
        desk.groups.clear()


def test_desk_hears_nothing_of_a_seminar_that_is_gone(seminar, desk, became):
    draft = factories.SeminarFactory(status="draft")
    queue_message("support/material_removed", desk, seminar=draft.pk, file="資料.pdf")
    draft.delete()
    assert became() == "refused"


@pytest.mark.parametrize(("kind", "what"), [("feedback_sent", "feedback"), ("review_returned", "review")])
def test_nobody_is_told_of_what_is_somebody_elses(kind, what, sheet, review, other_seeker, became):
    key = {"feedback": sheet.pk, "review": review.pk}[what]
    queue_message(f"support/{kind}", other_seeker.user, **{what: key})
    assert became() == "refused"
