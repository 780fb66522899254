"""Counseling and conversation of the demo: seekers in every stage, each by the actions that really do it."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from accounts.demo.past import Past
from accounts.demo.people import MEMBERS, email, register
from accounts.models import AdvisorGender, JobSeeker
from advisors.conversation import writing
from advisors.counseling import booking as counseling
from advisors.counseling.fitting import slots_for
from advisors.counseling.slots import make_slots
from advisors.counseling.waiting import wait_for_slot
from advisors.demo.by_line import talks_by_line
from advisors.handover import changing, replacing
from advisors.models import Advisor, AdvisorChangeRequest, Assignment, CounselingBooking

Form = CounselingBooking.Form
Status = CounselingBooking.Status
Stage = Callable[[Past, JobSeeker, datetime], None]  # what a seeker did, who joined shortly before the moment
BEHIND = timedelta(days=24)
NOTES = "事務の仕事に関心がある。人前で話すのは少し苦手とのこと。次回は希望条件を一緒に整理する。"
TOPICS = ("自分に合う仕事が分かりません。", "未経験でも応募できる仕事を知りたいです。", "面接が不安です。")


def go_on(past: Past, members: list[JobSeeker]) -> None:
    """What seekers and advisors did up to now, in the hours that were offered then."""
    make_slots(today=timezone.localdate(past.now) - BEHIND)
    for number, stage in enumerate(STAGES, start=MEMBERS + 1):
        joined = past.now - timedelta(days=20, minutes=37 * number)
        stage(past, register(number, email(number), at=joined), joined + timedelta(hours=2))
    talk(past, members)
    if settings.LINE_CHANNEL:
        talks_by_line(past, members[20])
    meet_today(past, members[16:22])


def book(
    past: Past, seeker: JobSeeker, when: datetime, *, form: Form = Form.ONLINE, not_before: datetime | None = None
) -> CounselingBooking:
    """The first slot that fits from a moment on."""
    slots = slots_for(seeker, now=not_before or when)
    slot = next(slot for slot in slots.select_related("office") if form in slot.forms)
    topics = TOPICS[seeker.pk % len(TOPICS)]
    booked = counseling.book_slot(slot.pk, seeker, form=form, now=when, topics=topics)
    past.post(when)
    return booked


def is_registered(past: Past, seeker: JobSeeker, when: datetime) -> None:
    """And has done nothing yet."""


def waits(past: Past, seeker: JobSeeker, when: datetime) -> None:
    wait_for_slot(seeker, gender=AdvisorGender.ANY, prefecture="47", now=when)


def is_booked(form: Form) -> Stage:
    def stage(past: Past, seeker: JobSeeker, when: datetime) -> None:
        book(past, seeker, past.now - timedelta(hours=5), form=form, not_before=past.now + timedelta(days=1))

    return stage


def was_counseled(past: Past, seeker: JobSeeker, when: datetime) -> None:
    ends(past, seeker, when, Status.COMPLETED, notes=NOTES)


def did_not_come(past: Past, seeker: JobSeeker, when: datetime) -> None:
    ends(past, seeker, when, Status.NO_SHOW)


def ends(past: Past, seeker: JobSeeker, when: datetime, status: Status, notes: str = "") -> CounselingBooking:
    held = book(past, seeker, when)
    at = held.slot.ends_at
    return counseling.record_outcome(held.pk, status, by=held.slot.advisor.user, now=at, notes=notes)


def cancelled(past: Past, seeker: JobSeeker, when: datetime) -> None:
    counseling.cancel_booking(book(past, seeker, when).pk, seeker, now=when)
    past.post(when)


def talks(*, is_read: bool) -> Stage:
    """Counseled, and now they write; the last word is the seeker's."""

    def stage(past: Past, seeker: JobSeeker, when: datetime) -> None:
        was_counseled(past, seeker, when)
        tie = seeker.assignments.current().select_related("advisor__user").get()
        say_to_seeker(past, tie, past.now - timedelta(days=3), "先日はお越しくださり、ありがとうございました。")
        say_to_advisor(past, seeker, past.now - timedelta(days=2, hours=-6), "こちらこそ、安心しました。")
        say_to_seeker(
            past, tie, past.now - timedelta(days=1, hours=2), "希望条件を書けたら、いつでもお知らせください。"
        )
        writing.mark_read_by_seeker(seeker, now=past.now - timedelta(hours=20))
        say_to_advisor(past, seeker, past.now - timedelta(hours=19), "土日休みは必須でしょうか。迷っています。")
        if is_read:
            writing.mark_read_by_advisor(tie, now=past.now - timedelta(hours=3))

    return stage


def wishes_for_quiet(past: Past, seeker: JobSeeker, when: datetime) -> None:
    was_counseled(past, seeker, when)
    writing.set_contact_wish(seeker, from_hour=12, until_hour=18, most_per_week=1)
    say_to_seeker(past, seeker.assignments.current().get(), past.now - timedelta(days=1), "お時間は守ります。")


def asks_for_another(past: Past, seeker: JobSeeker, when: datetime) -> None:
    was_counseled(past, seeker, when)
    changing.submit(
        seeker,
        reason=AdvisorChangeRequest.Reason.TALK,
        wish="ゆっくり話を聞いてくれる方を希望します。",
        now=past.now - timedelta(days=2),
    )


def was_reassigned(past: Past, seeker: JobSeeker, when: datetime) -> None:
    """By the desk, as they had asked; what was said before they let nobody read."""
    asks_for_another(past, seeker, when)
    request = seeker.change_requests.get()
    changing.reassign(request.pk, next_advisor(seeker).pk, by=past.desk, now=past.now - timedelta(days=1))
    past.post(past.now - timedelta(days=1))


def was_handed_over(past: Past, seeker: JobSeeker, when: datetime) -> None:
    """To another advisor, without having asked; the next one may read what was said."""
    was_counseled(past, seeker, when)
    say_to_advisor(past, seeker, past.now - timedelta(days=6), "平日の夕方なら電話に出られます。")
    former = seeker.assignments.current().get()
    replacing.replace(seeker.pk, next_advisor(seeker).pk, by=past.desk, now=past.now - timedelta(days=5))
    past.post(past.now - timedelta(days=5))
    writing.share_former(seeker, former.pk, is_shared=True)


def next_advisor(seeker: JobSeeker) -> Advisor:
    """One whom they have not had and whom their wish fits."""
    at_work = Advisor.objects.at_work().with_room().fitting(seeker.advisor_gender).order_by("pk")
    return at_work.exclude(assignments__seeker=seeker)[0]


STAGES: tuple[Stage, ...] = (
    is_registered,
    waits,
    is_booked(Form.OFFICE),
    is_booked(Form.ONLINE),
    is_booked(Form.PHONE),
    was_counseled,
    did_not_come,
    cancelled,
    talks(is_read=True),
    talks(is_read=False),
    wishes_for_quiet,
    asks_for_another,
    was_reassigned,
    was_handed_over,
)


def say_to_advisor(past: Past, seeker: JobSeeker, when: datetime, text: str) -> None:
    writing.write_to_advisor(seeker, text, now=when)
    past.post(when)


def say_to_seeker(past: Past, tie: Assignment, when: datetime, text: str) -> None:
    writing.write_to_seeker(tie.advisor.user, tie.seeker_id, text, now=when)
    past.post(when)


def talk(past: Past, members: list[JobSeeker]) -> None:
    """Somebody who can sign in finds a new message of their advisor, and one who wrote in the night."""
    tie = members[0].assignments.current().select_related("advisor__user").get()
    say_to_seeker(
        past, tie, past.now - timedelta(hours=6), "その後いかがですか。急ぎません。返事はいつでも大丈夫です。"
    )
    say_to_advisor(past, members[22], past.now - timedelta(hours=9), "相談の日を変えられますか。")


def meet_today(past: Past, members: list[JobSeeker]) -> None:
    """Counseling today or, on a day without hours, on the next one that has some."""
    day = timezone.localtime(past.now).replace(hour=0, minute=0)
    for member in members:
        book(past, member, past.now - timedelta(days=2), not_before=day)
