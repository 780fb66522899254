"""Who of staff looked at a member's page, a document or a conversation: written once, and never changed."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.users.models import JobSeeker, User
from config.numbered import numbered


class LookQuerySet(models.QuerySet["Look"]):
    def visible_to(self, user: User) -> "LookQuerySet":
        """An administrator sees all, but what others looked at of those whom they accompany or did: it tells of a wish
        for another advisor. A member sees those at their own; nobody else any, not even their own looks: what is out of
        their sight since would stand there.
        """
        if user.is_superuser:
            had = JobSeeker.objects.filter(assignments__advisor__user=user).values("pk")
            return self.filter(Q(by=user) | ~Q(seeker__in=had))
        return self.none() if user.is_staff else self.filter(seeker__user=user)


class Look(models.Model):
    """That somebody of staff opened something about a member: who, in which role, what kind of thing, when.

    Held by the database (migration `_look_rules`): nothing of it changes but that the member is taken out as they are
    erased, and it goes after a year, not sooner.
    """

    class Role(models.TextChoices):
        ADVISOR = "advisor", _("Advisor")
        DESK = "desk", _("Support desk")
        ADMINISTRATOR = "administrator", _("Administrator")

    class Kind(models.TextChoices):
        PROFILE = "profile", _("Member's page")
        DOCUMENT = "document", _("Document")
        CONVERSATION = "conversation", _("Conversation")

    KEPT_FOR = timedelta(days=366)

    # Without a constraint: who left the staff, and a member who is staff, are erased by what knows nothing of looks.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.DO_NOTHING,
        null=True,
        db_constraint=False,
        related_name="looks",
        verbose_name=_("staff member"),
    )
    role = models.CharField(_("role"), max_length=13, choices=Role)
    kind = models.CharField(_("what"), max_length=12, choices=Kind)
    seeker = models.ForeignKey(
        JobSeeker, models.SET_NULL, null=True, db_index=False, related_name="looks", verbose_name=_("job seeker")
    )
    at = models.DateTimeField(_("at"), default=timezone.now)

    objects = LookQuerySet.as_manager()

    class Meta:
        verbose_name = _("look")
        verbose_name_plural = _("looks")
        indexes = [
            models.Index(fields=["seeker", "-at"], condition=Q(seeker__isnull=False), name="look_of_seeker"),
            models.Index(fields=["-at", "-id"], name="look_newest"),
        ]
        constraints = [
            models.CheckConstraint(name="look_role_known", condition=Q(role__in=["advisor", "desk", "administrator"])),
            models.CheckConstraint(
                name="look_kind_known", condition=Q(kind__in=["profile", "document", "conversation"])
            ),
        ]

    def __str__(self) -> str:
        return numbered(self)
