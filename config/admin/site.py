"""The site of the admin, and how staff get in: whoever has shown a second factor."""

from collections.abc import Callable
from functools import update_wrapper
from typing import Any, TypeGuard, TypeVar, cast

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.contrib.admin import ModelAdmin
from django.contrib.admin.models import LogEntry
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LogoutView, redirect_to_login
from django.core.exceptions import FieldDoesNotExist, PermissionDenied
from django.db.models import ForeignKey, Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from config.admin import filters  # noqa: F401  registers the one for related rows
from config.admin.columns import write_days_as_everywhere
from config.admin.health import health_page
from config.admin.menu import InMenu, in_words, menu
from config.admin.start import start_page
from config.admin.visible import ServiceAdmin, staff
from config.buttons import button_on
from config.typed import Typed

# Pages of the stock admin that nobody needs: there are no passwords, and the last one opens any row's page on the site.
LEFT_OUT = {"password_change", "password_change_done", "view_on_site"}
# What lets staff in; recovery codes stand in for one of these and are none by themselves.
FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]

write_days_as_everywhere()

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


class VisibleAutocomplete(AutocompleteJsonView):
    """Suggestions, called what their admin calls them to a person who chooses."""

    model_admin: ServiceAdmin[Any]

    def process_request(self, request: HttpRequest) -> tuple[str, "ModelAdmin[Any]", "ForeignKey[Any, Any]", str]:
        """Only for a key that is a column of its model's own; the stock view breaks at one that points to it."""
        try:
            model = apps.get_model(request.GET["app_label"], request.GET["model_name"])
            field = model._meta.get_field(request.GET["field_name"])
        except (LookupError, ValueError, FieldDoesNotExist):
            raise PermissionDenied from None
        if not (field.concrete and field.is_relation):
            raise PermissionDenied
        return super().process_request(request)

    def serialize_result(self, obj: Model, to_field_name: str) -> dict[str, str]:
        return {"id": str(getattr(obj, to_field_name)), "text": self.model_admin.choice_label(obj)}


class StaffSite(admin.AdminSite):
    """The admin for staff who have shown a second factor. A library's own model admins are left out."""

    index_title = _("Overview")
    site_header = site_title = settings.SERVICE_NAME

    def __init__(self, name: str = "admin") -> None:
        super().__init__(name)
        self.disable_action("delete_selected")

    def register(
        self, model_or_iterable: Any, admin_class: "type[ModelAdmin[Any]] | None" = None, **options: Any
    ) -> None:
        """Show a model only by a `ServiceAdmin`: of what a library registers, nobody has thought who may see it."""
        if admin_class and issubclass(admin_class, ServiceAdmin):
            super().register(model_or_iterable, admin_class, **options)

    def get_urls(self) -> list[URLResolver | URLPattern]:
        stock = [url for url in super().get_urls() if getattr(url, "name", None) not in LEFT_OUT]
        return [path("health/", self.admin_view(self.health_view), name="health"), *stock]

    def health_view(self, request: HttpRequest) -> HttpResponse:
        return health_page(request, self.each_context(request))

    def admin_view(self, view: View, cacheable: bool = False) -> View:
        """Refuse job seekers at the door."""
        behind_the_door = super().admin_view(view, cacheable)

        def door(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.user.is_authenticated and not request.user.is_staff:
                raise PermissionDenied
            return behind_the_door(request, *args, **kwargs)

        return cast(View, update_wrapper(door, behind_the_door))  # takes and answers what the view does

    def has_permission(self, request: HttpRequest) -> bool:
        return super().has_permission(request) and has_shown_second_factor(request)

    @method_decorator(never_cache)
    @login_not_required
    def login(self, request: HttpRequest, extra_context: Typed | None = None) -> HttpResponse:
        """Send whoever may not enter to what is lacking: sign-in, a second factor, or showing it in this session."""
        user, target = request.user, self.target(request)
        if user.is_anonymous:
            return redirect_to_login(target)
        if not user.is_staff:
            raise PermissionDenied
        if self.has_permission(request):
            return redirect(target)
        if not is_mfa_enabled(user, FACTORS):
            return redirect("mfa_activate_totp")
        return redirect_to_login(target, reverse("mfa_reauthenticate"))

    def index(self, request: HttpRequest, extra_context: Typed | None = None) -> TemplateResponse:
        start = start_page(staff(request), now=timezone.now())
        ways = menu(self.get_app_list(request), self.said())
        return super().index(request, {"start": start, "menu": ways, **(extra_context or {})})

    def app_index(self, request: HttpRequest, app_label: str, extra_context: Typed | None = None) -> HttpResponse:  # type: ignore[override]
        """An app has no page of its own: its part of the menu."""
        return redirect(f"{reverse('admin:index')}#menu-{app_label}")

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Typed]:
        return in_words(super().get_app_list(request, app_label), self.said())

    def said(self) -> dict[Any, InMenu]:
        """What each list is for, in the order in which the apps declare them."""
        return {model: shown_by.in_menu for model, shown_by in self._registry.items() if is_ours(shown_by)}

    def target(self, request: HttpRequest) -> str:
        """The page of ours that somebody was on the way to."""
        page = request.GET.get("next", "")
        is_ours = url_has_allowed_host_and_scheme(page, {request.get_host()}, require_https=request.is_secure())
        return page if is_ours else reverse("admin:index")

    @method_decorator(button_on("admin:index"))
    def logout(  # type: ignore[override]  # the stock one is taken to answer with a page, and may redirect as well
        self, request: HttpRequest, extra_context: Typed | None = None
    ) -> HttpResponseBase:
        return LogoutView.as_view(next_page=settings.ACCOUNT_LOGOUT_REDIRECT_URL)(request)

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        return cast(HttpResponse, VisibleAutocomplete.as_view(admin_site=self)(request))

    def get_log_entries(self, request: HttpRequest) -> QuerySet[LogEntry]:
        """Recent actions name rows that may be out of sight since; only administrators see them."""
        entries = super().get_log_entries(request)
        return entries if request.user.is_superuser else entries.none()


def is_ours(shown_by: "ModelAdmin[Any]") -> TypeGuard[ServiceAdmin[Any]]:
    return isinstance(shown_by, ServiceAdmin)


class Entering(HttpRequest):
    """A request, with what was found out for it."""

    second_factor_shown: bool


def has_shown_second_factor(request: HttpRequest) -> bool:
    """In this session, and still has one; the database is asked once a request. True where none is required."""
    if not settings.STAFF_SECOND_FACTOR:
        return True
    asked = cast(Entering, request)
    if not hasattr(asked, "second_factor_shown"):
        records = get_authentication_records(request, request.user)
        asked.second_factor_shown = any(record["method"] == "mfa" for record in records) and is_mfa_enabled(
            request.user, FACTORS
        )
    return asked.second_factor_shown
