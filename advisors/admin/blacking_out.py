"""An advisor takes a passage out of what they wrote themselves, because it names somebody else."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from advisors.actions.blacking_out import black_out


class PassageForm(forms.Form):
    passage = forms.CharField(
        label=_("What is to be blacked out"),
        max_length=200,
        help_text=_("Word for word, wherever it stands in the text. This cannot be undone."),
        error_messages={"required": _("Enter the words.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args, text: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.text = text

    def clean_passage(self) -> str:
        passage = self.cleaned_data["passage"]
        if passage not in self.text:
            raise ValidationError(_("The text does not hold these words."))
        return passage


class BlackingOut:
    """A model admin on whose pages texts of an advisor's own stand; goes before `ServiceAdmin`."""

    def get_urls(self) -> list:
        page = self.admin_site.admin_view(self.black_out_view)
        name = f"{self.opts.app_label}_{self.opts.model_name}_black_out"
        return [path("black-out/<int:key>/", page, name=name), *super().get_urls()]

    def own_texts(self, request: HttpRequest) -> QuerySet:
        """Rows with a `text` that this person wrote and may read."""
        raise NotImplementedError

    def page_of(self, row) -> str:
        """Where the text stands."""
        raise NotImplementedError

    def black_out_view(self, request: HttpRequest, key: int) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        rows = self.own_texts(request)
        row = rows.filter(pk=key).first()
        if row is None:
            raise Http404
        form = PassageForm(request.POST if request.method == "POST" else None, text=row.text)
        if form.is_valid():
            if black_out(rows, key, form.cleaned_data["passage"]):
                # That it was done is recorded, by whom and when; what was taken out is not.
                self.log_change(request, row, "blacked out a passage")
                messages.success(request, gettext("The passage is blacked out."))
            return HttpResponseRedirect(self.page_of(row))
        context = {"text": row.text, "form": form, "back": self.page_of(row)}
        return self.own_page(request, "admin/advisors/black_out.html", gettext("Black out a passage"), context)
