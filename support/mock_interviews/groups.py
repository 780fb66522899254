"""Mock interviews in a group (模擬面接会): what there is to join, who was there, whose sheets are to be written."""

from datetime import datetime
from typing import Any

from django.db.models import DateTimeField, Exists, Func, OuterRef, QuerySet

from accounts.models import JobSeeker, User, leaving
from advisors.assignment.models import Assignment
from support.seminars.models import Seminar, SeminarSeat, ShownSeminar


def groups_ahead(seeker: JobSeeker, *, now: datetime) -> QuerySet[ShownSeminar]:
    """Those that members may know of, the next first, each with how this one stands to it."""
    ahead = Seminar.objects.visible_to(seeker.user).ahead(now).of_kind(Seminar.Kind.MOCK_INTERVIEW)
    return ahead.shown_to(seeker).order_by("starts_at", "pk")


def seats_behind(seeker: JobSeeker, *, now: datetime, most: int) -> list[tuple[SeminarSeat, object]]:
    """Where the member was, the last first, with the sheet if there is one; `is_accompanied` if one may still come."""
    seats = of_groups(SeminarSeat.objects.visible_to(seeker.user).filter(seeker=seeker))
    found = seats.filter(seminar__starts_at__lt=now).select_related("seminar", "feedback")
    found = found.annotate(is_accompanied=Exists(writers()))
    over = [seat for seat in found.order_by("-seminar__starts_at", "-pk")[:most] if seat.seminar.ends_at <= now]
    return [(seat, getattr(seat, "feedback", None)) for seat in over]


def of_groups(seats: QuerySet[SeminarSeat]) -> QuerySet[SeminarSeat]:
    """Seats that somebody had in a mock interview that was not called off."""
    had = [SeminarSeat.Status.TAKEN, SeminarSeat.Status.ATTENDED]
    open_ones = {"seminar__kind": Seminar.Kind.MOCK_INTERVIEW, "seminar__status": Seminar.Status.OPEN}
    return seats.filter(status__in=had, **open_ones)


def seats_of_own_seekers(user: User) -> QuerySet[SeminarSeat]:
    """Of whom this advisor accompanied then, and does still: they alone write the sheet."""
    return of_groups(SeminarSeat.objects.filter(Exists(writers().filter(advisor__user=user))))


def seats_written_by(user: User) -> QuerySet[SeminarSeat]:
    """Whose sheet this person may write: an administrator that of any who has an advisor to write it, and for them."""
    if user.is_superuser:
        return of_groups(SeminarSeat.objects.visible_to(user).filter(Exists(writers())))
    return seats_of_own_seekers(user)


def seats_seen_by(user: User) -> QuerySet[SeminarSeat]:
    """The desk sees all, an advisor those whose sheet they write."""
    if user.is_superuser or user.is_support_desk:
        return of_groups(SeminarSeat.objects.visible_to(user))
    return seats_of_own_seekers(user)


def writers() -> QuerySet[Assignment]:
    """The tie under which the sheet of a seat is written, if there is one: it began before the group, and goes on."""
    ties = Assignment.objects.current().filter(seeker=OuterRef("seeker"))
    return ties.filter(began_at__lte=OuterRef("seminar__starts_at"))


def without_sheet(seats: QuerySet[SeminarSeat]) -> QuerySet[SeminarSeat]:
    """Of members who stay, where nobody has sent the sheet, nor said that there will be none; the oldest first."""
    missing = seats.filter(~leaving("seeker"), feedback=None, no_sheet_at=None)
    return missing.select_related("seminar", "seeker").order_by("seminar__starts_at", "pk")


class EndsAt(Func):
    """When a seminar is over, of when it begins and its minutes; no database has the same words for it."""

    output_field = DateTimeField()
    arg_joiner = " + INTERVAL '1 minute' * "
    template = "(%(expressions)s)"

    def as_sqlite(self, compiler: Any, connection: Any, **more: Any) -> Any:
        minutes = "datetime(%(expressions)s || ' minutes')"
        return self.as_sql(compiler, connection, template=minutes, arg_joiner=", ", **more)


def seats_to_write(user: User, *, now: datetime) -> QuerySet[SeminarSeat]:
    """Whose sheet is still to be written, once the seminar is over; the oldest first."""
    seats = without_sheet(seats_of_own_seekers(user))
    return seats.alias(ends_at=EndsAt("seminar__starts_at", "seminar__minutes")).filter(ends_at__lte=now)
