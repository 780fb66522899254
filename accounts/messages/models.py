from collections.abc import Collection
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.users.models import JobSeeker, Language, User
from config.clock import Moment
from config.numbered import numbered
from config.random_ids import timed_id

IN_CONFIDENCE = "advisors/change_"  # mails about a wish for another advisor
CHANNELS = ["mail", "line"]
DUE_AT = Coalesce("waits_until", "queued_at")


class MessageQuerySet(models.QuerySet["Message"]):
    def ready(self, now: Moment) -> "MessageQuerySet":
        """Queued ones whose time has come: new, or to be tried again."""
        return self.filter(status=Message.Status.QUEUED, try_at__lte=now)

    def unclaimed(self, now: Moment) -> "MessageQuerySet":
        """Those that no task has been handed in the last minutes."""
        return self.exclude(handed_out_at__gt=now - Message.LOOK_AGAIN)

    def handed_out(self, now: Moment) -> "MessageQuerySet":
        """Those whose task has not begun yet."""
        return self.ready(now).filter(handed_out_at__gt=now - Message.LOOK_AGAIN)

    def failing(self) -> "MessageQuerySet":
        """Queued ones that try after try has not got rid of."""
        return self.filter(status=Message.Status.QUEUED, tries__gte=Message.FAILING_TRIES)

    def waiting(self, now: datetime) -> "MessageQuerySet":
        """Those that wait on purpose, for an hour to come."""
        return self.filter(status=Message.Status.QUEUED, waits_until__gt=now)

    def kept(self) -> "MessageQuerySet":
        """Queued ones that were put off to a later hour, whether or not it has come."""
        return self.filter(status=Message.Status.QUEUED, waits_until__isnull=False)

    def owed_to(self, seeker_ids: Collection[int]) -> "MessageQuerySet":
        """Queued ones to these members, or to their addresses. Each side through an index of its own."""
        seekers = JobSeeker.objects.filter(pk__in=seeker_ids)
        to_account = Message.objects.filter(recipient__in=seekers.values("user"))
        # That it is not empty is said for the planner, which else does not know that the index has it.
        to_address = Message.objects.filter(~Q(to_email=""), to_email__in=seekers.values("user__email"))
        return self.filter(pk__in=to_account.values("pk").union(to_address.values("pk")), status=Message.Status.QUEUED)

    def unwritten(self) -> "MessageQuerySet":
        """Those that could not be put into words: they wait for another try, or are given up."""
        return self.exclude(failure="")

    def given_up(self, since: datetime) -> "MessageQuerySet":
        """Those that no server has taken in all their days, and that were given up since then."""
        return self.filter(status=Message.Status.FAILED, failure="", finished_at__gte=since)

    def visible_to(self, user: User) -> "MessageQuerySet":
        """The desk sees that mails went out; nobody else does. What is in confidence from advisors no advisor sees."""
        if not (user.is_superuser or user.is_support_desk):
            return self.none()
        return self.exclude(kind__startswith=IN_CONFIDENCE) if hasattr(user, "advisor") else self


class Message(models.Model):
    """A mail that is owed, written in the transaction of the change it speaks of.

    `kind` names its template: `withdrawals/scheduled` is `withdrawals/emails/scheduled.txt`. It goes to `recipient` at
    the address they have when it is sent, or to `to_email` where there is no account. Once it is finished, the address
    and the context are forgotten. One that is kept for a later hour says until when, and is due from then on. `channel`
    is how it went or has to go; none: as its reader has chosen when it is sent.
    """

    class Status(models.TextChoices):
        QUEUED = "queued", _("Queued")
        SENT = "sent", _("Sent")
        REFUSED = "refused", _("Refused: the recipient may not be written to")
        FAILED = "failed", _("Given up: it could not be sent")

    class Channel(models.TextChoices):
        MAIL = "mail", _("Mail")
        LINE = "line", "LINE"

    class NotByLine(models.TextChoices):
        """Why it went by mail although LINE was chosen."""

        UNLINKED = "unlinked", _("Not by LINE: unlinked meanwhile")
        BLOCKED = "blocked", _("Not by LINE: blocked there")
        QUOTA = "quota", _("Not by LINE: no more messages this month")
        REFUSED = "refused", _("Not by LINE: not taken there")
        LATE = "late", _("Not by LINE: not reached in time")

    LEASE = timedelta(minutes=2)
    LOOK_AGAIN = timedelta(minutes=5)
    KEPT_FOR = timedelta(days=3)
    FAILING_TRIES = 3
    # LINE knows a retry key for a day. Who waits for a word does not wait for LINE as long as for a mail server.
    LINE_TRIES, RETRY_KEY_HOLDS = 3, timedelta(hours=23)

    # By chance, so that an advisor at the desk does not count the mails that are hidden from them.
    id = models.BigIntegerField(primary_key=True, default=timed_id, editable=False)
    kind = models.CharField(_("kind"), max_length=60)
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="messages",
        verbose_name=_("recipient"),
    )
    to_email = models.EmailField(_("address"), blank=True)
    language = models.CharField(_("language"), max_length=2, choices=Language, default=Language.JAPANESE)
    context = models.JSONField(_("context"), default=dict, blank=True)
    channel = models.CharField(
        _("channel"), max_length=4, choices=Channel, blank=True, default="", db_default="", editable=False
    )
    not_by_line = models.CharField(
        _("why not by LINE"), max_length=8, choices=NotByLine, blank=True, default="", db_default="", editable=False
    )
    status = models.CharField(_("status"), max_length=8, choices=Status, default=Status.QUEUED)
    queued_at = models.DateTimeField(_("queued"), default=timezone.now)
    try_at = models.DateTimeField(_("next try"), default=timezone.now)
    waits_until = models.DateTimeField(_("waits on purpose until"), null=True, blank=True)
    handed_out_at = models.DateTimeField(null=True, editable=False)
    in_hand_until = models.DateTimeField(null=True, editable=False)
    pushed_at = models.DateTimeField(_("first handed to LINE"), null=True, editable=False)
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    failure = models.CharField(_("kind of failure"), max_length=80, blank=True, default="", db_default="")
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        indexes = [
            models.Index(fields=["try_at"], name="message_queued", condition=Q(status="queued")),
            # Hardly any has one: an index of all would be taken for one of empty ones, and the table read instead.
            models.Index(fields=["to_email"], name="message_to_address", condition=~Q(to_email="")),
            models.Index(fields=["finished_at"], name="message_finished", condition=Q(finished_at__isnull=False)),
            models.Index(DUE_AT, name="message_failing", condition=Q(status="queued", tries__gte=3)),
            models.Index(
                fields=["queued_at"],
                name="message_kept",
                condition=Q(status="queued", waits_until__isnull=False),
            ),
            models.Index(fields=["id"], name="message_unwritten", condition=~Q(failure="")),
            models.Index(fields=["finished_at"], name="message_given_up", condition=Q(status="failed")),
        ]
        constraints = [
            models.CheckConstraint(
                name="message_finished_at_iff_finished",
                condition=Q(status="queued", finished_at=None)
                | Q(status__in=["sent", "refused", "failed"], finished_at__isnull=False),
            ),
            models.CheckConstraint(
                name="message_queued_has_one_address",
                condition=~Q(status="queued")
                | Q(recipient=None) & ~Q(to_email="")
                | Q(recipient__isnull=False, to_email=""),
            ),
            models.CheckConstraint(
                name="message_finished_forgets_address", condition=Q(status="queued") | Q(to_email="")
            ),
            models.CheckConstraint(name="message_channel_known", condition=Q(channel__in=["", *CHANNELS])),
            models.CheckConstraint(
                name="message_sent_by_line_or_why_not",
                condition=~Q(status="sent", channel="line") | Q(not_by_line=""),
            ),
        ]

    def __str__(self) -> str:
        return numbered(self)

    @property
    def reader(self) -> User:
        """Whom it goes to. Raises `ValueError` of one to an address without an account."""
        if self.recipient is None:
            raise ValueError(f"{self} goes to an address")
        return self.recipient

    def lease(self, now: datetime) -> None:
        """Take it for sending: nobody else tries until the lease ends, longer each time. Call it locked.

        The last try is as the three days are over, so that no address is kept longer.
        """
        self.tries += 1
        shortest, longer = now + self.LEASE, now + self.LEASE * 2 ** min(self.tries - 1, 8)
        self.try_at = min(longer, max(shortest, self.due_at + self.KEPT_FOR))
        self.handed_out_at = None
        self.save(update_fields=["tries", "try_at", "handed_out_at"])

    def wait(self, until: datetime, *, now: datetime) -> None:
        """Keep it for a later hour, which is no try. Call it locked.

        One that was tried was due before, and its three days go on; it is given up where none of them is left by then.
        """
        if self.tries and until >= self.due_at + self.KEPT_FOR:
            self.finish(self.Status.FAILED, at=now)
            return
        self.waits_until = self.waits_until if self.tries else until
        self.try_at, self.handed_out_at = until, None
        self.save(update_fields=["waits_until", "try_at", "handed_out_at"])

    def take_in_hand(self, now: datetime, *, by_line: bool = False) -> None:
        """From here on a server may have it: as long as the shortest lease, if this process cannot say more.

        Call it locked.
        """
        self.in_hand_until = now + self.LEASE
        self.pushed_at = self.pushed_at or now if by_line else self.pushed_at
        self.save(update_fields=["in_hand_until", "pushed_at"])

    def is_late_for_line(self, now: datetime) -> bool:
        """Whether LINE was tried in vain, often enough or so long ago that it no longer knows what it has of it."""
        if self.pushed_at is None or self.channel == self.Channel.MAIL:
            return False
        return self.tries >= self.LINE_TRIES or now >= self.pushed_at + self.RETRY_KEY_HOLDS

    def go_by_mail(self, why: NotByLine) -> None:
        """From here on it goes by mail, although LINE was chosen; if it waits still."""
        self.channel, self.not_by_line = self.Channel.MAIL, why
        self.queued().update(channel=self.channel, not_by_line=why)

    def fail(self, kind: str = "", *, at: datetime) -> None:
        """A try has come to nothing: it waits for the next one, for three days.

        Where the fault is ours and not the mail server's, its kind is written down, and nothing that it says.
        """
        if self.is_overdue(at):
            self.finish(self.Status.FAILED, at=at, failure=kind)
        else:
            self.queued().update(failure=kind, in_hand_until=None)

    def finish(self, status: Status, *, at: datetime, failure: str = "", by: Channel | None = None) -> None:
        """Close it and forget what it held, if it still waits: its recipient may have been erased meanwhile.

        One that was sent says by what.
        """
        over: dict[str, object] = {"to_email": "", "context": {}, "in_hand_until": None}
        over |= {"channel": by} if by else {}
        over |= {"not_by_line": ""} if by == self.Channel.LINE else {}
        self.queued().update(status=status, finished_at=at, failure=failure, **over)

    def queued(self) -> MessageQuerySet:
        return Message.objects.filter(pk=self.pk, status=self.Status.QUEUED)

    def is_overdue(self, now: datetime) -> bool:
        return now >= self.due_at + self.KEPT_FOR

    @property
    def due_at(self) -> datetime:
        """When it was to leave: what waits on purpose is not late by that."""
        return self.waits_until or self.queued_at

    @property
    def has_had_last_try(self) -> bool:
        """Whether the try that was to be the last has been begun, and not even its failure was written down."""
        return self.tries > 0 and self.try_at >= self.due_at + self.KEPT_FOR + self.LEASE


class Notice(models.TextChoices):
    """What a member may be told without having asked, each kind to be turned off."""

    JOB = "job_notice", _("Job notices")
    SEMINAR = "seminar_notice", _("Seminar notices")
    NEWS = "service_news", _("News of the service")


class StoppedNotice(models.Model):
    """A kind of notice this member has turned off."""

    seeker = models.ForeignKey(JobSeeker, models.CASCADE, related_name="stopped_notices", verbose_name=_("job seeker"))
    kind = models.CharField(_("kind"), max_length=20, choices=Notice)

    class Meta:
        verbose_name = _("stopped notice")
        verbose_name_plural = _("stopped notices")
        constraints = [
            models.UniqueConstraint(fields=["seeker", "kind"], name="stoppednotice_once_per_kind"),
            models.CheckConstraint(name="stoppednotice_kind_known", condition=models.Q(kind__in=Notice.values)),
        ]

    def __str__(self) -> str:
        return f"{self.seeker_id} {self.kind}"
