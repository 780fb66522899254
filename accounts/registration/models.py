from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.registration import codes
from accounts.users.models import Language
from config.numbered import numbered


class MailboxProofQuerySet(models.QuerySet["MailboxProof"]):
    def expired(self, now: datetime) -> "MailboxProofQuerySet":
        return self.filter(expires_at__lte=now)


class MailboxProof(models.Model):
    """A wish that counts once its sender has typed the code sent to `email`: to register, or to change a contact.

    What was typed waits in `details`; nobody is a member before the code is right. `came_by` is the invitation by which
    its sender came, as the one who wrote it knows it (`settings.INVITATIONS_FOLLOWED_BY`).
    """

    class Purpose(models.TextChoices):
        REGISTRATION = "registration", _("Registration")
        CONTACT_CHANGE = "contact_change", _("Change of contact")

    MAX_TRIES = 5
    LIFE = timedelta(hours=1)

    purpose = models.CharField(_("purpose"), max_length=16, choices=Purpose)
    email = models.EmailField(_("e-mail address"), db_index=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="mailbox_proofs",
        verbose_name=_("sign-in"),
    )
    details = models.JSONField(_("what was typed"), default=dict)
    language = models.CharField(_("language"), max_length=2, choices=Language, default=Language.JAPANESE)
    salt = models.CharField(max_length=16, editable=False)
    code_digest = models.CharField(max_length=64, editable=False)
    came_by = models.CharField(_("came by"), max_length=20, blank=True, default="", db_default="", editable=False)
    tries = models.PositiveSmallIntegerField(_("wrong codes"), default=0)
    created_at = models.DateTimeField(_("created"), default=timezone.now)
    expires_at = models.DateTimeField(_("valid until"), db_index=True)
    proven_at = models.DateTimeField(_("proven"), null=True, blank=True)

    objects = MailboxProofQuerySet.as_manager()

    class Meta:
        verbose_name = _("mailbox proof")
        verbose_name_plural = _("mailbox proofs")
        constraints = [
            models.CheckConstraint(
                name="mailboxproof_user_iff_contact_change",
                condition=Q(purpose="registration", user=None) | Q(purpose="contact_change", user__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return numbered(self)

    def new_code(self) -> str:
        """A fresh code, which only its mail will hold in clear."""
        code, self.salt, self.code_digest = codes.new_code()
        return code

    def fits(self, code: str) -> bool:
        return codes.fits(code, salt=self.salt, kept=self.code_digest)

    def is_open(self, now: datetime) -> bool:
        return self.proven_at is None and self.tries < self.MAX_TRIES and now < self.expires_at
