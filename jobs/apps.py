from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from accounts.messages.kinds import Kind, Leaves


class JobsConfig(AppConfig):
    """What job seekers apply to."""

    name = "jobs"
    verbose_name = _("Jobs")
    mails = {
        "conditions_changed": Kind(_("To the advisor: conditions changed"), Leaves.AT_ONCE),
        "interview_set": Kind(_("Interview set"), Leaves.WITH_APPOINTMENT),
        "interview_off": Kind(_("Interview called off"), Leaves.WITH_APPOINTMENT),
        "posting_closed": Kind(_("Job posting closed"), Leaves.IN_HOURS),
        "referred": Kind(_("Job posting referred"), Leaves.COUNTED),
        "referred_as_asked": Kind(_("Job posting referred, as asked for"), Leaves.IN_HOURS),
        "seeker_moved": Kind(_("To the advisor: decision of a job seeker"), Leaves.AT_ONCE),
        "selection_moved": Kind(_("Next step of a selection"), Leaves.IN_HOURS),
    }
