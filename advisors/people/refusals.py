from django.utils.translation import gettext_lazy as _

from config.refusals import Refusal


class NoPortrait(Refusal):
    """What was uploaded is not shown as an advisor's photo: one kind for each reason."""


class NotAPicture(NoPortrait):
    said = _("This is not a picture that can be read. Please choose a JPEG or PNG file.")


class PictureTooLarge(NoPortrait):
    said = _("This picture is too large. Please choose one of at most 5 MB.")


class ManyPictures(NoPortrait):
    """As many are being read as the machine bears."""

    said = _("Many photos are being read just now. Please send yours once more in a minute.")
