from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import JobSeeker, Language, Message, User
from advisors.people.models import Advisor
from config.clock import Moment
from config.numbered import numbered
from config.random_ids import random_id
from config.steps import Stepped, step

SENT = Q(status="sent")


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def sent(self) -> "InvitationQuerySet":
        """Those that have not ended."""
        return self.filter(SENT)

    def over(self, now: Moment) -> "InvitationQuerySet":
        """Those whose two weeks have passed, and that nobody has ended yet."""
        return self.sent().filter(runs_out_at__lte=now)

    def undelivered(self) -> "InvitationQuerySet":
        """Those whose mail was given up."""
        return self.filter(message__status=Message.Status.FAILED)

    def visible_to(self, user: User) -> "InvitationQuerySet":
        """The desk sees all; an advisor those they wrote; a member none."""
        if user.is_superuser or user.is_support_desk:
            return self
        return self.filter(by=user) if user.is_staff else self.none()


class Invitation(Stepped):
    """A mail with a link to register by, to an address that somebody gave us; it names nobody (招待).

    Nothing is looked up for it, before or after, so that it tells nobody who is or was a member: what staff read of it
    is the same whether or not it was used. The address goes as it ends.
    """

    class Status(models.TextChoices):
        SENT = "sent", _("Sent")
        USED = "used", _("Used")
        RUN_OUT = "run_out", _("Run out")
        TAKEN_BACK = "taken_back", _("Taken back")

    NEXT = {
        Status.SENT: {Status.USED, Status.RUN_OUT, Status.TAKEN_BACK},
        Status.USED: set(),
        Status.RUN_OUT: set(),
        Status.TAKEN_BACK: set(),
    }
    TIMES = dict.fromkeys((Status.USED, Status.RUN_OUT, Status.TAKEN_BACK), "ended_at")

    LIFE = timedelta(days=14)
    KEPT_FOR = timedelta(days=30)

    # By chance, so that nobody counts what others have written.
    id = models.BigIntegerField(primary_key=True, default=random_id, editable=False)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.SENT)
    email = models.EmailField(_("e-mail address"), blank=True)
    language = models.CharField(_("language"), max_length=2, choices=Language, default=Language.JAPANESE)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="invitations",
        verbose_name=_("written by"),
    )
    advisor = models.ForeignKey(
        Advisor,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="invitations",
        verbose_name=_("advisor to be proposed"),
    )
    # Without a constraint: messages are erased, and forgotten, by statements that know nothing of invitations.
    message = models.ForeignKey(
        Message,
        models.DO_NOTHING,
        null=True,
        blank=True,
        db_constraint=False,
        related_name="invitations",
        verbose_name=_("message"),
    )
    sent_at = models.DateTimeField(_("sent"), default=timezone.now)
    runs_out_at = models.DateTimeField(_("counts until"))
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    stopped_at = models.DateTimeField(_("taken back"), null=True, blank=True)
    undelivered_told_at = models.DateTimeField(_("sender told that it was not delivered"), null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-sent_at", "-id"]
        indexes = [
            models.Index(fields=["runs_out_at"], condition=SENT, name="invitation_sent"),
            models.Index(fields=["email"], condition=~Q(email=""), name="invitation_email"),
            models.Index(fields=["-sent_at", "-id"], name="invitation_newest"),
        ]
        constraints = [
            models.CheckConstraint(
                name="invitation_ended_at_iff_ended",
                condition=Q(status="sent", ended_at=None)
                | Q(status__in=["used", "run_out", "taken_back"], ended_at__isnull=False),
            ),
            models.CheckConstraint(name="invitation_ended_forgets_address", condition=SENT | Q(email="")),
            models.CheckConstraint(
                name="invitation_taken_back_is_stopped", condition=~Q(status="taken_back") | Q(stopped_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return numbered(self)

    def is_open(self, now: datetime) -> bool:
        """Whether somebody may still register by it."""
        return self.status == self.Status.SENT and now < self.runs_out_at

    def is_over(self, now: datetime) -> bool:
        """Whether it counts no more, as far as staff may learn: whether it was used is not told."""
        return self.stopped_at is not None or now >= self.runs_out_at

    def end(self, status: Status, *, at: datetime, stopped_at: datetime | None = None) -> None:
        """Call with the row locked. Raises `InvalidTransition`."""
        step(self, status, at=at, email="", stopped_at=stopped_at)


class ProposedAdvisor(models.Model):
    """That a member has come by an invitation, and which advisor it proposes for their first counseling.

    None where it counted no more as they registered.
    """

    seeker = models.OneToOneField(
        JobSeeker,
        models.CASCADE,
        primary_key=True,
        related_name="proposed_advisor",
        verbose_name=_("job seeker"),
    )
    advisor = models.ForeignKey(
        Advisor, models.PROTECT, null=True, related_name="proposals", verbose_name=_("advisor to be proposed")
    )

    class Meta:
        verbose_name = _("proposed advisor")
        verbose_name_plural = _("proposed advisors")

    def __str__(self) -> str:
        return numbered(self)
