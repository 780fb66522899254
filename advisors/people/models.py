from collections.abc import Collection, Iterable
from urllib.parse import urlencode

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import AdvisorGender, File, JobSeeker, Language, User
from accounts.users.prefectures import Prefecture
from config.labels import Labelled
from config.noted import listed
from config.numbered import numbered

MAPS = "https://www.google.com/maps/search/?"


class OfficeQuerySet(models.QuerySet["Office"]):
    def open(self) -> "OfficeQuerySet":
        return self.filter(is_open=True)

    def visible_to(self, user: User) -> "OfficeQuerySet":
        """Where we are is no secret; one that is closed for good is seen by staff only."""
        return self if user.is_staff else self.open()


class Office(Labelled):
    """A place where counseling happens (拠点)."""

    name = models.CharField(_("name"), max_length=50, unique=True)
    prefecture = models.CharField(_("prefecture"), max_length=2, choices=Prefecture)
    address = models.CharField(pgettext_lazy("of a place", "address"), max_length=200)
    access = models.CharField(
        _("how to get there"), max_length=200, blank=True, help_text=_("Such as: 5 minutes on foot from the station.")
    )
    map_url = models.URLField(_("link to a map"), blank=True)
    is_open = models.BooleanField(_("open"), default=True)

    objects = OfficeQuerySet.as_manager()

    class Meta:
        verbose_name = _("office")
        verbose_name_plural = _("offices")
        ordering = ["prefecture", "id"]
        constraints = [
            models.CheckConstraint(name="office_prefecture_known", condition=Q(prefecture__in=Prefecture.values))
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def map_page(self) -> str:
        """Where a map shows it: as the desk has said, or else looked up by its address."""
        return self.map_url or f"{MAPS}{urlencode({'api': 1, 'query': self.address})}"


class ClosedDayQuerySet(models.QuerySet["ClosedDay"]):
    def visible_to(self, user: User) -> "ClosedDayQuerySet":
        """For staff."""
        return self if user.is_staff else self.none()


class ClosedDay(models.Model):
    """A day on which the service is closed, beside those that the settings close; no business day (営業日)."""

    day = models.DateField(_("day"))
    reason = models.CharField(_("reason"), max_length=100, blank=True, help_text=_("For colleagues; may be empty."))

    objects = ClosedDayQuerySet.as_manager()

    class Meta:
        verbose_name = _("closed day")
        verbose_name_plural = _("closed days")
        ordering = ["day"]
        constraints = [models.UniqueConstraint(fields=["day"], name="closedday_once")]

    def __str__(self) -> str:
        return self.day.isoformat()


def in_words(chosen: Iterable[str], choices: type[models.TextChoices]) -> list[str]:
    """What people read of the values that a row keeps; one that is no longer offered is left out."""
    return [str(choices(value).label) for value in chosen if value in choices.values]


class WorkField(models.TextChoices):
    """A field of work: what an advisor knows well, and what a seeker is interested in."""

    OFFICE = "office", _("Office work")
    SALES = "sales", _("Sales")
    SERVICE = "service", _("Shops, restaurants and hotels")
    IT = "it", _("IT and engineering")
    MANUFACTURING = "manufacturing", _("Manufacturing")
    CONSTRUCTION = "construction", _("Construction and facilities")
    LOGISTICS = "logistics", _("Transport and logistics")
    CARE = "care", _("Care and welfare")
    CREATIVE = "creative", _("Design and media")


class Style(models.TextChoices):
    """How an advisor goes about it: what they say of themselves, and what a seeker would like of the next one."""

    SLOW = "slow", _("Speaks slowly")
    PLAIN = "plain", _("Says things plainly")
    LISTENS = "listens", _("Listens first")
    STEPS = "steps", _("Goes step by step")
    EXAMPLES = "examples", _("Explains by examples")
    CHEERS = "cheers", _("Encourages")
    WRITES = "writes", _("Puts it in writing too")


def fit_in_words(fitting: Collection[str], wished: Collection[str]) -> str:
    """How many of the wished ways of working fit, and which."""
    counted = gettext("%(fit)d of %(all)d ways of working fit") % {"fit": len(fitting), "all": len(wished)}
    named = listed(in_words(fitting, Style))
    return gettext("%(counted)s: %(named)s") % {"counted": counted, "named": named} if named else counted


class AdvisorQuerySet(models.QuerySet["Advisor"]):
    def at_work(self) -> "AdvisorQuerySet":
        return self.filter(is_at_work=True)

    def with_room(self) -> "AdvisorQuerySet":
        return self.filter(load__lt=F("capacity"))

    def fitting(self, wish: str) -> "AdvisorQuerySet":
        """Those of the wished gender: `any`, `female` or `male`."""
        return self if wish == AdvisorGender.ANY else self.filter(gender=wish)

    def not_left_by(self, seeker: JobSeeker) -> "AdvisorQuerySet":
        """Those this seeker has never had and lost, by a change or a hand-over."""
        return self.exclude(pk__in=seeker.assignments.filter(ended_at__isnull=False).values("advisor"))

    def visible_to(self, user: User) -> "AdvisorQuerySet":
        """The desk sees all, an advisor themselves, a seeker the advisor they have."""
        if user.is_superuser or user.is_support_desk:
            return self
        if user.is_staff:
            return self.filter(user=user)
        return self.filter(assignments__seeker__user=user, assignments__ended_at=None)


class Advisor(models.Model):
    """A staff member who accompanies job seekers (就職アドバイザー)."""

    class Gender(models.TextChoices):
        FEMALE = "female", _("Woman")
        MALE = "male", _("Man")

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="advisor", verbose_name=_("sign-in")
    )
    name = models.CharField(_("name"), max_length=100)
    gender = models.CharField(_("gender as shown to seekers"), max_length=6, choices=Gender)
    offices = models.ManyToManyField(Office, blank=True, related_name="advisors", verbose_name=_("offices"))
    fields_of_work = models.JSONField(_("fields of work"), default=list, blank=True)
    languages = models.JSONField(_("languages"), default=list, blank=True)
    styles = models.JSONField(_("ways of working"), default=list, blank=True)
    introduction = models.TextField(
        _("introduction"), max_length=400, blank=True, help_text=_("What seekers read before they book.")
    )
    photo = models.OneToOneField(
        File, models.SET_NULL, null=True, blank=True, related_name="advisor", verbose_name=_("photo")
    )
    meeting_url = models.URLField(
        _("meeting link"), blank=True, help_text=_("Where online counseling takes place. The seeker gets it by mail.")
    )
    capacity = models.PositiveSmallIntegerField(_("most seekers at a time"), default=30)
    # Kept by the database, whatever is written here: advisors/migrations/_kept.py.
    load = models.PositiveIntegerField(_("seekers now"), default=0, db_default=0, editable=False)
    is_at_work = models.BooleanField(
        _("at work"), default=True, help_text=_("Off while ill or away for long: nobody can book or be assigned.")
    )

    objects = AdvisorQuerySet.as_manager()

    class Meta:
        verbose_name = _("advisor")
        verbose_name_plural = _("advisors")
        indexes = [
            models.Index(fields=["gender"], condition=Q(is_at_work=True, load__lt=F("capacity")), name="advisor_free")
        ]
        constraints = [models.CheckConstraint(name="advisor_gender_known", condition=Q(gender__in=["female", "male"]))]

    def __str__(self) -> str:
        return numbered(self)

    @property
    def fields_in_words(self) -> list[str]:
        return in_words(self.fields_of_work, WorkField)

    @property
    def styles_in_words(self) -> list[str]:
        return in_words(self.styles, Style)

    @property
    def languages_in_words(self) -> list[str]:
        return in_words(self.languages, Language)


class OwnedByAdvisor(models.Model):
    """What an advisor has of their own, such as an hour."""

    advisor: "models.ForeignKey[Advisor, Advisor]"
    advisor_id: int

    class Meta:
        abstract = True
