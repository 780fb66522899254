"""Why a file is not kept, and what to do instead; why something cannot be done with a document or its review now."""

from django.utils.translation import gettext_lazy as _

from config.refusals import Refusal


class NotFit(Refusal):
    """A file that cannot be kept as it is: one kind for each reason."""


class NotAKind(NotFit):
    said = _("This is none of the kinds that can be read here. Save it as a PDF in the program you wrote it with.")


class Damaged(NotFit):
    said = _("This file cannot be opened: it is damaged or not complete. Save it once more, as a PDF, and send that.")


class OldOffice(NotFit):
    said = _("This is a file of the old Word or Excel (.doc, .xls). Open it and save it as a PDF, and send that.")


class LockedPdf(NotFit):
    said = _("This PDF is locked. Save it without a password and without restrictions, and send that.")


class LockedOffice(NotFit):
    said = _("This Word or Excel file is locked by a password. Take the password out, or save it as a PDF.")


class Macros(NotFit):
    said = _("There are macros in this file. Save it as .docx or .xlsx without them, or as a PDF.")


class Program(NotFit):
    said = _("There is a program in this file. Save it as a PDF, and send that.")


class FileInside(NotFit):
    said = _("There is another file inside this one. Take it out, or save it as a PDF.")


class FromElsewhere(NotFit):
    said = _("This file fetches parts of itself from elsewhere, such as a template or a picture. Save it as a PDF.")


class Bomb(NotFit):
    said = _("Unpacked, this file would be far too large. Save it as a PDF, and send that.")


class WrongPaths(NotFit):
    said = _("The parts of this file have names that lead elsewhere. Save it once more in Word or Excel, or as a PDF.")


class TwoInOne(NotFit):
    said = _("This is two kinds of file in one. Open it, save it as a PDF, and send that.")


class TooManyPages(NotFit):
    said = _("This PDF has more than 30 pages. Save only the pages of the document itself.")


class TooManyPixels(NotFit):
    said = _("This picture is too large. Make it smaller, or take it once more at a lower resolution.")


class UnprintedForm(NotFit):
    said = _("This PDF is a form, and what you typed into it would be lost. Print it “as a PDF”, and send that.")


class Heic(NotFit):
    said = _("Pictures of the kind HEIC cannot be read here. Save it as a JPEG, or take a screenshot, and send that.")


class TooHeavy(NotFit):
    said = _("Reading this file takes too long. Save it as a simpler PDF, and send that.")


class Busy(NotFit):
    said = _("Many files are being read just now. Please send yours once more in a minute.")


class Infected(NotFit):
    said = _("The virus scanner has found something in this file. Make a fresh one on another device, or ask us.")


NOT_FIT: dict[str, type[NotFit]] = {
    "not_a_kind": NotAKind,
    "damaged": Damaged,
    "old_office": OldOffice,
    "locked_pdf": LockedPdf,
    "locked_office": LockedOffice,
    "macros": Macros,
    "program": Program,
    "file_inside": FileInside,
    "from_elsewhere": FromElsewhere,
    "bomb": Bomb,
    "wrong_paths": WrongPaths,
    "two_in_one": TwoInOne,
    "too_many_pages": TooManyPages,
    "too_many_pixels": TooManyPixels,
    "unprinted_form": UnprintedForm,
    "heic": Heic,
}


class NoDocument(Refusal):
    """It was deleted meanwhile, or is somebody else's: to whoever asks, the same."""

    said = _("Nothing was changed: this document is not here any more.")


class TooManyVersions(Refusal):
    said = _("You have as many versions of this document as can be kept. Delete one that you need no more.")


class ReviewAskedFor(Refusal):
    said = _("You have asked for a review of this version already.")


class Leaving(Refusal):
    said = _("Your withdrawal is under way. Stop it first if you want to send a document or ask for a review.")


class SeekerLeaves(Refusal):
    said = _("The withdrawal of this job seeker is under way. Nothing is returned any more, unless it is stopped.")


class NotTheirReviewer(Refusal):
    said = _("Only the advisor who accompanies this job seeker now returns a review.")


class NothingToReturn(Refusal):
    said = _("Please write a comment, or add a marked-up file.")
