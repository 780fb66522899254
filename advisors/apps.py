from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AdvisorsConfig(AppConfig):
    """Who helps job seekers: advisors and who they are assigned to."""

    name = "advisors"
    verbose_name = _("Advisors")
    mails = {
        "advisor_away": _("No advisor for now"),
        "advisor_wrote": _("Message from the advisor"),
        "booked": _("Counseling booked"),
        "cancelled": _("Counseling cancelled"),
        "cancelled_for_you": _("Counseling cancelled by us"),
        "change_closed": _("Change of the advisor: answer of the support desk"),
        "moved": _("Counseling moved"),
        "reminder": _("Counseling: reminder"),
        "seeker_wrote": _("To the advisor: message from a job seeker"),
        "slot_open": _("Counseling: an hour is free"),
        "your_advisor": _("New advisor"),
    }
