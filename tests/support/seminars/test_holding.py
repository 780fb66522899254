"""What the desk does with a seminar, and who hears of it."""

from contextlib import suppress
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from accounts.models import Pulse
from accounts.profile.agenda import Appointment, Awaited
from advisors.models import Office
from config.days import when
from config.steps import InvalidTransition
from support.figures import oldest_overdue_offer
from support.models import Seminar
from support.seminars import ahead, holding, materials, reminding, seating, sweeping
from support.seminars.refusals import BeginsInThePast, HasSheet, NotBegun, OverAlready, RecordedForGood, TooFewSeats
from support.seminars.vacancies import vacancies
from support.seminars.waiting import in_line, task, to_see_to
from support.tasks import remind_of_seminars, sweep_seminars
from tests import factories
from tests.sweeps import go_on, poison, remind_all
from withdrawals.erasure.erasing import erase_member

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def seminar(now) -> Seminar:
    return factories.SeminarFactory(capacity=2)


@pytest.fixture
def line(seminar, now) -> list:
    """Two who have a seat, two who wait."""
    members = factories.JobSeekerFactory.create_batch(4)
    for member in members:
        seating.join(seminar.pk, member, now=now)
    return members


def newest(member) -> str:
    return member.user.messages.latest("pk").kind


def mails_to(member) -> list:
    return [sent for sent in mail.outbox if sent.to == [member.user.email]]


def test_draft_is_opened_while_it_is_to_come(now):
    draft = factories.SeminarFactory(status="draft")
    assert holding.open_seminar(draft.pk, now=now).opened_at == now
    with pytest.raises(InvalidTransition):
        holding.open_seminar(draft.pk, now=now)
    late = factories.SeminarFactory(status="draft", starts_at=now)
    with pytest.raises(BeginsInThePast):
        holding.open_seminar(late.pk, now=now)


def test_seats_that_are_added_go_to_the_line(seminar, line, now):
    holding.change_seminar(seminar.pk, {"capacity": 3}, now=now)
    assert [newest(it) for it in line] == ["support/seat_taken"] * 2 + ["support/seat_offered", "support/seat_waiting"]


def test_nobodys_seat_is_taken_away(seminar, line, now):
    with pytest.raises(TooFewSeats):
        holding.change_seminar(seminar.pk, {"capacity": 1}, now=now)
    seating.leave(seminar.pk, line[3], now=now)
    seating.leave(seminar.pk, line[2], now=now)
    seating.leave(seminar.pk, line[0], now=now)
    holding.change_seminar(seminar.pk, {"capacity": 1}, now=now)
    assert Seminar.objects.get().free == 0


@pytest.mark.parametrize("said", [{"title": "別の名前"}, {"speaker": "別の方"}, {"description": "くわしく"}])
def test_what_nobody_counts_on_changes_without_a_mail(seminar, line, now, said):
    holding.change_seminar(seminar.pk, said, now=now)
    assert [newest(it) for it in line] == ["support/seat_taken"] * 2 + ["support/seat_waiting"] * 2


def test_who_counts_on_it_is_told_of_another_time_or_link(seminar, line, now, worker):
    worker()
    mail.outbox.clear()
    moved = {"starts_at": seminar.starts_at + DAY, "meeting_url": "https://meet.example.jp/other"}
    holding.change_seminar(seminar.pk, moved, now=now)
    assert [newest(it) for it in line] == ["support/seminar_changed"] * 4
    worker()
    assert ["https://meet.example.jp/other" in mails_to(it)[0].body for it in line] == [True, True, False, False]
    assert [len(mails_to(it)[0].attachments) for it in line] == [1, 1, 0, 0]


@pytest.mark.parametrize("said", [{"minutes": 90}, {"office": None}, {"meeting_url": "https://meet.example.jp/other"}])
def test_each_thing_that_is_counted_on_is_told_by_itself(seminar, line, now, said):
    holding.change_seminar(seminar.pk, said, now=now)
    assert [newest(it) for it in line] == ["support/seminar_changed"] * 4


def test_who_is_no_longer_down_for_it_hears_nothing_of_a_change(seminar, line, now):
    seating.leave(seminar.pk, line[0], now=now)
    sweeping.look_after(seminar.pk, now=now + DAY)
    holding.change_seminar(seminar.pk, {"starts_at": seminar.starts_at + DAY}, now=now + DAY)
    told = ["support/seat_left", "support/seminar_changed", "support/seat_passed", "support/seminar_changed"]
    assert [newest(it) for it in line] == told


def test_mail_of_a_change_says_what_stays_as_it_was(seminar, line, now, worker):
    seating.leave(seminar.pk, line[0], now=now)
    worker()
    mail.outbox.clear()
    holding.change_seminar(seminar.pk, {"starts_at": seminar.starts_at + DAY}, now=now)
    worker()
    for member, said in (
        (line[1], "Your seat stays yours."),
        (line[2], f"The seat that is offered to you is kept until {when(now + DAY)}."),
        (line[3], "Your place in line stays yours."),
    ):
        assert said in mails_to(member)[0].body


def test_offer_ends_sooner_where_the_seminar_does(seminar, line, now):
    seating.leave(seminar.pk, line[0], now=now)
    holding.change_seminar(seminar.pk, {"starts_at": now + 10 * HOUR}, now=now)
    assert seminar.seats.offered().get().offered_until == now + 7 * HOUR
    holding.change_seminar(seminar.pk, {"starts_at": seminar.starts_at}, now=now)
    assert seminar.seats.offered().get().offered_until == now + DAY


def test_seat_that_was_offered_and_is_taken_runs_out_no_more(seminar, line, now):
    seating.leave(seminar.pk, line[0], now=now)
    seat = seating.accept(seminar.pk, line[2], now=now)
    holding.change_seminar(seminar.pk, {"starts_at": now + 10 * HOUR}, now=now)
    assert seminar.seats.get(pk=seat.pk).offered_until == seat.offered_until


def test_mail_of_a_change_to_tomorrow_is_the_reminder_too(seminar, line, now):
    eve = now + DAY
    holding.change_seminar(seminar.pk, {"starts_at": eve + DAY + HOUR}, now=eve)
    assert list(reminding.due(now=eve)) == []
    holding.change_seminar(seminar.pk, {"starts_at": eve + 2 * DAY}, now=eve)
    assert reminding.due(now=eve + DAY).count() == 2


def test_line_hears_of_a_seat_in_the_last_hours_of_another_day_too(seminar, line):
    """They have been told of one in the last hours of the day it was to be on, and then it was put off."""
    late = seminar.starts_at - HOUR
    seating.leave(seminar.pk, line[0], now=late)
    holding.change_seminar(seminar.pk, {"starts_at": seminar.starts_at + 7 * DAY}, now=late)
    seating.accept(seminar.pk, line[2], now=late)
    seating.leave(seminar.pk, line[1], now=late + 7 * DAY)
    assert line[3].user.messages.filter(kind="support/seat_free").count() == 2


def test_line_hears_of_a_seat_again_where_one_was_taken_away_meanwhile(seminar, line):
    late = seminar.starts_at - HOUR
    seating.leave(seminar.pk, line[0], now=late)
    holding.change_seminar(seminar.pk, {"capacity": 1}, now=late)
    seating.leave(seminar.pk, line[1], now=late)
    assert line[2].user.messages.filter(kind="support/seat_free").count() == 2


def test_draft_whose_day_has_passed_is_changed_or_called_off(now):
    draft = factories.SeminarFactory(status="draft", starts_at=now - DAY)
    assert holding.change_seminar(draft.pk, {"title": "別の名前"}, now=now).title == "別の名前"
    assert holding.call_off(draft.pk, why="講師の都合", now=now).is_off


def test_what_is_over_or_off_is_not_changed(seminar, now):
    with pytest.raises(OverAlready):
        holding.change_seminar(seminar.pk, {"title": "別"}, now=seminar.starts_at)
    with pytest.raises(BeginsInThePast):
        holding.change_seminar(seminar.pk, {"starts_at": now}, now=now)
    holding.call_off(seminar.pk, why="台風のため", now=now)
    with pytest.raises(OverAlready):
        holding.change_seminar(seminar.pk, {"title": "別"}, now=now)


def test_calling_off_tells_everybody_what_why_and_what_is_next(seminar, line, now, worker, settings):
    factories.SeminarFactory(title="その次の会", starts_at=seminar.starts_at + 2 * DAY)
    factories.SeminarFactory(title="下書き", status="draft", starts_at=seminar.starts_at + HOUR)
    following = factories.SeminarFactory(title="次の会", starts_at=seminar.starts_at + DAY)
    factories.SeminarFactory(title="別の種類", kind="company", starts_at=seminar.starts_at)
    worker()
    mail.outbox.clear()
    holding.call_off(seminar.pk, why="台風のため", now=now)
    assert set(seminar.seats.values_list("status", flat=True)) == {"cancelled"}
    worker()
    for member in line:
        [sent] = mails_to(member)
        assert sent.subject == f"{when(seminar.starts_at)}: called off, {seminar.title}"
        assert ["台風のため" in sent.body, "support desk" in sent.body, "次の会" in sent.body] == [True] * 3
        assert f"次の会, {when(following.starts_at)}\n{settings.SITE_URL}{following.get_absolute_url()}" in sent.body
    with pytest.raises(InvalidTransition):
        holding.call_off(seminar.pk, why="もう一度", now=now)


def test_what_has_begun_is_not_called_off(seminar):
    with pytest.raises(OverAlready):
        holding.call_off(seminar.pk, why="遅すぎた", now=seminar.starts_at)


def test_copies_are_drafts_of_one_series(seminar, now):
    copies = holding.repeat(seminar.pk, starts_at=seminar.starts_at + DAY, times=3, weeks=2, now=now)
    assert [it.starts_at - seminar.starts_at for it in copies] == [DAY, 15 * DAY, 29 * DAY]
    assert {(it.status, it.title, it.capacity, it.series_id) for it in copies} == {
        ("draft", seminar.title, 2, seminar.pk)
    }
    [again] = holding.repeat(copies[0].pk, starts_at=seminar.starts_at + DAY, now=now)
    assert again.series_id == seminar.pk
    with pytest.raises(BeginsInThePast):
        holding.repeat(seminar.pk, starts_at=now, now=now)


# Attendance


def test_attendance_is_recorded_once_it_has_begun(seminar, line, now):
    here, away = seminar.seats.taken().order_by("pk")
    came = {here.pk: True, away.pk: False}
    with pytest.raises(NotBegun):
        holding.record_attendance(seminar.pk, came, now=seminar.starts_at - timedelta.resolution)
    assert holding.record_attendance(seminar.pk, came, now=seminar.starts_at) == 2
    assert holding.record_attendance(seminar.pk, came, now=seminar.starts_at) == 0
    seminar.refresh_from_db()
    assert (seminar.attended, seminar.absent) == (1, 1)


def test_attendance_is_that_of_seats_of_this_seminar_which_took_place(seminar, line, now):
    seating.leave(seminar.pk, line[0], now=now)
    elsewhere = factories.SeminarSeatFactory(seminar=factories.SeminarFactory(starts_at=seminar.starts_at))
    came = {seminar.seats.get(seeker=line[0]).pk: True, elsewhere.pk: True}
    assert holding.record_attendance(seminar.pk, came, now=seminar.starts_at) == 0
    holding.call_off(seminar.pk, why="台風のため", now=now)
    with pytest.raises(NotBegun):
        holding.record_attendance(seminar.pk, came, now=seminar.starts_at)


def test_what_nobody_recorded_stays_on_the_desks_list(desk, seminar, line, now):
    assert list(to_see_to(desk, now=now)) == []
    assert list(to_see_to(desk, now=seminar.starts_at + 90 * DAY)) == [seminar]
    came = dict.fromkeys(seminar.seats.taken().values_list("pk", flat=True), True)
    holding.record_attendance(seminar.pk, came, now=seminar.starts_at)
    assert list(to_see_to(desk, now=seminar.starts_at + DAY)) == []


def test_link_that_is_missing_shortly_before_is_on_the_desks_list(desk, seminar, line):
    holding.change_seminar(seminar.pk, {"meeting_url": ""}, now=seminar.starts_at - 10 * DAY)
    assert list(to_see_to(desk, now=seminar.starts_at - 4 * DAY)) == []
    day_before = seminar.starts_at - DAY
    assert list(to_see_to(desk, now=day_before)) == [seminar]
    assert "link" in task(seminar.starts_at, is_shut=False, now=day_before)
    assert "who was there" in task(seminar.starts_at, is_shut=False, now=seminar.starts_at)


def test_seminar_that_people_can_come_to_is_on_no_list_shortly_before(desk, seminar, line):
    here = factories.SeminarFactory(office=factories.OfficeFactory(), meeting_url="", starts_at=seminar.starts_at)
    factories.SeminarSeatFactory(seminar=here)
    assert list(to_see_to(desk, now=seminar.starts_at - DAY)) == []


def test_what_is_to_be_seen_to_and_who_waits_is_the_desks(desk, advisor, seminar, line):
    """Whoever asks, and not by the page alone."""
    late, begun = seminar.starts_at - HOUR, seminar.starts_at
    assert (list(in_line(desk, now=late)), list(to_see_to(desk, now=begun))) == ([seminar], [seminar])
    assert (list(in_line(advisor.user, now=late)), list(to_see_to(advisor.user, now=begun))) == ([], [])


def test_line_of_those_who_are_leaving_alone_is_none_to_the_desk(desk, seminar, now):
    waits = factories.SeminarSeatFactory(seminar=seminar, status="waiting")
    assert list(in_line(desk, now=now)) == [seminar]
    factories.WithdrawalRequestFactory(status="scheduled", seeker=waits.seeker)
    assert list(in_line(desk, now=now)) == []


def test_what_comes_first_stands_first_on_the_desks_lists(desk, now):
    later, sooner = (factories.SeminarFactory(starts_at=now + days * DAY, meeting_url="") for days in (2, 1))
    for seminar in (later, sooner):
        for status in ("taken", "waiting"):
            factories.SeminarSeatFactory(seminar=seminar, status=status)
    assert [list(found(desk, now=now)) for found in (to_see_to, in_line)] == [[sooner, later]] * 2


def test_closed_door_of_what_is_over_off_or_not_open_yet_is_no_task(desk, now):
    closed = factories.OfficeFactory(is_open=False)
    over, _off, _draft = (
        factories.SeminarFactory(office=closed, **more)
        for more in ({"starts_at": now - DAY}, {"status": "called_off"}, {"status": "draft"})
    )
    factories.SeminarSeatFactory(seminar=over, status="attended")
    assert list(to_see_to(desk, now=now)) == []


def test_seminar_at_an_office_that_is_closed_then_is_on_the_desks_list(desk, settings, now):
    here, online = factories.SeminarFactory(office=factories.OfficeFactory()), factories.SeminarFactory()
    day = here.starts_at.date()
    assert list(to_see_to(desk, now=now)) == []
    closed = factories.ClosedDayFactory(day=day)
    [found] = to_see_to(desk, now=now)
    assert (found, "The office is closed then" in task(found.starts_at, is_shut=found.is_shut, now=now)) == (here, True)
    closed.delete()
    settings.EXTRA_CLOSED_DAYS = {day}
    assert list(to_see_to(desk, now=now)) == [here]
    settings.EXTRA_CLOSED_DAYS = set()
    Office.objects.update(is_open=False)
    assert list(to_see_to(desk, now=now)) == [here]
    holding.change_seminar(here.pk, {"office": None, "meeting_url": online.meeting_url}, now=now)
    assert list(to_see_to(desk, now=now)) == []


def test_day_that_is_closed_is_that_of_japan(desk, seminar, now):
    """Early in the morning there it is the day before elsewhere."""
    early = factories.SeminarFactory(
        office=factories.OfficeFactory(), starts_at=timezone.localtime(seminar.starts_at).replace(hour=8)
    )
    factories.ClosedDayFactory(day=timezone.localdate(early.starts_at))
    assert list(to_see_to(desk, now=now)) == [early]


@pytest.fixture
def recorded(seminar, line, desk) -> list:
    """One was there, one was not."""
    seats = list(seminar.seats.taken().order_by("pk"))
    came = {seat.pk: seat == seats[0] for seat in seats}
    holding.record_attendance(seminar.pk, came, by=desk, now=seminar.ends_at)
    return seats


def test_attendance_is_put_right_for_two_weeks_by_somebody_who_is_named(seminar, recorded, desk, administrator):
    here, away = recorded
    last = seminar.ends_at + 14 * DAY
    assert holding.record_attendance(seminar.pk, {here.pk: False, away.pk: True}, by=administrator, now=last) == 2
    for seat, status in ((here, "absent"), (away, "attended")):
        seat.refresh_from_db()
        assert (seat.status, seat.ended_by, seat.corrected_at) == (status, administrator, last)
    seminar.refresh_from_db()
    assert (seminar.held, seminar.attended, seminar.absent) == (2, 1, 1)
    with pytest.raises(RecordedForGood):
        holding.record_attendance(seminar.pk, {here.pk: True}, by=desk, now=last + timedelta.resolution)


def test_what_is_recorded_anew_late_is_recorded_once(seminar, line, recorded, desk):
    late = factories.SeminarSeatFactory(seminar=factories.SeminarFactory(starts_at=seminar.starts_at), status="taken")
    at = seminar.ends_at + 30 * DAY
    assert holding.record_attendance(late.seminar_id, {late.pk: True}, by=desk, now=at) == 1
    late.refresh_from_db()
    assert (late.status, late.ended_by, late.ended_at, late.corrected_at) == ("attended", desk, at, None)
    assert holding.record_attendance(seminar.pk, {recorded[0].pk: True}, by=desk, now=at) == 0


def test_who_was_sent_a_sheet_about_it_was_there(recorded, seminar, now):
    seat = recorded[0]
    tie = factories.AssignmentFactory(seeker=seat.seeker)
    factories.GroupFeedbackFactory(seat=seat, assignment=tie, sent_at=seminar.ends_at)
    with pytest.raises(HasSheet):
        holding.record_attendance(seminar.pk, {seat.pk: False}, now=seminar.ends_at)


def test_somebody_who_is_erased_leaves_the_seminar_as_it_was(seminar, line, now):
    came = {seat.pk: True for seat in seminar.seats.taken()}
    holding.record_attendance(seminar.pk, came, now=seminar.starts_at)
    erase_member(line[0], now=now)
    seminar.refresh_from_db()
    assert (seminar.held, seminar.waiting, seminar.attended) == (2, 2, 2)
    assert seminar.seats.count() == 3


def test_seat_of_somebody_who_is_erased_is_offered_on(seminar, line, now, worker):
    erase_member(line[0], now=now)
    sweep_seminars()
    worker()
    assert seminar.seats.offered().get().seeker == line[2]


# Reminder


def test_reminder_goes_out_the_day_before_by_day_and_once(seminar, line, now):
    eve = timezone.localtime(seminar.starts_at) - DAY
    remind_all(reminding, now=eve.replace(hour=8))
    assert newest(line[0]) == "support/seat_taken"
    for _ in range(2):
        remind_all(reminding, now=eve.replace(hour=9))
    reminded = [it.user.messages.filter(kind="support/seminar_reminder").count() for it in line]
    assert reminded == [1, 1, 0, 0]


def test_nobody_is_reminded_but_of_tomorrow_nor_of_what_they_left(seminar, line, now):
    eve = timezone.localtime(seminar.starts_at).replace(hour=10) - DAY
    for hours in (2, 7 * 24):
        factories.SeminarSeatFactory(
            seminar=factories.SeminarFactory(starts_at=eve + hours * HOUR), status="taken", taken_at=now
        )
    seating.leave(seminar.pk, line[0], now=now)
    assert [seat.seeker for seat in reminding.due(now=eve)] == [line[1]]


def test_seat_that_is_reminded_of_or_given_up_meanwhile_has_no_other_mail(seminar, line, now):
    eve = timezone.localtime(seminar.starts_at).replace(hour=10) - DAY
    found = list(reminding.due(now=eve).order_by("pk").values_list("pk", flat=True))
    seating.leave(seminar.pk, line[1], now=eve)
    for seat in (*found, *found):
        reminding.remind(seat, now=eve)
    reminded = [it.user.messages.filter(kind="support/seminar_reminder").count() for it in line[:2]]
    assert (len(found), reminded) == (2, [1, 0])


def test_who_took_a_seat_today_has_todays_mail(seminar, seeker, now):
    eve = timezone.localtime(seminar.starts_at) - DAY
    seating.join(seminar.pk, seeker, now=eve.replace(hour=8))
    remind_all(reminding, now=eve.replace(hour=10))
    assert newest(seeker) == "support/seat_taken"


def test_another_day_has_a_reminder_of_its_own(seminar, line, now):
    eve = timezone.localtime(seminar.starts_at).replace(hour=10) - DAY
    remind_all(reminding, now=eve)
    holding.change_seminar(seminar.pk, {"starts_at": seminar.starts_at + 7 * DAY}, now=eve)
    remind_all(reminding, now=eve + 7 * DAY)
    assert line[0].user.messages.filter(kind="support/seminar_reminder").count() == 2


def test_what_is_called_off_reminds_nobody(seminar, line, now):
    holding.call_off(seminar.pk, why="台風のため", now=now)
    remind_all(reminding, now=timezone.localtime(seminar.starts_at).replace(hour=10) - DAY)
    assert newest(line[0]) == "support/seminar_off"


def test_seat_that_fails_each_time_holds_up_no_other_and_is_told_of(seminar, line, now, worker, monkeypatch, clock):
    last = factories.SeminarSeatFactory(seminar=factories.SeminarFactory(starts_at=seminar.starts_at), status="taken")
    eve = timezone.localtime(seminar.starts_at).replace(hour=10) - DAY
    poison(monkeypatch, reminding, "tell", seminar.seats.get(seeker=line[0]).pk)
    not_well = go_on(remind_of_seminars, Pulse.Name.SEMINAR_REMINDERS, worker=worker, clock=clock, since=eve)
    assert not_well == ["oldest_due_reminder"]
    assert [newest(it) == "support/seminar_reminder" for it in (line[0], line[1], last.seeker)] == [False, True, True]


# My page


def test_seats_are_ahead_and_places_are_waited_for(seminar, line, now):
    [seat], [place] = (ahead.entries(it, now=now) for it in (line[0], line[2]))
    assert isinstance(seat, Appointment)
    assert (seat.starts_at, seat.what, seat.page) == (seminar.starts_at, seminar.title, seminar.get_absolute_url())
    assert isinstance(place, Awaited)
    assert (place.what, place.since, place.answer_by) == (f"A seat in “{seminar.title}”", now, None)
    seating.leave(seminar.pk, line[0], now=now)
    [offered] = ahead.entries(line[2], now=now)
    assert "please answer by" in offered.what
    assert offered.answer_by == line[2].seminar_seats.get().offered_until
    assert ahead.entries(line[0], now=now) == []


def test_nothing_of_what_is_over_stands_on_my_page(seminar, line):
    assert len(ahead.entries(line[0], now=seminar.ends_at - HOUR)) == 1
    assert [ahead.entries(it, now=seminar.ends_at) for it in line] == [[]] * 4
    assert ahead.entries(line[2], now=seminar.starts_at) == []


# Why nobody has a seat


def why(seminar, now) -> list[tuple[int, str]]:
    found = Seminar.objects.get(pk=seminar.pk)
    seats = list(found.seats.standing().select_related("seeker"))
    return [(it.many, it.why) for it in vacancies(found, seats, now=now)]


def test_each_free_seat_says_why_nobody_has_it(seminar, line, now):
    assert why(seminar, now) == []
    seating.leave(seminar.pk, line[0], now=now)
    [(many, said)] = why(seminar, now)
    assert (many, said.startswith(f"Offered to {line[2].member_number} until")) == (1, True)
    assert "just run out" in why(seminar, now + DAY)[0][1]
    seating.leave(seminar.pk, line[3], now=now)
    holding.change_seminar(seminar.pk, {"capacity": 3}, now=now)
    [(many, said), free] = why(seminar, now)
    assert (many, said.startswith("Offered to"), free) == (1, True, (1, "Nobody waits for one."))
    for member in line[1:3]:
        seating.leave(seminar.pk, member, now=now)
    assert why(seminar, now) == [(3, "Nobody waits for one.")]


def test_seat_that_only_who_leaves_waits_for_says_so(seminar, now):
    seat = factories.SeminarSeatFactory(seminar=seminar, status="waiting")
    assert why(seminar, now) == [(2, "The first in line is asked within a minute.")]
    assert "whoever answers first" in why(seminar, seminar.kept_until)[0][1]
    factories.WithdrawalRequestFactory(status="scheduled", seeker=seat.seeker)
    assert "leaving the service" in why(seminar, now)[0][1]


# Whatever fails is told


def test_seminar_that_fails_holds_up_no_other_and_is_told_of(seminar, line, now, worker, monkeypatch, clock):
    other = factories.SeminarFactory(capacity=1)
    for member in line[:2]:
        seating.join(other.pk, member, now=now)
    for it in (seminar, other):
        seating.leave(it.pk, line[0], now=now)
    clock.move_to(now + DAY + HOUR)
    assert not oldest_overdue_offer(now=now + DAY + HOUR).is_well
    broken = sweeping.lock_seminar

    def breaks(seminar_id, *rest):
        if seminar_id == seminar.pk:
            raise RuntimeError
        return broken(seminar_id, *rest)

    monkeypatch.setattr(sweeping, "lock_seminar", breaks)
    sweep_seminars()
    for _ in range(2):
        with suppress(RuntimeError):
            worker()
    assert sorted(other.seats.values_list("status", flat=True)) == ["cancelled", "passed"]
    assert not oldest_overdue_offer(now=now + DAY + HOUR).is_well
    monkeypatch.undo()
    sweep_seminars()
    worker()
    assert oldest_overdue_offer(now=now + DAY + HOUR).is_well


def test_file_of_a_seminar_goes_with_its_material_and_with_nobody(seminar, desk, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    kept = factories.SeminarMaterialFactory(seminar=seminar)
    desk.delete()
    kept.refresh_from_db()
    materials.remove_material(kept.pk)
    assert not seminar.materials.exists()
