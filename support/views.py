"""What support there is, for members and for whoever thinks of becoming one."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@login_not_required
@require_safe
def support(request: HttpRequest) -> HttpResponse:
    return render(request, "support/support.html")
