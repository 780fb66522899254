from datetime import date, datetime

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import JobSeeker, User
from accounts.users.prefectures import Prefecture
from advisors.models import WorkField
from config.labels import Labelled
from config.noted import noted
from config.numbered import numbered
from config.steps import Stepped, step
from jobs.postings.facts import Education, EmploymentType, Industry, Remote


class CompanyQuerySet(models.QuerySet["Company"]):
    def visible_to(self, user: User) -> "CompanyQuerySet":
        """Staff see all; everybody else meets a company in its postings."""
        return self if user.is_staff else self.none()


class Company(Labelled):
    """Who hires (企業), and pays for the service."""

    external_id = models.CharField(
        _("external id"), max_length=40, unique=True, null=True, blank=True, help_text=_("As in the imported file.")
    )
    name = models.CharField(_("name"), max_length=100)
    industry = models.CharField(_("industry"), max_length=13, choices=Industry)
    prefecture = models.CharField(_("prefecture"), max_length=2, choices=Prefecture)
    city = models.CharField(_("city"), max_length=50, blank=True)
    headcount = models.PositiveIntegerField(_("employees"), null=True, blank=True)
    website = models.URLField(_("website"), blank=True)
    about = models.TextField(_("about the company"), max_length=2000, blank=True)

    objects = CompanyQuerySet.as_manager()

    class Meta:
        verbose_name = _("company")
        verbose_name_plural = _("companies")
        constraints = [
            models.CheckConstraint(name="company_industry_known", condition=Q(industry__in=Industry.values)),
            models.CheckConstraint(name="company_prefecture_known", condition=Q(prefecture__in=Prefecture.values)),
        ]

    def __str__(self) -> str:
        return numbered(self)


class JobPostingQuerySet(models.QuerySet["JobPosting"]):
    def open(self) -> "JobPostingQuerySet":
        return self.filter(status=JobPosting.Status.OPEN)

    def no_longer_open(self) -> "JobPostingQuerySet":
        """Closed, after everybody could see them; that they were there is no secret."""
        return self.filter(status=JobPosting.Status.CLOSED, opened_at__isnull=False)

    def past_closing(self, today: date) -> "JobPostingQuerySet":
        return self.open().filter(closes_on__lt=today)

    def visible_to(self, user: User | AnonymousUser) -> "JobPostingQuerySet":
        """Everybody sees the open ones, a seeker also those referred to them; the desk drafts too."""
        if user.is_anonymous:
            return self.open()
        if user.is_superuser or user.is_support_desk:
            return self
        if user.is_staff:
            return self.exclude(status=JobPosting.Status.DRAFT)
        referred = user.job_seeker.referrals.values("posting") if hasattr(user, "job_seeker") else []
        return self.filter(Q(status=JobPosting.Status.OPEN) | Q(pk__in=referred))


class JobPosting(Stepped):
    """A job that a company offers (求人). A fact that is empty is not stated, which is neither yes nor no."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        OPEN = "open", pgettext_lazy("job posting", "Open")
        CLOSED = "closed", pgettext_lazy("job posting", "Closed")

    class Closing(models.TextChoices):
        DATE = "date", _("Its closing date has passed")
        FILLED = "filled", _("Filled")
        DESK = "desk", _("Closed by the support desk")

    NEXT = {
        Status.DRAFT: {Status.OPEN, Status.CLOSED},
        Status.OPEN: {Status.CLOSED},
        Status.CLOSED: set(),
    }
    TIMES = {Status.OPEN: "opened_at", Status.CLOSED: "closed_at"}

    external_id = models.CharField(
        _("external id"), max_length=40, unique=True, null=True, blank=True, help_text=_("As in the imported file.")
    )
    company = models.ForeignKey(Company, models.PROTECT, related_name="postings", verbose_name=_("company"))
    title = models.CharField(_("title"), max_length=100)
    description = models.TextField(_("what the work is"), max_length=5000)
    category = models.CharField(_("job category"), max_length=13, choices=WorkField)
    prefecture = models.CharField(_("prefecture"), max_length=2, choices=Prefecture)
    city = models.CharField(_("city"), max_length=50, blank=True)
    employment_type = models.CharField(_("employment type"), max_length=12, choices=EmploymentType)
    pay_min = models.PositiveIntegerField(_("monthly pay from (yen)"), null=True, blank=True)
    pay_max = models.PositiveIntegerField(_("monthly pay up to (yen)"), null=True, blank=True)
    fixed_overtime_hours = models.PositiveSmallIntegerField(
        _("fixed overtime within the pay (hours a month)"), null=True, blank=True
    )
    weekends_off = models.BooleanField(_("weekends off"), null=True, blank=True)
    days_off = models.PositiveSmallIntegerField(_("days off a year"), null=True, blank=True)
    overtime_hours = models.PositiveSmallIntegerField(_("overtime (hours a month)"), null=True, blank=True)
    night_work = models.BooleanField(_("shifts or night work"), null=True, blank=True)
    remote = models.CharField(_("work from home"), max_length=6, choices=Remote, blank=True)
    no_experience_needed = models.BooleanField(_("no experience needed"), null=True, blank=True)
    education = models.CharField(_("education required"), max_length=11, choices=Education, blank=True)
    training = models.BooleanField(_("training"), null=True, blank=True)
    dormitory = models.BooleanField(_("dormitory"), null=True, blank=True)
    car_commuting = models.BooleanField(_("commuting by car"), null=True, blank=True)
    headcount = models.PositiveSmallIntegerField(_("people wanted"), default=1)
    filled = models.PositiveSmallIntegerField(_("places filled"), default=0, editable=False)
    opens_on = models.DateField(_("opens"), null=True, blank=True)
    closes_on = models.DateField(_("closes"), null=True, blank=True)
    status = models.CharField(_("status"), max_length=6, choices=Status, default=Status.DRAFT)
    opened_at = models.DateTimeField(_("opened"), null=True, blank=True, editable=False)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True, editable=False)
    closing = models.CharField(
        pgettext_lazy("job posting", "closed because"), max_length=6, choices=Closing, blank=True, editable=False
    )

    objects = JobPostingQuerySet.as_manager()

    class Meta:
        verbose_name = _("job posting")
        verbose_name_plural = _("job postings")
        indexes = [
            models.Index(fields=["-opened_at", "-id"], name="jobposting_open_newest", condition=Q(status="open")),
            models.Index(fields=["closes_on"], name="jobposting_open_closing", condition=Q(status="open")),
            models.Index(
                fields=["prefecture", "category", "-opened_at", "-id"],
                name="jobposting_open_by_place",
                condition=Q(status="open"),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="jobposting_opened_and_closed_with_status",
                condition=Q(status="draft", opened_at=None, closed_at=None, closing="")
                | Q(status="open", opened_at__isnull=False, closed_at=None, closing="")
                | Q(status="closed", closed_at__isnull=False) & ~Q(closing=""),
            ),
            models.CheckConstraint(
                name="jobposting_pay_is_a_range",
                condition=Q(pay_min=None) | Q(pay_max=None) | Q(pay_max__gte=F("pay_min")),
            ),
            models.CheckConstraint(name="jobposting_wants_somebody", condition=Q(headcount__gte=1)),
            models.CheckConstraint(name="jobposting_filled_within_places", condition=Q(filled__lte=F("headcount"))),
            models.CheckConstraint(
                name="jobposting_closes_after_it_opens",
                condition=Q(opens_on=None) | Q(closes_on=None) | Q(closes_on__gte=F("opens_on")),
            ),
            models.CheckConstraint(name="jobposting_category_known", condition=Q(category__in=WorkField.values)),
            models.CheckConstraint(name="jobposting_prefecture_known", condition=Q(prefecture__in=Prefecture.values)),
        ]

    def __str__(self) -> str:
        return numbered(self)

    @property
    def called(self) -> str:
        """Its title and its company's name."""
        return noted(self.title, self.company.name)

    def get_absolute_url(self) -> str:
        return reverse("jobs:posting", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.status == self.Status.OPEN

    @property
    def shown_since(self) -> datetime:
        """When it was opened to everybody. Raises `ValueError` of one that never was."""
        if self.opened_at is None:
            raise ValueError(f"{self} was never open")
        return self.opened_at

    @property
    def is_draft(self) -> bool:
        return self.status == self.Status.DRAFT

    @property
    def places_left(self) -> int:
        """How many of the people it wants are still to be found."""
        return self.headcount - self.filled

    def fill_place(self) -> None:
        """Count somebody who was hired, and name nobody: erasing them gives no place back. Call with the row locked."""
        self.filled += 1
        self.save(update_fields=["filled"])

    def move(self, status: Status, *, at: datetime, closing: str = "") -> None:
        """Open or close it. Call with the row locked; raises `InvalidTransition`."""
        step(self, status, at=at, closing=closing)


class SavedPosting(models.Model):
    """A posting that a member wants to find again."""

    seeker = models.ForeignKey(JobSeeker, models.CASCADE, related_name="saved_postings", verbose_name=_("job seeker"))
    posting = models.ForeignKey(JobPosting, models.CASCADE, related_name="savings", verbose_name=_("job posting"))
    saved_at = models.DateTimeField(_("saved"))

    class Meta:
        verbose_name = _("saved posting")
        verbose_name_plural = _("saved postings")
        constraints = [models.UniqueConstraint(fields=["seeker", "posting"], name="savedposting_once")]

    def __str__(self) -> str:
        return numbered(self)


class UploadedPostingsQuerySet(models.QuerySet["UploadedPostings"]):
    def visible_to(self, user: User) -> "UploadedPostingsQuerySet":
        """Whoever uploaded it."""
        return self.filter(uploaded_by=user)


class UploadedPostings(models.Model):
    """A file of postings between its check and its import: kept for a day, and gone once it is imported."""

    content = models.BinaryField(_("content"))
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("uploaded by")
    )
    uploaded_at = models.DateTimeField(_("uploaded"))

    objects = UploadedPostingsQuerySet.as_manager()

    class Meta:
        verbose_name = _("uploaded file of postings")
        verbose_name_plural = _("uploaded files of postings")

    def __str__(self) -> str:
        return numbered(self)
