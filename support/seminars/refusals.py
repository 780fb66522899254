"""Why a seat cannot be had, kept or given up now, or a seminar not changed: one exception for each reason."""

from django.utils.translation import gettext_lazy as _

from config.refusals import Refusal


class NoSeat(Refusal):
    """This member cannot have a seat, or a place in line, now."""


class NotOpen(NoSeat):
    """It is called off, or not open yet."""

    said = _("This seminar has been called off, so there are no seats to be had.")


class HasBegun(NoSeat):
    """It goes on, or is over."""

    said = _("This seminar has begun, so nothing can be changed here any more.")


class Leaving(NoSeat):
    """The member's withdrawal is scheduled."""

    said = _("A withdrawal is under way, so no seat is given. It can be stopped.")


class NoneOffered(NoSeat):
    """They are in line, or are not even that."""

    said = _("No seat is offered to you now. We write to you as soon as there is one.")
    said_of_member = _("No seat is offered to this job seeker now. They are told by mail as soon as there is one.")


class OfferOver(NoSeat):
    """The time to answer is over, and the next in line is asked."""

    said = _("The time to answer is over, so the seat goes to the next in line. You can join again.")
    said_of_member = _("The time to answer is over, so the seat goes to the next in line. They can join again.")


class SeatGone(NoSeat):
    """In the last hours somebody else was faster."""

    said = _("Somebody else has just taken the last free seat. You keep your place in line.")
    said_of_member = _("Somebody else has just taken the last free seat. The job seeker keeps their place in line.")


class NotChanged(Refusal):
    """The desk cannot change the seminar so."""


class TooFewSeats(NotChanged):
    """More are held than there would be."""

    said = _("More seats than that are held or offered. Nobody's seat is taken away: choose a higher number.")


class BeginsInThePast(NotChanged):
    """Nobody could come any more."""

    said = _("It would begin in the past. Choose a time that is still to come.")


class OverAlready(NotChanged):
    """It has begun, or was called off."""

    said = _("This seminar has begun or was called off, so it is not changed any more.")


class NotBegun(NotChanged):
    """Nobody can have been there yet."""

    said = _("This seminar has not begun, so nobody's attendance is recorded yet.")


class RecordedForGood(NotChanged):
    """The figures of a seminar do not change for ever."""

    said = _("Who was there can be put right for two weeks after the end. That is over.")


class HasSheet(NotChanged):
    """Somebody wrote to them about how they did there."""

    said = _("This member was sent a feedback sheet about it, so they were there.")
