"""Names for annotations that Django has no words for. While the service runs, nothing here does anything.

`django-stubs` knows classes of Django's by what they are of, as `ModelForm[JobPosting]`; Django itself does not take
the brackets yet. Whoever derives from such a class derives from the one here.
"""

from typing import TYPE_CHECKING, Any, TypeVar

from django.db.models import Model


class Bracketed:
    """Takes the brackets, and is the same with them."""

    if not TYPE_CHECKING:

        def __class_getitem__(cls, of):
            return cls


if TYPE_CHECKING:
    from django.contrib.admin.options import _FieldGroups as Fields
    from django.contrib.auth.models import _User as User
    from django.contrib.sitemaps import Sitemap
    from django.core.paginator import Paginator
    from django.db.models import Field
    from django.forms import BaseInlineFormSet, ModelForm, ModelMultipleChoiceField
    from django.utils.functional import _StrOrPromise as Text
    from django.views.generic import FormView
    from django_stubs_ext import WithAnnotations

    AnyField = Field[Any, Any]
else:
    from django import forms
    from django.contrib import sitemaps
    from django.core import paginator
    from django.db.models import Field as AnyField
    from django.utils.functional import Promise
    from django.views import generic

    class BaseInlineFormSet(Bracketed, forms.BaseInlineFormSet):
        pass

    class ModelForm(Bracketed, forms.ModelForm):
        pass

    class ModelMultipleChoiceField(Bracketed, forms.ModelMultipleChoiceField):
        pass

    class Paginator(Bracketed, paginator.Paginator):
        pass

    class FormView(Bracketed, generic.FormView):
        pass

    class Sitemap(Bracketed, sitemaps.Sitemap):
        pass

    class WithAnnotations:
        def __class_getitem__(cls, of):
            return of[0]

    Fields = list
    User = object  # no model is loaded for a name
    Text = str | Promise

# `Text`: one that may be translated only when it is shown. `User`: whoever can sign in. `AnyField`: a column of any
# type. `Fields`: what a model admin shows, in which groups. `WithAnnotations[Model, TypedDict]`: a row that was read
# with more than its columns.
__all__ = [
    "AnyField",
    "BaseInlineFormSet",
    "Bracketed",
    "Fields",
    "FormView",
    "ModelForm",
    "ModelMultipleChoiceField",
    "Paginator",
    "Row",
    "Sitemap",
    "Text",
    "Typed",
    "User",
    "WithAnnotations",
]

Row = TypeVar("Row", bound=Model)
# What a form has cleaned, or a template is given: each name with a value of its own type.
Typed = dict[str, Any]
