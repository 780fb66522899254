"""An advisor takes a passage out of what they wrote themselves, because it names somebody else."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, Generic, TypeVar

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import URLPattern, path
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from advisors.conversation.blacking_out import black_out
from config.admin.visible import ServiceAdmin, staff
from config.typed import Row

Written = TypeVar("Written", bound=Model)


class PassageForm(forms.Form):
    passage = forms.CharField(
        label=_("What is to be blacked out"),
        max_length=200,
        help_text=_("Word for word, wherever it stands in the text. This cannot be undone."),
        error_messages={"required": _("Enter the words.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, data: QueryDict | None, *, text: str) -> None:
        super().__init__(data)
        self.text = text

    def clean_passage(self) -> str:
        passage: str = self.cleaned_data["passage"]
        if passage not in self.text:
            raise ValidationError(_("The text does not hold these words."))
        return passage


@dataclass(frozen=True)
class OwnText(Generic[Written]):
    """A column of free text on the pages of a model admin, and how its writer gets at it there."""

    rows: Callable[[User], QuerySet[Written]]  # those that this person wrote and may read
    page_of: Callable[[Written], str]  # where the text stands
    column: str = "text"


class BlackingOut(ServiceAdmin[Row]):
    """A model admin on whose pages texts of an advisor's own stand."""

    own_texts: dict[str, OwnText[Any]]  # each by the name of the page on which its writer blacks it out

    def get_urls(self) -> list[URLPattern]:
        pages = [
            path(
                f"{name.replace('_', '-')}/<int:key>/",
                self.admin_site.admin_view(partial(self.black_out_view, own)),
                name=f"{self.opts.app_label}_{self.opts.model_name}_{name}",
            )
            for name, own in self.own_texts.items()
        ]
        return [*pages, *super().get_urls()]

    def black_out_view(self, own: OwnText[Any], request: HttpRequest, key: int) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        rows = own.rows(staff(request))
        row = rows.filter(pk=key).first()
        if row is None:
            raise Http404
        text, back = getattr(row, own.column), own.page_of(row)
        form = PassageForm(request.POST if request.method == "POST" else None, text=text)
        if form.is_valid():
            if black_out(rows, key, re.compile(re.escape(form.cleaned_data["passage"])), column=own.column):
                # That it was done is recorded, by whom and when; what was taken out is not.
                self.log_change(request, row, gettext_noop("blacked out a passage"))
                messages.success(request, gettext("The passage is blacked out."))
            return HttpResponseRedirect(back)
        context = {"text": text, "form": form, "back": back}
        return self.own_page(request, "admin/advisors/black_out.html", gettext("Black out a passage"), context)
