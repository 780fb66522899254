from datetime import datetime
from functools import reduce
from operator import and_
from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from accounts.models import JobSeeker, User, leaving
from advisors.models import Assignment, CounselingBooking
from config.numbered import numbered
from config.typed import Text
from jobs.models import JobPosting
from support.seminars.models import SeminarSeat

LOWEST, HIGHEST = 1, 5
SCORES = ("greeting", "voice", "answers", "motivation", "questions")
TEXTS = ("first_strength", "second_strength", "third_strength", "to_practise")


class MockInterviewQuerySet(models.QuerySet["MockInterview"]):
    def visible_to(self, user: User) -> "MockInterviewQuerySet":
        """Whoever may see the booking: the desk all, an advisor their own of those they accompany, a seeker theirs."""
        return self.filter(booking__in=CounselingBooking.objects.visible_to(user).values("pk"))

    def held(self) -> "MockInterviewQuerySet":
        """Those that are recorded to have taken place."""
        return self.filter(booking__status=CounselingBooking.Status.COMPLETED)

    def without_sheet(self) -> "MockInterviewQuerySet":
        """Held, of which nobody has sent the feedback sheet, though whoever held it still accompanies the seeker, and
        nobody has said that there will be none.
        """
        missing = self.held().filter(feedback=None, no_sheet_at=None)
        return missing.filter(is_accompanied(), ~leaving("booking__seeker"))


def is_accompanied() -> Exists:
    """That the seeker is still accompanied by whom the interview was with: nobody else writes the sheet."""
    here = {"seeker": OuterRef("booking__seeker"), "advisor": OuterRef("booking__slot__advisor")}
    return Exists(Assignment.objects.current().filter(**here))


class MockInterview(models.Model):
    """What a seeker practises in an hour with their own advisor (模擬面接). When, where and whether it took place, the
    booking says.
    """

    class Kind(models.TextChoices):
        FIRST = "first", _("First interview")
        FINAL = "final", _("Final interview")
        ONLINE = "online", _("Interview on screen")
        GROUP = "group", _("Interview of several applicants at once")

    booking = models.OneToOneField(
        CounselingBooking, models.CASCADE, primary_key=True, related_name="mock_interview", verbose_name=_("booking")
    )
    kind = models.CharField(_("kind of interview"), max_length=6, choices=Kind)
    posting = models.ForeignKey(
        JobPosting,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="mock_interviews",
        verbose_name=_("posting it prepares for"),
    )
    practise = models.TextField(_("what to practise"), max_length=1000, blank=True)
    no_sheet_at = models.DateTimeField(_("said that there is no feedback sheet"), null=True, blank=True)

    objects = MockInterviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("mock interview")
        verbose_name_plural = _("mock interviews")
        constraints = [
            models.CheckConstraint(
                name="mockinterview_kind_known", condition=Q(kind__in=["first", "final", "online", "group"])
            ),
        ]

    def __str__(self) -> str:
        return numbered(self)

    @property
    def sheet(self) -> "InterviewFeedback | None":
        """The feedback sheet, once it has been sent."""
        return getattr(self, "feedback", None)

    def say_no_sheet(self, *, at: datetime) -> None:
        """Note that nobody writes a feedback sheet. Call with the row locked, once it is over."""
        self.no_sheet_at = at
        self.save(update_fields=["no_sheet_at"])

    def practise_for(self, posting: JobPosting | None, *, kind: Kind, practise: str) -> None:
        """Say anew what is practised. Call with the seeker locked, and before it has begun."""
        self.posting, self.kind, self.practise = posting, kind, practise
        self.save(update_fields=["posting", "kind", "practise"])


class InterviewFeedbackQuerySet(models.QuerySet["InterviewFeedback"]):
    def visible_to(self, user: User) -> "InterviewFeedbackQuerySet":
        """The seeker; who wrote it while they accompany the seeker, and who follows them only as the seeker allows it.

        The desk reads it too, but for whoever of the desk is or was an advisor of the seeker: as such, they see no more
        than any other.
        """
        if not user.is_staff:
            return self.filter(assignment__seeker__user=user)
        ties = Assignment.objects.filter(seeker=OuterRef("assignment__seeker"), advisor__user=user)
        as_advisor = Exists(ties.current()) & (Q(assignment__advisor__user=user) | Q(assignment__is_shared=True))
        if user.is_superuser or user.is_support_desk:
            return self.filter(as_advisor | ~Exists(ties))
        return self.filter(as_advisor)

    def unopened(self) -> "InterviewFeedbackQuerySet":
        return self.filter(opened_at=None)


def score(label: Text) -> "models.PositiveSmallIntegerField[Any, Any]":
    return models.PositiveSmallIntegerField(
        label, null=True, blank=True, validators=[MinValueValidator(LOWEST), MaxValueValidator(HIGHEST)]
    )


def is_none_or_of_five(name: str) -> Q:
    return Q(**{name: None}) | Q(**{f"{name}__gte": LOWEST, f"{name}__lte": HIGHEST})


class InterviewFeedback(models.Model):
    """What an advisor says of a mock interview (フィードバックシート): three strengths, and one thing to practise.

    For the seeker alone: no company is shown it, and the next advisor only as the seeker allows it.
    """

    interview = models.OneToOneField(
        MockInterview,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="feedback",
        verbose_name=_("mock interview"),
    )
    seat = models.OneToOneField(
        SeminarSeat,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="feedback",
        verbose_name=_("seat in a group"),
    )
    assignment = models.ForeignKey(
        Assignment, models.CASCADE, related_name="interview_feedback", verbose_name=_("assignment")
    )
    first_strength = models.TextField(_("first strength"), max_length=500)
    second_strength = models.TextField(_("second strength"), max_length=500)
    third_strength = models.TextField(_("third strength"), max_length=500)
    to_practise = models.TextField(_("one thing to practise"), max_length=1000)
    greeting = score(_("greeting and manners"))
    voice = score(_("voice and face"))
    answers = score(_("answers that begin with the point"))
    motivation = score(_("why this company"))
    questions = score(_("questions of one's own"))
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="interview_feedback",
        verbose_name=_("written by"),
    )
    sent_at = models.DateTimeField(_("sent"))
    corrected_at = models.DateTimeField(_("corrected"), null=True, blank=True)
    opened_at = models.DateTimeField(_("opened by the seeker"), null=True, blank=True)

    objects = InterviewFeedbackQuerySet.as_manager()

    class Meta:
        verbose_name = _("interview feedback")
        verbose_name_plural = _("interview feedback")
        constraints = [
            models.CheckConstraint(
                name="interviewfeedback_of_an_interview_or_a_seat",
                condition=Q(interview=None, seat__isnull=False) | Q(interview__isnull=False, seat=None),
            ),
            models.CheckConstraint(
                name="interviewfeedback_says_something",
                condition=~Q(first_strength="") & ~Q(second_strength="") & ~Q(third_strength="") & ~Q(to_practise=""),
            ),
            models.CheckConstraint(
                name="interviewfeedback_points_of_five", condition=reduce(and_, map(is_none_or_of_five, SCORES))
            ),
        ]

    def __str__(self) -> str:
        return numbered(self)

    @property
    def seeker(self) -> JobSeeker:
        return self.assignment.seeker

    @property
    def strengths(self) -> list[str]:
        return [self.first_strength, self.second_strength, self.third_strength]

    @property
    def scores(self) -> list[tuple[str, int]]:
        """What is scored, and how, of what was scored at all."""
        given = [(label_of(name), getattr(self, name)) for name in SCORES]
        return [(label, points) for label, points in given if points is not None]

    def correct(self, *, at: datetime, **said: object) -> None:
        """Say it anew. Call with the row locked, and before the seeker has opened it."""
        for name, value in said.items():
            setattr(self, name, value)
        self.corrected_at = at
        self.save(update_fields=[*said, "corrected_at"])


def label_of(name: str) -> str:
    """What a part of the sheet is called to people."""
    field: Any = InterviewFeedback._meta.get_field(name)
    return capfirst(str(field.verbose_name))
