"""Why an advisor is not given to a job seeker, or taken from one: one exception for each reason."""

from django.utils.translation import gettext_lazy as _

from config.refusals import Refusal


class NotAssignable(Refusal):
    """This advisor cannot accompany this seeker now."""


class HasAdvisor(NotAssignable):
    said = _("This job seeker has an advisor already. Please end that assignment first.")


class ThisAdvisor(NotAssignable):
    said = _("This is the advisor whom the job seeker has now.")


class TieEnded(NotAssignable):
    said = _("Nothing was changed: this assignment has ended.")


class OtherGender(NotAssignable):
    said = _("The job seeker wishes for an advisor of another gender.")


class Away(NotAssignable):
    said = _("This advisor is away at the moment.")


class HadBefore(NotAssignable):
    said = _("The job seeker had this advisor before.")


class OwnSeeker(NotAssignable):
    """Whoever decides is, or was, the seeker's advisor: what came of it would tell them of a wish in confidence."""

    said = _("You are or were this job seeker's advisor: somebody else at the support desk has to do this.")


class SeekerLeaves(NotAssignable):
    said = _("The withdrawal of this job seeker is scheduled.")
