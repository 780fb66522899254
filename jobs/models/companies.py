from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.users.prefectures import Prefecture
from config.numbered import numbered
from jobs.facts import Industry


class CompanyQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "CompanyQuerySet":
        """Staff see all; everybody else meets a company in its postings."""
        return self if user.is_staff else self.none()


class Company(models.Model):
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

    def __str__(self):
        return numbered(self)
