from datetime import datetime, time, timedelta
from typing import Any, TypedDict

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import AdvisorGender, JobSeeker, User
from accounts.users.prefectures import Prefecture
from advisors.hours.models import FIRST_HOUR, LAST_HOUR
from advisors.people.models import Advisor, ClosedDay, Office, OwnedByAdvisor, WorkField
from config.numbered import numbered
from config.steps import Stepped, step
from config.typed import WithAnnotations

COUNSELING_LASTS = timedelta(hours=1)


def begins_from(moment: datetime, prefix: str = "") -> Q:
    """That a slot begins at `moment` or later."""
    moment = timezone.localtime(moment)
    hour = moment.hour + (moment.minute > 0 or moment.second > 0 or moment.microsecond > 0)
    day, same_day = f"{prefix}held_on", Q(**{f"{prefix}held_on": moment.date(), f"{prefix}hour__gte": hour})
    return Q(**{f"{day}__gt": moment.date()}) | same_day


def is_not_over(now: datetime) -> Q:
    """That the hour of a booking goes on, or is to come; at its last stroke it is over."""
    return begins_from(now - COUNSELING_LASTS + timedelta.resolution, "slot__")


# An hour added by hand that is held at no office: online and by phone it may be held on a day that is closed.
HELD_ON_ANY_DAY = Q(is_by_hand=True, office__isnull=True)


def is_on_closed_day() -> Q:
    """Whether the desk has closed the day of a slot, whatever was booked on it."""
    return Exists(ClosedDay.objects.filter(day=OuterRef("held_on"))) & ~HELD_ON_ANY_DAY


def is_bookable() -> Q:
    """Whether a slot is offered, and on a day that is open; whoever has booked it."""
    return Q(is_offered=True) & ~is_on_closed_day()


class Bookable(TypedDict):
    """What a slot comes with that `is_bookable` was asked of."""

    is_bookable: bool


class CounselingSlotQuerySet(models.QuerySet["CounselingSlot"]):
    def free(self) -> "CounselingSlotQuerySet":
        """Offered, taken by nobody, and on a day that is open."""
        taken = CounselingBooking.objects.holding().filter(slot=OuterRef("pk"))
        return self.filter(~Exists(taken), ~is_on_closed_day(), is_offered=True)

    def with_bookable(self) -> "models.QuerySet[WithAnnotations[CounselingSlot, Bookable]]":
        """Each with whether it `is_bookable`."""
        slots: models.QuerySet[CounselingSlot] = self
        return slots.annotate(is_bookable=is_bookable())

    def called_off(self) -> "CounselingSlotQuerySet":
        """Booked shortly before, and now by nobody."""
        taken = CounselingBooking.objects.holding().filter(slot=OuterRef("pk"))
        return self.filter(~Exists(taken), is_called_off=True)

    def beginning_from(self, moment: datetime) -> "CounselingSlotQuerySet":
        return self.filter(begins_from(moment))

    def visible_to(self, user: User) -> "CounselingSlotQuerySet":
        """The desk sees all, an advisor their own; what a seeker may book is `fitting.slots_for`."""
        if user.is_superuser or user.is_support_desk:
            return self
        return self.filter(advisor__user=user) if user.is_staff else self.none()


class CounselingSlot(OwnedByAdvisor):
    """An hour that an advisor offers (カウンセリング枠). They begin on the hour, so that none overlaps another."""

    advisor = models.ForeignKey(Advisor, models.CASCADE, related_name="slots", verbose_name=_("advisor"))
    held_on = models.DateField(_("day"))
    hour = models.PositiveSmallIntegerField(
        _("hour"), validators=[MinValueValidator(FIRST_HOUR), MaxValueValidator(LAST_HOUR)]
    )
    office = models.ForeignKey(
        Office,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="slots",
        verbose_name=_("office"),
        help_text=_("Empty: online and by phone only."),
    )
    is_offered = models.BooleanField(_("offered"), default=True)
    is_by_hand = models.BooleanField(_("made by hand"), default=False, editable=False)
    # No time and nobody's name: it must not tell of whoever had booked it, nor why they do not come.
    is_called_off = models.BooleanField(_("called off"), default=False, editable=False)

    objects = CounselingSlotQuerySet.as_manager()

    class Meta:
        verbose_name = _("counseling slot")
        verbose_name_plural = _("counseling slots")
        ordering = ["held_on", "hour", "advisor"]
        indexes = [models.Index(fields=["held_on", "hour"], name="counselingslot_by_time")]
        constraints = [
            models.UniqueConstraint(fields=["advisor", "held_on", "hour"], name="counselingslot_one_place_at_a_time"),
            models.CheckConstraint(
                name="counselingslot_hour_of_the_day", condition=Q(hour__gte=FIRST_HOUR, hour__lte=LAST_HOUR)
            ),
        ]

    def __str__(self) -> str:
        return numbered(self)

    @property
    def starts_at(self) -> datetime:
        return timezone.make_aware(datetime.combine(self.held_on, time(self.hour)))

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + COUNSELING_LASTS

    def offer(self, *, is_offered: bool) -> None:
        """Offer it, or take it back. Call with the row locked."""
        self.is_offered = is_offered
        self.save(update_fields=["is_offered"])

    def call_off(self) -> None:
        """Note that somebody had booked it shortly before and does not come."""
        self.is_called_off = True
        self.save(update_fields=["is_called_off"])

    def move_to(self, office_id: int | None) -> None:
        """Hold it at another office, or at none. Call with the row locked, while nobody has booked it."""
        self.office_id = office_id
        self.save(update_fields=["office"])

    @property
    def forms(self) -> list["CounselingBooking.Form"]:
        """In which forms it can be held."""
        Form = CounselingBooking.Form
        return [Form.OFFICE, Form.ONLINE, Form.PHONE] if self.office_id else [Form.ONLINE, Form.PHONE]


class CounselingBookingQuerySet(models.QuerySet["CounselingBooking"]):
    def booked(self) -> "CounselingBookingQuerySet":
        return self.filter(status=CounselingBooking.Status.BOOKED)

    def counseling(self) -> "CounselingBookingQuerySet":
        """Counseling proper: a mock interview takes an hour like it, and counts as none."""
        return self.filter(purpose=CounselingBooking.Purpose.COUNSELING)

    def one_ahead(self, purpose: "CounselingBooking.Purpose | str") -> "CounselingBookingQuerySet":
        """Booked for this purpose, and not set aside once it was over and unrecorded: of a seeker one at most, as a
        constraint holds.
        """
        return self.booked().filter(purpose=purpose, set_aside_at=None)

    def ahead(self, now: datetime) -> "CounselingBookingQuerySet":
        """Booked, and the hour is not over."""
        return self.booked().filter(is_not_over(now))

    def during(self, begins_at: datetime, ends_at: datetime) -> "CounselingBookingQuerySet":
        """Booked, and a part of the hour is between these."""
        return self.booked().filter(is_not_over(begins_at), ~begins_from(ends_at, "slot__"))

    def unrecorded(self, now: datetime) -> "CounselingBookingQuerySet":
        """Over, and nobody has said what came of it (結果が未記録): they stand in nobody's way."""
        return self.booked().exclude(is_not_over(now))

    def completed(self) -> "CounselingBookingQuerySet":
        """Counseling that has taken place, on which referrals rest."""
        return self.counseling().filter(status=CounselingBooking.Status.COMPLETED)

    def holding(self) -> "CounselingBookingQuerySet":
        """Those that keep their slot from others: whatever is not cancelled."""
        return self.exclude(status=CounselingBooking.Status.CANCELLED)

    def beginning_from(self, moment: datetime) -> "CounselingBookingQuerySet":
        return self.filter(begins_from(moment, "slot__"))

    def visible_to(self, user: User) -> "CounselingBookingQuerySet":
        """The desk sees all, an advisor those of their current seekers with themselves, a seeker their own."""
        if user.is_superuser or user.is_support_desk:
            return self
        if user.is_staff:
            seekers = JobSeeker.objects.filter(assignments__advisor__user=user, assignments__ended_at=None)
            return self.filter(slot__advisor__user=user, seeker__in=seekers.values("pk"))
        return self.filter(seeker__user=user)


class CounselingBooking(Stepped):
    """An hour that a seeker has booked (予約), for counseling or a mock interview.

    Until it is cancelled its slot is nobody else's.
    """

    class Status(models.TextChoices):
        BOOKED = "booked", _("Booked")
        COMPLETED = "completed", _("Took place")
        CANCELLED = "cancelled", _("Cancelled")
        NO_SHOW = "no_show", _("The seeker did not come")

    class Purpose(models.TextChoices):
        COUNSELING = "counseling", _("Counseling")
        MOCK_INTERVIEW = "mock_interview", _("Mock interview")

    class Form(models.TextChoices):
        OFFICE = "office", _("At the office")
        ONLINE = "online", _("Online")
        PHONE = "phone", _("By phone")

    class Canceller(models.TextChoices):
        SEEKER = "seeker", _("The seeker")
        ADVISOR = "advisor", _("The advisor")
        DESK = "desk", _("The support desk")

    class Booker(models.TextChoices):
        SEEKER = "seeker", _("The seeker")
        ADVISOR = "advisor", _("The advisor")
        DESK = "desk", _("The support desk")

    NEXT = {
        Status.BOOKED: {Status.COMPLETED, Status.CANCELLED, Status.NO_SHOW},
        Status.COMPLETED: set(),
        Status.CANCELLED: set(),
        Status.NO_SHOW: set(),
    }
    TIMES = dict.fromkeys((Status.COMPLETED, Status.CANCELLED, Status.NO_SHOW), "ended_at")

    slot = models.ForeignKey(CounselingSlot, models.PROTECT, related_name="bookings", verbose_name=_("slot"))
    seeker = models.ForeignKey(
        JobSeeker, models.CASCADE, related_name="counseling_bookings", verbose_name=_("job seeker")
    )
    purpose = models.CharField(
        _("purpose"), max_length=14, choices=Purpose, default=Purpose.COUNSELING, db_default=Purpose.COUNSELING
    )
    form = models.CharField(_("form"), max_length=6, choices=Form)
    field = models.CharField(_("field of work"), max_length=13, choices=WorkField, blank=True)
    topics = models.TextField(_("what to talk about"), max_length=1000, blank=True)
    status = models.CharField(_("status"), max_length=9, choices=Status, default=Status.BOOKED)
    booked_at = models.DateTimeField(_("booked at"), default=timezone.now)
    booked_by = models.CharField(_("booked by"), max_length=7, choices=Booker, default=Booker.SEEKER)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    cancelled_by = models.CharField(_("cancelled by"), max_length=7, choices=Canceller, blank=True)
    set_aside_at = models.DateTimeField(
        _("set aside"), null=True, blank=True, help_text=_("The next was booked before anybody had recorded this one.")
    )
    reminded_at = models.DateTimeField(_("reminded"), null=True, blank=True)

    objects = CounselingBookingQuerySet.as_manager()

    class Meta:
        verbose_name = _("counseling booking")
        verbose_name_plural = _("counseling bookings")
        indexes = [models.Index(fields=["slot"], name="booking_open", condition=Q(status="booked"))]
        constraints = [
            models.UniqueConstraint(
                fields=["slot"], condition=~Q(status="cancelled"), name="counselingbooking_slot_booked_once"
            ),
            models.UniqueConstraint(
                fields=["seeker", "purpose"],
                condition=Q(status="booked", set_aside_at=None),
                name="counselingbooking_one_ahead_per_seeker",
            ),
            models.CheckConstraint(
                name="counselingbooking_purpose_known", condition=Q(purpose__in=["counseling", "mock_interview"])
            ),
            models.CheckConstraint(
                name="counselingbooking_ended_at_iff_ended",
                condition=Q(status="booked", ended_at=None)
                | Q(status__in=["completed", "cancelled", "no_show"], ended_at__isnull=False),
            ),
            models.CheckConstraint(
                name="counselingbooking_cancelled_by_somebody",
                condition=Q(status="cancelled") & ~Q(cancelled_by="") | ~Q(status="cancelled") & Q(cancelled_by=""),
            ),
            models.CheckConstraint(
                name="counselingbooking_form_known", condition=Q(form__in=["office", "online", "phone"])
            ),
            models.CheckConstraint(
                name="counselingbooking_booked_by_known", condition=Q(booked_by__in=["seeker", "advisor", "desk"])
            ),
        ]

    def __str__(self) -> str:
        return numbered(self)

    def end(self, status: Status, *, at: datetime, cancelled_by: str = "") -> None:
        """Close it. Call with the row locked; raises `InvalidTransition`."""
        step(self, status, at=at, cancelled_by=cancelled_by)

    def remind(self, *, at: datetime) -> None:
        """Note that the seeker was reminded of it. Call with the row locked."""
        self.reminded_at = at
        self.save(update_fields=["reminded_at"])

    def is_ahead(self, now: datetime) -> bool:
        """Booked, and the hour is not over."""
        return self.status == self.Status.BOOKED and self.slot.ends_at > now

    def is_unrecorded(self, now: datetime) -> bool:
        return self.status == self.Status.BOOKED and self.slot.ends_at <= now

    @property
    def is_mock_interview(self) -> bool:
        return self.purpose == self.Purpose.MOCK_INTERVIEW

    @property
    def practice(self) -> Any:
        """What a mock interview is about, if it is one. It is of a later app."""
        return getattr(self, "mock_interview", None) if self.is_mock_interview else None

    @property
    def office(self) -> Office | None:
        """Where the seeker comes to, if they do."""
        return self.slot.office if self.form == self.Form.OFFICE else None

    @property
    def where(self) -> str:
        """The office's name, or "Online" or "By phone"."""
        return self.office.name if self.office else str(self.get_form_display())


class CounselingNotesQuerySet(models.QuerySet["CounselingNotes"]):
    def visible_to(self, user: User) -> "CounselingNotesQuerySet":
        """Whoever accompanies the seeker now reads their own notes; a former advisor's only as the seeker allows it."""
        if not user.is_staff:
            return self.none()
        current = Q(assignment__seeker__assignments__advisor__user=user) & Q(
            assignment__seeker__assignments__ended_at=None
        )
        return self.filter(current, Q(assignment__advisor__user=user) | Q(assignment__is_shared=True)).distinct()


class CounselingNotes(models.Model):
    """What an advisor wrote down of a counseling, for whoever accompanies the seeker."""

    booking = models.OneToOneField(
        CounselingBooking, models.CASCADE, primary_key=True, related_name="notes", verbose_name=_("booking")
    )
    assignment = models.ForeignKey(
        "advisors.Assignment", models.CASCADE, related_name="notes", verbose_name=_("assignment")
    )
    text = models.TextField(_("notes"), max_length=4000)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="counseling_notes",
        verbose_name=_("written by"),
    )

    objects = CounselingNotesQuerySet.as_manager()

    class Meta:
        verbose_name = _("counseling notes")
        verbose_name_plural = _("counseling notes")

    def __str__(self) -> str:
        return numbered(self)


class SlotWaitQuerySet(models.QuerySet["SlotWait"]):
    def untold(self) -> "SlotWaitQuerySet":
        return self.filter(told_at=None)

    def visible_to(self, user: User) -> "SlotWaitQuerySet":
        """The desk sees who waits; a seeker that they do."""
        if user.is_superuser or user.is_support_desk:
            return self
        return self.none() if user.is_staff else self.filter(seeker__user=user)


class SlotWait(models.Model):
    """That a seeker waits for a slot that fits, and is told when there is one."""

    seeker = models.OneToOneField(JobSeeker, models.CASCADE, related_name="slot_wait", verbose_name=_("job seeker"))
    gender = models.CharField(_("wish for the advisor"), max_length=6, choices=AdvisorGender, default=AdvisorGender.ANY)
    prefecture = models.CharField(_("place"), max_length=2, choices=Prefecture, blank=True)
    since = models.DateTimeField(_("waits since"), default=timezone.now)
    told_at = models.DateTimeField(_("told"), null=True, blank=True)

    objects = SlotWaitQuerySet.as_manager()

    class Meta:
        verbose_name = _("seeker who waits")
        verbose_name_plural = _("seekers who wait")
        indexes = [models.Index(fields=["since"], name="slotwait_untold", condition=Q(told_at=None))]

    def __str__(self) -> str:
        return numbered(self)

    def tell(self, *, at: datetime) -> None:
        """Note that the seeker was told of a slot. Call with the row locked."""
        self.told_at = at
        self.save(update_fields=["told_at"])
