import logging

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.sign_in.sessions import end_sessions
from accounts.users.access import SignedInRequest

log = logging.getLogger(__name__)


@require_http_methods(["GET", "POST"])
def everywhere(request: SignedInRequest) -> HttpResponse:
    """Of members and staff alike. The session that asks ends too: it may be the stranger's."""
    if request.method == "POST":
        user = request.user
        end_sessions(user.pk)
        logout(request)
        log.info("signed out everywhere", extra={"id": user.pk})
        messages.success(request, _("You are signed out on every device."))
        return redirect(settings.ACCOUNT_LOGOUT_REDIRECT_URL)
    return render(request, "accounts/sign_in/sign_out_everywhere.html")
