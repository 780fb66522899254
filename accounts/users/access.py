"""Who may open a member's pages: somebody who is a member."""

from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect


def for_members(view):
    """Give the view `request.seeker`; staff have no member's page and go to theirs."""

    @wraps(view)
    def member_view(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        request.seeker = getattr(request.user, "job_seeker", None)
        if request.seeker is None:
            return redirect("admin:index")
        return view(request, *args, **kwargs)

    return member_view
