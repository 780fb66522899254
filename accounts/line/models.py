from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.messages.topics import Topic
from accounts.users.models import JobSeeker
from config.clock import Moment
from config.numbered import numbered
from config.random_ids import random_id, timed_id

# What LINE calls a user is 33 signs; a digest of SHA-256 in hexadecimal is 64.
USER_ID, DIGEST = 50, 64


class LineAccount(models.Model):
    """The LINE account a member has linked. The row is the link: it goes with unlinking, by whichever side."""

    id = models.BigIntegerField(primary_key=True, default=random_id, editable=False)
    seeker = models.OneToOneField(JobSeeker, models.CASCADE, related_name="line_account", verbose_name=_("job seeker"))
    line_user_id = models.CharField(_("user at LINE"), max_length=USER_ID, unique=True)
    linked_at = models.DateTimeField(_("linked"), default=timezone.now)

    class Meta:
        verbose_name = _("LINE account")
        verbose_name_plural = _("LINE accounts")

    def __str__(self) -> str:
        return numbered(self)


class LineTopic(models.Model):
    """What its owner is told by LINE instead of by mail."""

    account = models.ForeignKey(LineAccount, models.CASCADE, related_name="topics", verbose_name=_("LINE account"))
    topic = models.CharField(_("topic"), max_length=12, choices=Topic)

    class Meta:
        verbose_name = _("topic by LINE")
        verbose_name_plural = _("topics by LINE")
        constraints = [
            models.UniqueConstraint(fields=["account", "topic"], name="linetopic_once_per_account"),
            models.CheckConstraint(name="linetopic_topic_known", condition=Q(topic__in=Topic.values)),
        ]

    def __str__(self) -> str:
        return numbered(self)


class LineLinkingQuerySet(models.QuerySet["LineLinking"]):
    def good(self, now: Moment) -> "LineLinkingQuerySet":
        """Those by which somebody may still link."""
        return self.filter(used_at=None, expires_at__gt=now)


class LineLinking(models.Model):
    """One attempt to link, by LINE's account linking: begun by the link token that we asked LINE for.

    Once a member has pressed the button it is theirs, with the nonce that LINE is to send back to us, and the session
    in which it was pressed. Used or run out, it is kept a day, so that a second use can be told to the member.
    """

    GOOD_FOR, KEPT_FOR = timedelta(minutes=10), timedelta(days=1)

    id = models.BigIntegerField(primary_key=True, default=random_id, editable=False)
    line_user_id = models.CharField(_("user at LINE"), max_length=USER_ID, db_index=True)
    token_digest = models.CharField(_("digest of the link token"), max_length=DIGEST, unique=True)
    expires_at = models.DateTimeField(_("good until"))
    seeker = models.ForeignKey(
        JobSeeker,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="line_linkings",
        verbose_name=_("job seeker"),
    )
    session_digest = models.CharField(_("digest of the session"), max_length=DIGEST, blank=True, default="")
    nonce_digest = models.CharField(_("digest of the nonce"), max_length=DIGEST, unique=True, null=True, blank=True)
    asked_at = models.DateTimeField(_("asked for by the member"), null=True, blank=True)
    used_at = models.DateTimeField(_("used"), null=True, blank=True)

    objects = LineLinkingQuerySet.as_manager()

    class Meta:
        verbose_name = _("attempt to link LINE")
        verbose_name_plural = _("attempts to link LINE")
        indexes = [models.Index(fields=["expires_at"], name="linelinking_expires")]
        constraints = [
            models.UniqueConstraint(
                fields=["line_user_id"], condition=Q(asked_at=None), name="linelinking_one_offer_each"
            ),
            models.CheckConstraint(
                name="linelinking_asked_for_by_somebody",
                condition=Q(seeker=None, session_digest="", nonce_digest=None, asked_at=None)
                | Q(seeker__isnull=False, nonce_digest__isnull=False, asked_at__isnull=False) & ~Q(session_digest=""),
            ),
            models.CheckConstraint(
                name="linelinking_used_once_asked_for", condition=Q(used_at=None) | Q(asked_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return numbered(self)


class LineEventQuerySet(models.QuerySet["LineEvent"]):
    def unread(self) -> "LineEventQuerySet":
        return self.filter(handled_at=None)

    def ready(self, now: Moment) -> "LineEventQuerySet":
        """Unread ones whose time has come: new, or to be tried again."""
        return self.unread().filter(try_at__lte=now)


class LineEvent(models.Model):
    """What LINE has told us, once however often it does. Read by the worker, it forgets what it held and of whom."""

    LEASE, KEPT_FOR = timedelta(minutes=2), timedelta(days=3)

    # By the clock and by chance: read in the order they came, and named in tasks.
    id = models.BigIntegerField(primary_key=True, default=timed_id, editable=False)
    event_id = models.CharField(_("event at LINE"), max_length=64, unique=True)
    kind = models.CharField(_("kind"), max_length=30)
    line_user_id = models.CharField(_("user at LINE"), max_length=USER_ID, blank=True, default="")
    body = models.JSONField(_("content"), default=dict, blank=True)
    occurred_at = models.DateTimeField(_("happened"))
    received_at = models.DateTimeField(_("received"), default=timezone.now)
    try_at = models.DateTimeField(_("next try"), default=timezone.now)
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    failure = models.CharField(_("kind of failure"), max_length=80, blank=True, default="")
    handled_at = models.DateTimeField(_("read"), null=True, blank=True)

    objects = LineEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("event at LINE")
        verbose_name_plural = _("events at LINE")
        indexes = [
            models.Index(fields=["try_at"], name="lineevent_unread", condition=Q(handled_at=None)),
            models.Index(fields=["received_at"], name="lineevent_oldest", condition=Q(handled_at=None)),
            models.Index(fields=["handled_at"], name="lineevent_read", condition=Q(handled_at__isnull=False)),
            models.Index(fields=["line_user_id"], name="lineevent_user", condition=~Q(line_user_id="")),
        ]
        constraints = [
            models.CheckConstraint(
                name="lineevent_read_forgets", condition=Q(handled_at=None) | Q(body={}, line_user_id="")
            ),
        ]

    def __str__(self) -> str:
        return numbered(self)

    def lease(self, now: datetime) -> None:
        """Take it for reading: nobody else tries until the lease ends, longer each time. Call it locked."""
        self.tries += 1
        self.try_at = now + self.LEASE * 2 ** min(self.tries - 1, 6)
        self.save(update_fields=["tries", "try_at"])

    def finish(self, *, at: datetime, failure: str = "") -> None:
        """It is read, or given up, and forgets what it held."""
        self.handled_at, self.failure, self.body, self.line_user_id = at, failure, {}, ""
        self.save(update_fields=["handled_at", "failure", "body", "line_user_id"])

    def fail(self, kind: str, *, at: datetime) -> None:
        """A try has come to nothing: it waits for the next one, for three days. Of the failure its kind is kept."""
        if at >= self.received_at + self.KEPT_FOR:
            self.finish(at=at, failure=kind)
        else:
            LineEvent.objects.unread().filter(pk=self.pk).update(failure=kind)


class LineBot(models.Model):
    """The one account by which the service is found at LINE, as LINE says it: a single row."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    basic_id = models.CharField(_("name at LINE"), max_length=50)
    asked_at = models.DateTimeField(_("asked for"))

    class Meta:
        verbose_name = _("own account at LINE")
        verbose_name_plural = _("own accounts at LINE")
        constraints = [models.CheckConstraint(name="linebot_is_one", condition=Q(id=1))]

    def __str__(self) -> str:
        return numbered(self)
