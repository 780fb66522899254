"""Why a counseling, or a mock interview, cannot be booked, moved or cancelled now: one exception for each reason.

The sentences suit both who reads them: the seeker on the site, and the desk with the seeker on the phone. One that
speaks to the seeker alone has another for the desk.
"""

from datetime import datetime

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from config import days
from config.refusals import Refusal


class NotBookable(Refusal):
    """This seeker cannot have this slot."""


class SlotTaken(NotBookable):
    """Somebody was faster, or it is no longer offered."""

    said = _("Somebody else has just taken this time. These are the times that are free now.")


class NotOffered(NotBookable):
    """It is not among the times that this seeker may know of: never was, or no longer is."""

    said = _("This time is not on offer. These are the times that are free now.")


class AdvisorSince(NotOffered):
    """The seeker has got an advisor since they looked, whose times alone they see now."""

    said = _("You have an advisor now, so nothing was booked. These are their free times.")


class DoesNotFit(NotBookable):
    """The advisor is another than the seeker's own, full, away, or of another gender than wished for."""

    said = _("This advisor cannot take on anybody more now. These are the times that are free now.")


class TooSoon(NotBookable):
    """It begins too soon to be booked on the site, or by the desk."""

    said = _("This time begins too soon to be booked. These are the times that are free now.")


class AtInterview(NotBookable):
    """The seeker is at a company at that hour."""

    def __init__(self, starts_at: datetime, company: str):
        super().__init__(starts_at)
        text = gettext("It overlaps with the interview at %(company)s, %(at)s. These are the times that are free now.")
        self.said = text % {"company": company, "at": days.when(starts_at)}


class AlreadyBooked(NotBookable):
    """The seeker has a counseling ahead."""

    said = _("There is a counseling ahead already. If this other time suits better, please move it.")


class MockInterviewAhead(AlreadyBooked):
    """The seeker has a mock interview ahead, whatever counseling they have."""

    said = _("There is a mock interview ahead already. If this other time suits better, please move it.")


class AdvisorFirst(NotBookable):
    """A mock interview is held by the seeker's own advisor, and they have none."""

    said = _(
        "A mock interview is with your own advisor, and you have none at the moment. Please book a counseling first."
    )
    said_of_member = _(
        "A mock interview is with the seeker's own advisor, and they have none. Book a counseling first."
    )


class Leaving(NotBookable):
    """The seeker's withdrawal is scheduled."""

    said = _("A withdrawal is under way, so nothing is booked or moved. It can be stopped.")


class TooLate(NotBookable):
    """It begins too soon to be moved or cancelled on the site, or has been cancelled."""

    said = _("This hour can no longer be changed here. Please ring the support desk.")
