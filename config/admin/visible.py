"""The admin: the advisors' and the desk's interface. What the stock one tells of rows nobody may see is closed here.

Every model admin derives from `ServiceAdmin`; the site leaves any other out. Rows, and rows to choose from, come
from `visible_to`, and nothing else narrows a list than what is declared to.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin import options
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.models import LogEntry
from django.contrib.admin.views.main import ChangeList
from django.contrib.admin.widgets import AutocompleteMixin, AutocompleteSelect, AutocompleteSelectMultiple
from django.core import checks
from django.core.exceptions import BadRequest, PermissionDenied
from django.db import IntegrityError
from django.db.models import ForeignKey, ManyToManyField, Model, QuerySet
from django.db.models.fields.related import RelatedField
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.text import capfirst
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from config.admin.as_shown import as_shown, leave_unchanged
from config.admin.lists import ServiceChangeList, ServicePaginator, date_lookups, filter_lookups
from config.admin.menu import InMenu
from config.forms import RowsField
from config.keys import is_key
from config.moments import OF_COLUMN
from config.noted import followed_by
from config.refusals import Refusal
from config.typed import AnyField, Bracketed, ModelForm, Row, Text, Typed, User

Choice = TypeVar("Choice", bound="forms.ModelChoiceField[Any]")

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin, TabularInline
    from django.contrib.admin.options import BaseModelAdmin
else:

    class BaseModelAdmin(Bracketed, options.BaseModelAdmin):
        pass

    class ModelAdmin(Bracketed, admin.ModelAdmin):
        pass

    class TabularInline(Bracketed, admin.TabularInline):
        pass


def staff(request: HttpRequest) -> User:
    """Who is at work here. The site has let in nobody who is not signed in."""
    if request.user.is_anonymous:
        raise PermissionDenied
    return request.user


def visible(model: type[Row], user: User) -> QuerySet[Row]:
    """The rows this person may see; of a model that does not say, an administrator all and anybody else none."""
    rows = model._default_manager
    if hasattr(rows, "visible_to"):
        seen: QuerySet[Row] = rows.visible_to(user)
        return seen
    return rows.all() if user.is_superuser else rows.none()


class KeysOnly(AutocompleteMixin):
    """An autocomplete widget that a nonsense key leaves empty; the stock one answers 500."""

    def optgroups(self, name: str, value: Sequence[str], attr: dict[str, Any] | None = None) -> list[Any]:
        keys = [key for key in value if is_key(self.field, str(key))]
        return super().optgroups(name, keys, attr)


class KeySelect(KeysOnly, AutocompleteSelect):
    pass


class KeySelectMultiple(KeysOnly, AutocompleteSelectMultiple):
    pass


class OnlyVisible(BaseModelAdmin[Row]):
    """What a model admin and its inlines hold to."""

    administrators_only = False
    view_on_site: Callable[[Any], str | None] | bool = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Row]:
        rows = visible(self.model, staff(request))
        if not self.has_view_or_change_permission(request):
            rows = rows.none()
        return rows.order_by(*self.get_ordering(request)) if self.get_ordering(request) else rows

    def admin_of(self, model: type[Model]) -> "ServiceAdmin[Any] | None":
        """What another model is shown by, if it is."""
        shown_by = self.admin_site.get_model_admin(model) if self.admin_site.is_registered(model) else None
        return shown_by if isinstance(shown_by, ServiceAdmin) else None

    def choosable(self, model: type[Model], request: HttpRequest) -> QuerySet[Any]:
        """Rows of another model to choose from: those its own admin lists, or else those that are visible."""
        shown_by = self.admin_of(model)
        return shown_by.get_queryset(request) if shown_by else visible(model, staff(request))

    def label_of(self, model: type[Model]) -> Callable[[Any], str]:
        """What a row of another model is called to a person who chooses."""
        shown_by = self.admin_of(model)
        return shown_by.choice_label if shown_by else str

    def get_field_queryset(
        self, db: str | None, db_field: "RelatedField[Any, Any]", request: HttpRequest
    ) -> QuerySet[Any]:
        return self.choosable(db_field.remote_field.model, request)

    def get_autocomplete_fields(self, request: HttpRequest) -> list[str]:
        """Every relation to what can be searched: a select of all of it could be a million lines."""
        return [
            field.name
            for field in (*self.opts.fields, *self.opts.many_to_many)
            if isinstance(field, RelatedField) and self.can_search(field.remote_field.model, request)
        ]

    def can_search(self, model: type[Model], request: HttpRequest) -> bool:
        shown_by = self.admin_of(model)
        return shown_by is not None and bool(shown_by.get_search_fields(request))

    def formfield_for_foreignkey(
        self, db_field: "ForeignKey[Any, Any]", request: HttpRequest, **kwargs: Any
    ) -> "forms.ModelChoiceField[Any] | None":
        return self.chosen_by(KeySelect, super().formfield_for_foreignkey, db_field, request, kwargs)

    def formfield_for_manytomany(
        self, db_field: "ManyToManyField[Any, Any]", request: HttpRequest, **kwargs: Any
    ) -> "forms.ModelMultipleChoiceField[Any] | None":
        kwargs.setdefault("form_class", RowsField)
        return self.chosen_by(KeySelectMultiple, super().formfield_for_manytomany, db_field, request, kwargs)

    def chosen_by(
        self,
        widget: type[KeysOnly],
        formfield: Callable[..., Choice | None],
        db_field: "RelatedField[Any, Any]",
        request: HttpRequest,
        kwargs: dict[str, Any],
    ) -> Choice | None:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", widget(db_field, self.admin_site, using=kwargs.get("using")))
        field = formfield(db_field, request, **kwargs)
        if field:
            label = self.label_of(db_field.remote_field.model)
            field.label_from_instance = label  # type: ignore[method-assign, assignment]  # takes no argument for it
        return field

    def formfield_for_dbfield(self, db_field: AnyField, request: HttpRequest, **kwargs: Any) -> forms.Field | None:
        """Dates as people type them; and who does not see every row is not told that one already has this value."""
        if type(db_field) in OF_COLUMN:
            kwargs.setdefault("form_class", OF_COLUMN[type(db_field)])
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and db_field.unique and not request.user.is_superuser:
            field.error_messages["unique"] = _("This cannot be used here. Please ask an administrator.")
        return field

    def get_readonly_fields(self, request: HttpRequest, obj: Row | None = None) -> list[str]:
        """A status is changed by its own action, never by typing."""
        statuses = [field.name for field in self.opts.fields if field.name == "status"]
        return list(dict.fromkeys([*super().get_readonly_fields(request, obj), *statuses]))

    def may_enter(self, request: HttpRequest) -> bool:
        return request.user.is_superuser or not self.administrators_only

    def has_view_permission(self, request: HttpRequest, obj: Row | None = None) -> bool:
        return self.may_enter(request) and super().has_view_permission(request, obj)

    def has_add_permission(self, request: HttpRequest, *args: Any) -> bool:
        return self.may_enter(request) and super().has_add_permission(request, *args)

    def has_change_permission(self, request: HttpRequest, obj: Row | None = None) -> bool:
        return self.may_enter(request) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Row | None = None) -> bool:
        """Nothing is deleted here. The stock page would list whatever hangs on the row, seen or unseen."""
        return False


class ReadOnlyAdmin(BaseModelAdmin[Row]):
    """For records of what has happened: to be read, and never written by hand."""

    def has_add_permission(self, request: HttpRequest, *args: Any) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Row | None = None) -> bool:
        return False


class ServiceAdmin(OnlyVisible[Row], ModelAdmin[Row]):
    """The base of every model admin. `extra_lookups` are parameters of our own links to its list."""

    in_menu: InMenu
    extra_lookups: tuple[str, ...] = ()
    paginator = ServicePaginator
    list_per_page = 50
    list_select_related: ClassVar[tuple[str, ...] | list[str]] = ()
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    sortable_by: ClassVar[list[str] | tuple[str, ...] | None] = ()

    def __init__(self, model: type[Row], admin_site: admin.AdminSite) -> None:
        super().__init__(model, admin_site)
        self.form = as_shown(self.form)

    @property
    def media(self) -> forms.Media:
        """The stock scripts but those that make slugs of titles, which nobody asks for and which weigh half a page."""
        jquery = "vendor/jquery/jquery.js" if settings.DEBUG else "vendor/jquery/jquery.min.js"
        names = (jquery, "jquery.init.js", "core.js", "admin/RelatedObjectLookups.js", "actions.js")
        return forms.Media(js=[f"admin/js/{name}" for name in names])

    def own_page(self, request: HttpRequest, template: str, title: Text, context: Typed) -> HttpResponse:
        """A page beside those that list and edit rows, in the frame of the admin."""
        frame = {
            **self.admin_site.each_context(request),
            "title": title,
            "subtitle": None,
            "opts": self.opts,
            "media": self.media,
        }
        return TemplateResponse(request, template, {**frame, **context})

    def changelist_view(self, request: HttpRequest, extra_context: Typed | None = None) -> HttpResponse:
        title = capfirst(str(self.opts.verbose_name_plural))
        return super().changelist_view(request, {"title": title, **(extra_context or {})})

    def choice_label(self, obj: Row) -> str:
        """What people read of a row, who choose it or are on its page: who or what it is. Never logged."""
        return str(obj)

    def heading(self, obj: Row) -> str:
        """What the page of a row is headed by, if it is not the stock form."""
        return followed_by(capfirst(str(self.opts.verbose_name)), self.choice_label(obj))

    def shown_with(self, request: HttpRequest, obj: Row | None) -> Typed:
        """What the template of a row's form is given besides; None is the row that is being added."""
        return {}

    def render_change_form(
        self,
        request: HttpRequest,
        context: Typed,
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Row | None = None,
    ) -> HttpResponse:
        context["subtitle"] = self.choice_label(obj) if obj else None
        context |= self.shown_with(request, obj)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Typed | None = None) -> HttpResponse:
        page = super().history_view(request, object_id, extra_context)
        if isinstance(page, TemplateResponse) and page.context_data:
            called = self.choice_label(page.context_data["object"])
            page.context_data |= {"title": gettext("History: %(name)s") % {"name": called}, "called": called}
        return page

    def log_addition(self, request: HttpRequest, obj: Row, message: Any) -> LogEntry:
        with override("en"):
            return super().log_addition(request, obj, self.in_english(message))

    def log_change(self, request: HttpRequest, obj: Row, message: Any) -> LogEntry:
        with override("en"):
            return super().log_change(request, obj, self.in_english(message))

    def in_english(self, message: Any) -> Any:
        """What is logged is kept in one language, and read in the reader's (accounts/users/admin/log.py)."""
        return message if isinstance(message, list) else str(message)

    def render_delete_form(self, request: HttpRequest, context: Typed) -> HttpResponse:
        return super().render_delete_form(request, {**context, "called": self.choice_label(context["object"])})

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Row:
        """The row, if it is there and this person may see it: either lack is the same 404."""
        # `?_to_field=` names no column, which Django takes for one.
        named = from_field or None
        obj = super().get_object(request, object_id, named) if is_key(self.opts.pk, object_id) else None
        if obj is None:
            raise Http404
        return obj

    def to_field_allowed(self, request: HttpRequest, to_field: str) -> bool:
        return to_field in {self.opts.pk.name, self.opts.pk.attname}

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Only what is declared narrows a list; the stock admin takes any column, and asks unseen relations."""
        declared = {*self.extra_lookups, *date_lookups(self.date_hierarchy)}
        for item in self.get_list_filter(request):
            declared |= filter_lookups(self.model, item)
        return lookup in declared

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return ServiceChangeList

    def get_list_select_related(self, request: HttpRequest) -> list[str]:
        """Follow every key that the list shows; the stock list leaves those that may be empty."""
        shown = [
            field.name
            for field in self.opts.fields
            if isinstance(field, ForeignKey) and field.name in self.get_list_display(request)
        ]
        return [*self.list_select_related, *shown]

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, str | list[str]]:
        """A link may choose a related row beforehand, and fill in nothing else."""
        keys = {field.name for field in self.opts.fields if isinstance(field, ForeignKey)}
        return {name: str(value) for name, value in request.GET.items() if name in keys}

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: Typed | None = None,
    ) -> HttpResponse:
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except Refusal as refusal:
            self.message_user(request, refusal.to_staff, messages.ERROR)
            return redirect(request.get_full_path())
        except IntegrityError:
            text = _("Somebody else changed this at the same moment, so nothing was saved. Please look at it again.")
            self.message_user(request, text, messages.ERROR)
            return redirect(request.get_full_path())

    def save_model(self, request: HttpRequest, obj: Row, form: ModelForm[Row], change: bool) -> None:
        """A new row, or what was changed on the page of one: what somebody else has changed meanwhile stays.

        One that is gone meanwhile, as a member who has left, does not come back: it is the same 404.
        """
        if not change:
            obj.save(force_insert=True)
        elif columns := self.changed_columns(form):
            if not self.model._default_manager.select_for_update(of=("self",)).filter(pk=obj.pk).values("pk").first():
                raise Http404
            obj.save(update_fields=columns)

    def save_related(self, request: HttpRequest, form: ModelForm[Row], formsets: Any, change: bool) -> None:
        if change:
            leave_unchanged(form)
        super().save_related(request, form, formsets, change)

    def changed_columns(self, form: ModelForm[Row]) -> list[str]:
        columns = {field.name for field in self.opts.concrete_fields}
        return [name for name in form.changed_data if name in columns]

    def response_action(
        self, request: HttpRequest, queryset: QuerySet[Row], *args: Any, **kwargs: Any
    ) -> HttpResponse | None:
        """An action is for rows that somebody has seen and ticked, never for all pages at once."""
        keys = request.POST.getlist(ACTION_CHECKBOX_NAME)
        if request.POST.get("select_across", "0") != "0" or not all(is_key(self.opts.pk, key) for key in keys):
            raise BadRequest("not a choice of rows")
        return super().response_action(request, queryset, *args, **kwargs)

    def check(self, **kwargs: Any) -> list[checks.CheckMessage]:
        errors = super().check(**kwargs)
        if not self.administrators_only and not hasattr(self.model._default_manager, "visible_to"):
            text = f"{self} shows rows of which {self.model.__name__} does not say to whom they are visible."
            hint = "Give its manager `visible_to(user)`, or declare `administrators_only = True`."
            errors.append(checks.Error(text, hint=hint, obj=type(self), id="config.E001"))
        if not hasattr(self, "in_menu"):
            text = f"{self} does not say in words what one does there, as the menu has it."
            hint = "Declare `in_menu = InMenu(look=..., change=..., add=...)`: see config/admin/menu.py."
            errors.append(checks.Error(text, hint=hint, obj=type(self), id="config.E002"))
        return errors


class ServiceInline(OnlyVisible[Any], TabularInline[Row, Any]):
    """The base of every inline."""

    extra = 0
    can_delete = False
