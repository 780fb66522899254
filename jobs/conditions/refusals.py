"""Why a condition is not changed, or nothing is asked for: one exception for each."""

from django.utils.translation import gettext_lazy as _

from config.refusals import Refusal


class NoSuchCondition(Refusal):
    """The seeker has no condition of this kind, or no longer."""

    said = _("Nothing was changed: this condition is no longer there.")


class NotAskable(Refusal):
    """This seeker cannot ask for referrals now: leaving, notices_only, counseling or advisor.

    For one posting it may also be that it is closed, that it is referred already, or that they have asked for many.
    """

    said = _("You cannot ask for this just now; the page says why.")

    def __init__(self, because: str):
        super().__init__(because)
        self.because = because
