"""The page of the figures, and the tables that are taken from it."""

from datetime import date
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.exceptions import DisallowedModelAdminLookup
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from advisors.tallies.exporting import BREAKDOWNS, as_csv, as_xlsx, table_of
from advisors.tallies.forms import ExportForm, FiguresForm
from advisors.tallies.models import Tally, TallyQuerySet
from advisors.tallies.months import month_before, month_of
from advisors.tallies.names import Names
from advisors.tallies.reading import sums_of
from advisors.tallies.showing import charts_of, reasons_by_channel, table_by, told_apart
from config import clock
from config.admin.menu import InMenu
from config.admin.visible import ReadOnlyAdmin, ServiceAdmin, staff
from config.replica import reading
from config.typed import Typed

FILES = {
    "csv": (as_csv, "text/csv; charset=utf-8"),
    "xlsx": (as_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


@admin.register(Tally)
class TallyAdmin(ReadOnlyAdmin[Tally], ServiceAdmin[Tally]):
    """No list of rows: sums of them, in charts and tables."""

    in_menu = InMenu(look=_("Read the figures of the service"))

    class Media:
        css = {"all": ["css/admin-queue.css", "css/admin-tallies.css"]}

    def get_urls(self) -> list[URLPattern]:
        door = self.admin_site.admin_view
        listed = [url for url in super().get_urls() if url.name == "advisors_tally_changelist"]
        files = [
            path(f"figures.{kind}", door(self.file_view), {"kind": kind}, f"advisors_tally_{kind}") for kind in FILES
        ]
        return [*files, *listed]

    def changelist_view(self, request: HttpRequest, extra_context: Typed | None = None) -> HttpResponse:
        """The page. An advisor finds their own figures; the desk those of everybody, or of one office or advisor."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        if not {*request.GET} <= {*FiguresForm.base_fields}:
            raise DisallowedModelAdminLookup("no such choice")
        sees_all, this_month = may_take_away(request), month_of(clock.today())
        with reading():
            names, tallies = Names.read(), Tally.objects.visible_to(staff(request))
            form = FiguresForm(request.GET, first=first_month(this_month), last=this_month, names=names)
            context: Typed = {"form": form, "sees_all": sees_all}
            if form.is_valid():
                context |= shown(form.cleaned_data, tallies, names, sees_all=sees_all)
                context["exports"] = exports(form.cleaned_data, this_month) if sees_all else []
        return self.own_page(request, "admin/advisors/tally/figures.html", gettext("Figures"), context)

    def file_view(self, request: HttpRequest, kind: str) -> HttpResponse:
        """A table as a file, of whole months. Who sees only their own takes none away."""
        if not (self.has_view_permission(request) and may_take_away(request)):
            raise PermissionDenied
        last = month_before(month_of(clock.today()))
        with reading():
            form = ExportForm(request.GET, first=min(first_month(last), last), last=last)
            table = table_of(*form.asked) if form.is_valid() else None
        if table is None:
            messages.error(request, gettext("There is no such table. Please choose the months again."))
            return redirect("admin:advisors_tally_changelist")
        write, content_type = FILES[kind]
        name = "figures-{}-{:%Y-%m}-{:%Y-%m}.{}".format(*form.asked, kind)
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return HttpResponse(write(table), content_type=content_type, headers=headers)

    def change_view(self, *args: Any, **kwargs: Any) -> HttpResponse:
        raise Http404


def may_take_away(request: HttpRequest) -> bool:
    return request.user.is_superuser or staff(request).is_support_desk


def first_month(otherwise: date) -> date:
    """The month of the first figures."""
    return Tally.objects.order_by("month").values_list("month", flat=True).first() or otherwise


def shown(asked: Typed, tallies: TallyQuerySet, names: Names, *, sees_all: bool) -> Typed:
    since, until = asked["since"], asked["until"]
    tallies = tallies.between(since, until)
    narrowed = {name: asked[name] for name in ("office", "advisor") if sees_all and asked[name]}
    sums = sums_of(tallies.filter(**narrowed))
    counted = told_apart(narrowed if sees_all else ["advisor"])
    return {
        "charts": charts_of(sums, counted, since, until),
        "table": table_by(asked["by"], sums, counted.values(), names, first=since, last=until),
        "by": BREAKDOWNS[asked["by"]].label,
        "reasons": reasons_by_channel(sums) if sums.of("withdrawn") else None,
        "narrowed": [getattr(names, name)(key) for name, key in narrowed.items()],
    }


def exports(asked: Typed, this_month: date) -> list[tuple[str, list[tuple[str, str]]]]:
    """What there is to take away of these months: each table, and the addresses of its files."""
    since, until = asked["since"], min(asked["until"], month_before(this_month))
    months = f"since={since.isoformat()}&until={until.isoformat()}"
    files = [(kind.upper(), reverse(f"admin:advisors_tally_{kind}")) for kind in FILES]
    if since > until:
        return []
    return [
        (str(it.label), [(kind, f"{file}?by={by}&{months}") for kind, file in files]) for by, it in BREAKDOWNS.items()
    ]
