"""Who of the demo talks by LINE, where there is a channel (`make run LINE=demo`): by the actions that really do it."""

from datetime import datetime, timedelta

from accounts.demo.past import Past
from accounts.line.linking import link
from accounts.line.said import Said, SaidBy
from accounts.models import JobSeeker, Message
from advisors.conversation import by_line
from advisors.conversation.writing import mark_read_by_advisor, write_to_seeker

# Whom the double knows as a friend when it starts: tests/line_demo.py.
PHONES = ("U" + "1" * 32, "U" + "2" * 32)


def has_linked(past: Past, seeker: JobSeeker, phone: str, when: datetime) -> None:
    link(seeker, phone, at=when)
    past.post(when)


def says(past: Past, seeker: JobSeeker, text: str, when: datetime, *, by: SaidBy = SaidBy.TEXT) -> None:
    by_line.take(seeker, Said(by, text, when), now=when)
    past.post(when)


def is_answered(seeker: JobSeeker, text: str, when: datetime) -> None:
    tie = seeker.assignments.current().get()
    mark_read_by_advisor(tie, now=when)
    told = write_to_seeker(tie.advisor.user, seeker.pk, text, now=when).message
    if told:
        told.finish(Message.Status.SENT, at=when, by=Message.Channel.LINE)


def talks_by_line(past: Past, seeker: JobSeeker) -> None:
    """Wrote in the night, was told when an answer comes, got it in the morning, and has written again."""
    has_linked(past, seeker, PHONES[0], past.morning(6))
    night = past.morning(3).replace(hour=22)
    says(past, seeker, "夜分にすみません。面接の服装は、黒のスーツでないといけませんか。", night)
    morning = past.morning(2)
    is_answered(seeker, "紺やグレーでも大丈夫です。スーツは貸し出しもありますので、必要ならお知らせください。", morning)
    says(past, seeker, "", morning + timedelta(minutes=4), by=SaidBy.STICKER)
    says(past, seeker, "ありがとうございます。スーツは自分のものがあります。", past.morning(1))
