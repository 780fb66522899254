"""Addresses that only a button leads to."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

NOT_YET = _("Nothing has been done yet. If you were signed out meanwhile, please press the button again.")


View = Callable[..., HttpResponseBase]


def button_on(page: str, *names: str) -> Callable[[View], View]:
    """Only a press acts. Who comes by the address, as after signing in again, is led to the page with the button.

    `names` are what that page's own address takes of this one.
    """

    def pressed_only(view: View) -> View:
        press = require_POST(view)

        @wraps(view)
        def button(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.method not in ("GET", "HEAD"):
                return press(request, *args, **kwargs)
            messages.info(request, NOT_YET)
            return redirect(page, *(kwargs[name] for name in names))

        return button

    return pressed_only
