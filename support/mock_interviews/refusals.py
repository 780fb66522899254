"""Why what is practised cannot be changed now, or a feedback sheet not be sent: one exception for each reason."""

from django.utils.translation import gettext_lazy as _

from config.refusals import Refusal


class NotChangeable(Refusal):
    """What is practised stays as it is."""


class NotTheirs(NotChangeable):
    """Whoever accompanies the seeker no more, or never held it."""

    said = _("Only the job seeker and the advisor who holds it say what is practised.")


class NotAhead(NotChangeable):
    said = _("This mock interview is not ahead any more, so there is nothing to change.")


class Begun(NotChangeable):
    said = _("It has begun, so what is practised stays as it is.")


class NotSendable(Refusal):
    """This sheet is not sent now."""


class NotTheirInterviewer(NotSendable):
    """Whoever accompanies the seeker no more, or never held it."""

    said = _("Only the advisor who held it writes the sheet, and only while they accompany this job seeker.")


class NotOver(NotSendable):
    said = _("The sheet can be sent once the mock interview is over.")


class NotHeld(NotSendable):
    said = _("It is recorded that this mock interview did not take place, so there is nothing to write.")


class SentAlready(NotSendable):
    said = _("The sheet has been sent already.")


class OpenedAlready(NotSendable):
    """What somebody has read does not change behind their back."""

    said = _("The job seeker has opened the sheet, so it stays as it is. You can write a message instead.")


class MemberLeaves(NotSendable):
    said = _("The withdrawal of this job seeker is under way, so no sheet is sent any more.")
