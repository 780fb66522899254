import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from config.numbered import numbered

FOLDER = "files"
USES = ["advisor_photo", "document", "reviewed", "resume_photo", "material", "conversation"]


# Uploaded by one person and opened by another, on a machine of their own.
FROM_OTHERS = ["document", "reviewed", "material", "conversation"]


def random_name(file: "File", filename: str) -> str:
    """Drawn by chance, and of no kind: what somebody called a file may name them, and stands in its row only."""
    return f"{FOLDER}/{uuid.uuid4()}"


class FileQuerySet(models.QuerySet["File"]):
    def unscanned(self) -> "FileQuerySet":
        """Those that no virus scanner has looked at, of those that one looks at."""
        return self.filter(scanned_at=None, use__in=FROM_OTHERS)


class File(models.Model):
    """A file: whose it is, what it is for, and where the storage keeps it.

    What is in it does not change: another one is another row. However its row goes, the database asks for its removal
    (`migrations/_file_rules.py`).
    """

    class Use(models.TextChoices):
        ADVISOR_PHOTO = "advisor_photo", _("Photo of an advisor")
        DOCUMENT = "document", _("Document for applications")
        REVIEWED = "reviewed", _("Document marked up by the advisor")
        RESUME_PHOTO = "resume_photo", _("Photo for the résumé")
        MATERIAL = "material", _("Materials of a seminar")
        CONVERSATION = "conversation", _("Sent to the advisor")

    # Nobody's, and so gone with nobody, is what the service shows to several.
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="files", verbose_name=_("whose it is")
    )
    use = models.CharField(_("what it is for"), max_length=20, choices=Use)
    name = models.CharField(_("file name"), max_length=200)
    content_type = models.CharField(_("kind of file"), max_length=100)
    size = models.PositiveIntegerField(_("bytes"))
    sha256 = models.CharField(_("checksum"), max_length=64)
    stored = models.FileField(_("where the storage keeps it"), upload_to=random_name)
    made_at = models.DateTimeField(_("made"), default=timezone.now)
    scanned_at = models.DateTimeField(_("scanned for viruses"), null=True, blank=True)

    objects = FileQuerySet.as_manager()

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")
        indexes = [
            models.Index(fields=["made_at"], name="file_unscanned", condition=Q(scanned_at=None, use__in=FROM_OTHERS))
        ]
        constraints = [
            models.UniqueConstraint(fields=["stored"], name="file_stored_for_one_row"),
            models.CheckConstraint(name="file_stored_somewhere", condition=~Q(stored="")),
            models.CheckConstraint(name="file_use_known", condition=Q(use__in=USES)),
            models.CheckConstraint(
                name="file_is_somebodys_unless_material",
                condition=Q(use="material", owner=None) | ~Q(use="material") & Q(owner__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return numbered(self)

    @property
    def is_held_back(self) -> bool:
        """There is a virus scanner, and it has not looked at this one: nobody is given it until then."""
        return bool(settings.CLAMAV_ADDRESS) and self.use in FROM_OTHERS and self.scanned_at is None


class FileRemovalQuerySet(models.QuerySet["FileRemoval"]):
    def ready(self, now: datetime) -> "FileRemovalQuerySet":
        """Those that were never tried, or are to be tried again."""
        return self.filter(Q(try_at=None) | Q(try_at__lte=now))


class FileRemoval(models.Model):
    """That a file is to be removed from the storage: written by the database as its row goes, gone once it is done."""

    stored = models.CharField(_("where the storage keeps it"), max_length=100)
    deleted_at = models.DateTimeField(_("row deleted"), db_default=Now())
    try_at = models.DateTimeField(_("next try"), null=True, blank=True)
    tries = models.PositiveSmallIntegerField(_("tries"), db_default=0)

    objects = FileRemovalQuerySet.as_manager()

    class Meta:
        verbose_name = _("removal of a file")
        verbose_name_plural = _("removals of files")
        indexes = [models.Index(fields=["deleted_at"], name="fileremoval_oldest")]
        constraints = [models.UniqueConstraint(fields=["stored"], name="fileremoval_once")]

    def __str__(self) -> str:
        return numbered(self)
