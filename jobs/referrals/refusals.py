"""Why something cannot be done with a referral now: one exception for each reason, with the sentence that says it."""

from datetime import datetime

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from advisors.models import CounselingBooking
from config import days
from config.refusals import Refusal
from config.typed import Text


class NotReferable(Refusal):
    """This posting cannot be referred to this seeker now."""


class NotTheirAdvisor(NotReferable):
    said = _("Only the advisor who accompanies this job seeker now can do this.")


class CounselingFirst(NotReferable):
    said = _("A referral needs a counseling that has taken place. There has been none in this membership yet.")


class OutcomeFirst(NotReferable):
    """There was a counseling, and nobody has said what came of it."""

    def __init__(self, booking: CounselingBooking):
        super().__init__(booking.pk)
        self.booking = booking
        text = gettext("The counseling of %(day)s has no outcome recorded. It has to be recorded first.")
        self.said = text % {"day": days.day(booking.slot.held_on)}


class NotOpen(NotReferable):
    said = _("This posting is not open. Please choose another.")


class AlreadyReferred(NotReferable):
    said = _("This posting has been referred to this job seeker already.")


class NoticesOnly(NotReferable):
    said = _("This job seeker wishes for notices only, and is not contacted by an advisor.")


class SeekerLeaves(NotReferable):
    said = _("The withdrawal of this job seeker is under way. Nothing is referred any more.")


class NoteNeeded(NotReferable):
    said = _("This posting does not meet every must-have. Please write why you refer it all the same.")


class InterviewOff(Refusal):
    said = _("Nothing was changed: this interview has been called off.")


class InterviewBegun(Refusal):
    said = _("Nothing was changed: the time of this interview has come.")


class ElsewhereThen(Refusal):
    """The seeker is in another place at that time: `at` when that begins."""

    text: Text

    def __init__(self, at: datetime):
        super().__init__(at)
        self.said = str(self.text) % {"at": days.when(at)}


class CounselingThen(ElsewhereThen):
    text = _("The job seeker has a counseling then, at %(at)s. Choose another time, or move the counseling first.")


class MockInterviewThen(ElsewhereThen):
    text = _("The job seeker has a mock interview then, at %(at)s. Choose another time, or move that one first.")


class InterviewThen(ElsewhereThen):
    text = _("The job seeker has another interview then, at %(at)s. Choose another time, or move that one first.")


class NotWithCompany(Refusal):
    """The company has answered meanwhile, or the seeker has stepped back."""

    said = _("Nothing was changed: the company owes no word on this selection now.")


class NotThatDay(Refusal):
    """The company cannot be expected to answer on this day."""


class DayIsOver(NotThatDay):
    said = _("This day is over. Enter a day to come.")


class DayTooFar(NotThatDay):
    said = _("This is more than half a year ahead. Please look at it again.")


class NotYours(Refusal):
    """Somebody else's referral, to the seeker: there is none."""

    said = _("There is no such referral.")


class AlreadyAnswered(Refusal):
    """The referral has gone on meanwhile: in another tab, or by the company."""

    def __init__(self, status: str):
        super().__init__(status)
        self.said = gettext("Nothing was changed. This is where it stands by now: %(status)s") % {"status": status}


class PostingClosed(Refusal):
    said = _("This posting has closed meanwhile, so there is nothing to apply for any more.")


class Leaving(Refusal):
    said = _("Your withdrawal is under way. Stop it first if you want to apply.")


class PlaceTaken(Refusal):
    said = _("The last place has been taken meanwhile. Your advisor will find out how to go on from here.")
