"""How the service is, for administrators: what `manage.py health` says, in words, with what can be done."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from config import clock
from config.admin.start import Part, Tile
from config.figures import Figure, Room, Wait, figures, finders, rounds
from config.health import Report, report
from config.typed import Text, User

SERVERS: dict[str, tuple[Text, Text]] = {
    "database": (_("The database answers"), _("Start PostgreSQL. Until then no page can be shown.")),
    "broker": (
        _("The broker answers"),
        _("Start Redis. Pages go on; what the worker does waits, and nothing is lost."),
    ),
}


@dataclass(frozen=True)
class Line:
    """One thing that is well or not, what it is now and may be, and what to do."""

    label: Text
    is_well: bool
    now: str = ""
    limit: str = ""
    help: Text = ""


@require_safe
def health_page(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    if not request.user.is_superuser:
        raise PermissionDenied
    found = report()
    lines = [*of_servers(found), *of_figures(found.figures)]
    parts = {
        "title": _("Health of the service"),
        "unwell": [line for line in lines if not line.is_well],
        "well": [line for line in lines if line.is_well],
        "rounds": list(of_rounds()) if found.servers["database"] else [],
    }
    return TemplateResponse(request, "admin/health.html", context | parts)


def parts(user: User, *, now: datetime) -> Iterable[Part]:
    """On an administrator's first page: what is not well, and the way to all of it. One statement."""
    if not user.is_superuser:
        return
    lines = [line for line in of_figures(figures(now=now)) if not line.is_well]
    title, page = _("Health of the service"), reverse("admin:health")
    tile = Tile(len(lines), _("Not well"), page, urgency="overdue" if lines else "")
    yield Part(name="health", title=title, template="admin/start/_health.html", said={"unwell": lines}, tiles=[tile])


def of_servers(found: Report) -> Iterator[Line]:
    for name, ok in found.servers.items():
        label, help = SERVERS[name]
        yield Line(label, ok, gettext("answers") if ok else gettext("does not answer"), help=help)


def of_figures(found: Mapping[str, Figure]) -> Iterator[Line]:
    words = finders()
    for name, figure in found.items():
        yield Line(words[name].label, figure.is_well, *said(figure), help=words[name].help)


def of_rounds() -> Iterator[Line]:
    for label, wait in rounds(now=clock.now()).values():
        yield Line(label, wait.is_well, *said(wait))


def said(figure: Figure) -> tuple[str, str]:
    """What it is now, and what is still well."""
    if isinstance(figure, Room):
        now = gettext("nothing can be written") if figure.free is None else free(figure.free)
        return now, gettext("at least %(share)s") % {"share": free(figure.least)}
    assert isinstance(figure, Wait)
    now = gettext("never yet") if figure.age is None else span(figure.age)
    return now, gettext("at most %(time)s") % {"time": span(figure.most)} if figure.most else gettext(
        "nothing may wait"
    )


def free(share: float) -> str:
    return gettext("%(percent)s%% free") % {"percent": f"{share * 100:.1f}"}


def span(age: timedelta) -> str:
    """In the one or two largest units, as a person says it."""
    if not age:
        return gettext("nothing waits")
    if age < timedelta(minutes=1):
        return gettext("less than a minute")
    now = timezone.now()
    return timesince(now - age, now)
