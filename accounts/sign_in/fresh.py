"""Whether this session has proved itself lately: what changes how somebody signs in asks for it first.

allauth asks who has a second factor for it once more; of whoever has none it asks nothing, and so the service does.
"""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse


def is_fresh(request: HttpRequest) -> bool:
    """By the mailed code or a second factor; for whoever has a second factor that one alone counts."""
    oldest = time.time() - settings.FRESH_PROOF.total_seconds()
    proofs = [it for it in get_authentication_records(request, request.user) if it["at"] > oldest]
    if any(it["method"] == "mfa" for it in proofs):
        return True
    return bool(proofs) and not get_adapter().get_reauthentication_methods(request.user)


def ask_for_proof(request: HttpRequest, *, then: str) -> HttpResponse:
    """Lead through a fresh proof to the page `then`: by the second factor, or else a mailed code."""
    ways = get_adapter().get_reauthentication_methods(request.user)
    return redirect_to_login(then, ways[0]["url"] if ways else reverse("account_reauthenticate"))


def needs_fresh_proof(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """What is sent without one is not done; its page comes again afterwards."""

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and not is_fresh(request):
            return ask_for_proof(request, then=request.path)
        return view(request, *args, **kwargs)

    return asked
