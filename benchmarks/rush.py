"""Two hundred at one slot in the same moment, beside two hundred plain inserts at one unique row.

Each side has as many threads as the service has database sessions. A plain client connects, inserts and leaves.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from statistics import median
from typing import Any
from urllib.parse import urlencode

import psycopg
from django.conf import settings
from django.db import connections
from django.http import HttpResponseBase
from django.test import Client
from django.test.client import ClientHandler
from django.urls import reverse
from django.utils import timezone

from accounts.models import JobSeeker, leaving
from advisors.models import Advisor, Assignment, CounselingBooking, CounselingSlot
from benchmarks.databases import connect, name_of, use
from benchmarks.rows import put

MANY = 200
MOST = 4  # times the wall of the plain inserts
SENT_AS = "application/x-www-form-urlencoded"
SAID = {"form": "online", "field": "it", "topics": "面接の練習をしたいです。"}
RATIO, WINNERS, REFUSED = "200 at one slot, x 200 inserts", "winners", "refused kindly"


def measure_rush(size: int, *, rounds: int) -> dict[str, float]:
    """How many times the wall of the plain inserts it takes, and what became of everybody, a round."""
    use(size)
    seekers = of_one_advisor()
    site = ClientHandler(enforce_csrf_checks=False)
    clients = [signed_in(seeker, site) for seeker in seekers]
    slots = free_slots(seekers, 2 * rounds + 1)
    at_once(size, [partial(book, client, slots.pop()) for client in clients[:1]])  # fills caches, loads templates
    CounselingBooking.objects.booked().filter(seeker__in=seekers).delete()
    ratios, statuses = [], []
    for _ in range(rounds):
        taken, answers = at_once(size, [partial(book, client, slots[-1]) for client in clients])
        plain, inserted = at_once(size, [partial(insert, size, seeker, slots[-2]) for seeker in seekers])
        assert inserted.count(True) == 1
        held = CounselingBooking.objects.filter(slot__in=[slots.pop(), slots.pop()])
        ratios.append(taken / plain)
        statuses += [kind(answer) for answer in answers]
        held.delete()
    return {RATIO: median(ratios), **{name: statuses.count(name) / rounds for name in (WINNERS, REFUSED)}}


def missed_in_rush(figures: dict[str, float], *, slack: float) -> Iterator[str]:
    if figures[RATIO] > MOST * slack:
        yield f"{RATIO}: {figures[RATIO]:.2f}, at most {MOST * slack:g}"
    if (figures[WINNERS], figures[REFUSED]) != (1, MANY - 1):
        yield f"{RATIO}: {figures[WINNERS]:g} winners, {figures[REFUSED]:g} refused kindly"


def of_one_advisor() -> list[JobSeeker]:
    """So many members who stay, and who all have the first advisor now."""
    staying = JobSeeker.objects.select_related("user").filter(~leaving(), unassigned_since=None)
    seekers, first = list(staying.order_by("pk")[:MANY]), Advisor.objects.earliest("pk")
    Assignment.objects.current().filter(seeker__in=seekers).update(ended_at=timezone.now())
    Assignment.objects.bulk_create([Assignment(seeker=seeker, advisor=first) for seeker in seekers])
    return seekers


def free_slots(seekers: Sequence[JobSeeker], amount: int) -> list[int]:
    """Slots of their advisor, one a day from next week on."""
    first = timezone.localdate() + timedelta(days=7)
    days = [first + timedelta(days=n) for n in range(amount)]
    advisor = seekers[0].assignments.current().get().advisor
    made = CounselingSlot.objects.bulk_create([CounselingSlot(advisor=advisor, held_on=day, hour=10) for day in days])
    return [slot.pk for slot in made]


def signed_in(seeker: JobSeeker, site: ClientHandler) -> Client:
    """Their browser; the site it opens is everybody's, as in a process of the service."""
    client = Client(raise_request_exception=False)
    client.handler = site
    client.force_login(seeker.user)
    return client


def at_once(size: int, works: Sequence[Callable[[], Any]]) -> tuple[float, list[Any]]:
    """Do all of these as soon as a thread is free, each with a session of the pool: seconds, and what each gave."""

    def run(work: Callable[[], Any]) -> Any:
        use(size)
        try:
            return work()
        finally:
            connections.close_all()

    connections.close_all()
    began = time.perf_counter()
    with ThreadPoolExecutor(settings.DATABASE_POOL) as threads:
        answers = list(threads.map(run, works))
    return time.perf_counter() - began, answers


def book(client: Client, slot: int) -> HttpResponseBase:
    """As a browser sends the form."""
    return client.post(reverse("advisors:book", args=[slot]), urlencode(SAID), content_type=SENT_AS)


def kind(answer: HttpResponseBase) -> str:
    if answer.status_code != 302:
        return str(answer.status_code)
    return REFUSED if "?" in answer["Location"] else WINNERS


def insert(size: int, seeker: JobSeeker, slot: int) -> bool:
    with connect(name_of(size)) as plain:
        try:
            put(plain, CounselingBooking, slot_id=slot, seeker_id=seeker.pk, form="online", booked_at=timezone.now())
        except psycopg.errors.UniqueViolation:
            return False
    return True
