from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from phonenumber_field.modelfields import PhoneNumberField

from accounts.models import File, JobSeeker, User
from config.labels import Labelled
from config.numbered import numbered


class ResumeQuerySet(models.QuerySet["Resume"]):
    def visible_to(self, user: User) -> "ResumeQuerySet":
        """The member alone: an advisor reads what was sent for review, which is a document, and never the draft."""
        return self.filter(seeker__user=user)


class Resume(Labelled):
    """What a member keeps to draw a résumé (履歴書) and a work history (職務経歴書) from, again and again.

    The fields of the form of the Ministry of Health, Labour and Welfare (厚生労働省履歴書様式例, 2021), and no others.
    Any may be empty: it is a draft until it is sent, and what is empty stays so on paper.
    """

    class About(models.TextChoices):
        """Which form the work history takes."""

        JOBS = "jobs", _("Jobs I have been employed in, part-time ones included")
        PART_TIME = "part_time", _("Part-time jobs only")

    seeker = models.OneToOneField(
        JobSeeker, models.CASCADE, primary_key=True, related_name="resume", verbose_name=_("job seeker")
    )
    dated_on = models.DateField(_("date on the papers"), null=True, blank=True)
    in_eras = models.BooleanField(_("years by era"), default=True)
    photo = models.OneToOneField(
        File, models.SET_NULL, null=True, blank=True, related_name="resume", verbose_name=_("photo")
    )
    family_name = models.CharField(_("family name"), max_length=50, blank=True)
    given_name = models.CharField(_("given name"), max_length=50, blank=True)
    family_kana = models.CharField(_("family name in kana"), max_length=60, blank=True)
    given_kana = models.CharField(_("given name in kana"), max_length=60, blank=True)
    birth_date = models.DateField(_("date of birth"), null=True, blank=True)
    gender = models.CharField(_("gender"), max_length=20, blank=True)
    postal_code = models.CharField(_("postal code"), max_length=8, blank=True)
    address = models.CharField(_("address"), max_length=150, blank=True)
    address_kana = models.CharField(_("address in kana"), max_length=150, blank=True)
    phone = PhoneNumberField(_("phone number"), blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    contact_postal_code = models.CharField(_("postal code of the other address"), max_length=8, blank=True)
    contact_address = models.CharField(_("other address"), max_length=150, blank=True)
    contact_kana = models.CharField(_("other address in kana"), max_length=150, blank=True)
    contact_phone = PhoneNumberField(_("phone number there"), blank=True)
    motivation = models.TextField(_("motivation, strengths, favourite subjects"), max_length=800, blank=True)
    wishes = models.TextField(_("wishes"), max_length=300, blank=True)
    about = models.CharField(_("form of the work history"), max_length=9, choices=About, default=About.JOBS)
    summary = models.TextField(_("summary"), max_length=600, blank=True)
    skills = models.TextField(_("skills"), max_length=800, blank=True)
    self_pr = models.TextField(_("self-PR"), max_length=800, blank=True)
    saved_at = models.DateTimeField(_("saved"))

    objects = ResumeQuerySet.as_manager()

    class Meta:
        verbose_name = _("résumé")
        verbose_name_plural = _("résumés")
        constraints = [models.CheckConstraint(name="resume_about_known", condition=Q(about__in=["jobs", "part_time"]))]

    def __str__(self) -> str:
        return numbered(self)

    @property
    def name(self) -> str:
        return "　".join(filter(None, (self.family_name, self.given_name)))

    @property
    def kana(self) -> str:
        return "　".join(filter(None, (self.family_kana, self.given_kana)))


class ResumeEntryQuerySet(models.QuerySet["ResumeEntry"]):
    def visible_to(self, user: User) -> "ResumeEntryQuerySet":
        """The member alone, as the résumé."""
        return self.filter(resume__seeker__user=user)


class ResumeEntry(Labelled):
    """A school, a job or a licence of a résumé: known by months, each stored as its first day."""

    class Kind(models.TextChoices):
        EDUCATION = "education", _("Schools attended")
        WORK = "work", _("Work")
        LICENCE = "licence", _("Licences and qualifications")

    class Ending(models.TextChoices):
        """How it ended. One that goes on has none."""

        GRADUATED = "graduated", _("Graduated")
        COMPLETED = "completed", _("Completed the course")
        EXPECTED = "expected", _("Will graduate")
        LEFT_SCHOOL = "left_school", _("Left before graduating")
        OWN = "own", _("Left for reasons of my own")
        CONTRACT = "contract", _("The contract had run out")
        COMPANY = "company", _("For reasons of the company")

    class Employment(models.TextChoices):
        REGULAR = "regular", _("Regular employee")
        CONTRACT = "contract", _("Contract employee")
        DISPATCHED = "dispatched", _("Temporary staff of an agency")
        PART_TIME = "part_time", _("Part-time job")
        OTHER = "other", _("Freelance or other")

    OF_SCHOOL: ClassVar = (Ending.GRADUATED, Ending.COMPLETED, Ending.EXPECTED, Ending.LEFT_SCHOOL)
    OF_WORK: ClassVar = (Ending.OWN, Ending.CONTRACT, Ending.COMPANY)

    resume = models.ForeignKey(Resume, models.CASCADE, related_name="entries", verbose_name=_("résumé"))
    kind = models.CharField(_("what it is"), max_length=9, choices=Kind)
    name = models.CharField(_("name"), max_length=120)
    began_on = models.DateField(_("first month"))
    ended_on = models.DateField(_("last month"), null=True, blank=True)
    ending = models.CharField(_("how it ended"), max_length=11, choices=Ending, blank=True)
    employment = models.CharField(_("kind of employment"), max_length=10, choices=Employment, blank=True)
    tasks = models.TextField(_("what I did"), max_length=600, blank=True)
    results = models.TextField(_("what came of it"), max_length=600, blank=True)

    objects = ResumeEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("entry of a résumé")
        verbose_name_plural = _("entries of résumés")
        ordering = ["began_on", "id"]
        constraints = [
            models.CheckConstraint(
                name="resumeentry_fits_its_kind",
                condition=Q(kind="education", employment="", tasks="", results="")
                & Q(ending__in=["", "graduated", "completed", "expected", "left_school"])
                | Q(kind="work", ending__in=["", "own", "contract", "company"])
                & Q(employment__in=["regular", "contract", "dispatched", "part_time", "other"])
                | Q(kind="licence", ended_on=None, employment="", tasks="", results=""),
            ),
            models.CheckConstraint(
                name="resumeentry_ended_on_iff_ended",
                condition=Q(ended_on=None, ending="") | Q(ended_on__isnull=False) & ~Q(ending=""),
            ),
            models.CheckConstraint(
                name="resumeentry_ends_after_it_began",
                condition=Q(ended_on=None) | Q(ended_on__gte=F("began_on")),
            ),
            models.CheckConstraint(
                name="resumeentry_known_by_months",
                condition=Q(began_on__day=1) & (Q(ended_on=None) | Q(ended_on__day=1)),
            ),
        ]

    def __str__(self) -> str:
        return numbered(self)
