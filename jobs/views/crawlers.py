"""What search engines ask for."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

PRIVATE = ("/admin/", "/mypage/", "/counseling/", "/advisor/", "/referrals/", "/notices/", "/withdraw/", "/jobs/saved/")


@login_not_required
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Which pages are for nobody but the person they are about, and where the list of the others is."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in PRIVATE), "Allow: /withdraw/$"]
    lines += ["", f"Sitemap: {settings.SITE_URL}{reverse('jobs:sitemap')}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
