"""Mock interviews of the demo: one ahead, one with its sheet, one whose sheet is to be written, one cancelled.

In a group, one ahead, and one behind, of which a sheet has been missing for days.
"""

from datetime import datetime, timedelta

from django.utils import timezone

from accounts.demo.past import Past
from accounts.models import JobSeeker
from advisors.counseling import booking as counseling
from advisors.counseling.fitting import slots_for
from advisors.counseling.slots import make_slots
from advisors.models import CounselingBooking
from support.demo.seminars import MEETING, announce, at, join
from support.mock_interviews.booking import book_mock_interview, postings_of
from support.mock_interviews.feedback import send_feedback
from support.models import MockInterview, Seminar
from support.seminars.holding import record_attendance

Kind, Form, Status = MockInterview.Kind, CounselingBooking.Form, CounselingBooking.Status
WISHES = (
    "志望動機を一分で話す練習がしたいです。",
    "アルバイトの経験を、仕事にどうつなげて話せばよいか知りたいです。",
    "緊張して早口になるので、ゆっくり話す練習がしたいです。",
    "最後に何を質問すればよいか分かりません。",
)
IN_GROUPS = "数人ずつ順番に答えます。ほかの方の答え方を聞けるので、初めての方も雰囲気がつかめます。"
SHEET = {
    "first_strength": "入室のあいさつが明るく、最初の印象がとても良かったです。",
    "second_strength": "アルバイトで工夫したことを、数字を使って具体的に話せていました。",
    "third_strength": "分からない質問に「少し考えてもよいですか」と言えた落ち着きが良かったです。",
    "to_practise": (
        "話し始めに結論を一文で言う練習をしましょう。志望動機を「結論・理由・経験」の三文に分けて、"
        "声に出してみてください。"
    ),
}


def practise(past: Past, members: list[JobSeeker]) -> None:
    """Of those who have an advisor: the first has a sheet and the next one ahead."""
    make_slots(today=timezone.localdate(past.now))
    accompanied = [member for member in members if member.assignments.current().exists() and not member.is_leaving]
    first, second, third = accompanied[:3]
    stages = ((first, has_a_sheet), (first, is_ahead), (second, waits_for_a_sheet), (third, cancelled))
    for (member, stage), wish in zip(stages, WISHES, strict=True):
        stage(past, member, wish)
    in_groups(past, [first, *reversed(accompanied)])


def book(past: Past, member: JobSeeker, wish: str, *, when: datetime, not_before: datetime) -> MockInterview | None:
    """In the first free hour from a moment on, if the advisor has one."""
    slot = slots_for(member, now=not_before).first()
    if slot is None:
        return None
    posting = postings_of(member).first()
    booked = book_mock_interview(
        slot.pk,
        member,
        form=Form.ONLINE,
        kind=Kind.FINAL if posting else Kind.FIRST,
        posting_id=posting.pk if posting else None,
        practise=wish,
        now=when,
    )
    past.post(when)
    return booked


def is_ahead(past: Past, member: JobSeeker, wish: str) -> None:
    book(past, member, wish, when=past.now - timedelta(hours=3), not_before=past.now + timedelta(days=2))


def held(past: Past, member: JobSeeker, wish: str) -> MockInterview | None:
    when = past.now - timedelta(days=10)
    interview = book(past, member, wish, when=when, not_before=when + timedelta(hours=1))
    if interview is None or interview.booking.slot.ends_at > past.now:
        return None
    slot = interview.booking.slot
    counseling.record_outcome(interview.pk, Status.COMPLETED, by=slot.advisor.user, now=slot.ends_at)
    return interview


def has_a_sheet(past: Past, member: JobSeeker, wish: str) -> None:
    if interview := held(past, member, wish):
        slot = interview.booking.slot
        at = slot.ends_at + timedelta(hours=1)
        send_feedback(interview.pk, by=slot.advisor.user, now=at, greeting=5, voice=4, answers=3, **SHEET)
        past.post(at)


def waits_for_a_sheet(past: Past, member: JobSeeker, wish: str) -> None:
    held(past, member, wish)


def cancelled(past: Past, member: JobSeeker, wish: str) -> None:
    when = past.now - timedelta(days=1)
    if interview := book(past, member, wish, when=when, not_before=past.now + timedelta(days=3)):
        counseling.cancel_booking(interview.pk, member, now=when + timedelta(hours=2))
        past.post(when + timedelta(hours=2))


def in_groups(past: Past, members: list[JobSeeker]) -> None:
    said = {"kind": Seminar.Kind.MOCK_INTERVIEW, "capacity": 6, "meeting_url": MEETING, "description": IN_GROUPS}
    held_at = at(past, -7, 14)
    then = [it for it in members if it.assignments.current().filter(began_at__lt=held_at).exists()]
    over = announce(past, "集団面接を体験する", held_at, past.morning(14), **said)
    join(past, over, *then[:2], since=past.morning(10))
    ended = at(past, -7, 16)
    record_attendance(over.pk, {seat.pk: True for seat in over.seats.taken()}, now=ended)
    past.post(ended)
    announce(past, "オンラインの面接に慣れる", at(past, 9, 13), past.morning(3), **said)
