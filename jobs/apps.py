from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class JobsConfig(AppConfig):
    """What job seekers apply to."""

    name = "jobs"
    verbose_name = _("Jobs")
    mails = {
        "conditions_changed": _("To the advisor: conditions changed"),
        "interview_set": _("Interview set"),
        "interview_off": _("Interview called off"),
        "posting_closed": _("Job posting closed"),
        "referred": _("Job posting referred"),
        "seeker_moved": _("To the advisor: decision of a job seeker"),
        "selection_moved": _("Next step of a selection"),
    }
