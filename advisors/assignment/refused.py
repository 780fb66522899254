"""Why an advisor was not assigned, in one sentence each."""

from django.utils.translation import gettext_lazy as _

REFUSED = {
    "has_advisor": _("This job seeker has an advisor already. Please end that assignment first."),
    "gender": _("The job seeker wishes for an advisor of another gender."),
    "away": _("This advisor is away at the moment."),
    "left": _("The job seeker had this advisor before."),
    "own": _("You are or were this job seeker's advisor: somebody else at the support desk has to do this."),
    "leaving": _("The withdrawal of this job seeker is scheduled."),
}
