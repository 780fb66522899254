"""The advisor whom an invitation proposes for the first counseling; or, plainly, why they are not to be had."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from accounts.models import AdvisorGender, JobSeeker
from advisors.counseling.fitting import Standing
from advisors.people.models import Advisor
from config.typed import Text

INVITED = "invited"  # who, in the address of the times


@dataclass(frozen=True)
class Proposal:
    """`because` says why they cannot be booked; empty if they can."""

    advisor: Advisor | None
    because: Text = ""

    def shown_alone(self, who: str) -> int | None:
        """Whose times alone were asked for, if they may be."""
        return self.advisor.pk if self.advisor and not self.because and who == INVITED else None


def proposal_for(seeker: JobSeeker, standing: Standing) -> Proposal | None:
    """None for who came by no invitation, or has an advisor by now."""
    proposed = standing["proposed"]
    if proposed is None or standing["own_advisor"] is not None:
        return None
    advisor = Advisor.objects.select_related("user").filter(pk=proposed).first() if proposed else None
    return Proposal(advisor, why_not(advisor, seeker))


def why_not(advisor: Advisor | None, seeker: JobSeeker) -> Text:
    """As `fitting.py: advisors_for` decides it."""
    if advisor is None:
        return _("Your invitation no longer counted when you registered by it, so it proposes nobody. Choose any time.")
    if not (advisor.is_at_work and advisor.user.is_active) or seeker.has_had(advisor.user):
        return _("Your invitation proposes an advisor who is not available at present. Choose any other time.")
    if seeker.advisor_gender not in (AdvisorGender.ANY, advisor.gender):
        return _(
            "Your invitation proposes an advisor who is not of the gender you wish for. Choose any time, or change the "
            "wish in your profile."
        )
    if advisor.load >= advisor.capacity:
        return _("Your invitation proposes an advisor who has no room for more people now. Choose any other time.")
    return ""
