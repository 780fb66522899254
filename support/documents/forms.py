from typing import IO

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from config.typed import Typed
from support.documents.judging import LARGEST, Fit, judged
from support.documents.models import Document
from support.documents.refusals import NotFit

# What a phone or a computer offers to choose from; what is chosen is judged by what is in it.
OFFERED = ".pdf,.docx,.xlsx,.jpg,.jpeg,.png,application/pdf,image/jpeg,image/png"
AGAIN = _("The file has to be chosen once more.")


class DocumentField(forms.FileField):
    """A file as it may be kept; what cannot be kept is refused beside the field."""

    default_error_messages = {
        "required": _("Choose a file."),
        "empty": _("This file is empty. Open it, look whether everything is there, and save it once more."),
        "too_large": _("This file is larger than 10 MB. Save it as a PDF, or make its pictures smaller."),
        "missing": _("Choose a file."),
        "invalid": _("Choose a file."),
    }
    widget = forms.FileInput(attrs={"accept": OFFERED})

    def clean(self, data: "UploadedFile[bytes] | None", initial: object = None) -> Fit | None:
        upload: UploadedFile[bytes] | None = super().clean(data, initial)
        if not upload:
            return None
        if (upload.size or 0) > LARGEST:
            raise forms.ValidationError(self.error_messages["too_large"], "too_large")
        try:
            return judged(whole(upload), upload.name or "")
        except NotFit as refusal:
            raise forms.ValidationError(str(refusal.said), "not_fit") from refusal


def whole(upload: IO[bytes]) -> bytes:
    upload.seek(0)
    return upload.read()


class UploadForm(forms.Form):
    """The next version of a document."""

    kind = forms.ChoiceField(
        label=_("What it is"),
        choices=Document.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what it is."), "invalid_choice": _("Choose what it is.")},
    )
    file = DocumentField(
        label=_("File"),
        help_text=_("PDF, Word (.docx), Excel (.xlsx), JPEG or PNG, up to 10 MB. A PDF looks the same everywhere."),
    )
    note = forms.CharField(
        label=_("Note"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Such as what you have changed, or what you are unsure about. Your advisor reads it."),
    )
    ask_review = forms.BooleanField(label=_("Ask my advisor to look at it"), required=False)

    def clean(self) -> Typed:
        """A browser keeps no file: where something else is wrong, it is said that it has to be chosen again."""
        if self.errors and self.cleaned_data.get("file"):
            self.add_error("file", AGAIN)
        return self.cleaned_data
