"""What search engines ask for."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.sitemaps import views as sitemaps
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from jobs.sitemaps import SITEMAPS

PRIVATE = ("/admin/", "/mypage/", "/counseling/", "/advisor/", "/referrals/", "/notices/", "/withdraw/", "/jobs/saved/")


@login_not_required
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Which pages are for nobody but the person they are about, and where the list of the others is."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in PRIVATE), "Allow: /withdraw/$"]
    lines += ["", f"Sitemap: {settings.SITE_URL}{reverse('jobs:sitemap')}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@login_not_required
@require_safe
def sitemap_index(request: HttpRequest) -> TemplateResponse:
    """The maps at the address of the service, as in the maps themselves; the stock index names that of the request."""
    answer = sitemaps.index(request, SITEMAPS, sitemap_url_name="jobs:sitemap_of")
    for listed in answer.context_data["sitemaps"]:
        listed.location = settings.SITE_URL + urlsplit(listed.location)._replace(scheme="", netloc="").geturl()
    return answer
