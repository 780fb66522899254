"""The page behind an invitation. It looks the same to everybody, and opening it changes nothing."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.registration.pending import remember_invitation
from advisors.invitation import links
from advisors.invitation.following import follow
from advisors.invitation.models import Invitation
from config import clock


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """To register by it; whoever is signed in uses it as who they are. One that counts no more says so to all alike."""
    found, now = links.named(token), clock.now()
    is_open = found is not None and found.is_open(now)
    if found and is_open and request.method == "POST" and not is_staff(request):
        return press(request, found)
    context = {"is_open": is_open, "is_staff": is_staff(request), "found": found}
    return render(request, "advisors/invitation/invitation.html", context)


def is_staff(request: HttpRequest) -> bool:
    """Who is at work here and no member: the invitation is kept for whom it is meant for."""
    return request.user.is_authenticated and not hasattr(request.user, "job_seeker")


def press(request: HttpRequest, found: Invitation) -> HttpResponse:
    if not request.user.is_authenticated:
        return remember_invitation(redirect("accounts:register"), str(found.pk), secure=settings.SECURE)
    follow(request.user.job_seeker, str(found.pk), now=clock.now())
    messages.info(request, _("You are a member already, so nothing else has changed."))
    return redirect("advisors:counseling")
