"""The desk, or an advisor, does for somebody on the phone what they can do themselves: by the same rules and mails."""

import re
from datetime import date, timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.urls import reverse

from accounts.models import Message
from advisors.counseling import refusals as hours
from advisors.handover.replacing import replace
from config.days import when
from support.mock_interviews import by_phone
from support.mock_interviews.booking import book_mock_interview
from support.models import MockInterview, SeminarSeat, SuitLoan
from support.seminars import refusals as seats
from support.seminars import seating
from support.suits import booking
from support.suits import refusals as suits
from tests import factories
from tests.config.test_refusals import reasons
from tests.conftest import signed_in
from tests.costs import counted
from tests.reading import unmarked

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]
SUIT, PRACTICE = (reverse(f"admin:support_{name}_add") for name in ("suitloan", "mockinterview"))


def text(response) -> str:
    return unmarked(response.content.decode())


def mails(seeker) -> list[str]:
    return [it.removeprefix("support/") for it in seeker.user.messages.order_by("pk").values_list("kind", flat=True)]


def member_page(client, seeker) -> str:
    return text(client.get(reverse("admin:accounts_jobseeker_change", args=[seeker.pk])))


# A suit


@pytest.fixture
def item():
    return factories.SuitFactory()


def reserve(client, seeker, item, **typed):
    said = {"cut": item.cut, "size": item.size, "office": item.office_id, "needed_on": "2026-12-01", **typed}
    return client.post(f"{SUIT}?seeker={seeker.pk}", said, follow=True)


def test_desk_reserves_a_suit_and_who_did_is_kept(desk_client, desk, seeker, item):
    assert f"{SUIT}?seeker={seeker.pk}" in member_page(desk_client, seeker)
    assert item.office.name in text(desk_client.get(SUIT, {"seeker": seeker.pk}))
    shown = text(reserve(desk_client, seeker, item))
    loan = SuitLoan.objects.get()
    assert (loan.seeker, loan.needed_on, loan.arranged_by) == (seeker, date(2026, 12, 1), desk)
    assert desk.get_username() in shown
    assert mails(seeker) == ["suit_reserved"]
    assert LogEntry.objects.get().user == desk


def test_desk_reserves_for_an_interview(desk_client, seeker, assignment, item):
    interview = factories.JobInterviewFactory(referral__seeker=seeker, referral__status="interview")
    other = factories.JobInterviewFactory()
    choices = desk_client.get(SUIT, {"seeker": seeker.pk}).context["form"].fields["interview"].choices
    assert [value for value, _label in choices] == [str(interview.pk), "other"]
    reserve(desk_client, seeker, item, interview=other.pk)
    assert not SuitLoan.objects.exists()
    reserve(desk_client, seeker, item, interview=interview.pk)
    assert SuitLoan.objects.get().interview == interview


def test_what_a_member_is_refused_the_desk_is_refused(desk_client, seeker, other_seeker, item):
    larger = factories.SuitFactory(office=item.office, size="11")
    booking.reserve(other_seeker, cut=item.cut, size=item.size, office_id=item.office_id, needed_on=date(2026, 12, 1))
    shown = text(reserve(desk_client, seeker, item))
    assert "No suit of this size is free" in shown
    assert f"No. 11 ({item.office.name})" in shown
    assert "A suit takes one business day" in text(reserve(desk_client, seeker, item, needed_on="2026-11-24"))
    reserve(desk_client, seeker, larger)
    assert "The job seeker has a suit reserved already" in text(reserve(desk_client, seeker, larger))
    assert SuitLoan.objects.filter(seeker=seeker).count() == 1


def test_form_asks_the_desk_about_somebody_else(desk_client, seeker, assignment, item):
    factories.JobInterviewFactory(referral__seeker=seeker, referral__status="interview")
    form = desk_client.get(SUIT, {"seeker": seeker.pk}).context["form"]
    asked = [f"{field.label} {field.help_text}" for field in form]
    assert [it for it in asked if re.search(r"\b[Yy]our?\b", it)] == []
    shown = text(reserve(desk_client, seeker, item, interview="other", needed_on=""))
    assert "Enter the day it is needed." in shown


def test_what_is_needed_too_soon_is_reserved_for_later_and_moved(desk_client, seeker, item):
    assert "If one is ready, reserve it for a later day" in text(
        reserve(desk_client, seeker, item, needed_on="2026-11-24")
    )
    reserve(desk_client, seeker, item)
    loan = SuitLoan.objects.get()
    days = {"move": "days", "days-pick_up_on": "2026-11-20", "days-return_on": "2026-11-24"}
    desk_client.post(reverse("admin:support_suitloan_change", args=[loan.pk]), days)
    loan.refresh_from_db()
    assert (loan.pick_up_on, loan.needed_on) == (date(2026, 11, 20), date(2026, 11, 24))


def test_desk_cancels_as_the_seeker_asks(desk_client, desk, seeker, item):
    reserve(desk_client, seeker, item)
    loan = SuitLoan.objects.get()
    page = reverse("admin:support_suitloan_change", args=[loan.pk])
    assert "Cancel it as they ask" in text(desk_client.get(page))
    desk_client.post(page, {"move": "cancel"})
    loan.refresh_from_db()
    assert (loan.status, loan.cancelled_because) == ("cancelled", "seeker")
    assert mails(seeker) == ["suit_reserved", "suit_cancelled"]
    assert [it.user for it in LogEntry.objects.all()] == [desk] * 2


def test_who_leaves_is_lent_nothing(desk_client, seeker, item):
    factories.WithdrawalRequestFactory(seeker=seeker, status="scheduled")
    assert "The withdrawal of this job seeker is scheduled." in text(desk_client.get(SUIT, {"seeker": seeker.pk}))
    reserve(desk_client, seeker, item)
    assert not SuitLoan.objects.exists()
    assert f"{SUIT}?seeker=" not in member_page(desk_client, seeker)


def test_seeker_reserves_as_themselves(seeker_client, seeker, item):
    said = {"cut": item.cut, "size": item.size, "office": item.office_id, "needed_on": "2026-12-01"}
    seeker_client.post("/support/suits/", said)
    assert SuitLoan.objects.get().arranged_by is None


# A seat


@pytest.fixture
def seminar():
    return factories.SeminarFactory(capacity=1)


def seats_of(seeker) -> str:
    return reverse("admin:support_seminar_for", args=[seeker.pk])


def act(client, seeker, seminar, name: str) -> str:
    return text(client.post(seats_of(seeker), {"seminar": seminar.pk, "act": name}, follow=True))


def test_desk_takes_a_seat_and_gives_it_up(desk_client, desk, seeker, seminar):
    assert seats_of(seeker) in member_page(desk_client, seeker)
    assert "Take a seat for them" in text(desk_client.get(seats_of(seeker)))
    assert "Done. The job seeker is told by mail." in act(desk_client, seeker, seminar, "join")
    seat = SeminarSeat.objects.get()
    assert (seat.status, seat.seeker, seat.arranged_by) == ("taken", seeker, desk)
    assert f"?leave={seminar.pk}" in text(desk_client.get(seats_of(seeker)))
    assert "A place in line is lost." in text(desk_client.get(seats_of(seeker), {"leave": seminar.pk}))
    act(desk_client, seeker, seminar, "leave")
    seat.refresh_from_db()
    assert (seat.status, seat.ended_by) == ("cancelled", desk)
    assert mails(seeker) == ["seat_taken", "seat_left"]
    assert [str(it.user_id) + it.object_id for it in LogEntry.objects.all()] == [f"{desk.pk}{seminar.pk}"] * 2


def test_line_is_kept_and_an_offer_is_accepted(desk_client, desk, seeker, other_seeker, seminar, now):
    seating.join(seminar.pk, other_seeker, now=now)
    act(desk_client, seeker, seminar, "join")
    shown = text(desk_client.get(seats_of(seeker)))
    assert ("In line, place 1" in shown, "Accept it for them" in shown) == (True, False)
    assert "No seat is offered to this job seeker now." in act(desk_client, seeker, seminar, "accept")
    assert SeminarSeat.objects.get(seeker=seeker).status == "waiting"
    seating.leave(seminar.pk, other_seeker, now=now)
    assert "Accept it for them" in text(desk_client.get(seats_of(seeker)))
    act(desk_client, seeker, seminar, "accept")
    seat = SeminarSeat.objects.get(seeker=seeker)
    assert (seat.status, seat.arranged_by) == ("taken", desk)
    assert mails(seeker) == ["seat_waiting", "seat_offered", "seat_taken"]


def test_seminars_page_leads_to_the_member_by_number(desk_client, seeker, seminar):
    page = reverse("admin:support_seminar_member", args=[seminar.pk])
    assert page in text(desk_client.get(reverse("admin:support_seminar_change", args=[seminar.pk])))
    found = desk_client.get(page, {"member_number": seeker.member_number})
    assert found.url == f"{seats_of(seeker)}#seminar-{seminar.pk}"
    lost = desk_client.get(page, {"member_number": "x"}, follow=True)
    assert "There is no job seeker of this member number." in text(lost)


@pytest.mark.parametrize("typed", [{}, {"seminar": "x"}, {"act": "x"}, {"seminar": "9" * 30}, {"seminar": "9" * 5000}])
def test_nonsense_changes_nothing_and_says_so(desk_client, seeker, seminar, typed):
    said = {"seminar": seminar.pk, "act": "join", **typed} if typed else {}
    assert "Nothing was changed" in text(desk_client.post(seats_of(seeker), said, follow=True))
    assert not SeminarSeat.objects.exists()


def test_who_has_no_seat_gives_up_nothing(desk_client, seeker, other_seeker, seminar):
    seating.join(seminar.pk, other_seeker)
    act(desk_client, seeker, seminar, "leave")
    assert seminar.seats.taken().get().seeker == other_seeker
    assert not LogEntry.objects.exists()


def can_be_done(client, seeker) -> dict:
    """The seminars of a member's page, each with what can be done for them."""
    return {it: [name for name, _label in acts] for it, acts in client.get(seats_of(seeker)).context["seminars"]}


def test_only_what_is_ahead_is_shown_and_to_be_had(desk_client, seeker, seminar, now):
    sooner = factories.SeminarFactory(starts_at=now + timedelta.resolution)
    begun, off, draft = (
        factories.SeminarFactory(**more) for more in ({"starts_at": now}, {"status": "called_off"}, {"status": "draft"})
    )
    assert list(can_be_done(desk_client, seeker)) == [sooner, seminar]
    for it in (begun, off, draft):
        assert "Nothing was changed" in act(desk_client, seeker, it, "join")
    assert not SeminarSeat.objects.exists()


def test_free_seat_of_the_last_hours_is_taken_for_who_waits(desk_client, seeker, other_seeker, seminar, clock):
    """As a seat may come free between two looks of the sweep, and as whoever answers first has it then."""
    type(seminar).objects.update(capacity=2)
    factories.SeminarSeatFactory(seminar=seminar, seeker=seeker, status="waiting")
    factories.SeminarSeatFactory(seminar=seminar, seeker=other_seeker)
    clock.move_to(seminar.kept_until - timedelta.resolution, tick=False)
    assert can_be_done(desk_client, seeker)[seminar] == ["leave"]
    clock.move_to(seminar.kept_until, tick=False)
    assert can_be_done(desk_client, seeker)[seminar] == ["accept", "leave"]
    assert can_be_done(desk_client, other_seeker)[seminar] == ["leave"]
    factories.SeminarSeatFactory(seminar=seminar)
    assert can_be_done(desk_client, seeker)[seminar] == ["leave"]


@pytest.mark.parametrize("status", [None, "offered", "waiting", "taken"])
def test_who_leaves_is_given_nothing_and_may_give_up(desk_client, seeker, seminar, status):
    factories.WithdrawalRequestFactory(seeker=seeker, status="scheduled")
    if status:
        factories.SeminarSeatFactory(seminar=seminar, seeker=seeker, status=status)
    assert "The withdrawal of this job seeker is scheduled." in text(desk_client.get(seats_of(seeker)))
    assert can_be_done(desk_client, seeker)[seminar] == (["leave"] if status else [])


@pytest.mark.parametrize("leaves", [False, True])
def test_mail_about_a_seat_is_promised_to_the_desk_if_one_goes_out(desk_client, seeker, seminar, leaves):
    factories.SeminarSeatFactory(seminar=seminar, seeker=seeker)
    if leaves:
        factories.WithdrawalRequestFactory(seeker=seeker, status="scheduled")
    pages = [text(desk_client.get(seats_of(seeker), asked)) for asked in ({}, {"leave": seminar.pk})]
    assert ["told by mail" in shown for shown in pages] == [not leaves] * 2


def test_who_leaves_joins_nothing(desk_client, seeker, seminar):
    factories.WithdrawalRequestFactory(seeker=seeker, status="scheduled")
    assert "A withdrawal is under way" in act(desk_client, seeker, seminar, "join")
    assert not SeminarSeat.objects.exists()


def test_question_is_about_this_seat_and_its_button_gives_up_no_other(desk_client, seeker, seminar, now):
    other = factories.SeminarFactory(starts_at=now + timedelta(days=1))
    for it in (other, seminar):
        seating.join(it.pk, seeker)
    asked = desk_client.get(seats_of(seeker), {"leave": seminar.pk})
    question = asked.context["question"]
    assert question.about == [seeker.called, seminar.title, when(seminar.starts_at), "Online"]
    assert "Give it up for them" in text(asked)
    assert "It is given up" in text(desk_client.post(question.action, dict(question.fields), follow=True))
    assert [it.seminar for it in seeker.seminar_seats.taken()] == [other]


def test_nobody_is_asked_about_a_seat_that_is_not_there(desk_client, seeker, seminar, now):
    begun = factories.SeminarFactory(starts_at=now)
    factories.SeminarSeatFactory(seminar=begun, seeker=seeker)
    for key in (seminar.pk, begun.pk, "", "x", "9" * 30):
        assert desk_client.get(seats_of(seeker), {"leave": key}).url == seats_of(seeker)


def test_page_of_nobody_is_not_there(desk_client):
    assert desk_client.get(reverse("admin:support_seminar_for", args=[12])).status_code == 404


def test_permission_by_itself_shows_no_more_than_one_may_see(advisor, assignment, seeker, other_seeker, seminar):
    """A tick in the admin makes nobody the desk: members stay those of the advisor, and seminars the desk's."""
    advisor.user.user_permissions.add(Permission.objects.get(codename="change_seminar"))
    client = signed_in(advisor.user)
    assert client.get(seats_of(other_seeker)).status_code == 404
    assert can_be_done(client, seeker) == {}
    assert "Nothing was changed" in act(client, seeker, seminar, "join")
    by_number = reverse("admin:support_seminar_member", args=[seminar.pk])
    found = [client.get(by_number, {"member_number": it.member_number}).url for it in (seeker, other_seeker)]
    not_found = reverse("admin:support_seminar_change", args=[seminar.pk])
    assert found == [f"{seats_of(seeker)}#seminar-{seminar.pk}", not_found]


def test_page_of_seats_costs_the_same_with_one_and_with_three(desk_client, seeker, seminar):
    costs = []
    for _ in range(3):
        with counted() as sent:
            assert desk_client.get(seats_of(seeker)).status_code == 200
        costs.append(len(sent))
        factories.SeminarSeatFactory(seminar=factories.SeminarFactory(office=factories.OfficeFactory()), seeker=seeker)
    assert costs == [costs[0]] * 3


# An hour to practise


@pytest.fixture
def slot(advisor):
    return factories.CounselingSlotFactory(advisor=advisor, held_on=date(2026, 11, 30), hour=10)


def practise(client, seeker, slot, **typed):
    said = {"form": "phone", "kind": "final", "practise": "志望動機", "posting": "", **typed}
    return client.post(f"{PRACTICE}?seeker={seeker.pk}&slot={slot.pk}", said, follow=True)


@pytest.mark.parametrize("who", ["desk", "advisor"])
def test_hour_is_booked_by_the_advisor_or_the_desk(who, request, seeker, assignment, slot):
    client = request.getfixturevalue(f"{who}_client")
    assert f"{PRACTICE}?seeker={seeker.pk}" in member_page(client, seeker)
    assert f"slot={slot.pk}" in text(client.get(PRACTICE, {"seeker": seeker.pk}))
    assert client.get(PRACTICE, {"seeker": seeker.pk, "slot": slot.pk}).context["form"].errors == {}
    assert "The mock interview is booked." in text(practise(client, seeker, slot))
    booked = MockInterview.objects.get()
    assert (booked.booking.slot, booked.kind, booked.practise) == (slot, "final", "志望動機")
    assert booked.booking.booked_by == who
    assert Message.objects.get(recipient=seeker.user).kind == "advisors/booked"
    practise(client, seeker, slot)
    assert MockInterview.objects.count() == 1


def test_form_of_an_hour_asks_about_somebody_else(desk_client, seeker, assignment, slot):
    form = desk_client.get(PRACTICE, {"seeker": seeker.pk, "slot": slot.pk}).context["form"]
    asked = {field.name: f"{field.label} {field.help_text}".strip() for field in form}
    assert asked["practise"] == "What the seeker would like to practise"
    assert asked["posting"] == "The posting it prepares for"


@pytest.mark.parametrize("who", ["other_advisor", "seeker"])
def test_nobody_else_books_it(who, request, seeker, assignment, slot, other_advisor):
    client = request.getfixturevalue(f"{who}_client")
    assert client.get(PRACTICE, {"seeker": seeker.pk}).status_code in (403, 404)
    assert practise(client, seeker, slot).status_code in (403, 404)
    assert not MockInterview.objects.exists()


def test_former_advisor_books_nothing(advisor_client, seeker, assignment, slot, now):
    assignment.end(at=now)
    assert practise(advisor_client, seeker, slot).status_code == 404


def test_hour_of_another_advisor_is_none(desk_client, seeker, assignment, other_advisor):
    foreign = factories.CounselingSlotFactory(advisor=other_advisor, held_on=date(2026, 11, 30), hour=11)
    practise(desk_client, seeker, foreign)
    assert not MockInterview.objects.exists()


def test_time_of_another_advisor_is_not_even_shown(desk_client, seeker, assignment, other_advisor):
    foreign = factories.CounselingSlotFactory(advisor=other_advisor, held_on=date(2026, 11, 30), hour=11)
    answer = desk_client.get(PRACTICE, {"seeker": seeker.pk, "slot": foreign.pk})
    assert answer.url == f"{PRACTICE}?seeker={seeker.pk}"
    assert "Somebody else has just taken this time." in text(desk_client.get(answer.url))


def test_why_a_time_is_gone_is_said(desk_client, seeker, assignment, slot):
    factories.JobInterviewFactory(
        referral__seeker=seeker, referral__status="interview", starts_at=slot.starts_at + timedelta(minutes=30)
    )
    for more in ({}, {"purpose": "mock_interview", "status": "completed"}):  # which are in nobody's way
        factories.CounselingBookingFactory(slot__advisor=assignment.advisor, seeker=seeker, **more)
    assert "It overlaps with the interview at" in text(practise(desk_client, seeker, slot))
    assert not MockInterview.objects.exists()


def test_who_has_no_advisor_any_more_as_it_is_booked_is_counseled_first(
    desk_client, seeker, assignment, slot, now, monkeypatch
):
    def somebody_was_faster(*args, **said):
        assignment.end(at=now)
        return book_mock_interview(*args, **said)

    monkeypatch.setattr(by_phone, "book_mock_interview", somebody_was_faster)
    answer = practise(desk_client, seeker, slot)
    assert answer.redirect_chain == [(reverse("admin:accounts_jobseeker_change", args=[seeker.pk]), 302)]
    assert not MockInterview.objects.exists()


def test_pressed_twice_it_is_said_that_one_is_ahead(desk_client, seeker, assignment, slot):
    practise(desk_client, seeker, slot)
    shown = text(practise(desk_client, seeker, slot))
    assert ("There is a mock interview ahead already." in shown, "Somebody else" in shown) == (True, False)


@pytest.mark.parametrize(
    ("purpose", "of_another", "is_over"),
    [("counseling", False, False), ("mock_interview", True, False), ("mock_interview", False, True)],
)
def test_times_are_shown_whatever_else_is_booked(
    desk_client, seeker, other_seeker, assignment, slot, now, purpose, of_another, is_over
):
    held_on = now.date() - timedelta(days=1) if is_over else date(2026, 11, 30)
    booked = factories.CounselingSlotFactory(advisor=assignment.advisor, held_on=held_on, hour=15)
    whose = other_seeker if of_another else seeker
    factories.CounselingBookingFactory(slot=booked, seeker=whose, purpose=purpose)
    assert f"slot={slot.pk}" in text(desk_client.get(PRACTICE, {"seeker": seeker.pk}))


def test_no_time_is_shown_while_a_mock_interview_is_ahead(desk_client, seeker, assignment, slot):
    factories.MockInterviewFactory(booking__slot__advisor=assignment.advisor, booking__seeker=seeker)
    shown = text(desk_client.get(PRACTICE, {"seeker": seeker.pk}))
    assert ("has a mock interview ahead already" in shown, f"slot={slot.pk}" in shown) == (True, False)


def test_who_leaves_practises_nothing(desk_client, seeker, assignment, slot):
    factories.WithdrawalRequestFactory(seeker=seeker, status="scheduled")
    assert "The withdrawal of this job seeker is scheduled." in text(desk_client.get(PRACTICE, {"seeker": seeker.pk}))
    assert "A withdrawal is under way" in text(practise(desk_client, seeker, slot))
    assert not MockInterview.objects.exists()


def test_times_are_narrowed_as_for_the_seeker(desk_client, seeker, assignment, slot):
    later = factories.CounselingSlotFactory(advisor=assignment.advisor, held_on=date(2026, 12, 2), hour=10)
    shown = text(desk_client.get(PRACTICE, {"seeker": seeker.pk, "day": "2026-12-02"}))
    assert (f"slot={later.pk}" in shown, f"slot={slot.pk}" in shown) == (True, False)
    # Whose times they are is no question.
    assert re.findall(r'<select name="(\w+)"', shown) == ["place"]


def test_posting_is_one_of_the_list(desk_client, seeker, assignment, slot):
    saved = factories.SavedPostingFactory(seeker=seeker).posting
    factories.ReferralFactory(posting=saved, status="applied")
    assert saved.title not in text(desk_client.get(PRACTICE, {"seeker": seeker.pk, "slot": slot.pk}))
    assert "Choose a posting of the list" in text(practise(desk_client, seeker, slot, posting=saved.pk))


def test_booking_is_in_the_history_with_who_did_it(desk_client, desk, seeker, assignment, slot):
    practise(desk_client, seeker, slot)
    entry = LogEntry.objects.get()
    assert (entry.user, entry.object_id) == (desk, str(MockInterview.objects.get().pk))


def test_who_has_no_advisor_is_counseled_first(desk_client, seeker, assignment, slot, now):
    shown = [text(desk_client.get(PRACTICE, {"seeker": seeker.pk}, follow=True))]
    assignment.end(at=now)
    shown.append(text(desk_client.get(PRACTICE, {"seeker": seeker.pk}, follow=True)))
    assert ["the first counseling comes before" in it for it in shown] == [False, True]


@pytest.mark.parametrize(("who", "is_shown"), [("desk", False), ("advisor", True)])
def test_desk_does_not_learn_what_somebody_has_saved(who, is_shown, request, seeker, assignment, slot):
    client = request.getfixturevalue(f"{who}_client")
    saved = factories.SavedPostingFactory(seeker=seeker).posting
    applied = factories.ReferralFactory(seeker=seeker, status="applied").posting
    shown = text(client.get(PRACTICE, {"seeker": seeker.pk, "slot": slot.pk}))
    assert (saved.title in shown, applied.title in shown) == (is_shown, True)
    practise(client, seeker, slot, posting=saved.pk)
    assert MockInterview.objects.filter(posting=saved).exists() is is_shown


def test_former_advisor_at_the_desk_does_not_learn_it_either(seeker, assignment, advisor, other_advisor, now):
    saved = factories.SavedPostingFactory(seeker=seeker).posting
    replace(seeker.pk, other_advisor.pk, now=now)
    factories.join(advisor.user, factories.SUPPORT_DESK)
    slot = factories.CounselingSlotFactory(advisor=other_advisor, held_on=date(2026, 11, 30), hour=10)
    answer = signed_in(advisor.user).get(PRACTICE, {"seeker": seeker.pk, "slot": slot.pk})
    assert (answer.status_code, saved.title in text(answer)) == (200, False)


# Who may not


def test_staff_of_no_group_book_nothing(seeker, assignment, slot):
    client = signed_in(factories.StaffFactory())
    assert client.get(PRACTICE, {"seeker": seeker.pk}).status_code == 403
    assert client.get(PRACTICE).status_code == 403


@pytest.mark.parametrize("who", ["advisor", "other_advisor", "seeker"])
def test_suits_and_seats_are_the_desks(who, request, seeker, assignment, other_advisor, item, seminar):
    client = request.getfixturevalue(f"{who}_client")
    for page in (f"{SUIT}?seeker={seeker.pk}", seats_of(seeker)):
        assert [client.get(page).status_code, client.post(page, {}).status_code] == [403, 403]
    if who == "advisor":
        assert not {SUIT, seats_of(seeker)} & set(member_page(client, seeker).split('"'))


@pytest.mark.parametrize("add", [SUIT, PRACTICE])
def test_page_without_a_seeker_leads_to_the_seekers(desk_client, add):
    assert desk_client.get(add).url == reverse("admin:accounts_jobseeker_changelist")
    assert "Please choose the job seeker first" in text(desk_client.get("/admin/"))
    assert desk_client.get(add, {"seeker": "9" * 400}).status_code == 404


def test_staff_who_go_leave_what_they_have_arranged(desk, seeker, seminar, item):
    loan = factories.SuitLoanFactory(item=item, arranged_by=desk)
    seat = factories.SeminarSeatFactory(seminar=seminar, arranged_by=desk, ended_by=desk)
    desk.delete()
    for row in (loan, seat):
        row.refresh_from_db()
        assert row.arranged_by is None


@pytest.mark.parametrize("family", [suits.NotLent, seats.NoSeat, hours.NotBookable])
def test_what_refuses_a_member_speaks_to_the_desk_of_them(family):
    # Days that a member chooses, and a list that changes while they look; the desk sets others.
    by_members_alone = {suits.PickedUpTooLate, suits.BroughtBackTooSoon, hours.AdvisorSince}
    said = [str(it.said_of_member or vars(it).get("said", "")) for it in reasons(family) if it not in by_members_alone]
    assert [it for it in said if re.search(r"\b[Yy]our?\b", it)] == []
