from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.models import AdvisorGender
from advisors.counseling.models import CounselingBooking, CounselingSlot
from advisors.counseling.timetable import ONLINE, Timetable
from advisors.people.models import Style, WorkField
from config.noted import followed_by
from config.typed import Typed


class NarrowForm(forms.Form):
    """What narrows the list of free times. What fits nothing is left aside."""

    gender = forms.ChoiceField(label=_("Advisor"), required=False, choices=AdvisorGender.choices)
    styles = forms.MultipleChoiceField(
        label=_("Who works like this comes first"),
        required=False,
        choices=Style.choices,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, timetable: Timetable, *, gender: str, asks_gender: bool, asks_styles: bool = False):
        super().__init__(initial={"place": timetable.place, "gender": gender, "styles": timetable.styles})
        everywhere = [("", _("All places")), (ONLINE, _("Online or by phone"))]
        place = forms.ChoiceField(label=_("Place"), required=False, choices=[*everywhere, *timetable.offices])
        self.fields = {"place": place, **self.fields}
        if not asks_gender:
            del self.fields["gender"]
        if not asks_styles:
            del self.fields["styles"]

    @property
    def folded(self) -> list[forms.BoundField]:
        """What most people have no wish for."""
        return [field for field in self if field.name == "styles"]

    @property
    def shown(self) -> list[forms.BoundField]:
        return [field for field in self if field.name != "styles"]


class FormField(forms.ChoiceField):
    """In which form the counseling is held, of those the slot allows."""

    widget = forms.RadioSelect
    default_error_messages = {
        "required": _("Choose how you would like to talk."),
        "invalid_choice": _("This time cannot be had in that form. Choose one of the list."),
    }

    def __init__(self, slot: CounselingSlot):
        super().__init__(
            label=_("How you would like to talk"), choices=[(form.value, named(form, slot)) for form in slot.forms]
        )


def named(form: CounselingBooking.Form, slot: CounselingSlot) -> str:
    if form == CounselingBooking.Form.OFFICE and slot.office:
        return followed_by(form.label, slot.office.name)
    return str(form.label)


class MoveForm(forms.Form):
    """Only the form is asked again: what was said at the booking stays."""

    def __init__(self, data: QueryDict | None, *, slot: CounselingSlot, initial: Typed | None = None) -> None:
        super().__init__(data, initial=initial)
        self.fields["form"] = FormField(slot)
        self.order_fields(["form"])


class BookingForm(MoveForm):
    field = forms.ChoiceField(
        label=_("Field of work you are interested in"),
        choices=[("", _("Not decided yet")), *WorkField.choices],
        required=False,
        error_messages={"invalid_choice": _("Choose a field of the list.")},
    )
    topics = forms.CharField(
        label=_("What you would like to talk about"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("A few words are enough. You can also leave it empty and just come."),
    )
