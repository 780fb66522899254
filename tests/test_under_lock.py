"""Who has waited for a lock reads the clock after it: others may have begun meanwhile what this one ends."""

import ast
import inspect
from datetime import datetime, timedelta
from functools import partial
from importlib import import_module
from pathlib import Path

import pytest
from django.db import connection, models
from django.utils import timezone

from accounts.attempts.budgets import SIGN_INS, spend
from accounts.models import Attempt, MailboxProof, Message
from accounts.registration import codes, registering
from advisors.assignment import assigning
from advisors.conversation import writing
from advisors.counseling import booking, waiting
from advisors.handover import changing, replacing
from advisors.handover.handing_over import HandedOver, hand_over
from advisors.models import Assignment
from config import clock
from config.business_days import add_business_days
from jobs.conditions import asking, editing
from jobs.postings import opening
from jobs.referrals import closing, referring, selection
from support.documents import keeping, reviewing
from support.documents.judging import Fit
from support.mock_interviews import feedback
from support.mock_interviews.booking import book_mock_interview
from support.models import Suit
from support.resume import editing as editing_resume
from support.seminars import holding, seating, sweeping
from support.suits import booking as suits
from support.suits import counter
from tests import factories, source
from tests.conftest import signed_in
from tests.twins import overtaken
from withdrawals.models import Erasure, WithdrawalEvent
from withdrawals.requests import filing, heeding
from withdrawals.requests.advancing import advance
from withdrawals.requests.replaying import erase_again

DAY = timedelta(days=1)
of_a_server = pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite shows nobody who waits")
commits = pytest.mark.django_db(transaction=True)


class World:
    """A seeker with an advisor and all that one can do something with; `at` is the lock that everybody waits for."""

    CODE = "123456"

    def __init__(self):
        self.tie = factories.AssignmentFactory()
        self.seeker, self.advisor, self.desk = self.tie.seeker, self.tie.advisor, factories.DeskUserFactory()
        self.at: models.Model = self.seeker
        self.by = {"by": self.desk}
        self.as_advisor, self.as_seeker = {"by": self.advisor.user}, {"by": self.seeker.user}

    def slot(self, days: int = 7):
        return factories.CounselingSlotFactory(advisor=self.advisor, held_on=timezone.localdate() + days * DAY, hour=10)

    def booking(self, days: int = 7, status: str = "booked"):
        return factories.CounselingBookingFactory(slot=self.slot(days), seeker=self.seeker, status=status)

    def wish(self):
        return factories.AdvisorChangeRequestFactory(assignment=self.tie)

    def referral(self, status: str):
        return factories.ReferralFactory(seeker=self.seeker, status=status)

    def suit(self, first: int = 0, last: int = 5, **fields):
        days = {
            "pick_up_on": ahead(first),
            "needed_on": ahead(last - 1),
            "return_on": ahead(last),
            "asked_on": ahead(0),
        }
        return factories.SuitLoanFactory(seeker=self.seeker, **days, **fields)

    def withdrawal(self, status: str, **fields):
        """A request of the seeker, and typed by them."""
        seeker = {"seeker": self.seeker} if status == "scheduled" else {}
        typed = {"statement__phone": self.seeker.phone.as_e164, "statement__email": self.seeker.user.email}
        return factories.WithdrawalRequestFactory(status=status, **seeker, **typed, **fields)

    def proof(self, **fields):
        salt = "salt"
        kept = {"salt": salt, "code_digest": codes.digest(salt, self.CODE), "email": "new@example.com"}
        ends = {"expires_at": timezone.now() + timedelta(hours=1)}
        return MailboxProof.objects.create(purpose="registration", details=self.typed, **{**kept, **ends, **fields})

    @property
    def typed(self) -> dict:
        row = factories.JobSeekerFactory.build(user=None)
        names = ("family_name", "given_name", "prefecture")
        return {name: getattr(row, name) for name in names} | {"phone": "+819012345678", "birth_date": "2000-01-01"}


def assigned(it: World):
    it.tie.delete()
    return partial(assigning.assign_by_desk, it.seeker.pk, it.advisor.pk), lambda made: made.began_at


def replaced(it: World):
    next_one = factories.AdvisorFactory()
    return partial(replacing.replace, it.seeker.pk, next_one.pk), lambda made: made.began_at


def ended(it: World):
    return partial(replacing.end, it.tie.pk), lambda _: Assignment.objects.get().ended_at


def booked(it: World):
    return partial(booking.book_slot, it.slot().pk, it.seeker, form="online"), lambda made: made.booked_at


def moved(it: World):
    held, soon = it.booking(), it.slot(days=1)
    return partial(booking.move_booking, held.pk, soon.pk, it.seeker, form="online"), lambda made: made.reminded_at


def cancelled(it: World):
    return partial(booking.cancel_booking, it.booking().pk, it.seeker), lambda made: made.ended_at


def cancelled_for_seeker(it: World):
    it.at = it.booking()
    return partial(booking.cancel_for_seeker, it.at.pk, by="desk"), lambda made: made.ended_at


def recorded(it: World):
    it.at = it.booking(days=-1)
    return partial(booking.record_outcome, it.at.pk, "completed", **it.as_advisor), lambda made: made.ended_at


def wished(it: World):
    return partial(changing.submit, it.seeker, reason="talk"), lambda made: made.submitted_at


def taken_back(it: World):
    return partial(changing.withdraw, it.wish().pk, it.seeker), lambda made: made.ended_at


def reassigned(it: World):
    next_one = factories.AdvisorFactory()
    return partial(changing.reassign, it.wish().pk, next_one.pk, **it.by), lambda made: made.began_at


def closed(it: World):
    return partial(changing.close, it.wish().pk, **it.by), lambda made: made.ended_at


def written_to_advisor(it: World):
    return partial(writing.write_to_advisor, it.seeker, "質問"), lambda made: made.written_at


def written_to_seeker(it: World):
    return partial(writing.write_to_seeker, it.advisor.user, it.seeker.pk, "返事"), lambda made: made.written_at


def waited(it: World):
    return partial(waiting.wait_for_slot, it.seeker, gender="any", prefecture=""), lambda made: made.since


def asked(it: World):
    it.booking(days=-7, status="completed")
    return partial(editing.ask_for_referrals, it.seeker.pk), lambda _: it.seeker.referral_wish.asked_at


def asked_for_one(it: World):
    it.booking(days=-7, status="completed")
    ask = partial(asking.ask_for_posting, it.seeker.pk, factories.JobPostingFactory().pk)
    return ask, lambda _: it.seeker.posting_wishes.get().asked_at


def wanted(it: World):
    put = partial(editing.set_condition, it.seeker.pk, "remote", number=1, is_must=True)
    return put, lambda _: it.advisor.user.messages.get().try_at - editing.TOLD_AFTER


def referred(it: World):
    it.booking(days=-7, status="completed")
    refer = partial(referring.refer, it.seeker, factories.JobPostingFactory(), note="", **it.as_advisor)
    return refer, lambda made: made.proposed_at


def applied(it: World):
    return partial(selection.apply, it.referral("proposed").pk, **it.as_seeker), lambda made: made.applied_at


def applied_to_a_busy_posting(it: World):
    referral = it.referral("proposed")
    it.at = referral.posting
    return partial(selection.apply, referral.pk, **it.as_seeker), lambda made: made.applied_at


def accepted(it: World):
    return partial(selection.accept, it.referral("offered").pk, **it.as_seeker), lambda made: made.ended_at


def rejected(it: World):
    return partial(selection.reject, it.referral("applied").pk, **it.as_advisor), lambda made: made.ended_at


def interview_off(it: World):
    starts_at = timezone.now() + DAY
    interview = factories.JobInterviewFactory(referral=it.referral("interview"), starts_at=starts_at)
    return partial(selection.call_off_interview, interview.pk, **it.as_advisor), lambda made: made.called_off_at


def noted(it: World):
    note = partial(selection.note_company, it.referral("applied").pk, text="電話済み", **it.as_advisor)
    return note, lambda made: made.written_at


def opened(it: World):
    it.at = factories.JobPostingFactory(status="draft")
    return partial(opening.open_posting, it.at.pk), lambda _: type(it.at).objects.get().opened_at


def posting_closed(it: World):
    it.at = factories.JobPostingFactory()
    return partial(closing.close_posting, it.at.pk, closing="desk"), lambda _: type(it.at).objects.get().closed_at


def resume_written(it: World):
    return partial(editing_resume.write, it.seeker.pk, {"wishes": "x"}), lambda _: it.seeker.resume.saved_at


def version_kept(it: World):
    fit = Fit(b"%PDF-", "application/pdf", "a.pdf")
    return partial(keeping.keep_version, it.seeker, "resume", fit), lambda made: made.made_at


def review_asked_for(it: World):
    document = factories.DocumentFactory(seeker=it.seeker)
    return partial(keeping.ask_for_review, document.pk, it.seeker), lambda made: made.submitted_at


def review_taken_back(it: World):
    review = factories.DocumentReviewFactory(document__seeker=it.seeker)
    return partial(keeping.take_back, review.pk, it.seeker), lambda made: made.ended_at


def review_returned(it: World):
    review = factories.DocumentReviewFactory(document__seeker=it.seeker)
    return partial(reviewing.return_review, review.pk, comment="はい", **it.as_advisor), lambda made: made.ended_at


def matched(it: World):
    return partial(advance, it.withdrawal("received").pk), last_event


def asked_for_the_mailbox(it: World):
    request = it.withdrawal("received")
    request.statement.phone = "+815012345678"
    request.statement.save()
    return partial(advance, request.pk), last_event


def completed(it: World):
    it.at = it.withdrawal("scheduled", completes_at=timezone.now())
    return partial(advance, it.at.pk), last_event


def completed_while_the_member_does_something(it: World):
    return partial(advance, it.withdrawal("scheduled", completes_at=timezone.now()).pk), last_event


def told_of(it: World):
    it.at = it.withdrawal("received")
    return partial(advance, it.at.pk), last_event


def stopped(it: World):
    it.at = it.withdrawal("scheduled")
    return partial(filing.cancel, it.at.pk, actor="link"), last_event


def hurried(it: World):
    it.at = it.withdrawal("scheduled")
    return partial(filing.hurry, it.at.pk), last_event


def confirmed(it: World):
    request = it.withdrawal("needs_review", mailbox_asked_at=timezone.now())
    return partial(filing.confirm_mailbox, request.pk), last_event


def matched_by_desk(it: World):
    return partial(filing.match_by_desk, it.withdrawal("needs_review").pk, it.seeker, **it.by), last_event


def found_to_be_no_member(it: World):
    it.at = it.withdrawal("needs_review")
    return partial(filing.close_as_not_a_member, it.at.pk, **it.by), last_event


def seminar(it: World, days: int = 7, **fields):
    starts_at = timezone.now() + days * DAY
    return factories.SeminarFactory(starts_at=starts_at, **fields)


def seat(it: World, status: str, **fields):
    return factories.SeminarSeatFactory(seminar=seminar(it, **fields), seeker=it.seeker, status=status)


def seat_taken(it: World):
    return partial(seating.join, seminar(it).pk, it.seeker), lambda made: made.joined_at


def seat_taken_of_a_busy_seminar(it: World):
    it.at = seminar(it)
    return partial(seating.join, it.at.pk, it.seeker), lambda made: made.joined_at


def seat_left(it: World):
    return partial(seating.leave, seat(it, "taken").seminar_id, it.seeker), lambda made: made.ended_at


def seat_left_by_link(it: World):
    return partial(seating.leave_by_seat, seat(it, "taken").pk), lambda made: made.ended_at


def seat_accepted(it: World):
    it.at = seat(it, "offered").seminar
    return partial(seating.accept, it.at.pk, it.seeker), lambda made: made.taken_at


def seat_passed_on(it: World):
    held = seat(it, "waiting")
    it.at = held.seminar
    return partial(sweeping.look_after, it.at.pk), lambda _: type(held).objects.get().offered_at


def seminar_opened(it: World):
    it.at = seminar(it, status="draft")
    return partial(holding.open_seminar, it.at.pk), lambda made: made.opened_at


def seminar_changed(it: World):
    held = seat(it, "waiting", capacity=2)
    it.at = held.seminar
    change = partial(holding.change_seminar, it.at.pk, {"capacity": 3})
    return change, lambda _: type(held).objects.get().offered_at


def seminar_off(it: World):
    it.at = seminar(it)
    return partial(holding.call_off, it.at.pk, why="台風のため"), lambda made: made.called_off_at


def attendance_recorded(it: World):
    held = seat(it, "taken", days=-1)
    it.at = held.seminar
    record = partial(holding.record_attendance, it.at.pk, {held.pk: True})
    return record, lambda _: type(held).objects.get().ended_at


def told_to_staff(it: World):
    said = {"channel": "phone", "reason": "", "told_at": timezone.now(), "identity_checked": True}
    return partial(filing.record_request, it.seeker, **said, **it.by), last_event


def told_to_advisor(it: World):
    entry = factories.ConversationEntryFactory(assignment=it.tie, is_from_seeker=True)
    return partial(heeding.take_message, entry, **it.as_advisor), last_event


def begun_afresh(it: World):
    it.at = it.withdrawal("scheduled")
    proof = it.proof(email=it.seeker.user.email, proven_at=timezone.now())
    return partial(filing.start_afresh, proof, it.at.pk), lambda user: user.joined_at


def erased_again(it: World):
    return partial(erase_again, it.seeker.erasure_id), lambda _: Erasure.objects.get().erased_at


def suit_reserved(it: World):
    item = factories.SuitFactory()
    wanted = {"cut": item.cut, "size": item.size, "office_id": item.office_id, "needed_on": ahead(5)}
    return partial(suits.reserve, it.seeker, **wanted), lambda made: made.requested_at


def suit_reserved_of_a_busy_stock(it: World):
    work, written = suit_reserved(it)
    it.at = Suit.objects.get()
    return work, written


def suit_moved(it: World):
    loan = it.suit(first=3, last=6)
    moved = partial(suits.move, loan.pk, it.seeker, pick_up_on=ahead(1), return_on=ahead(6))
    return moved, lambda made: made.pick_up_reminded_at


def suit_cancelled(it: World):
    return partial(suits.cancel, it.suit().pk, it.seeker), lambda made: made.ended_at


def suit_called_off(it: World):
    return partial(counter.call_off, it.suit().pk), lambda made: made.ended_at


def suit_handed_out(it: World):
    loan = it.suit()
    it.at = Suit.objects.get()
    return partial(counter.hand_out, loan.pk, it.at.number), lambda made: made.lent_at


def suit_taken_back(it: World):
    return partial(counter.take_back, it.suit(status="lent").pk, "usable"), lambda made: made.ended_at


def suit_lost(it: World):
    return partial(counter.lose, it.suit(status="lent").pk), lambda made: made.ended_at


def ahead(business_days: int):
    return add_business_days(timezone.localdate(), business_days)


def last_event(_) -> datetime:
    return WithdrawalEvent.objects.latest("pk").at


def code_right(it: World):
    it.at = it.proof()
    return partial(registering.try_code, it.at.pk, it.CODE), proven_at


def link_followed(it: World):
    it.at = it.proof()
    return partial(registering.prove, it.at.pk, it.at.salt), proven_at


def proven_at(_) -> datetime:
    return MailboxProof.objects.get().proven_at


SHEET = dict.fromkeys(("first_strength", "second_strength", "third_strength", "to_practise"), "良かったです。")


def mock_interview_booked(it: World):
    book = partial(book_mock_interview, it.slot().pk, it.seeker, form="online", kind="first")
    return book, lambda made: made.booking.booked_at


def sheet_sent(it: World):
    held = factories.MockInterviewFactory(booking__seeker=it.seeker, booking__slot=it.slot(days=-1))
    return partial(feedback.send_feedback, held.pk, **it.as_advisor, **SHEET), lambda made: made.sent_at


def group_sheet_sent(it: World):
    was = {"seminar__kind": "mock_interview", "seminar__starts_at": timezone.now() - DAY}
    seat = factories.SeminarSeatFactory(seeker=it.seeker, **was)
    return partial(feedback.send_group_feedback, seat.pk, **it.as_advisor, **SHEET), lambda made: made.sent_at


def sheet_corrected(it: World):
    sheet = factories.InterviewFeedbackFactory(assignment=it.tie)
    return partial(feedback.correct_feedback, sheet.pk, **it.as_advisor, **SHEET), lambda made: made.corrected_at


ACTS = [
    mock_interview_booked, sheet_sent, group_sheet_sent, sheet_corrected,
    assigned, replaced, ended, booked, moved, cancelled, cancelled_for_seeker, recorded, wished, taken_back, reassigned,
    closed, written_to_advisor, written_to_seeker, waited, asked, asked_for_one, wanted, referred, applied,
    applied_to_a_busy_posting, accepted, rejected, interview_off, noted, opened, posting_closed,
    resume_written,
    version_kept, review_asked_for, review_taken_back, review_returned,
    matched, asked_for_the_mailbox, told_of, completed, completed_while_the_member_does_something, stopped, hurried,
    confirmed, matched_by_desk, found_to_be_no_member, told_to_staff, told_to_advisor, begun_afresh, erased_again,
    code_right, link_followed,
    suit_reserved, suit_reserved_of_a_busy_stock, suit_moved, suit_cancelled, suit_called_off, suit_handed_out,
    suit_taken_back, suit_lost,
    seat_taken, seat_taken_of_a_busy_seminar, seat_left, seat_left_by_link, seat_accepted, seat_passed_on,
    seminar_opened, seminar_changed, seminar_off, attendance_recorded,
]  # fmt: skip


@of_a_server
@commits
@pytest.mark.parametrize("act", ACTS)
def test_time_that_an_act_writes_is_read_under_its_lock(act, database_clock):
    world = World()
    work, written = act(world)
    while_it_waited = []
    made = overtaken(work, world.at, by=lambda: while_it_waited.append(read_the_clock()))
    assert written(made) > while_it_waited[0]


@of_a_server
@commits
@pytest.mark.parametrize("send", [registering.send_code_again, registering.send_link])
def test_proof_that_ends_as_one_waits_for_it_is_over(send, database_clock):
    proof = World().proof()
    rows = MailboxProof.objects.filter(pk=proof.pk)
    overtaken(partial(send, proof.pk), proof, by=lambda: rows.update(expires_at=read_the_clock()))
    assert rows.get().salt == proof.salt
    assert not Message.objects.exists()


@of_a_server
@commits
def test_stretch_that_ends_as_one_waits_to_be_counted_is_over(database_clock):
    share = SIGN_INS.of("somebody")
    spend(share, now=clock.now())
    rows = Attempt.objects.filter(key=share.key)
    before = clock.now()
    count = partial(spend, share, now=before)
    overtaken(count, rows.get(), by=lambda: rows.update(ends_at=read_the_clock()))
    assert rows.get().amount == 1
    assert rows.get().ends_at > before + SIGN_INS.per


def read_the_clock() -> datetime:
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchone()[0]


@of_a_server
@commits
def test_advisor_who_is_given_a_seeker_as_they_are_handed_over_passes_that_one_on(desk, database_clock):
    leaving, seeker, next_one = factories.AdvisorFactory(), factories.JobSeekerFactory(), factories.AdvisorFactory()
    assign = partial(assigning.assign_by_desk, seeker.pk, leaving.pk)
    assert overtaken(partial(hand_over, leaving.pk, by=desk), leaving, by=assign) == HandedOver(placed=1, left=0)
    assert seeker.assignments.current().get().advisor == next_one


@of_a_server
@commits
def test_seeker_who_books_is_passed_on_by_the_desk_that_waited(desk, database_clock):
    """The tie that the booking began is younger than the desk's press of its button."""
    seeker, next_one = factories.JobSeekerFactory(), factories.AdvisorFactory()
    slot = factories.CounselingSlotFactory(held_on=timezone.localdate() + 7 * DAY, hour=10)
    book = partial(booking.book_slot, slot.pk, seeker, form="online")
    made = overtaken(partial(replacing.replace, seeker.pk, next_one.pk), seeker, by=book)
    assert seeker.assignments.ended().get().ended_at == made.began_at
    assert [message.kind for message in seeker.user.messages.order_by("pk")][-1] == "advisors/your_advisor"


@of_a_server
@commits
def test_wish_of_an_advisor_given_just_now_is_fulfilled_by_the_desk_that_waited(desk, database_clock):
    """Two of the desk: one passes the seeker on, who then wishes for another; the other had that page open."""
    tie, between, next_one = factories.AssignmentFactory(), factories.AdvisorFactory(), factories.AdvisorFactory()
    pass_on = partial(replacing.replace, tie.seeker_id, between.pk)
    overtaken(partial(replacing.replace, tie.seeker_id, next_one.pk, by=desk), tie.seeker, by=pass_on)
    assert [it.advisor for it in tie.seeker.assignments.order_by("began_at")] == [tie.advisor, between, next_one]


@of_a_server
@commits
def test_tie_begun_by_a_machine_ahead_is_ended_by_another(desk, time_machine, database_clock):
    seeker, advisor = factories.JobSeekerFactory(), factories.AdvisorFactory()
    time_machine.move_to(timezone.now() + timedelta(minutes=5))
    pressed = {"seeker": seeker.pk, "advisor": advisor.pk}
    client = signed_in(desk)
    client.post("/admin/advisors/assignment/unassigned/", pressed)
    tie = seeker.assignments.get()
    time_machine.move_to(timezone.now() - timedelta(minutes=5))
    ticked = {"action": "end", "_selected_action": tie.pk}
    assert client.post("/admin/advisors/assignment/", ticked).status_code == 302
    assert seeker.assignments.ended().exists()


def test_no_page_tells_an_act_the_time_that_it_reads_under_its_lock():
    """Told by a page, it would be the time before the lock was waited for."""
    wrong = []
    for app in source.APPS:
        acts = {name for path in of_actions(app) for name in reading_the_clock(path)}
        assert acts
        pages = [path for path in source.modules(app) if is_page(path)]
        told = [(path, call) for path in pages for name, call in source.calls(path) if name in acts and has_now(call)]
        wrong += [f"{source.named(path)}:{call.lineno}" for path, call in told]
    assert wrong == []


def test_no_act_asks_the_clock_of_its_machine():
    asked = [call.func for path in of_actions(*source.APPS) for name, call in source.calls(path) if name == "now"]
    assert {ast.unparse(it) for it in asked} == {"clock.now"}


def of_actions(*apps: str) -> list[Path]:
    """The modules in which an act reads the clock by itself unless it is told the time."""
    return [path for path in source.modules(*apps) if not is_page(path) and reading_the_clock(path)]


def is_page(path: Path) -> bool:
    return bool({"views", "forms", "admin", "management", "templatetags"} & {path.stem, *path.parts})


def reading_the_clock(path: Path) -> list[str]:
    """The functions of a module that need not be told the time."""
    module = import_module(source.named(path)[:-3].replace("/", "."))
    parameters = {name: inspect.signature(it).parameters for name, it in inspect.getmembers(module, inspect.isfunction)}
    return [name for name, taken in parameters.items() if "now" in taken and taken["now"].default is None]


def has_now(call: ast.Call) -> bool:
    return any(keyword.arg == "now" for keyword in call.keywords)
