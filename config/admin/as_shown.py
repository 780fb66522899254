"""What the form of a row changed: told from what stood on the page, not from how the row is as it is sent.

A page may be left open while somebody else changes the row. Compared with the row, all that they changed would read as
changed back.
"""

from typing import Any

from django.forms import FileField

from config.typed import ModelForm, Row


class AsShown(ModelForm[Row]):
    """Each field stands on the page a second time, as it was. A program that sends none of that is compared as ever."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            return
        for name, field in self.fields.items():
            shown = self.add_initial_prefix(name)
            is_sent = not self.is_bound or any(it == shown or it.startswith(f"{shown}_") for it in self.data)
            field.show_hidden_initial = is_sent and not isinstance(field, FileField)


def as_shown(form: type[ModelForm[Row]]) -> type[ModelForm[Row]]:
    return type(form.__name__, (AsShown, form), {"__module__": form.__module__})


def leave_unchanged(form: ModelForm[Row]) -> None:
    """Of rows that belong to many others, too, only those are stored that were changed on the page."""
    for field in form.instance._meta.many_to_many:
        if field.name not in form.changed_data:
            form.cleaned_data.pop(field.name, None)
