"""What has happened in the demo: withdrawals in every state and of every age, each by the actions that really do it.

The clock is turned back for each and runs up to now, so that events, alarms and dates are those it would have had.
"""

from datetime import datetime, timedelta

from django.conf import settings

from accounts.demo.past import Past
from accounts.demo.people import phone, register
from accounts.models import JobSeeker
from advisors.conversation.writing import write_to_advisor
from advisors.demo.by_line import PHONES, has_linked, says
from advisors.demo.staff import advisors, assign
from withdrawals.models import Actor, Channel, Reason, WithdrawalRequest
from withdrawals.requests import filing as actions
from withdrawals.requests.advancing import advance
from withdrawals.requests.calling_back import call_again, close_as_not_reached, note_call

FORMER_MEMBERS = 30
COMMENTS = ("別の形で仕事が決まりました。ありがとうございました。", "しばらく学校に専念します。", "", "")
UNUSED_PHONE = phone(999)
LEAVING = "仕事が決まりましたので、退会します。ありがとうございました。"


def happen(past: Past, members: list[JobSeeker]) -> None:
    """Everything up to now, the oldest first."""
    leave_for_good(past)
    change_their_minds(past, members[10:14])
    are_closed(past, members[14])
    are_not_reached(past)
    wait_for_the_desk(past, members[7:10])
    are_scheduled(past, members[1:7])
    write_that_they_leave(past, members[22:24])
    past.post(past.now)
    arrive(past, members[15])


def leave_for_good(past: Past) -> None:
    """Completed, by every channel, over half a year."""
    channels = (Channel.WEB, Channel.WEB, Channel.PHONE, Channel.WEB, to_advisor(), Channel.MAIL)
    choice = advisors()
    for number in range(FORMER_MEMBERS, 0, -1):
        when = past.morning(2 + number * 4) + timedelta(hours=number % 9)
        seeker = register(100 + number, f"former{number:02d}@example.com", at=when - timedelta(days=20 + number))
        assign(seeker, choice, changed=False)
        channel = channels[number % len(channels)]
        if channel == Channel.WEB:
            file(past, seeker, when)
        else:
            tell(past, seeker, channel, when)


def change_their_minds(past: Past, members: list[JobSeeker]) -> None:
    """Cancelled: by the mailed link, on my page, and by a call to the desk. Without a grace time nobody comes to it."""
    ways = [(Actor.LINK, None), (Actor.MEMBER, None), (Actor.STAFF, past.desk), (Actor.LINK, None)]
    for number, (seeker, (actor, by)) in enumerate(zip(members, ways, strict=True)):
        when = past.morning(4 + number * 5)
        request = actions.file_request(
            phone=seeker.phone.as_e164, email=seeker.user.email, reason="", comment="", language="ja", now=when
        )
        if pass_time(past, request, until=when).status == WithdrawalRequest.Status.SCHEDULED:
            actions.cancel(request.pk, actor=actor, by=by, now=when + timedelta(hours=3))
            past.post(when + timedelta(hours=3))


def are_closed(past: Past, seeker: JobSeeker) -> None:
    """Closed: sent twice, and not from members."""
    twice = file(past, seeker, past.now - timedelta(hours=6))
    file(past, seeker, twice.received_at + timedelta(minutes=4))
    for number in (9, 16):
        when = past.morning(number)
        request = actions.file_request(
            phone=UNUSED_PHONE, email=f"visitor{number}@example.com", reason="", comment="", language="ja", now=when
        )
        pass_time(past, request, until=when)
        actions.close_as_not_a_member(request.pk, by=past.desk, now=when + timedelta(hours=26))
        past.post(when + timedelta(hours=26))


def are_not_reached(past: Past) -> None:
    """Callers who cannot be found: one called back in vain on two days, and one to be called today."""
    when = past.morning(11)
    in_vain = is_to_be_called(past, when)
    for days in (1, 2):
        call_again(in_vain.pk, call_at=when + timedelta(days=days))
    close_as_not_reached(in_vain.pk, by=past.desk, now=when + timedelta(days=2))
    is_to_be_called(past, past.morning(1))


def is_to_be_called(past: Past, when: datetime) -> WithdrawalRequest:
    noted = note_call(
        phone=UNUSED_PHONE,
        email="",
        said="電車の中で、途中で切れました。",
        call_at=when + timedelta(hours=3),
        by=past.desk,
        now=when,
    )
    past.post(when)
    return noted


def wait_for_the_desk(past: Past, members: list[JobSeeker]) -> None:
    """Needs review: nobody fits, only the phone fits, or the mailbox has not answered; new, near, and overdue."""
    file_as_nobody(past, "visitor1@example.com", past.morning(7))
    file(past, members[0], past.morning(4), phone=UNUSED_PHONE)
    file(past, members[1], past.morning(3), email="former-address@example.com")
    file_as_nobody(past, "visitor2@example.com", past.morning(2))
    file(past, members[2], past.morning(1), phone=UNUSED_PHONE)


def are_scheduled(past: Past, members: list[JobSeeker]) -> None:
    """Scheduled: matched late by the desk or the mailbox, told to staff, and filed today."""
    overdue = file(past, members[0], past.morning(7), email="earlier-address@example.com")
    actions.match_by_desk(overdue.pk, members[0], by=past.desk, now=past.now - timedelta(minutes=10))
    near = file(past, members[1], past.morning(4), phone=UNUSED_PHONE)
    actions.confirm_mailbox(near.pk, now=past.now - timedelta(hours=1))
    tell(past, members[2], Channel.PHONE, past.now - timedelta(hours=20))
    tell(past, members[3], to_advisor(), past.now - timedelta(hours=5))
    file(past, members[4], past.now - timedelta(hours=3))
    file(past, members[5], past.now - timedelta(minutes=25))


def write_that_they_leave(past: Past, members: list[JobSeeker]) -> None:
    """To their advisors: one days ago, which nobody has recorded, and one today, by LINE where there is a channel."""
    first, second = members
    write_to_advisor(first, LEAVING, now=past.morning(3))
    lately = past.now - timedelta(minutes=40)
    if settings.LINE_CHANNEL:
        has_linked(past, second, PHONES[1], past.morning(8))
        says(past, second, LEAVING, lately)
    else:
        write_to_advisor(second, LEAVING, now=lately)


def arrive(past: Past, seeker: JobSeeker) -> None:
    """Received a moment ago, and really left to the worker: its mail is the first to be seen."""
    actions.file_request(
        phone=seeker.phone.as_e164,
        email=seeker.user.email,
        reason=Reason.FOUND_JOB,
        comment=COMMENTS[0],
        language=seeker.user.language,
        now=past.now - timedelta(seconds=20),
    )


def file(past: Past, seeker: JobSeeker, when: datetime, **typed: str) -> WithdrawalRequest:
    """By the form, with the registered contact unless something else was typed; then as time went on."""
    contact = {"phone": seeker.phone.as_e164, "email": seeker.user.email}
    said = {"reason": Reason.values[seeker.pk % len(Reason.values)], "comment": COMMENTS[seeker.pk % len(COMMENTS)]}
    filed = actions.file_request(**{**contact, **said, **typed}, language=seeker.user.language, now=when)
    return pass_time(past, filed)


def file_as_nobody(past: Past, address: str, when: datetime) -> WithdrawalRequest:
    """By the form, with a contact that no member has."""
    typed = {"phone": UNUSED_PHONE, "email": address, "reason": "", "comment": COMMENTS[1]}
    return pass_time(past, actions.file_request(**typed, language="ja", now=when))


def to_advisor() -> Channel:
    """How somebody tells their advisor: by LINE, where there is a channel."""
    return Channel.LINE if settings.LINE_CHANNEL else Channel.PHONE


def tell(past: Past, seeker: JobSeeker, channel: Channel, when: datetime) -> WithdrawalRequest:
    """By phone or mail to the desk, by LINE to the advisor, who wrote it down half an hour later."""
    by = seeker.assignments.get().advisor.user if channel == Channel.LINE else past.desk
    told = actions.record_request(
        seeker,
        channel=channel,
        reason=Reason.NOT_LOOKING,
        told_at=when,
        by=by,
        identity_checked=by == past.desk,
        now=when + timedelta(minutes=30),
    )
    return pass_time(past, told)


def pass_time(past: Past, request: WithdrawalRequest, *, until: datetime | None = None) -> WithdrawalRequest:
    """Let the worker look at it whenever its time came, up to a moment."""
    while request.next_step_at and request.next_step_at <= (until or past.now):
        moment = request.next_step_at
        advance(request.pk, now=moment)
        past.post(moment)
        request.refresh_from_db()
    return request
