"""Why a suit cannot be reserved, moved, handed out or taken back now: one exception for each reason."""

from datetime import date

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from config import days
from config.refusals import Refusal
from support.suits.models import Key
from support.suits.room import Span


class NotLent(Refusal):
    """This seeker cannot have this suit on these days."""


class NoneLeft(NotLent):
    """Every suit of this kind is promised on some of these days: `key` and `span` are what was wanted."""

    def __init__(self, key: Key, span: Span):
        super().__init__()
        self.key, self.span = key, span

    said = _("No suit of this size is free at this office on these days. Nothing was changed.")


class AlreadyReserved(NotLent):
    said = _("You have a suit reserved already. You can move its days, or cancel it and reserve another.")
    said_of_member = _("The job seeker has a suit reserved already. Move its days, or cancel it and reserve another.")


class Leaving(NotLent):
    said = _(
        "Your withdrawal is under way, so no suit is reserved or moved. Stop the withdrawal first if you want one."
    )
    said_of_member = _("The withdrawal of this job seeker is under way, so no suit is reserved or moved.")


class NeededTooSoon(NotLent):
    said = _("We need one business day to prepare a suit. Please ring the support desk: perhaps it can be done sooner.")
    said_of_member = _(
        "A suit takes one business day to prepare. If one is ready, reserve it for a later day and then set other days."
    )


class NeededTooLate(NotLent):
    said = _("Suits can be reserved up to 90 days ahead.")


class InterviewGone(NotLent):
    said = _("This interview has been called off or is over. Please choose another day.")


class ClosedThen(NotLent):
    """The office is not open on a day of pick-up or return."""

    def __init__(self, day: date):
        super().__init__(day)
        self.day = day
        self.said = gettext("The office is closed on %(day)s. Please choose a business day.") % {"day": days.day(day)}


class PickedUpTooLate(NotLent):
    said = _("Pick it up at the latest on the day before you need it.")


class BroughtBackTooSoon(NotLent):
    said = _("You need it on that day still. Bring it back on that day or later.")


class KeptTooLong(NotLent):
    said = _("A suit can be kept for three weeks. Please choose an earlier day of return.")


class NoLongerReserved(NotLent):
    said = _("This reservation can no longer be changed here: it has ended, or you have the suit already.")
    said_of_member = _("This reservation can no longer be changed: it has ended, or the suit is handed out.")


# At the desk


class AtTheDesk(Refusal):
    """It cannot be handed out so."""


class NoSuchItem(AtTheDesk):
    said = _("There is no suit of this number. Please look at the tag once more.")


class ItemOut(AtTheDesk):
    said = _("By our list somebody else has this suit. Please take it back first.")


class ItemNotInOrder(AtTheDesk):
    said = _("This suit is not in order. Please choose another, or set its condition first.")


class HasOneOut(AtTheDesk):
    said = _("The job seeker has a suit that is not back yet. Please take it back first.")


class SeekerLeaves(AtTheDesk):
    said = _("The withdrawal of this job seeker is under way. Nothing is handed out any more.")


class PromisedToOthers(AtTheDesk):
    said = _("On these days every suit of this size and office is promised to others. Please choose another.")
