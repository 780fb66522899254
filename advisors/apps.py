from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from accounts.messages.kinds import Kind, Leaves


class AdvisorsConfig(AppConfig):
    """Who helps job seekers: advisors and who they are assigned to."""

    name = "advisors"
    verbose_name = _("Advisors")
    mails = {
        "advisor_away": Kind(_("No advisor for now"), Leaves.IN_HOURS),
        "advisor_wrote": Kind(_("Message from the advisor"), Leaves.IN_HOURS),
        "booked": Kind(_("Counseling booked"), Leaves.AT_ONCE),
        "cancelled": Kind(_("Counseling cancelled"), Leaves.AT_ONCE),
        "cancelled_for_you": Kind(_("Counseling cancelled by us"), Leaves.WITH_APPOINTMENT),
        "change_closed": Kind(_("Change of the advisor: answer of the support desk"), Leaves.IN_HOURS),
        "day_changed": Kind(_("To the advisor: counseling of today or tomorrow changed"), Leaves.AT_ONCE),
        "moved": Kind(_("Counseling moved"), Leaves.AT_ONCE),
        "moved_for_you": Kind(_("Counseling with the new advisor"), Leaves.WITH_APPOINTMENT),
        "not_held": Kind(_("Counseling that we did not hold"), Leaves.IN_HOURS),
        "reminder": Kind(_("Counseling: reminder"), Leaves.WITH_APPOINTMENT),
        "seeker_wrote": Kind(_("To the advisor: message from a job seeker"), Leaves.AT_ONCE),
        "slot_open": Kind(_("Counseling: an hour is free"), Leaves.IN_HOURS),
        "your_advisor": Kind(_("New advisor"), Leaves.IN_HOURS),
    }
