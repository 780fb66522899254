from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminFileWidget
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import models, transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from accounts.models import ADVISORS, File, Language
from advisors.counseling.slots import make_slots_of
from advisors.handover.admin.handing_over import HandingOver
from advisors.people.models import Advisor, Style, WorkField
from advisors.people.photos import portrait, show_photo
from advisors.people.refusals import NoPortrait, NotAPicture
from advisors.tasks import tell_who_waits
from config.admin.menu import InMenu
from config.typed import ModelForm, Text


@dataclass(frozen=True)
class Shown:
    """A stored photo as the form links to it: by our own page, for stored files have no address of their own."""

    url: str
    name: Text = _("photo")

    def __str__(self) -> str:
        return str(self.name)


def photo_url(advisor: Advisor) -> str:
    return f"{reverse('advisors:photo', args=[advisor.pk])}?{advisor.photo_id}"


class AdvisorForm(ModelForm[Advisor]):
    fields_of_work = forms.MultipleChoiceField(
        label=_("fields of work"), choices=WorkField.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    languages = forms.MultipleChoiceField(
        label=_("languages"), choices=Language.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    styles = forms.MultipleChoiceField(
        label=_("ways of working"),
        choices=Style.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("What you are good at. The support desk chooses by it for those who ask for it."),
    )
    photo = forms.FileField(
        label=_("photo"),
        required=False,
        widget=AdminFileWidget(attrs={"accept": "image/jpeg,image/png"}),
        help_text=_("Up to 5 MB. It is made smaller, and what the camera wrote into it is left out."),
        error_messages={"empty": NotAPicture.said, "invalid": NotAPicture.said},
    )

    class Meta:
        model = Advisor
        fields = ["name"]

    portrait: "ContentFile[bytes] | None" = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.photo_id:
            self.initial["photo"] = Shown(photo_url(self.instance))

    def clean_photo(self) -> File | None:
        """The row keeps the one it has until `show_photo` stores what is uploaded here, or takes it away."""
        photo = self.cleaned_data["photo"]
        if photo and "photo" in self.changed_data:
            try:
                self.portrait = portrait(photo)
            except NoPortrait as refusal:
                raise ValidationError(refusal.said) from refusal
        return self.instance.photo


@admin.register(Advisor)
class AdvisorAdmin(HandingOver):
    """Who accompanies job seekers. Administrators write it, the desk reads it.

    Advisors read their own, and write of it what seekers see of them and how they are met: nothing that says whom they
    may accompany.
    """

    in_menu = InMenu(
        look=_("See who the advisors are"),
        change=_("See the advisors, and keep a profile up to date"),
        add=_("Add an advisor"),
    )
    form = AdvisorForm
    list_display = ["name", "gender", "email", "is_at_work"]
    list_select_related = ["user"]
    list_filter = ["gender", "is_at_work"]
    ordering = ["name", "id"]
    sortable_by = ["name"]
    search_fields = ["name"]
    search_help_text = _("Any part of the name")
    formfield_overrides = {
        models.ManyToManyField: {"widget": forms.CheckboxSelectMultiple},
        models.URLField: {"assume_scheme": "https"},
    }
    written = ("fields_of_work", "languages", "styles", "photo")
    own = ("styles", "photo", "introduction", "meeting_url")
    in_words = ("fields_in_words", "languages_in_words", "styles_in_words", "present_photo")

    @admin.display(description=_("e-mail address"))
    def email(self, advisor: Advisor) -> str:
        return advisor.user.email

    @admin.display(description=_("fields of work"), empty_value="-")
    def fields_in_words(self, advisor: Advisor) -> str:
        return " / ".join(str(word) for word in advisor.fields_in_words)

    @admin.display(description=_("languages"), empty_value="-")
    def languages_in_words(self, advisor: Advisor) -> str:
        return " / ".join(str(word) for word in advisor.languages_in_words)

    @admin.display(description=_("ways of working"), empty_value="-")
    def styles_in_words(self, advisor: Advisor) -> str:
        return " / ".join(str(word) for word in advisor.styles_in_words)

    @admin.display(description=_("photo"), empty_value="-")
    def present_photo(self, advisor: Advisor) -> str:
        return format_html('<img src="{}" alt="" width="96">', photo_url(advisor)) if advisor.photo_id else ""

    def changed_columns(self, form: ModelForm[Advisor]) -> list[str]:
        return [name for name in super().changed_columns(form) if name != "photo"]

    def choice_label(self, obj: Advisor) -> str:
        return obj.name

    def has_change_permission(self, request: HttpRequest, obj: Advisor | None = None) -> bool:
        is_own = obj is None or obj.user_id == request.user.pk
        return super().has_change_permission(request, obj) and (request.user.is_superuser or is_own)

    def get_fields(self, request: HttpRequest, obj: Advisor | None = None) -> tuple[str, ...]:
        """Those who only read get words and the picture."""
        shown = self.written if request.user.is_superuser else self.in_words
        if obj and not request.user.is_superuser and self.has_change_permission(request, obj):
            shown = ("fields_in_words", "languages_in_words", "styles", "photo")
        whom = ("email" if obj else "user", "name", "gender", "offices")
        return *whom, *shown, "introduction", "meeting_url", "capacity", "is_at_work"

    def get_readonly_fields(self, request: HttpRequest, obj: Advisor | None = None) -> list[str]:
        """Assignments hang on an advisor, whose sign-in stays: one who leaves is not renamed into the next."""
        fixed: list[str] = []
        if not request.user.is_superuser:
            shown = ["user", "name", "gender", "offices", *self.written, "introduction", "meeting_url"]
            fixed = [name for name in [*shown, "capacity", "is_at_work"] if name not in self.own]
        return [*super().get_readonly_fields(request, obj), *self.in_words, "email", *fixed]

    @transaction.atomic
    def save_model(self, request: HttpRequest, obj: Advisor, form: ModelForm[Advisor], change: bool) -> None:
        """An advisor is in the group that lets advisors work here; one who is away offers no slots."""
        super().save_model(request, obj, form, change)
        obj.user.groups.add(Group.objects.get(name=ADVISORS))
        if isinstance(form, AdvisorForm) and "photo" in form.changed_data:
            show_photo(obj.pk, form.portrait)
        if "is_at_work" in form.changed_data:
            make_slots_of(obj.pk, today=timezone.localdate())
            tell_who_waits.delay_on_commit()
