"""Who may open a member's pages: somebody who is a member."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from accounts.users.models import JobSeeker, User

P = ParamSpec("P")


class SignedInRequest(HttpRequest):
    """The middleware has let nobody past who is not signed in."""

    user: User


class MemberRequest(SignedInRequest):
    """A member's, with who they are."""

    seeker: JobSeeker


def for_members(view: Callable[Concatenate[MemberRequest, P], HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Give the view `request.seeker`; staff have no member's page and go to theirs."""

    @wraps(view)
    def member_view(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        seeker = getattr(request.user, "job_seeker", None)
        if seeker is None:
            return redirect("admin:index")
        theirs = cast(MemberRequest, request)  # it becomes one here
        theirs.seeker = seeker
        return view(theirs, *args, **kwargs)

    return member_view
