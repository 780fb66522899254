from datetime import datetime, timedelta
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import File, JobSeeker, OfLeaver, User, leaving
from advisors.models import Office
from config.numbered import numbered
from config.steps import Stepped, step
from config.typed import WithAnnotations

# Until so long before it begins a free seat is kept for the first in line; then whoever answers first has it.
LAST_HOURS = timedelta(hours=3)
OFFER_LASTS = timedelta(hours=24)
SHORTEST, LONGEST = 15, 480  # minutes
# For so long after the end who was there can be put right; from then on the figures are what they are.
CORRECTED_FOR = timedelta(days=14)


def has_line() -> Exists:
    """Of a seminar that is asked for: whether somebody waits to whom a seat that is free can be offered."""
    return Exists(SeminarSeat.objects.filter(seminar=OuterRef("pk")).can_be_offered().order_by())


class SeminarQuerySet(models.QuerySet["Seminar"]):
    def open(self) -> "SeminarQuerySet":
        return self.filter(status=Seminar.Status.OPEN)

    def ahead(self, now: datetime) -> "SeminarQuerySet":
        """Open, and not begun."""
        return self.open().filter(starts_at__gt=now)

    def of_kind(self, *kinds: str) -> "SeminarQuerySet":
        return self.filter(kind__in=kinds)

    def of_series(self, seminar: "Seminar") -> "SeminarQuerySet":
        """Those that repeat the same as this one."""
        first = seminar.series_id or seminar.pk
        return self.filter(Q(series=first) | Q(pk=first))

    def shown_to(self, seeker: JobSeeker) -> "models.QuerySet[ShownSeminar]":
        """Each with how the member stands to it: their seat, until when it is offered, their place, and `has_line`."""
        seats = SeminarSeat.objects.filter(seminar=OuterRef("pk"), seeker=seeker).current()
        before = (
            SeminarSeat.objects.waiting()
            .filter(seminar=OuterRef("seminar"), pk__lte=OuterRef("pk"))
            .order_by()
            .values("seminar")
            .annotate(many=models.Count("pk"))
            .values("many")
        )
        place = seats.waiting().annotate(place=Subquery(before)).values("place")
        seminars: models.QuerySet[Seminar] = self.select_related("office").annotate(looker=models.Value(seeker.pk))
        return seminars.annotate(
            is_leaving=leaving("looker"),
            has_line=has_line(),
            seat_status=Coalesce(Subquery(seats.values("status")[:1]), models.Value("")),
            offered_until=Subquery(seats.values("offered_until")[:1]),
            place=Subquery(place[:1]),
        )

    def visible_to(self, user: User) -> "SeminarQuerySet":
        """The desk sees all, a member those that were opened; other staff have nothing to do with them."""
        if user.is_superuser or user.is_support_desk:
            return self
        return self.none() if user.is_staff else self.filter(opened_at__isnull=False)


class Seminar(Stepped):
    """A seminar (セミナー) or a mock interview in a group (模擬面接会): when, where, for how many.

    The numbers `held`, `waiting`, `attended` and `absent` are kept by the database, whoever writes a seat
    (`migrations/_seats.py`); they are not written here, and do not change because somebody is erased.
    """

    class Kind(models.TextChoices):
        INDUSTRY = "industry", _("Industry research")
        COMPANY = "company", _("Company research")
        MOCK_INTERVIEW = "mock_interview", _("Mock interview in a group")

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        OPEN = "open", _("Open to members")
        CALLED_OFF = "called_off", pgettext_lazy("seminar", "Called off")

    NEXT = {
        Status.DRAFT: {Status.OPEN, Status.CALLED_OFF},
        Status.OPEN: {Status.CALLED_OFF},
        Status.CALLED_OFF: set(),
    }
    TIMES = {Status.OPEN: "opened_at", Status.CALLED_OFF: "called_off_at"}

    kind = models.CharField(_("kind"), max_length=14, choices=Kind, default=Kind.INDUSTRY)
    title = models.CharField(_("title of the seminar"), max_length=100)
    starts_at = models.DateTimeField(_("begins"))
    minutes = models.PositiveSmallIntegerField(
        _("length in minutes"), default=60, validators=[MinValueValidator(SHORTEST), MaxValueValidator(LONGEST)]
    )
    office = models.ForeignKey(
        Office,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="seminars",
        verbose_name=_("office"),
        help_text=_("Empty: online."),
    )
    meeting_url = models.URLField(
        _("link of the online meeting"),
        blank=True,
        help_text=_("Told to those who have a seat, and to nobody else."),
    )
    capacity = models.PositiveSmallIntegerField(_("seats"), validators=[MinValueValidator(1), MaxValueValidator(1000)])
    speaker = models.CharField(_("speaker"), max_length=80, blank=True, help_text=_("As members read it."))
    description = models.TextField(_("what it is about"), max_length=2000)
    to_bring = models.CharField(_("what to bring"), max_length=200, blank=True)
    series = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="repeats",
        verbose_name=_("repeats"),
    )
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.DRAFT)
    opened_at = models.DateTimeField(_("opened"), null=True, blank=True, editable=False)
    called_off_at = models.DateTimeField(_("called off"), null=True, blank=True, editable=False)
    why_off = models.CharField(_("why it is called off"), max_length=200, blank=True, editable=False)
    # In the last hours: of how many free seats those in line have been told.
    free_told = models.PositiveSmallIntegerField(default=0, db_default=0, editable=False)
    held = models.PositiveSmallIntegerField(_("seats held"), default=0, db_default=0, editable=False)
    waiting = models.PositiveIntegerField(_("in line"), default=0, db_default=0, editable=False)
    attended = models.PositiveSmallIntegerField(_("attended"), default=0, db_default=0, editable=False)
    absent = models.PositiveSmallIntegerField(_("absent"), default=0, db_default=0, editable=False)

    objects = SeminarQuerySet.as_manager()

    class Meta:
        verbose_name = _("seminar")
        verbose_name_plural = _("seminars")
        ordering = ["starts_at", "id"]
        indexes = [
            models.Index(fields=["starts_at"], name="seminar_open_by_time", condition=Q(status="open")),
            models.Index(fields=["opened_at"], name="seminar_newest", condition=Q(status="open")),
            models.Index(fields=["id"], name="seminar_waited_for", condition=Q(waiting__gt=0)),
        ]
        constraints = [
            models.CheckConstraint(
                name="seminar_kind_known", condition=Q(kind__in=["industry", "company", "mock_interview"])
            ),
            models.CheckConstraint(
                name="seminar_times_iff_status",
                condition=Q(status="draft", opened_at=None, called_off_at=None)
                | Q(status="open", opened_at__isnull=False, called_off_at=None)
                | Q(status="called_off", called_off_at__isnull=False),
            ),
            models.CheckConstraint(
                name="seminar_why_iff_called_off",
                condition=Q(status="called_off") & ~Q(why_off="") | ~Q(status="called_off") & Q(why_off=""),
            ),
            models.CheckConstraint(name="seminar_length", condition=Q(minutes__gte=SHORTEST, minutes__lte=LONGEST)),
            models.CheckConstraint(name="seminar_never_over_capacity", condition=Q(held__lte=F("capacity"))),
        ]

    def __str__(self) -> str:
        return numbered(self)

    def get_absolute_url(self) -> str:
        return reverse("support:seminar", args=[self.pk])

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def is_open(self) -> bool:
        return self.status == self.Status.OPEN

    @property
    def is_off(self) -> bool:
        return self.status == self.Status.CALLED_OFF

    @property
    def where(self) -> str:
        return self.office.name if self.office else str(_("Online"))

    @property
    def kept_until(self) -> datetime:
        """Up to when free seats go by the line; from then on whoever answers first has one."""
        return self.starts_at - LAST_HOURS

    @property
    def corrected_until(self) -> datetime:
        return self.ends_at + CORRECTED_FOR

    @property
    def free(self) -> int:
        """Seats that nobody has, and that nobody is offered."""
        return self.capacity - self.held

    def move(self, status: Status, *, at: datetime, why_off: str = "") -> None:
        """Call with the row locked; raises `InvalidTransition`."""
        step(self, status, at=at, why_off=why_off)

    def tell_of(self, free: int) -> None:
        """Of so many free seats those in line know, in the last hours. Call with the row locked."""
        self.free_told = free
        self.save(update_fields=["free_told"])


class OfShownSeminar(OfLeaver):
    """How a member stands to a seminar."""

    has_line: bool
    seat_status: str
    offered_until: datetime | None
    place: int | None


ShownSeminar = WithAnnotations[Seminar, OfShownSeminar]


class SeminarSeatQuerySet(models.QuerySet["SeminarSeat"]):
    def waiting(self) -> "SeminarSeatQuerySet":
        """Those in line. The line is by `pk`: each joins while nobody else can."""
        return self.filter(status=SeminarSeat.Status.WAITING)

    def offered(self) -> "SeminarSeatQuerySet":
        return self.filter(status=SeminarSeat.Status.OFFERED)

    def run_out(self, now: datetime) -> "SeminarSeatQuerySet":
        """Offers that nobody has answered in time."""
        return self.offered().filter(offered_until__lte=now)

    def taken(self) -> "SeminarSeatQuerySet":
        return self.filter(status=SeminarSeat.Status.TAKEN)

    def with_attendance(self) -> "SeminarSeatQuerySet":
        """Those of whom it is, or can be, recorded whether they were there."""
        return self.filter(status__in=["taken", "attended", "absent"])

    def standing(self) -> "SeminarSeatQuerySet":
        """Those that somebody may still take or leave."""
        return self.filter(status__in=SeminarSeat.STANDING)

    def current(self) -> "SeminarSeatQuerySet":
        """Of a member and a seminar one at most, as a constraint holds."""
        return self.exclude(status__in=[SeminarSeat.Status.CANCELLED, SeminarSeat.Status.PASSED])

    def who_had_one(self) -> "SeminarSeatQuerySet":
        """Who had a seat as it began, and was not found to be absent."""
        return self.filter(status__in=[SeminarSeat.Status.TAKEN, SeminarSeat.Status.ATTENDED])

    def can_be_offered(self) -> "SeminarSeatQuerySet":
        """Those in line, in its order, but whoever is leaving or cannot sign in: they keep their place."""
        return self.waiting().filter(~leaving("seeker"), seeker__user__is_active=True).order_by("pk")

    def by_link(self, seat_id: int) -> "SeminarSeatQuerySet":
        """The one whose signed address somebody holds, which is the permission."""
        return self.filter(pk=seat_id)

    def visible_to(self, user: User) -> "SeminarSeatQuerySet":
        """The desk sees all, a member their own."""
        if user.is_superuser or user.is_support_desk:
            return self
        return self.none() if user.is_staff else self.filter(seeker__user=user)


class SeminarSeat(Stepped):
    """A member's seat (席) in a seminar, or their place in the line for one (空き待ち)."""

    class Status(models.TextChoices):
        WAITING = "waiting", _("Waiting for a seat")
        OFFERED = "offered", _("A seat is offered")
        TAKEN = "taken", _("Has a seat")
        ATTENDED = "attended", _("Was there")
        ABSENT = "absent", _("Was not there")
        CANCELLED = "cancelled", _("Given up")
        PASSED = "passed", _("Not answered: passed on")

    STANDING = (Status.WAITING, Status.OFFERED, Status.TAKEN)
    NEXT = {
        Status.WAITING: {Status.OFFERED, Status.CANCELLED},
        Status.OFFERED: {Status.TAKEN, Status.CANCELLED, Status.PASSED},
        Status.TAKEN: {Status.ATTENDED, Status.ABSENT, Status.CANCELLED},
        Status.ATTENDED: {Status.ABSENT},
        Status.ABSENT: {Status.ATTENDED},
        Status.CANCELLED: set(),
        Status.PASSED: set(),
    }
    TIMES = {
        Status.OFFERED: "offered_at",
        Status.TAKEN: "taken_at",
        **dict.fromkeys((Status.ATTENDED, Status.ABSENT, Status.CANCELLED, Status.PASSED), "ended_at"),
    }

    seminar = models.ForeignKey(Seminar, models.PROTECT, related_name="seats", verbose_name=_("seminar"))
    seeker = models.ForeignKey(JobSeeker, models.CASCADE, related_name="seminar_seats", verbose_name=_("job seeker"))
    status = models.CharField(_("status"), max_length=9, choices=Status, default=Status.WAITING)
    joined_at = models.DateTimeField(_("joined"), default=timezone.now)
    offered_at = models.DateTimeField(_("offered"), null=True, blank=True)
    offered_until = models.DateTimeField(_("kept until"), null=True, blank=True)
    taken_at = models.DateTimeField(_("taken"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    reminded_at = models.DateTimeField(_("reminded"), null=True, blank=True)
    no_sheet_at = models.DateTimeField(_("said that there is no feedback sheet"), null=True, blank=True)
    # Who of the desk joined, or ended it, for somebody on the phone, or recorded who came; empty: the member, or time.
    arranged_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("arranged by")
    )
    ended_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("ended by")
    )
    corrected_at = models.DateTimeField(_("attendance corrected"), null=True, blank=True)

    objects = SeminarSeatQuerySet.as_manager()

    class Meta:
        verbose_name = _("seat in a seminar")
        verbose_name_plural = _("seats in seminars")
        indexes = [
            models.Index(fields=["seminar", "id"], name="seminarseat_line", condition=Q(status="waiting")),
            models.Index(fields=["offered_until"], name="seminarseat_offered", condition=Q(status="offered")),
            models.Index(fields=["seminar"], name="seminarseat_taken", condition=Q(status="taken")),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["seminar", "seeker"],
                condition=~Q(status__in=["cancelled", "passed"]),
                name="seminarseat_one_per_member",
            ),
            models.CheckConstraint(
                name="seminarseat_times_iff_status",
                condition=Q(status="waiting", offered_at=None, offered_until=None, taken_at=None, ended_at=None)
                | Q(
                    status="offered",
                    offered_at__isnull=False,
                    offered_until__isnull=False,
                    taken_at=None,
                    ended_at=None,
                )
                | Q(status="taken", taken_at__isnull=False, ended_at=None)
                | Q(status__in=["attended", "absent"], taken_at__isnull=False, ended_at__isnull=False)
                | Q(status="cancelled", ended_at__isnull=False)
                | Q(status="passed", offered_until__isnull=False, taken_at=None, ended_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return numbered(self)

    def move(self, status: Status, *, at: datetime, **said: Any) -> None:
        """Call with the seminar locked; raises `InvalidTransition`."""
        step(self, status, at=at, **said)

    def offer(self, *, at: datetime, until: datetime) -> None:
        """Keep a free seat for this one. Call with the seminar locked; raises `InvalidTransition`."""
        step(self, self.Status.OFFERED, at=at, offered_until=until)

    def keep_until(self, until: datetime) -> None:
        """The offer ends sooner, because the seminar begins sooner. Call with the seminar locked."""
        self.offered_until = until
        self.save(update_fields=["offered_until"])

    def remind(self, *, at: datetime | None) -> None:
        """Note that the member was reminded; or not yet, of another day. Call with the row locked."""
        self.reminded_at = at
        self.save(update_fields=["reminded_at"])

    def say_no_sheet(self, *, at: datetime) -> None:
        """Note that nobody writes a feedback sheet. Call with the row locked, once the group is over."""
        self.no_sheet_at = at
        self.save(update_fields=["no_sheet_at"])

    @property
    def is_taken(self) -> bool:
        return self.status == self.Status.TAKEN


class SeminarMaterialQuerySet(models.QuerySet["SeminarMaterial"]):
    def untold(self) -> "SeminarMaterialQuerySet":
        return self.filter(told_at=None)

    def visible_to(self, user: User) -> "SeminarMaterialQuerySet":
        """The desk sees all; a member those of a seminar that they had a seat in, from its beginning on."""
        if user.is_superuser or user.is_support_desk:
            return self
        if user.is_staff:
            return self.none()
        theirs = SeminarSeat.objects.who_had_one().filter(seminar=OuterRef("seminar"), seeker__user=user)
        return self.filter(Exists(theirs), seminar__starts_at__lte=timezone.now())


class SeminarMaterial(models.Model):
    """A file that was shown in a seminar (資料), for those who had a seat. It is the service's, and nobody's own."""

    seminar = models.ForeignKey(Seminar, models.PROTECT, related_name="materials", verbose_name=_("seminar"))
    file = models.OneToOneField(File, models.CASCADE, related_name="material", verbose_name=_("file"))
    told_at = models.DateTimeField(_("told"), null=True, blank=True)

    objects = SeminarMaterialQuerySet.as_manager()

    class Meta:
        verbose_name = _("material of a seminar")
        verbose_name_plural = _("materials of seminars")
        ordering = ["id"]
        indexes = [models.Index(fields=["seminar"], name="seminarmaterial_untold", condition=Q(told_at=None))]

    def __str__(self) -> str:
        return numbered(self)


class SeminarNoticeRound(models.Model):
    """How far the notices of new seminars have come, for everybody of one rhythm: no row of a member's own is kept."""

    frequency = models.CharField(_("how often"), max_length=6, primary_key=True)
    told_until = models.DateTimeField(_("told until"))
    # A round that is under way: until when it tells, and the last member it has reached.
    telling_until = models.DateTimeField(_("tells until"), null=True, blank=True)
    reached = models.BigIntegerField(_("reached"), default=0)

    class Meta:
        verbose_name = _("round of seminar notices")
        verbose_name_plural = _("rounds of seminar notices")
        constraints = [
            models.CheckConstraint(
                name="seminarnoticeround_frequency_known", condition=Q(frequency__in=["daily", "weekly"])
            )
        ]

    def __str__(self) -> str:
        return numbered(self)
