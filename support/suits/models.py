from collections.abc import Callable
from datetime import date, datetime
from typing import Any, NamedTuple

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import JobSeeker, User
from advisors.models import Office
from config.labels import Labelled
from config.numbered import numbered
from config.steps import Stepped, step
from jobs.models import JobInterview
from support.suits.days import back_on, clean_after
from support.suits.room import FOR_EVER, Span
from support.suits.sizes import MENS, SIZES, WOMENS, Cut, fits_cut


class Key(NamedTuple):
    """What suits are alike by: whoever is promised one is promised any of these."""

    office_id: int
    cut: str
    size: str

    @property
    def rows(self) -> Q:
        return Q(office=self.office_id, cut=self.cut, size=self.size)


SIZE_FITS_CUT = fits_cut(Cut.SKIRT, WOMENS) | fits_cut(Cut.TROUSERS, WOMENS) | fits_cut(Cut.MENS, MENS)


class OfStock:
    """Something that is of one office, cut and size."""

    office_id: int
    cut: Any
    size: Any
    get_cut_display: Callable[[], str]
    get_size_display: Callable[[], str]

    @property
    def key(self) -> Key:
        return Key(self.office_id, self.cut, self.size)

    @property
    def described(self) -> str:
        """Cut and size, as people read them."""
        return f"{self.get_cut_display()} {self.get_size_display()}"


class SuitQuerySet(models.QuerySet["Suit"]):
    def usable(self) -> "SuitQuerySet":
        return self.filter(condition=Suit.Condition.USABLE)

    def visible_to(self, user: User) -> "SuitQuerySet":
        """The desk's: what there is to be had, and not which item it is, is what members are told."""
        return self if user.is_superuser or user.is_support_desk else self.none()


class Suit(OfStock, Labelled):
    """A suit that is lent (スーツ), known by the number on its tag."""

    class Condition(models.TextChoices):
        USABLE = "usable", _("In order")
        MENDED = "mended", _("Being cleaned or repaired")
        DAMAGED = "damaged", _("Damaged")
        LOST = "lost", _("Lost")
        NOT_RETURNED = "not_returned", _("Not returned by somebody who has left")
        RETIRED = "retired", _("Retired")

    number = models.CharField(
        _("item number"),
        max_length=12,
        unique=True,
        validators=[RegexValidator(r"^[A-Z0-9][A-Z0-9-]*\Z", _("Capital letters, digits and dashes, as on the tag."))],
        help_text=_("As it stands on the tag, such as S-012."),
    )
    office = models.ForeignKey(Office, models.PROTECT, related_name="+", verbose_name=_("office"))
    cut = models.CharField(_("cut"), max_length=15, choices=Cut)
    size = models.CharField(_("size"), max_length=3, choices=SIZES)
    condition = models.CharField(
        pgettext_lazy("of a suit", "condition"), max_length=12, choices=Condition, default=Condition.USABLE
    )
    # Back from somebody: the last day on which the cleaner has it. It stays when who had it is erased.
    cleaned_until = models.DateField(_("at the cleaner's until"), null=True, blank=True, editable=False)
    # Written by the database when the row of its loan goes (support/migrations/_suit_rules.py).
    out_since = models.DateField(_("out since"), null=True, blank=True, editable=False)

    objects = SuitQuerySet.as_manager()

    class Meta:
        verbose_name = _("suit")
        verbose_name_plural = _("suits")
        ordering = ["number"]
        indexes = [models.Index(fields=["office", "cut", "size"], name="suit_by_stock")]
        constraints = [
            models.CheckConstraint(name="suit_size_fits_cut", condition=SIZE_FITS_CUT),
            models.CheckConstraint(
                name="suit_condition_known",
                condition=Q(condition__in=["usable", "mended", "damaged", "lost", "not_returned", "retired"]),
            ),
            models.CheckConstraint(
                name="suit_out_since_iff_not_returned",
                condition=Q(condition="not_returned", out_since__isnull=False)
                | ~Q(condition="not_returned") & Q(out_since=None),
            ),
        ]

    def __str__(self) -> str:
        return numbered(self)

    @property
    def is_usable(self) -> bool:
        return self.condition == self.Condition.USABLE

    @property
    def at_cleaner(self) -> Span | None:
        return Span(date.min, self.cleaned_until) if self.cleaned_until else None

    def come_back(self, condition: str, *, today: date) -> None:
        """Somebody has brought it back, as it is. Call with the row locked, once no loan holds it."""
        self.condition, self.out_since = condition, None
        self.cleaned_until = clean_after(today) if self.is_usable else None
        self.save(update_fields=["condition", "out_since", "cleaned_until"])

    def go_out(self) -> None:
        """It is handed out: whatever was said of the cleaner, it is clean. Call with the row locked."""
        self.cleaned_until = None
        self.save(update_fields=["cleaned_until"])


class SuitLoanQuerySet(models.QuerySet["SuitLoan"]):
    def requested(self) -> "SuitLoanQuerySet":
        return self.filter(status=SuitLoan.Status.REQUESTED)

    def lent(self) -> "SuitLoanQuerySet":
        return self.filter(status=SuitLoan.Status.LENT)

    def live(self) -> "SuitLoanQuerySet":
        """Those that hold a suit: one that is promised, or out."""
        return self.filter(status__in=SuitLoan.LIVE)

    def not_collected(self, today: date) -> "SuitLoanQuerySet":
        """Promised for a day that is over, unless its interview has moved to a later one: nobody needs it any more."""
        has_moved = Q(interview__starts_at__date__gte=today)
        return self.requested().filter(needed_on__lt=today).exclude(has_moved)

    def visible_to(self, user: User) -> "SuitLoanQuerySet":
        """The desk sees all, a seeker their own; an advisor lends no suits."""
        if user.is_superuser or user.is_support_desk:
            return self
        return self.none() if user.is_staff else self.filter(seeker__user=user)


class SuitLoan(OfStock, Stepped):
    """A suit for a member for some days (スーツ貸し出し): first any of its kind, from the hand-out on a certain one."""

    class Status(models.TextChoices):
        REQUESTED = "requested", _("Reserved")
        LENT = "lent", _("Handed out")
        RETURNED = "returned", _("Returned")
        LOST = "lost", _("Lost")
        CANCELLED = "cancelled", _("Cancelled")

    class Because(models.TextChoices):
        SEEKER = "seeker", _("The seeker")
        DESK = "desk", _("The support desk")
        INTERVIEW = "interview", _("The interview does not take place")
        NOT_COLLECTED = "not_collected", _("It was not picked up")

    LIVE = (Status.REQUESTED, Status.LENT)
    NEXT = {
        Status.REQUESTED: {Status.LENT, Status.CANCELLED},
        Status.LENT: {Status.RETURNED, Status.LOST},
        Status.RETURNED: set(),
        Status.LOST: set(),
        Status.CANCELLED: set(),
    }
    TIMES = {
        Status.LENT: "lent_at",
        **dict.fromkeys((Status.RETURNED, Status.LOST, Status.CANCELLED), "ended_at"),
    }

    seeker = models.ForeignKey(JobSeeker, models.CASCADE, related_name="suit_loans", verbose_name=_("job seeker"))
    interview = models.ForeignKey(
        JobInterview,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="suit_loans",
        verbose_name=_("interview"),
    )
    office = models.ForeignKey(Office, models.PROTECT, related_name="+", verbose_name=_("office"))
    cut = models.CharField(_("cut"), max_length=15, choices=Cut)
    size = models.CharField(_("size"), max_length=3, choices=SIZES)
    needed_on = models.DateField(_("needed on"))
    pick_up_on = models.DateField(_("pick-up"))
    return_on = models.DateField(_("return"))
    busy_until = models.DateField(_("clean again after"))
    # What the days were decided by: who was late then is not counted on.
    asked_on = models.DateField(_("days set on"))
    suit = models.ForeignKey(Suit, models.PROTECT, null=True, blank=True, related_name="loans", verbose_name=_("item"))
    status = models.CharField(_("status"), max_length=9, choices=Status, default=Status.REQUESTED)
    requested_at = models.DateTimeField(_("reserved"), default=timezone.now)
    # Who of the desk reserved it for somebody on the phone; empty: the seeker themselves.
    arranged_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("arranged by")
    )
    lent_at = models.DateTimeField(_("handed out"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    cancelled_because = models.CharField(_("cancelled by"), max_length=13, choices=Because, blank=True)
    pick_up_reminded_at = models.DateTimeField(_("reminded of the pick-up"), null=True, blank=True)
    return_reminded_at = models.DateTimeField(_("reminded of the return"), null=True, blank=True)
    overdue_told_at = models.DateTimeField(_("told that it is overdue"), null=True, blank=True)

    objects = SuitLoanQuerySet.as_manager()

    class Meta:
        verbose_name = _("suit loan")
        verbose_name_plural = _("suit loans")
        indexes = [
            models.Index(
                fields=["office", "cut", "size"],
                name="suitloan_live_by_stock",
                condition=Q(status__in=["requested", "lent"]),
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["suit"], condition=Q(status="lent"), name="suitloan_item_out_once"),
            models.UniqueConstraint(
                fields=["seeker"], condition=Q(status="requested"), name="suitloan_one_reserved_per_seeker"
            ),
            models.UniqueConstraint(fields=["seeker"], condition=Q(status="lent"), name="suitloan_one_out_per_seeker"),
            models.CheckConstraint(name="suitloan_size_fits_cut", condition=SIZE_FITS_CUT),
            models.CheckConstraint(
                name="suitloan_days_in_order",
                condition=Q(
                    pick_up_on__lte=F("needed_on"), needed_on__lte=F("return_on"), return_on__lte=F("busy_until")
                ),
            ),
            models.CheckConstraint(
                name="suitloan_times_and_item_fit_status",
                condition=Q(status="requested", suit=None, lent_at=None, ended_at=None)
                | Q(status="lent", suit__isnull=False, lent_at__isnull=False, ended_at=None)
                | Q(
                    status__in=["returned", "lost"],
                    suit__isnull=False,
                    lent_at__isnull=False,
                    ended_at__isnull=False,
                )
                | Q(status="cancelled", suit=None, lent_at=None, ended_at__isnull=False),
            ),
            models.CheckConstraint(
                name="suitloan_cancelled_for_a_reason",
                condition=Q(status="cancelled", cancelled_because__in=["seeker", "desk", "interview", "not_collected"])
                | ~Q(status="cancelled") & Q(cancelled_because=""),
            ),
        ]

    def __str__(self) -> str:
        return numbered(self)

    @property
    def is_requested(self) -> bool:
        return self.status == self.Status.REQUESTED

    @property
    def is_lent(self) -> bool:
        return self.status == self.Status.LENT

    @property
    def wanted_on(self) -> date:
        """The day it is for: of an interview, whenever that is by now, though the suit may not have moved along."""
        return timezone.localdate(self.interview.starts_at) if self.interview else self.needed_on

    @property
    def is_misplaced(self) -> bool:
        """Whether its interview has moved away from its days."""
        return self.wanted_on != self.needed_on

    def is_overdue(self, today: date) -> bool:
        """Out, and its day is over: nobody knows until when."""
        return self.is_lent and self.return_on < today

    def span(self, today: date) -> Span:
        """On which days it takes a suit of its stock; one that is overdue, for as long as it is out.

        By the calendar of now: a day that was closed after these days were set is none on which anybody cleans.
        """
        if self.is_overdue(today):
            return Span(self.pick_up_on, FOR_EVER)
        return Span(self.pick_up_on, max(self.busy_until, clean_after(back_on(self.return_on))))

    def set_days(self, pick_up_on: date, return_on: date, *, needed_on: date, today: date) -> None:
        """Set its days; saved by who calls it, with the row and its stock locked."""
        self.needed_on, self.asked_on = needed_on, today
        self.pick_up_on, self.return_on = pick_up_on, return_on
        self.busy_until = clean_after(return_on)

    def cancel(self, because: Because, *, at: datetime) -> None:
        """Call with the row locked; raises `InvalidTransition`."""
        step(self, self.Status.CANCELLED, at=at, cancelled_because=because)

    def note(self, what: str, *, at: datetime) -> None:
        """Note which of the three mails, once each, has gone out. Call with the row locked."""
        setattr(self, what, at)
        self.save(update_fields=[what])
