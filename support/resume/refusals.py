from django.utils.translation import gettext_lazy as _

from config.refusals import Refusal


class TooManyEntries(Refusal):
    """As many as a member may keep."""

    said = _("There are as many entries as fit. Please remove one first.")


class NothingWritten(Refusal):
    """Not a word has been saved."""

    said = _("There is nothing to send yet. Please begin with the first page.")


class NotAPhoto(Refusal):
    """What was uploaded is none, or larger than anybody needs."""

    said = _("This cannot be read as a photo. Please choose a JPEG or PNG of up to 10 MB.")


class NotDrawn(Refusal):
    """The file did not come about: one kind for each reason."""


class PressFailed(NotDrawn):
    """It took too long, or too much, or failed."""

    said = _("Something went wrong while the file was being made. What you wrote is saved.")


class PressBusy(NotDrawn):
    """As many are being drawn as the machine bears, and none was done in time."""

    said = _("Many files are being made at this moment. What you wrote is saved.")
