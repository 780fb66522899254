"""The facts a posting states, as choices: each a short word that stays, since imports and conditions name it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Industry(models.TextChoices):
    MANUFACTURING = "manufacturing", _("Manufacturing")
    CONSTRUCTION = "construction", _("Construction and real estate")
    IT = "it", _("IT and telecommunications")
    RETAIL = "retail", _("Wholesale and retail")
    FOOD = "food", _("Restaurants and hotels")
    LOGISTICS = "logistics", _("Transport and warehousing")
    FINANCE = "finance", _("Finance and insurance")
    MEDICAL = "medical", _("Medicine, care and welfare")
    EDUCATION = "education", _("Education")
    MEDIA = "media", _("Media and advertising")
    STAFFING = "staffing", _("Business services")
    PUBLIC = "public", _("Public bodies and associations")
    OTHER = "other", _("Other industries")


class EmploymentType(models.TextChoices):
    PERMANENT = "permanent", _("Permanent employee")
    CONTRACT = "contract", _("Contract employee")
    TEMP_TO_PERM = "temp_to_perm", _("Temporary with a view to permanent employment")
    TEMPORARY = "temporary", _("Temporary agency work")
    PART_TIME = "part_time", _("Part-time")


class Remote(models.TextChoices):
    NONE = "none", _("No work from home")
    PARTLY = "partly", _("Some days from home")
    FULL = "full", _("All days from home")


class Education(models.TextChoices):
    """The least schooling a posting asks for."""

    NONE = "none", _("No schooling required")
    HIGH_SCHOOL = "high_school", _("High school")
    VOCATIONAL = "vocational", _("Vocational school or junior college")
    UNIVERSITY = "university", _("University")
