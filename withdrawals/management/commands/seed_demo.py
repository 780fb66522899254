import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from os.path import relpath
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.db import connection, transaction
from django.utils import timezone

from accounts.demo import people
from accounts.demo.past import Past
from accounts.models import JobSeeker, Message, User
from advisors.counseling.slots import make_slots
from advisors.demo import crowd, staff
from advisors.demo.advising import go_on
from advisors.demo.offices import equip
from advisors.demo.tallies import count_two_years
from advisors.models import Advisor, Assignment
from config import clock
from config.admin.start import start_page
from jobs.demo.postings import advertise
from jobs.demo.selecting import choose
from support.demo.documents import send_documents
from support.demo.mock_interviews import practise
from support.demo.resume import write_resumes
from support.demo.seminars import hold
from support.demo.suits import hang_up, lend
from withdrawals.demo import happen
from withdrawals.erasure.listing import list_new_erasures


class Command(BaseCommand):
    help = "Fill the service with sample people and withdrawals in every state. Safe to repeat: what is there stays."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--seekers", type=int, default=0, help="so many further members, for scale")
        parser.add_argument("--postings", type=int, default=0, help="so many job postings, for scale")

    def handle(self, *args: Any, seekers: int, postings: int, **options: Any) -> None:
        now = clock.now()
        fill(now=now)
        list_new_erasures(now=now)
        if seekers:
            self.stdout.write(f"{crowd.gather(seekers, now=now)} members added to make the crowd {seekers}.")
        if postings:
            self.stdout.write(f"{advertise(now=now, count=postings)} postings added to make it {postings}.")
        self.stdout.write("\n".join(sign_ins()))


@transaction.atomic
def fill(*, now: datetime) -> None:
    """Staff who may be missing; the members and their past only once: later they go their own ways."""
    users = {person.email: staff.employ(person, since=now) for person in staff.STAFF}
    advertise(now=now)
    for number, person in enumerate(staff.ADVISOR_STAFF, start=1):
        equip(users[person.email].advisor, number)
    hang_up()
    if not people.is_settled_in():
        live_through(users, now=now)
    make_slots(today=timezone.localdate(now))
    count_two_years(today=timezone.localdate(now))


def live_through(users: dict[str, User], *, now: datetime) -> None:
    """The members, and what has happened up to now."""
    with unheard():
        past = Past(
            now=now,
            desk=users[people.DESK[0].email],
            last_message=Message.objects.order_by("-pk").values_list("pk", flat=True).first() or 0,
        )
        members = staff.settle_in(now=now)
        go_on(past, members)
        choose(past, members)
        send_documents(past, members)
        hold(past, members)
        lend(past, members)
        write_resumes(past, members)
        practise(past, members)
        happen(past, members)


@contextmanager
def unheard() -> Iterator[None]:
    """What happens meanwhile is of the past: no alarm rings in the log, and the worker is told nothing.

    The rows say what is left to do, and the worker's sweep finds those.
    """
    log, told_before = logging.getLogger("withdrawals.requests.alarms"), len(connection.run_on_commit)
    log.disabled = True
    try:
        yield
    finally:
        log.disabled = False
        del connection.run_on_commit[told_before:]


def sign_ins() -> list[str]:
    """Who can sign in and how, as a table."""
    members = JobSeeker.objects.filter(user__email__in=[people.email(n) for n in (1, 2, 3, 6)]).select_related("user")
    busiest = busiest_advisor(now=clock.now())
    lines = [(role(person), person.email, person.name) for person in staff.SHOWN_STAFF]
    lines += [("advisor with most to do", busiest.user.email, busiest.name)]
    lines += [
        (standing(seeker), seeker.user.email, seeker.phone.as_national) for seeker in members.order_by("user__email")
    ]
    return [
        "",
        *(f"  {who:<38} {email:<24} {note}".rstrip() for who, email, note in lines),
        "",
        f"Sign in at {settings.SITE_URL}/login/ with one of these addresses; nobody has a password.",
        f"The code comes by mail: {where_mails_are()}.",
        *by_line(),
    ]


def busiest_advisor(*, now: datetime) -> Advisor:
    """On whose first page most stands: whose it is depends on the hour at which the demo is made."""
    return max(staff.advisors(), key=lambda it: sum(tile.number for tile in start_page(it.user, now=now).tiles))


def by_line() -> list[str]:
    """Where the phone of `make run LINE=demo` is, and with whom one talks on it."""
    if not (settings.LINE_CHANNEL and settings.LINE_API_BASE):
        return []
    ties = Assignment.objects.current().filter(seeker__user__email=people.email(1))
    advisor = ties.values_list("advisor__user__email", flat=True).first()
    return [
        "",
        f"LINE is played by {settings.LINE_API_BASE}/, a page that is a phone: add the service there as a friend, open",
        f"the link that comes, and sign in as {people.email(1)}, whose advisor is {advisor}.",
        "The buttons “デモ1” and “デモ2” there lead to the phones of members who have linked theirs.",
    ]


def role(person: people.Staff) -> str:
    return "administrator" if person == people.ADMINISTRATOR else person.group.removesuffix("s").lower()


def standing(seeker: JobSeeker) -> str:
    return "member, withdrawal scheduled" if seeker.is_leaving else "member"


def where_mails_are() -> str:
    folder = settings.EMAIL_FILE_PATH
    return f"the newest file in {relpath(folder)}/" if folder else "sent by the server that EMAIL_URL names"
