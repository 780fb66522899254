from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import JobSeeker, User, leaving
from config.numbered import numbered
from jobs.postings.models import JobPosting


class PostingWishQuerySet(models.QuerySet):
    def open(self) -> "PostingWishQuerySet":
        """Those whose posting is open still."""
        return self.filter(posting__status=JobPosting.Status.OPEN)

    def waiting(self) -> "PostingWishQuerySet":
        """Those that a referral can answer now: nobody refers to who is leaving, or wants notices only."""
        return self.open().filter(~leaving("seeker")).exclude(seeker__notice_rhythm__is_notices_only=True)

    def visible_to(self, user: User) -> "PostingWishQuerySet":
        """The seeker, and whoever is their advisor now; not the desk, and no former advisor."""
        if not user.is_staff:
            return self.filter(seeker__user=user)
        seekers = JobSeeker.objects.filter(assignments__advisor__user=user, assignments__ended_at=None)
        return self.filter(seeker__in=seekers.values("pk"))


class PostingWish(models.Model):
    """That a seeker asks their advisor to refer this posting. Its referral answers it, and the row goes.

    Of a posting that has closed the row stays for the seeker, who reads why nothing comes of it.
    """

    seeker = models.ForeignKey(JobSeeker, models.CASCADE, related_name="posting_wishes", verbose_name=_("job seeker"))
    posting = models.ForeignKey(JobPosting, models.CASCADE, related_name="wishes", verbose_name=_("job posting"))
    asked_at = models.DateTimeField(_("asked"))

    objects = PostingWishQuerySet.as_manager()

    class Meta:
        verbose_name = _("posting asked for")
        verbose_name_plural = _("postings asked for")
        ordering = ["asked_at", "id"]
        constraints = [models.UniqueConstraint(fields=["seeker", "posting"], name="postingwish_once")]

    def __str__(self):
        return numbered(self)
