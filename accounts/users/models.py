import secrets
import uuid
from typing import Any, ClassVar, NamedTuple, TypedDict

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from phonenumber_field.modelfields import PhoneNumberField

from accounts.users.contacts import normalise_email
from accounts.users.prefectures import Prefecture
from config.labels import Labelled
from config.noted import noted
from config.numbered import numbered
from config.typed import Text

ADVISORS = "Advisors"
SUPPORT_DESK = "Support desk"


class Language(models.TextChoices):
    JAPANESE = "ja", _("Japanese")
    ENGLISH = "en", _("English")


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, email: str | None) -> "User":
        return self.get(email=normalise_email(email or ""))

    def create_user(self, email: str, **fields: Any) -> "User":
        user = self.model(email=normalise_email(email), **fields)
        user.set_unusable_password()
        user.save(using=self._db, force_insert=True)
        return user

    def at_desk(self) -> "models.QuerySet[User]":
        """Everybody who works at the support desk now, administrators too: whom the service tells what goes wrong."""
        is_of_desk = Q(groups__name=SUPPORT_DESK) | Q(is_superuser=True)
        return self.filter(is_of_desk, is_active=True, is_staff=True).distinct()

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """An administrator. Nobody signs in by password, so one that is given is not kept."""
        return self.create_user(email, is_staff=True, is_superuser=True, **fields)


class AtWork(NamedTuple):
    """Who somebody of staff is: by the groups they are in, and by name, which only advisors have."""

    groups: frozenset[str]
    name: str


class User(AbstractBaseUser, PermissionsMixin):
    """Somebody who can sign in: a job seeker, or staff. Signs in by a code sent to `email`."""

    email = models.EmailField(_("e-mail address"), unique=True)
    language = models.CharField(_("language"), max_length=2, choices=Language, default=Language.JAPANESE)
    is_staff = models.BooleanField(_("may enter the admin"), default=False)
    is_active = models.BooleanField(_("active"), default=True)
    joined_at = models.DateTimeField(_("since"), default=timezone.now)

    # Of who is signed in: read along with them (accounts/users/waiting.py).
    waiting_messages = waiting_referrals = 0

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = UserManager()

    class Meta:
        verbose_name = _("sign-in")
        verbose_name_plural = _("sign-ins")
        constraints = [models.CheckConstraint(name="user_email_in_lower_case", condition=Q(email=Lower("email")))]

    def __str__(self) -> str:
        return numbered(self)

    def clean(self) -> None:
        self.email = normalise_email(self.email)

    def has_usable_password(self) -> bool:
        """Nobody signs in by a password, so no page offers to change one."""
        return False

    @cached_property
    def at_work(self) -> AtWork:
        """The groups somebody of staff is in and the advisor they are, in one statement."""
        if not self.is_staff:
            return AtWork(frozenset(), "")
        found = list(User.objects.filter(pk=self.pk).values_list("groups__name", "advisor__name"))
        groups, names = zip(*found, strict=True) if found else ((), ())
        return AtWork(frozenset(filter(None, groups)), next(filter(None, names), ""))

    @property
    def group_names(self) -> frozenset[str]:
        return self.at_work.groups

    @property
    def name_at_work(self) -> Text:
        """What the head of the admin calls somebody: an advisor by name, anybody else by what they are here."""
        if self.is_superuser:
            return _("Administrator")
        return self.at_work.name or (_("Support desk") if self.is_support_desk else _("Staff"))

    @property
    def is_support_desk(self) -> bool:
        return SUPPORT_DESK in self.group_names

    @property
    def is_advisor(self) -> bool:
        return ADVISORS in self.group_names


def new_member_number() -> str:
    """A random number to be read out over the phone, such as 4821-7733-05."""
    digits = f"{secrets.randbelow(10**10):010d}"
    return f"{digits[:4]}-{digits[4:8]}-{digits[8:]}"


class AdvisorGender(models.TextChoices):
    """The seeker's wish for the advisor."""

    ANY = "any", _("No preference")
    FEMALE = "female", _("A woman")
    MALE = "male", _("A man")


class JobSeekerQuerySet(models.QuerySet["JobSeeker"]):
    def visible_to(self, user: User) -> "JobSeekerQuerySet":
        """Those this person may see: the desk all, an advisor their current ones, a seeker themselves."""
        if user.is_superuser or user.is_support_desk:
            return self
        if user.is_staff:
            return self.filter(assignments__advisor__user=user, assignments__ended_at=None)
        return self.filter(user=user)

    def with_leaving(self) -> "JobSeekerQuerySet":
        """Each with `is_leaving`, asked along with the row."""
        return self.annotate(is_leaving=leaving())  # type: ignore[no-redef]  # what the property would ask

    def unassigned(self) -> "JobSeekerQuerySet":
        """Those who have no advisor now."""
        return self.filter(unassigned_since__isnull=False)

    def notices_only(self) -> "JobSeekerQuerySet":
        """Those who want job notices, and no contact by an advisor but in answer."""
        return self.filter(is_notices_only=True)


class JobSeeker(Labelled):
    """A member (会員). The row is the membership: it begins with registration and goes with withdrawal."""

    user = models.OneToOneField(User, models.CASCADE, related_name="job_seeker", verbose_name=_("sign-in"))
    member_number = models.CharField(
        _("member number"), max_length=12, unique=True, default=new_member_number, editable=False
    )
    erasure_id = models.UUIDField(_("erasure id"), unique=True, default=uuid.uuid4, editable=False)
    family_name = models.CharField(_("family name"), max_length=50)
    given_name = models.CharField(_("given name"), max_length=50)
    family_kana = models.CharField(_("family name in kana"), max_length=60, blank=True, default="", db_default="")
    given_kana = models.CharField(_("given name in kana"), max_length=60, blank=True, default="", db_default="")
    phone = PhoneNumberField(_("phone number"))
    birth_date = models.DateField(_("date of birth"))
    prefecture = models.CharField(_("prefecture"), max_length=2, choices=Prefecture)
    advisor_gender = models.CharField(
        _("wish for the advisor"), max_length=6, choices=AdvisorGender, default=AdvisorGender.ANY
    )
    is_notices_only = models.BooleanField(
        _("notices only"),
        default=False,
        db_default=False,
        help_text=_("Stay registered without contact by an advisor."),
    )
    joined_at = models.DateTimeField(_("member since"), default=timezone.now)
    # Kept by the database, whatever is written here: advisors/migrations/_kept.py.
    unassigned_since = models.DateTimeField(_("without an advisor since"), null=True, editable=False)

    objects = JobSeekerQuerySet.as_manager()

    class Meta:
        verbose_name = _("job seeker")
        verbose_name_plural = _("job seekers")
        indexes = [
            models.Index(fields=["phone"], name="jobseeker_phone"),
            models.Index(fields=["-joined_at", "-id"], name="jobseeker_newest"),
            models.Index(
                fields=["unassigned_since", "id"],
                condition=Q(unassigned_since__isnull=False),
                name="jobseeker_unassigned",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="jobseeker_advisor_gender_known", condition=Q(advisor_gender__in=AdvisorGender.values)
            ),
            models.CheckConstraint(name="jobseeker_prefecture_known", condition=Q(prefecture__in=Prefecture.values)),
            models.CheckConstraint(name="jobseeker_phone_given", condition=Q(phone__startswith="+")),
        ]

    def __str__(self) -> str:
        return self.member_number

    @property
    def name(self) -> str:
        return f"{self.family_name} {self.given_name}"

    @property
    def called(self) -> str:
        """Name and member number, as staff read them in a heading; never logged."""
        return noted(self.name, self.member_number)

    def has_had(self, user: User) -> bool:
        """Whether this person is, or was, the seeker's advisor."""
        return user.is_staff and self.assignments.filter(advisor__user=user).exists()

    @property
    def withdrawal(self) -> Any:
        """The withdrawal that is under way, or None. It is of a later app."""
        return self.withdrawal_requests.scheduled().first()

    @cached_property
    def is_leaving(self) -> bool:
        """Whether a withdrawal is under way: as it was asked along with the row, or else as it is when first wanted."""
        return self.withdrawal_requests.scheduled().exists()


class OfLeaver(TypedDict):
    """What a row about a member comes with that asks for `leaving` along with it."""

    is_leaving: bool


def leaving(of: str = "pk") -> Exists:
    """Whether a withdrawal is under way of the member whose id is in the column `of`, asked along with the row."""
    return Exists(JobSeeker.objects.filter(pk=OuterRef(of), withdrawal_requests__status="scheduled"))
