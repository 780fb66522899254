from datetime import datetime, timedelta

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Case, F, Q, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import File, JobSeeker, Message, User
from advisors.assignment.models import Assignment
from config import clock
from config.clock import Moment
from config.numbered import numbered


def gone_by(now: Moment) -> Q:
    """What has left its writer. What still waited as its tie ended never leaves."""
    in_time = Q(assignment__ended_at=None) | Q(goes_at__lte=F("assignment__ended_at"))
    return in_time & Q(goes_at__lte=now)


class ConversationEntryQuerySet(models.QuerySet["ConversationEntry"]):
    def gone(self, now: Moment) -> "ConversationEntryQuerySet":
        return self.filter(gone_by(now))

    def waiting(self, now: Moment) -> "ConversationEntryQuerySet":
        """Those of a present advisor's whose hour is still to come."""
        return self.filter(assignment__ended_at=None, goes_at__gt=now)

    def unread(self) -> "ConversationEntryQuerySet":
        return self.filter(read_at=None)

    def visible_to(self, user: User) -> "ConversationEntryQuerySet":
        """The seeker, and whoever is their advisor now; what was said to a former one only as the seeker allows it.

        What waits for its hour is its writer's alone.
        """
        gone = gone_by(clock.stamp())
        if not user.is_staff:
            return self.filter(gone, seeker__user=user)
        seekers = JobSeeker.objects.filter(assignments__advisor__user=user, assignments__ended_at=None)
        own = Q(assignment__advisor__user=user, assignment__ended_at=None)
        shared = Q(assignment__is_shared=True) & gone
        return self.filter(own | shared, seeker__in=seekers.values("pk"))

    def with_withdrawal(self) -> "ConversationEntryQuerySet":
        """Each with whether it says that they leave, `leaving_status`; when it was taken as a withdrawal, `taken_at`;
        and how that one stands, `taken_status`.
        """
        return self.annotate(
            leaving_status=F("leaving_message__status"),
            taken_at=Case(When(leaving_message__status="recorded", then=F("leaving_message__ended_at"))),
            taken_status=F("leaving_message__request__status"),
        )


class SaidBy(models.TextChoices):
    """By what something was said; what is no text is named in words."""

    TEXT = "text", _("Text")
    PICTURE = "picture", _("A picture")
    FILE = "file", _("A file")
    STICKER = "sticker", _("A sticker")
    VIDEO = "video", _("A video, which cannot be shown here")
    AUDIO = "audio", _("A voice message, which cannot be played here")
    LOCATION = "location", _("A place, which cannot be shown here")
    OTHER = "other", _("Something that cannot be shown here")


class Way(models.TextChoices):
    """Where it was written."""

    SITE = "site", _("On the site")
    LINE = "line", _("By LINE")


class ConversationEntry(models.Model):
    """Something a seeker and their advisor wrote to one another.

    It is said when it goes: at once, or at the first minute that the seeker allows. `message` is what they are told by.
    """

    seeker = models.ForeignKey(JobSeeker, models.CASCADE, related_name="conversation", verbose_name=_("job seeker"))
    assignment = models.ForeignKey(
        Assignment, models.CASCADE, related_name="conversation", verbose_name=_("assignment")
    )
    is_from_seeker = models.BooleanField(_("from the seeker"))
    channel = models.CharField(_("written"), max_length=4, choices=Way, default=Way.SITE, db_default=Way.SITE)
    what = models.CharField(_("what"), max_length=8, choices=SaidBy, default=SaidBy.TEXT, db_default=SaidBy.TEXT)
    text = models.TextField(_("text"), max_length=5000, blank=True)
    file = models.OneToOneField(
        File, models.SET_NULL, null=True, blank=True, related_name="entry", verbose_name=_("file")
    )
    written_at = models.DateTimeField(_("written"), default=timezone.now)
    goes_at = models.DateTimeField(_("goes"), default=timezone.now)
    read_at = models.DateTimeField(_("read"), null=True, blank=True)
    # Forgotten a month after it went, without a look at who points to it: ids of messages are not used again.
    message = models.ForeignKey(
        Message,
        models.DO_NOTHING,
        null=True,
        blank=True,
        db_constraint=False,
        related_name="entries",
        verbose_name=_("message"),
    )

    objects = ConversationEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("conversation entry")
        verbose_name_plural = _("conversation entries")
        ordering = ["goes_at", "id"]
        indexes = [
            models.Index(fields=["seeker", "goes_at"], name="conversation_by_seeker"),
            models.Index(fields=["assignment"], name="conversation_unread", condition=Q(read_at=None)),
        ]
        constraints = [
            models.CheckConstraint(name="conversationentry_says_something", condition=~Q(what="text") | ~Q(text="")),
            models.CheckConstraint(name="conversationentry_what_known", condition=Q(what__in=SaidBy.values)),
            models.CheckConstraint(name="conversationentry_channel_known", condition=Q(channel__in=Way.values)),
            models.CheckConstraint(
                name="conversationentry_file_of_a_seeker",
                condition=Q(file=None) | Q(is_from_seeker=True, what__in=["picture", "file"]),
            ),
            models.CheckConstraint(
                name="conversationentry_only_an_advisor_waits",
                condition=Q(is_from_seeker=False, goes_at__gte=F("written_at")) | Q(goes_at=F("written_at")),
            ),
            models.CheckConstraint(
                name="conversationentry_read_once_gone",
                condition=Q(read_at=None) | Q(is_from_seeker=True) | Q(read_at__gte=F("goes_at")),
            ),
        ]

    def __str__(self) -> str:
        return numbered(self)

    @property
    def has_file(self) -> bool:
        """Whether it is one, be it kept or not."""
        return self.what in (SaidBy.PICTURE, SaidBy.FILE)

    @property
    def is_fetched_yet(self) -> bool:
        """Whether nobody asks LINE any more for what was sent."""
        return not hasattr(self, "fetching")

    def keep(self, file: File) -> None:
        self.file = file
        self.save(update_fields=["file"])

    def is_waiting(self, now: datetime) -> bool:
        return self.goes_at > now

    def change(self, text: str) -> None:
        """Call it with the row locked, while it waits."""
        self.text = text
        self.save(update_fields=["text"])

    def wait_until(self, moment: datetime) -> None:
        """The same."""
        self.goes_at = moment
        self.save(update_fields=["goes_at"])


class FetchingQuerySet(models.QuerySet["Fetching"]):
    def ready(self, now: Moment) -> "FetchingQuerySet":
        return self.filter(try_at__lte=now)


class Fetching(models.Model):
    """That a picture or a file is to be fetched from LINE: gone once it is kept, refused or given up."""

    LEASE, KEPT_FOR = timedelta(minutes=2), timedelta(days=1)

    entry = models.OneToOneField(
        ConversationEntry,
        models.CASCADE,
        primary_key=True,
        related_name="fetching",
        verbose_name=_("conversation entry"),
    )
    content_id = models.CharField(_("content at LINE"), max_length=64)
    file_name = models.CharField(_("file name"), max_length=200, blank=True)
    asked_at = models.DateTimeField(_("sent"))
    try_at = models.DateTimeField(_("next try"))
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)

    objects = FetchingQuerySet.as_manager()

    class Meta:
        verbose_name = _("file to be fetched")
        verbose_name_plural = _("files to be fetched")
        indexes = [models.Index(fields=["try_at"], name="fetching_ready")]

    def __str__(self) -> str:
        return numbered(self)

    def lease(self, now: datetime) -> None:
        """Take it: nobody else tries until the lease ends, longer each time. Call it locked."""
        self.tries += 1
        self.try_at = now + self.LEASE * 2 ** min(self.tries - 1, 6)
        self.save(update_fields=["tries", "try_at"])

    def is_overdue(self, now: datetime) -> bool:
        return now >= self.asked_at + self.KEPT_FOR


EARLIEST, LATEST = 7, 22


class ContactWish(models.Model):
    """When and how often the advisor may write: hours of the day, and how many times a week."""

    seeker = models.OneToOneField(
        JobSeeker, models.CASCADE, primary_key=True, related_name="contact_wish", verbose_name=_("job seeker")
    )
    from_hour = models.PositiveSmallIntegerField(
        _("not before (hour)"), default=9, validators=[MinValueValidator(EARLIEST), MaxValueValidator(LATEST - 1)]
    )
    until_hour = models.PositiveSmallIntegerField(
        _("not after (hour)"), default=20, validators=[MinValueValidator(EARLIEST + 1), MaxValueValidator(LATEST)]
    )
    most_per_week = models.PositiveSmallIntegerField(
        _("at most so many a week"), default=5, validators=[MaxValueValidator(20)]
    )

    class Meta:
        verbose_name = _("wish for contact")
        verbose_name_plural = _("wishes for contact")
        constraints = [
            models.CheckConstraint(
                name="contactwish_hours_of_the_day",
                condition=Q(from_hour__gte=EARLIEST, until_hour__lte=LATEST, from_hour__lt=F("until_hour")),
            )
        ]

    def __str__(self) -> str:
        return numbered(self)
