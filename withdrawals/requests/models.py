import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import JobSeeker, Language, Message, User
from config.clock import Moment
from config.noted import followed_by
from config.numbered import numbered
from config.steps import Stepped, step, step_together
from config.typed import Typed
from withdrawals.requests.deadlines import is_late_notice

WARNING = "withdrawals/scheduled"  # the mail with which the grace time begins
UNDER_WAY = "withdrawals/under_way"  # the answer to one more request
REFERENCE_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


def new_reference() -> str:
    """A random reference number without letters that are mistaken for one another, such as W-7K3PQ9XM."""
    return "W-" + "".join(secrets.choice(REFERENCE_LETTERS) for _ in range(8))


class Reason(models.TextChoices):
    DISSATISFIED = "dissatisfied", _("I am not satisfied with the service")
    POSTINGS_DIFFER = "postings_differ", _("The job postings differ from what I want")
    NOT_LOOKING = "not_looking", _("I am not looking for work now")
    FOUND_JOB = "found_job", _("I have found a job")
    OTHER = "other", _("Other")


class Channel(models.TextChoices):
    """How the member told us."""

    WEB = "web", _("Form on the site")
    PHONE = "phone", _("Phone")
    MAIL = "mail", _("E-mail")
    LINE = "line", _("LINE")
    MESSAGE = "message", _("Message to the advisor")


class WithdrawalRequestQuerySet(models.QuerySet["WithdrawalRequest"]):
    def open(self) -> "WithdrawalRequestQuerySet":
        return self.filter(status__in=WithdrawalRequest.OPEN)

    def unmatched(self) -> "WithdrawalRequestQuerySet":
        """Open ones that are bound to no membership yet; that they have not ended is said for the index."""
        statuses = [WithdrawalRequest.Status.RECEIVED, WithdrawalRequest.Status.NEEDS_REVIEW]
        return self.filter(status__in=statuses, ended_at=None)

    def scheduled(self) -> "WithdrawalRequestQuerySet":
        return self.filter(status=WithdrawalRequest.Status.SCHEDULED)

    def naming(self, user: User) -> "WithdrawalRequestQuerySet":
        """Scheduled ones whose member may be named in texts about others, as far as this person may learn of it.

        Whoever is or was their advisor is told of their own texts where these stand, and not that there are more.
        """
        had = JobSeeker.objects.filter(assignments__advisor__user=user)
        return self.scheduled().filter(named_at__isnull=False).exclude(seeker__in=had.values("pk"))

    def failing(self) -> "WithdrawalRequestQuerySet":
        """Open ones that have been tried again and again and did not get on, for whatever reason."""
        return self.filter(WithdrawalRequest.FAILING)

    def with_warning(self) -> "WithdrawalRequestQuerySet":
        """What became of the newest mail that tells the member bound to it, as `warning_status`, and when.

        Nothing where there is none: it was sent so long ago that it is forgotten.
        """
        mails = Message.objects.filter(kind=WARNING, recipient__job_seeker=OuterRef("seeker"))
        mails = mails.order_by("-queued_at", "-pk")
        return self.annotate(  # type: ignore[no-redef]  # takes the place of None, see below
            warning_status=Subquery(mails.values("status")[:1]),
            warning_queued_at=Subquery(mails.values("queued_at")[:1]),
            warning_at=Subquery(mails.values("finished_at")[:1]),
        )

    def due(self, now: Moment) -> "WithdrawalRequestQuerySet":
        """Those the worker has something to do about: match, complete, or warn the desk."""
        return self.filter(next_step_at__lte=now)

    def visible_to(self, user: User) -> "WithdrawalRequestQuerySet":
        """The desk sees the queue; a member their own; an advisor none."""
        if user.is_superuser or user.is_support_desk:
            return self
        if user.is_staff:
            return self.none()
        return self.filter(seeker__user=user)


# Begun so often, the try under way included: with an error, or without a word, as when a process dies of it.
FAILING = Q(ended_at=None) & (Q(tries__gte=5) | Q(tries__gte=3) & ~Q(failure=""))
STUCK_SINCE = Coalesce("failing_since", "received_at")


class WithdrawalRequest(Stepped):
    """A member's word that they leave (退会申請), from the moment it is received until it has ended.

    It holds nothing personal itself: what was typed is its `statement`, and `seeker` is empty once it is completed.
    """

    class Status(models.TextChoices):
        RECEIVED = "received", _("Received")
        NEEDS_REVIEW = "needs_review", _("Needs review")
        SCHEDULED = "scheduled", _("Scheduled")
        COMPLETED = "completed", _("Completed")
        CANCELLED = "cancelled", pgettext_lazy("withdrawal", "Cancelled")
        CLOSED = "closed", _("Closed")

    class Closing(models.TextChoices):
        DUPLICATE = "duplicate", _("Another request of the same member is under way")
        NOT_A_MEMBER = "not_a_member", _("Not a member")
        NOT_REACHED = "not_reached", _("Not reached by phone")

    OPEN = (Status.RECEIVED, Status.NEEDS_REVIEW, Status.SCHEDULED)
    NEXT = {
        Status.RECEIVED: {Status.SCHEDULED, Status.NEEDS_REVIEW, Status.CLOSED},
        Status.NEEDS_REVIEW: {Status.SCHEDULED, Status.CLOSED},
        Status.SCHEDULED: {Status.COMPLETED, Status.CANCELLED},
        Status.COMPLETED: set(),
        Status.CANCELLED: set(),
        Status.CLOSED: set(),
    }
    TIMES = dict.fromkeys((Status.COMPLETED, Status.CANCELLED, Status.CLOSED), "ended_at")

    FAILING = FAILING

    # Nothing stands in its way any more.
    GOT_ON = {"tries": 0, "failing_since": None, "failure": "", "failure_told_at": None}
    PROGRESS = (*GOT_ON, "unreached_at", "named_at")

    reference = models.CharField(
        _("reference number"), max_length=10, unique=True, default=new_reference, editable=False
    )
    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.RECEIVED)
    channel = models.CharField(_("told by"), max_length=7, choices=Channel, default=Channel.WEB)
    reason = models.CharField(_("reason"), max_length=16, choices=Reason, blank=True)
    language = models.CharField(_("language"), max_length=2, choices=Language, default=Language.JAPANESE)
    received_at = models.DateTimeField(_("received"), default=timezone.now)
    due_on = models.DateField(_("due"))
    completes_at = models.DateTimeField(_("completes"), null=True, blank=True)
    next_step_at = models.DateTimeField(_("next step"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    # From the day of receipt, which is not counted, to that of its completion, by the calendar of then.
    business_days = models.PositiveSmallIntegerField(
        _("business days that it took"), null=True, blank=True, editable=False
    )
    closing = models.CharField(_("closed because"), max_length=12, choices=Closing, blank=True)
    seeker = models.ForeignKey(
        JobSeeker,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="withdrawal_requests",
        verbose_name=_("job seeker"),
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="recorded_withdrawals",
        verbose_name=_("recorded by"),
    )
    identity_checked = models.BooleanField(_("identity checked"), default=False)
    mailbox_asked_at = models.DateTimeField(_("mailbox asked to confirm"), null=True, blank=True)
    warned_at = models.DateTimeField(_("desk warned"), null=True, blank=True)
    missed_at = models.DateTimeField(_("desk told it was missed"), null=True, blank=True)
    unreached_at = models.DateTimeField(_("desk told that no mail reaches the member"), null=True, blank=True)
    named_at = models.DateTimeField(_("desk told that others' texts may name the member"), null=True, blank=True)
    tries = models.PositiveSmallIntegerField(_("tries since it last got on"), default=0)
    failing_since = models.DateTimeField(_("failing since"), null=True, blank=True)
    failure = models.CharField(_("kind of failure"), max_length=80, blank=True)
    failure_told_at = models.DateTimeField(_("desk told that it fails"), null=True, blank=True)
    erased = models.JSONField(
        _("what was erased"), null=True, blank=True, help_text=_("How many of each kind; nothing personal.")
    )

    objects = WithdrawalRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("withdrawal request")
        verbose_name_plural = _("withdrawal requests")
        indexes = [
            models.Index(fields=["next_step_at"], name="withdrawal_next_step", condition=Q(next_step_at__isnull=False)),
            models.Index(fields=["due_on", "id"], name="withdrawal_open_by_due", condition=Q(ended_at=None)),
            models.Index(fields=["-received_at", "-id"], name="withdrawal_newest"),
            models.Index(fields=["received_at"], name="withdrawal_unread", condition=Q(status="received")),
            models.Index(fields=["completes_at"], name="withdrawal_scheduled", condition=Q(status="scheduled")),
            models.Index(STUCK_SINCE, name="withdrawal_failing", condition=FAILING),
        ]
        constraints = [
            models.CheckConstraint(
                name="withdrawalrequest_ended_at_iff_ended",
                condition=Q(status__in=["received", "scheduled"], ended_at=None, next_step_at__isnull=False)
                | Q(status="needs_review", ended_at=None)
                | Q(status__in=["completed", "cancelled", "closed"], ended_at__isnull=False, next_step_at=None),
            ),
            models.CheckConstraint(
                name="withdrawalrequest_scheduled_for_a_member",
                condition=~Q(status="scheduled") | Q(seeker__isnull=False, completes_at__isnull=False),
            ),
            models.CheckConstraint(
                name="withdrawalrequest_completed_knows_nobody",
                condition=~Q(status="completed") | Q(seeker=None, erased__isnull=False),
            ),
            models.CheckConstraint(
                name="withdrawalrequest_closing_iff_closed",
                condition=Q(status="closed") & ~Q(closing="") | ~Q(status="closed") & Q(closing=""),
            ),
            models.CheckConstraint(
                name="withdrawalrequest_failing_while_open",
                condition=Q(ended_at=None) | Q(tries=0, failing_since=None, failure="", failure_told_at=None),
            ),
            models.CheckConstraint(
                name="withdrawalrequest_failure_has_begun",
                condition=Q(failing_since__isnull=False) | Q(failure="", failure_told_at=None),
            ),
            models.UniqueConstraint(
                fields=["seeker"], condition=Q(status="scheduled"), name="withdrawalrequest_one_scheduled_per_member"
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_open(self) -> bool:
        return self.status in self.OPEN

    @property
    def is_scheduled(self) -> bool:
        return self.status == self.Status.SCHEDULED

    def is_due(self, now: datetime) -> bool:
        """Whether its grace time is over."""
        return self.is_scheduled and self.completes_at is not None and self.completes_at <= now

    @property
    def leaver_id(self) -> int:
        """Who leaves: by a constraint, a scheduled one has somebody."""
        assert self.seeker_id is not None
        return self.seeker_id

    @property
    def is_late(self) -> bool:
        """Whether it will be completed only after the day it was promised by."""
        return self.completes_at is not None and timezone.localdate(self.completes_at) > self.due_on

    @property
    def is_failing(self) -> bool:
        """As `FAILING` says it in the database."""
        return self.is_open and self.tries >= (3 if self.failure else 5)

    # What `with_warning` has found; a request that was not asked about has no mail outstanding.
    warning_status: str | None = None
    warning_queued_at: datetime | None = None
    warning_at: datetime | None = None

    @property
    def is_told(self) -> bool:
        """Whether a mail server has taken the warning, as far as is known."""
        return self.warning_status in (None, Message.Status.SENT)

    @property
    def told_late(self) -> bool:
        """Whether it was taken so late that it said a later time than was promised at first, as `mails.py` finds."""
        if self.warning_queued_at is None or self.warning_at is None:
            return False
        return self.warning_status == Message.Status.SENT and is_late_notice(self.warning_queued_at, self.warning_at)

    def got_on(self) -> None:
        """What stood in its way no longer does. Not saved here."""
        for name, value in self.GOT_ON.items():
            setattr(self, name, value)

    def move(self, status: Status, *, at: datetime, actor: "Actor", by: User | None = None, **found: object) -> None:
        """Change the status, with what was found, and record who did it. Call with the row locked.

        Once the desk has found out whose it is, or closed it, nobody is to be called back. Raises `InvalidTransition`.
        """
        waited_for_desk = self.status == self.Status.NEEDS_REVIEW
        step(self, status, at=at, who={"actor": actor, "by": by}, **found, **self.said_by(status))
        if waited_for_desk and self.channel == Channel.PHONE:
            calls: Any = self._meta.get_field("call_back").related_model
            calls.objects.filter(request=self).delete()

    @classmethod
    def move_together(
        cls, found: Mapping["WithdrawalRequest", Typed], status: Status, *, at: datetime, actor: "Actor"
    ) -> None:
        """The same of several, with what was found of each."""
        said = {request: {**own, **cls.said_by(status)} for request, own in found.items()}
        step_together(said, status, at=at, who={"actor": actor})

    @classmethod
    def said_by(cls, status: Status) -> Typed:
        """What goes with each step to this status."""
        return cls.GOT_ON if cls.NEXT[status] else {"next_step_at": None, **cls.GOT_ON}


class WithdrawalStatement(models.Model):
    """What somebody typed, or told us, to withdraw: kept apart, and only while the request is open."""

    request = models.OneToOneField(
        WithdrawalRequest, models.CASCADE, primary_key=True, related_name="statement", verbose_name=_("request")
    )
    phone = models.CharField(_("phone number"), max_length=20, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    comment = models.TextField(_("comment"), max_length=2000, blank=True)

    class Meta:
        verbose_name = _("withdrawal statement")
        verbose_name_plural = _("withdrawal statements")
        indexes = [
            models.Index(fields=["email"], name="statement_email"),
            models.Index(fields=["phone"], name="statement_phone"),
        ]

    def __str__(self) -> str:
        return numbered(self)


class Actor(models.TextChoices):
    """In what capacity somebody changed a request."""

    WORKER = "worker", _("The service itself")
    MEMBER = "member", _("The member, signed in")
    LINK = "link", _("The member, by a mailed link")
    STAFF = "staff", _("Staff")


class WithdrawalEventQuerySet(models.QuerySet["WithdrawalEvent"]):
    def visible_to(self, user: User) -> "WithdrawalEventQuerySet":
        """The desk sees what happened to each request; nobody else does."""
        return self if user.is_superuser or user.is_support_desk else self.none()


class WithdrawalEvent(models.Model):
    """One change of status of a request, or the word that it be completed at once. Written once, never changed."""

    request = models.ForeignKey(WithdrawalRequest, models.CASCADE, related_name="events", verbose_name=_("request"))
    from_status = models.CharField(_("from"), max_length=12, choices=WithdrawalRequest.Status)
    to_status = models.CharField(_("to"), max_length=12, choices=WithdrawalRequest.Status)
    at = models.DateTimeField(_("at"))
    actor = models.CharField(_("by"), max_length=6, choices=Actor)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="withdrawal_events",
        verbose_name=_("staff member"),
    )

    objects = WithdrawalEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("withdrawal event")
        verbose_name_plural = _("withdrawal events")
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return followed_by(numbered(self), f"{self.get_from_status_display()} → {self.get_to_status_display()}")
