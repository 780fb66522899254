from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from config.numbered import numbered


class UploadedPostingsQuerySet(models.QuerySet):
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

    def __str__(self):
        return numbered(self)
