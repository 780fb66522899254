"""Why a message is not written: one exception for each reason."""

from datetime import datetime

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from config import days
from config.refusals import Refusal


class NotWritten(Refusal):
    """This cannot be written now."""


class NoAdvisor(NotWritten):
    """The two are not a seeker and their present advisor."""

    said = _("You have no advisor at present, so nobody would read it.")


class Leaving(NotWritten):
    """The seeker is leaving: only the withdrawal's own messages go to them."""

    said = _("Nothing can be sent to this job seeker at present.")


class HasGone(NotWritten):
    """What the seeker may have read is not changed any more."""

    said = _("It has gone meanwhile, so nothing was changed.")


class AnswersOnly(NotWritten):
    said = _("This job seeker wishes for answers only. You can write once they have written to you.")


class TooOften(NotWritten):
    """More than the seeker wishes for; it is possible from `again_at`."""

    def __init__(self, again_at: datetime):
        super().__init__(again_at)
        self.again_at = again_at
        text = gettext("This job seeker wishes for no more messages this week. You can write again from %(time)s.")
        self.said = text % {"time": days.when(again_at)}
