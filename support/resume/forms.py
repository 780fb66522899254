from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from config.moments import DateField
from config.typed import Typed
from support.resume import writing_help as help_with
from support.resume.fields import (
    Helped,
    HelpedBirthDateField,
    HelpedEmailField,
    HelpedFileField,
    HelpedPhoneField,
    KanaField,
    MonthField,
    PostalCodeField,
    PrintedField,
)
from support.resume.models import Resume, ResumeEntry

Employment = ResumeEntry.Employment
MOST_BYTES = 10 * 1024 * 1024


class StepForm(forms.Form):
    """One short page of the editor. All of it may be left empty and filled in later."""

    def changed(self) -> Typed:
        """What was changed since the page was opened, by column."""
        return {name: value for name, value in self.cleaned_data.items() if name in self.changed_data}


class NameForm(StepForm):
    family_name = PrintedField(label=_("Family name"), most=50, autocomplete="family-name")
    given_name = PrintedField(label=_("Given name"), most=50, autocomplete="given-name")
    family_kana = KanaField(label=_("Kana of the family name"), most=60)
    given_kana = KanaField(label=_("Kana of the given name"), most=60)
    birth_date = HelpedBirthDateField(help_text=_("Your age is counted from it."))
    gender = PrintedField(label=_("Gender"), most=20, writing=(help_with.GENDER,))

    def clean_birth_date(self) -> date | None:
        born: date | None = self.cleaned_data["birth_date"]
        if born and born > timezone.localdate():
            raise ValidationError(_("This date is in the future."))
        return born


class AddressForm(StepForm):
    postal_code = PostalCodeField(label=_("Postal code"))
    address = PrintedField(label=_("Address"), most=150, writing=(help_with.ADDRESS,))
    address_kana = KanaField(label=_("Kana of the address"), most=150)
    phone = HelpedPhoneField(help_text=_("One at which you can be reached in the daytime."))
    email = HelpedEmailField(help_text=_("Stands on the work history only: the résumé has no place for it."))


class ContactForm(StepForm):
    contact_postal_code = PostalCodeField(label=_("Postal code"))
    contact_address = PrintedField(label=_("Other address"), most=150)
    contact_kana = KanaField(label=_("Kana of the other address"), most=150)
    contact_phone = HelpedPhoneField(label=_("Phone number there"))


class MotivationForm(StepForm):
    motivation = PrintedField(
        label=_("Motivation, strengths, favourite subjects"),
        most=800,
        lines=20,
        help_text=_("Up to 800 characters; 200 to 400 fill the box well."),
        writing=(help_with.MOTIVATION, help_with.LEAVING_SCHOOL),
    )


class WishesForm(StepForm):
    wishes = PrintedField(
        label=_("Wishes"),
        most=300,
        lines=8,
        help_text=_("About pay, work, hours or place, if you have any. Up to 300 characters."),
        writing=(help_with.WISHES,),
    )


class HelpedTypedChoiceField(Helped, forms.TypedChoiceField):
    pass


class DateForm(StepForm):
    dated_on = DateField(
        label=_("Date on the papers"),
        required=False,
        show_hidden_initial=True,
        help_text=_("The day on which you hand them in. Left empty, it is the day on which the file is made."),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    in_eras = HelpedTypedChoiceField(
        label=_("How years are written"),
        required=True,
        choices=[("True", _("By era: 令和8年")), ("False", _("Western: 2026年"))],
        coerce=lambda typed: typed == "True",
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one."), "invalid_choice": _("Choose one of the two.")},
    )


class HelpedChoiceField(Helped, forms.ChoiceField):
    pass


class AboutForm(StepForm):
    about = HelpedChoiceField(
        label=_("What your work history tells of"),
        required=True,
        choices=Resume.About.choices,
        widget=forms.RadioSelect,
        help_text=_("The headings on the paper follow from it."),
        writing=(help_with.PART_TIME,),
        error_messages={"required": _("Choose one."), "invalid_choice": _("Choose one of the two.")},
    )


class SummaryForm(StepForm):
    summary = PrintedField(label=_("Summary"), most=600, lines=12, writing=(help_with.SUMMARY,))


class SkillsForm(StepForm):
    skills = PrintedField(label=_("Skills"), most=800, lines=20, writing=(help_with.SKILLS,))


class SelfPrForm(StepForm):
    self_pr = PrintedField(label=_("Self-PR"), most=800, lines=20, writing=(help_with.SELF_PR,))


class DetailsForm(StepForm):
    tasks = PrintedField(label=_("What I did"), most=600, lines=15, writing=(help_with.TASKS,))
    results = PrintedField(label=_("What came of it"), most=600, lines=15, writing=(help_with.RESULTS,))


class PhotoForm(forms.Form):
    photo = HelpedFileField(
        label=_("Photo"),
        required=True,
        show_hidden_initial=False,
        help_text=_("JPEG or PNG, up to 10 MB. It is cut to three wide and four high."),
        error_messages={
            "required": _("Choose a photo."),
            "invalid": _("Choose a photo."),
            "empty": _("This file is empty. Please choose another."),
        },
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png"}),
    )

    def clean_photo(self) -> Any:
        photo = self.cleaned_data["photo"]
        if photo.size > MOST_BYTES:
            raise ValidationError(_("This file is larger than 10 MB. Please choose a smaller one."))
        return photo


# Schools, jobs, licences: one on each page


class EntryForm(forms.Form):
    """What an entry of one kind says, by column."""

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def said(self) -> Typed:
        return self.cleaned_data


def first_month(label: Any, today: date) -> MonthField:
    return MonthField(label=label, required=True, today=today, missing=_("Choose the year and the month."))


class LicenceForm(EntryForm):
    name = PrintedField(
        label=_("Licence or qualification"),
        most=120,
        required=True,
        show_hidden_initial=False,
        writing=(help_with.LICENCES,),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, today=today, **kwargs)
        self.fields["name"].error_messages["required"] = _("Enter the licence.")
        self.fields["began_on"] = first_month(_("When you got it"), today)


class EndingForm(EntryForm):
    """Of what has a beginning and an end."""

    ENDINGS: tuple[ResumeEntry.Ending, ...] = ()
    BEGAN, ENDED, GOES_ON = _("First month"), _("Last month"), _("Still there")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, today=today, **kwargs)
        self.fields["name"].error_messages["required"] = _("Enter the name.")
        self.fields["began_on"] = first_month(self.BEGAN, today)
        self.fields["ended_on"] = MonthField(label=self.ENDED, required=False, today=today)
        self.fields["ending"] = HelpedTypedChoiceField(
            label=_("How it ended"),
            choices=[("", self.GOES_ON), *((it.value, it.label) for it in self.ENDINGS)],
            error_messages={"invalid_choice": _("Choose from the list.")},
            show_hidden_initial=False,
        )

    def clean(self) -> Typed:
        said = self.cleaned_data
        began, ended, ending = said.get("began_on"), said.get("ended_on"), said.get("ending")
        if ending and not ended and "ended_on" not in self.errors:
            self.add_error("ended_on", _("Choose the last month, or that you are still there."))
        if ended and not ending and "ending" not in self.errors:
            self.add_error("ending", _("Say how it ended, or leave out the last month."))
        if began and ended and ended < began:
            self.add_error("ended_on", _("The last month is before the first one."))
        return said


class SchoolForm(EndingForm):
    ENDINGS = ResumeEntry.OF_SCHOOL
    BEGAN, ENDED, GOES_ON = _("Entered"), _("Left or will leave"), _("Still at school")

    name = PrintedField(
        label=_("School"),
        most=120,
        required=True,
        show_hidden_initial=False,
        writing=(help_with.SCHOOL, help_with.LEAVING_SCHOOL),
    )


class JobForm(EndingForm):
    ENDINGS = ResumeEntry.OF_WORK
    BEGAN, ENDED, GOES_ON = _("Joined"), _("Left"), _("Still working there")

    name = PrintedField(
        label=_("Employer"),
        most=120,
        required=True,
        show_hidden_initial=False,
        writing=(help_with.EMPLOYER, help_with.PART_TIME),
    )
    employment = HelpedTypedChoiceField(
        label=_("Kind of employment"),
        required=True,
        show_hidden_initial=False,
        choices=[("", _("Choose")), *Employment.choices],
        error_messages={"required": _("Choose one."), "invalid_choice": _("Choose from the list.")},
    )


ENTRY_FORMS: dict[str, type[EntryForm]] = {
    ResumeEntry.Kind.EDUCATION: SchoolForm,
    ResumeEntry.Kind.WORK: JobForm,
    ResumeEntry.Kind.LICENCE: LicenceForm,
}
