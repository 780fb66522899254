"""What everybody may read of the service itself: what becomes of personal data, on which terms, and who runs it."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from config.buttons import button_on
from config.kana import KANA


@login_not_required
@button_on("accounts:landing")
def kana(request: HttpRequest) -> HttpResponse:
    """Turn kana on or off for this browser, and go back to where one was."""
    there = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(there, {request.get_host()}, require_https=request.is_secure())
    response = HttpResponseRedirect(there if is_ours else reverse("accounts:landing"))
    if request.COOKIES.get(KANA):
        response.delete_cookie(KANA, samesite="Lax")
    else:
        year = settings.LANGUAGE_COOKIE_AGE
        response.set_cookie(KANA, "1", max_age=year, secure=settings.SECURE, httponly=True, samesite="Lax")
    return response


# Drawn from the mark of the site by docs/icons.py; of the second the edge may be cut off.
ICONS = (("img/icon-192.png", "192x192", "any"), ("img/icon-512.png", "512x512", "any maskable"))


@login_not_required
@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """By which a phone keeps the site on its first screen, under its name."""
    said = {
        "name": str(settings.SERVICE_NAME),
        "short_name": str(settings.SERVICE_NAME),
        "lang": get_language(),
        "start_url": reverse("accounts:landing"),
        "display": "minimal-ui",
        "background_color": "#f2f6f2",
        "theme_color": "#0b5b4f",
        "icons": [{"src": static(it), "sizes": size, "type": "image/png", "purpose": use} for it, size, use in ICONS],
    }
    return JsonResponse(said, content_type="application/manifest+json")


@login_not_required
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "about/privacy.html", {"operator": settings.OPERATOR})


@login_not_required
@require_safe
def terms(request: HttpRequest) -> HttpResponse:
    return render(request, "about/terms.html", {"operator": settings.OPERATOR})


@login_not_required
@require_safe
def operator(request: HttpRequest) -> HttpResponse:
    return render(request, "about/operator.html", {"operator": settings.OPERATOR})
