"""What a member wrote to their advisor and that says that they leave."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import JobSeeker, User
from advisors.models import ConversationEntry
from config.clock import Moment
from config.numbered import numbered
from config.steps import Stepped, step
from withdrawals.requests.deadlines import due_on, told_next_at, unrecorded_at
from withdrawals.requests.models import Channel, WithdrawalRequest

WAITING = Q(status="waiting")


class LeavingMessageQuerySet(models.QuerySet["LeavingMessage"]):
    def waiting(self) -> "LeavingMessageQuerySet":
        """Those that nobody has recorded yet."""
        return self.filter(WAITING)

    def begin(self, seeker: JobSeeker, *, written_at: datetime, **said: object) -> "LeavingMessage":
        """It waits, until the day that counts from when it was written."""
        waits = {"due_on": due_on(written_at), "tell_at": unrecorded_at(written_at)}
        return self.create(seeker=seeker, written_at=written_at, **waits, **said)

    def untold(self, now: Moment) -> "LeavingMessageQuerySet":
        """Those of which the desk is to be told now."""
        return self.waiting().filter(tell_at__lte=now)

    def visible_to(self, user: User) -> "LeavingMessageQuerySet":
        """The desk reads them all, the advisor those of whom they accompany; a member their own."""
        if user.is_superuser or user.is_support_desk:
            return self
        if not user.is_staff:
            return self.filter(seeker__user=user)
        return self.filter(entry__in=ConversationEntry.objects.visible_to(user).values("pk"))


class LeavingMessage(Stepped):
    """A member's own words that they leave, which somebody is to record as the withdrawal it is.

    The days count from when it was written, and the day by which it is done is the one that the member was told. The
    words stand in the conversation; where there is no advisor to talk to, here.
    """

    class Status(models.TextChoices):
        WAITING = "waiting", _("Not recorded yet")
        RECORDED = "recorded", _("Recorded")
        NOT_MEANT = "not_meant", _("Not meant as a withdrawal")

    NEXT = {Status.WAITING: {Status.RECORDED, Status.NOT_MEANT}, Status.RECORDED: set(), Status.NOT_MEANT: set()}
    TIMES = {Status.RECORDED: "ended_at", Status.NOT_MEANT: "ended_at"}

    seeker = models.ForeignKey(JobSeeker, models.CASCADE, related_name="leaving_messages", verbose_name=_("job seeker"))
    entry = models.OneToOneField(
        ConversationEntry,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="leaving_message",
        verbose_name=_("conversation entry"),
    )
    text = models.TextField(_("text"), max_length=5000, blank=True)
    channel = models.CharField(_("told by"), max_length=7, choices=Channel)
    written_at = models.DateTimeField(_("written"))
    due_on = models.DateField(_("due"))
    tell_at = models.DateTimeField(_("when the desk is told next"), null=True, blank=True)
    status = models.CharField(_("status"), max_length=9, choices=Status, default=Status.WAITING)
    request = models.ForeignKey(
        WithdrawalRequest, models.PROTECT, null=True, blank=True, related_name="messages", verbose_name=_("request")
    )
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="leaving_messages_ended",
        verbose_name=_("staff member"),
    )

    objects = LeavingMessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message that says they leave")
        verbose_name_plural = _("messages that say they leave")
        ordering = ["written_at", "id"]
        indexes = [models.Index(fields=["tell_at"], name="leavingmessage_untold", condition=WAITING)]
        constraints = [
            models.UniqueConstraint(fields=["seeker"], condition=WAITING, name="leavingmessage_one_waiting_per_member"),
            models.CheckConstraint(
                name="leavingmessage_told_until_ended",
                condition=Q(status="waiting", ended_at=None, tell_at__isnull=False)
                | Q(status__in=["recorded", "not_meant"], ended_at__isnull=False, tell_at=None),
            ),
            models.CheckConstraint(
                name="leavingmessage_request_iff_recorded",
                condition=Q(status="recorded", request__isnull=False) | ~Q(status="recorded") & Q(request=None),
            ),
            models.CheckConstraint(
                name="leavingmessage_words_stand_once",
                condition=Q(entry__isnull=False, text="") | Q(entry=None) & ~Q(text=""),
            ),
        ]

    def __str__(self) -> str:
        return numbered(self)

    @property
    def words(self) -> str:
        return self.entry.text if self.entry else self.text

    @property
    def is_waiting(self) -> bool:
        return self.status == self.Status.WAITING

    def is_late(self, now: datetime) -> bool:
        """Whether nobody has recorded it by the next business day."""
        return self.is_waiting and now >= unrecorded_at(self.written_at)

    def record(self, request: WithdrawalRequest, *, at: datetime, by: User | None) -> None:
        """Call with the row locked. Raises `InvalidTransition`."""
        step(self, self.Status.RECORDED, at=at, request=request, ended_by=by, tell_at=None)

    def say_not_meant(self, *, at: datetime, by: User) -> None:
        """The same."""
        step(self, self.Status.NOT_MEANT, at=at, ended_by=by, tell_at=None)

    def put_off(self, *, now: datetime) -> None:
        """The desk has been told; until it is recorded, it is told again each business day."""
        self.tell_at = told_next_at(now)
        self.save(update_fields=["tell_at"])
