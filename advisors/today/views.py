"""An advisor's week in the admin."""

from datetime import MAXYEAR, MINYEAR, date, timedelta

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.users.access import SignedInRequest
from advisors.people.models import Advisor
from advisors.today.days import monday_of, week_of

WEEK = timedelta(weeks=1)


@require_safe
def week(request: SignedInRequest) -> HttpResponse:
    """The slots and bookings of one week, day by day; `?day=` names any day of it."""
    if not Advisor.objects.filter(user=request.user).exists():
        raise PermissionDenied
    monday = monday_of(asked_day(request.GET.get("day", "")))
    context = {
        **admin.site.each_context(request),
        "title": _("Week"),
        "monday": monday,
        "sunday": monday + timedelta(days=6),
        "before": monday - WEEK,
        "after": monday + WEEK,
        "days": week_of(request.user, monday),
    }
    return render(request, "admin/advisors/week.html", context)


def asked_day(text: str) -> date:
    """The day of the address, or today; one at the edge of time is not there."""
    if not text:
        return timezone.localdate()
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise Http404 from None
    if not MINYEAR < day.year < MAXYEAR:
        raise Http404
    return day
