from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import JobSeeker, User
from config.noted import followed_by
from config.numbered import numbered
from config.steps import InvalidTransition, Stepped, step
from jobs.conditions.models import ConditionKind
from jobs.postings.models import JobPosting

# Companies say when an interview begins; an hour is kept free for it.
INTERVIEW_LASTS = timedelta(hours=1)


def of_own_seekers(user: User) -> Q:
    """Whose rows this person may see: the seeker's own; an advisor's, of whom they accompany now."""
    if user.is_superuser or user.is_support_desk:
        return Q()
    return Q(seeker__in=JobSeeker.objects.visible_to(user).values("pk"))


class ReferralQuerySet(models.QuerySet["Referral"]):
    def proposed(self) -> "ReferralQuerySet":
        return self.filter(status=Referral.Status.PROPOSED)

    def in_selection(self) -> "ReferralQuerySet":
        return self.filter(status__in=Referral.IN_SELECTION)

    def live(self) -> "ReferralQuerySet":
        return self.filter(ended_at=None)

    def past(self) -> "ReferralQuerySet":
        return self.filter(ended_at__isnull=False)

    def at_interview(self, day: date | F, hour: int | F) -> "ReferralQuerySet":
        """Those with an interview that reaches into this hour of this day; both may be expressions."""
        begins = Q(interviews__starts_at__hour=hour)
        goes_on = Q(interviews__starts_at__hour=hour - 1, interviews__starts_at__minute__gt=0)
        stands = Q(interviews__called_off_at=None, interviews__starts_at__date=day)
        return self.filter(stands & (begins | goes_on), status=Referral.Status.INTERVIEW)

    def visible_to(self, user: User) -> "ReferralQuerySet":
        return self.filter(of_own_seekers(user))


class Holder(models.TextChoices):
    """Who has a selection in hand: whose word is the next."""

    SEEKER = "seeker", _("The seeker")
    ADVISOR = "advisor", _("The advisor")
    COMPANY = "company", _("The company")


class Referral(Stepped):
    """A posting that an advisor puts before a seeker (求人紹介), and the selection (選考) that may follow."""

    class Status(models.TextChoices):
        PROPOSED = "proposed", _("Referred to you")
        APPLIED = "applied", _("Applied")
        DECLINED = "declined", _("Declined")
        LAPSED = "lapsed", _("The posting has closed")
        SCREENING = "screening", _("Document screening")
        INTERVIEW = "interview", _("Interviews")
        OFFERED = "offered", _("Offer")
        ACCEPTED = "accepted", _("Offer accepted")
        REJECTED = "rejected", _("The company decided against it")
        WITHDRAWN_BY_SEEKER = "withdrawn_by_seeker", _("You stepped back")

    class DeclineReason(models.TextChoices):
        CONDITIONS = "conditions", _("The conditions do not fit")
        COMPANY = "company", _("The company does not suit me")
        WORK = "work", _("The work does not suit me")
        TIMING = "timing", _("Not now")
        OTHER = "other", _("Other")

    IN_SELECTION = (Status.APPLIED, Status.SCREENING, Status.INTERVIEW, Status.OFFERED)
    ENDINGS = {Status.REJECTED, Status.WITHDRAWN_BY_SEEKER}
    NEXT = {
        Status.PROPOSED: {Status.APPLIED, Status.DECLINED, Status.LAPSED},
        Status.APPLIED: {Status.SCREENING, *ENDINGS},
        Status.SCREENING: {Status.INTERVIEW, *ENDINGS},
        Status.INTERVIEW: {Status.OFFERED, *ENDINGS},
        Status.OFFERED: {Status.ACCEPTED, *ENDINGS},
        Status.ACCEPTED: set(),
        Status.DECLINED: set(),
        Status.LAPSED: set(),
        Status.REJECTED: set(),
        Status.WITHDRAWN_BY_SEEKER: set(),
    }
    TIMES = {
        Status.APPLIED: "applied_at",
        **dict.fromkeys((Status.ACCEPTED, Status.DECLINED, Status.LAPSED, *ENDINGS), "ended_at"),
    }

    seeker = models.ForeignKey(JobSeeker, models.CASCADE, related_name="referrals", verbose_name=_("job seeker"))
    posting = models.ForeignKey(JobPosting, models.PROTECT, related_name="referrals", verbose_name=_("job posting"))
    referred_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("referred by")
    )
    note = models.TextField(_("why it is referred"), max_length=1000, blank=True)
    status = models.CharField(_("status"), max_length=19, choices=Status, default=Status.PROPOSED)
    proposed_at = models.DateTimeField(_("referred"), default=timezone.now)
    applied_at = models.DateTimeField(_("applied"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    word_expected_on = models.DateField(
        _("next word expected by"), null=True, blank=True, help_text=_("As the company has said. The seeker reads it.")
    )
    decline_reason = models.CharField(_("reason"), max_length=10, choices=DeclineReason, blank=True)
    decline_condition = models.CharField(_("condition"), max_length=15, choices=ConditionKind, blank=True)
    decline_comment = models.CharField(_("in your own words"), max_length=500, blank=True)

    objects = ReferralQuerySet.as_manager()

    class Meta:
        verbose_name = _("referral")
        verbose_name_plural = _("referrals")
        indexes = [
            models.Index(fields=["seeker", "-proposed_at"], name="referral_by_seeker"),
            models.Index(fields=["posting"], name="referral_unanswered", condition=Q(status="proposed")),
        ]
        constraints = [
            models.UniqueConstraint(fields=["seeker", "posting"], name="referral_once_per_posting"),
            models.CheckConstraint(
                # No application without the seeker's own act: only `apply` writes the time.
                name="referral_applied_by_the_seeker",
                condition=Q(status__in=["proposed", "declined", "lapsed"], applied_at=None)
                | Q(
                    status__in=[
                        "applied",
                        "screening",
                        "interview",
                        "offered",
                        "accepted",
                        "rejected",
                        "withdrawn_by_seeker",
                    ],
                    applied_at__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="referral_ended_at_iff_ended",
                condition=Q(status__in=["proposed", "applied", "screening", "interview", "offered"], ended_at=None)
                | Q(
                    status__in=["declined", "lapsed", "accepted", "rejected", "withdrawn_by_seeker"],
                    ended_at__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="referral_word_only_from_the_company",
                condition=Q(word_expected_on=None) | Q(status__in=["screening", "interview"]),
            ),
            models.CheckConstraint(
                name="referral_reason_only_when_declined",
                condition=Q(status="declined") | Q(decline_reason="", decline_condition="", decline_comment=""),
            ),
        ]

    def __str__(self) -> str:
        return numbered(self)

    @property
    def is_open(self) -> bool:
        return self.status == self.Status.PROPOSED or self.status in self.IN_SELECTION

    @property
    def can_be_answered(self) -> bool:
        """Whether it waits for the seeker, who may leave it waiting."""
        return self.status == self.Status.PROPOSED

    @property
    def is_in_selection(self) -> bool:
        return self.status in self.IN_SELECTION

    @property
    def holder(self) -> Holder | None:
        """Who has it now; nobody, if it is not in selection."""
        found: Holder | None = HOLDERS.get(self.Status(self.status))
        return found

    @property
    def is_with_company(self) -> bool:
        return self.holder == Holder.COMPANY

    @property
    def is_offered(self) -> bool:
        return self.status == self.Status.OFFERED

    def move(self, status: Status, *, at: datetime, actor: "Actor", by: User | None = None, **said: str) -> None:
        """Change the status, with what was said of it, and record who did it. Call with the row locked.

        Only the seeker applies, declines, accepts and steps back. Raises `InvalidTransition`.
        """
        if (status in OWN_ACTS) != (actor == Actor.SEEKER):
            raise InvalidTransition(f"{self}: {self.status} to {status} by {actor}")
        # The word has come: whatever is expected next, nobody has said by when.
        step(self, status, at=at, who={"actor": actor, "by": by}, word_expected_on=None, **said)

    def expect_word(self, on: date | None) -> None:
        """Note by when the company answers; none: it has answered. Call with the row locked."""
        self.word_expected_on = on
        self.save(update_fields=["word_expected_on"])


HOLDERS = {
    Referral.Status.APPLIED: Holder.ADVISOR,
    Referral.Status.SCREENING: Holder.COMPANY,
    Referral.Status.INTERVIEW: Holder.COMPANY,
    Referral.Status.OFFERED: Holder.SEEKER,
}
WITH_COMPANY = [status for status, holder in HOLDERS.items() if holder == Holder.COMPANY]
OWN_ACTS = {
    Referral.Status.APPLIED,
    Referral.Status.DECLINED,
    Referral.Status.ACCEPTED,
    Referral.Status.WITHDRAWN_BY_SEEKER,
}


class Actor(models.TextChoices):
    """In what capacity somebody changed a referral."""

    SEEKER = "seeker", _("The seeker")
    STAFF = "staff", _("Staff")
    SERVICE = "service", _("The service itself")


class ReferralEventQuerySet(models.QuerySet["ReferralEvent"]):
    def visible_to(self, user: User) -> "ReferralEventQuerySet":
        return self.filter(referral__in=Referral.objects.visible_to(user).values("pk"))


class ReferralEvent(models.Model):
    """One change of status of a referral. Written once, never changed."""

    referral = models.ForeignKey(Referral, models.CASCADE, related_name="events", verbose_name=_("referral"))
    from_status = models.CharField(_("from"), max_length=19, choices=Referral.Status)
    to_status = models.CharField(_("to"), max_length=19, choices=Referral.Status)
    at = models.DateTimeField(_("at"))
    actor = models.CharField(_("by"), max_length=7, choices=Actor)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("staff member"),
    )

    objects = ReferralEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("referral event")
        verbose_name_plural = _("referral events")
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return followed_by(numbered(self), f"{self.get_from_status_display()} → {self.get_to_status_display()}")


class JobInterviewQuerySet(models.QuerySet["JobInterview"]):
    def standing(self) -> "JobInterviewQuerySet":
        """Not called off, of a selection that is at its interviews."""
        return self.filter(called_off_at=None, referral__status=Referral.Status.INTERVIEW)

    def visible_to(self, user: User) -> "JobInterviewQuerySet":
        return self.filter(referral__in=Referral.objects.visible_to(user).values("pk"))


class JobInterview(models.Model):
    """An interview at a company (面接): when, where, and what to bring, as the seeker reads it."""

    referral = models.ForeignKey(Referral, models.CASCADE, related_name="interviews", verbose_name=_("referral"))
    starts_at = models.DateTimeField(_("begins"))
    place = models.CharField(_("place"), max_length=200, help_text=_("An address, or the link of the meeting."))
    notes = models.TextField(_("what to know"), max_length=1000, blank=True)
    called_off_at = models.DateTimeField(_("called off"), null=True, blank=True)

    objects = JobInterviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("interview")
        verbose_name_plural = _("interviews")
        ordering = ["starts_at"]

    def __str__(self) -> str:
        return numbered(self)

    @property
    def is_off(self) -> bool:
        return self.called_off_at is not None

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + INTERVIEW_LASTS

    def call_off(self, *, at: datetime) -> None:
        """It stays on the seeker's page, said to be off. Call with its referral locked."""
        self.called_off_at = at
        self.save(update_fields=["called_off_at"])


class CompanyNoteQuerySet(models.QuerySet["CompanyNote"]):
    def visible_to(self, user: User) -> "CompanyNoteQuerySet":
        """Staff who may see the referral; never the seeker."""
        if not user.is_staff:
            return self.none()
        return self.filter(referral__in=Referral.objects.visible_to(user).values("pk"))


class CompanyNote(models.Model):
    """What was said between the advisor and the company: a table of its own, which the seeker's pages do not read."""

    referral = models.ForeignKey(Referral, models.CASCADE, related_name="company_notes", verbose_name=_("referral"))
    text = models.TextField(_("text"), max_length=2000)
    written_at = models.DateTimeField(_("written"), default=timezone.now)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("written by")
    )

    objects = CompanyNoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("company note")
        verbose_name_plural = _("company notes")
        ordering = ["written_at", "id"]

    def __str__(self) -> str:
        return numbered(self)
