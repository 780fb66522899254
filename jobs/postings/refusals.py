"""Why a posting is not opened or closed, or a file of them not imported: one exception for each reason."""

from django.utils.translation import gettext_lazy as _

from config.refusals import Refusal


class NotOpened(Refusal):
    """A posting cannot be opened now."""


class OpensLater(NotOpened):
    said = _("This posting opens later. Change its opening date if it is to open now.")


class DatePassed(NotOpened):
    said = _("The closing date of this posting has passed. Change it before you open the posting.")


class NoDraft(NotOpened):
    """It is open already, or closed for good."""

    said = _("Nothing was changed: this posting is no draft any more.")


class ClosedAlready(Refusal):
    said = _("Nothing was changed: this posting is closed already.")


class ImportedAlready(Refusal):
    """Or left for more than a day, after which what was uploaded is gone."""

    said = _("This file has been imported already, or it waited for more than a day.")
