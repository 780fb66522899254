from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from jobs.postings.imports.reading import MOST_BYTES, Unreadable, read


class UploadForm(forms.Form):
    """A file of companies and postings."""

    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "CSV (UTF-8 or Shift_JIS) or Excel (XLSX), up to 2,000 rows: split a longer one. "
            "Nothing is written before you agree."
        ),
        error_messages={
            "required": _("Choose a file."),
            "empty": _("The file is empty."),
            "missing": _("Choose a file."),
        },
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,text/csv"}),
    )

    def clean_file(self) -> bytes:
        """The content of a file that can be read."""
        file = self.cleaned_data["file"]
        content: bytes = file.read(MOST_BYTES + 1)
        try:
            read(content)
        except Unreadable as refusal:
            raise ValidationError(str(refusal)) from None
        return content
