import json

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.looks.told import every_look, seen_of
from accounts.sign_in.fresh import ask_for_proof, is_fresh
from accounts.users.access import MemberRequest, for_members
from withdrawals.erasure.packing import packed
from withdrawals.erasure.portability import everything_about, files_of


@require_safe
@for_members
def data(request: MemberRequest) -> HttpResponse:
    return render(request, "withdrawals/erasure/data.html", {"seen": seen_of(request.seeker)})


@never_cache
@require_safe
@for_members
def download(request: MemberRequest) -> HttpResponseBase:
    """Everything in one file, for whoever has proved lately that it is theirs: the data as JSON, and their files."""
    if not is_fresh(request):
        return ask_for_proof(request, then=reverse("withdrawals:data"))
    held = {
        "member_number": request.seeker.member_number,
        "made_at": timezone.now(),
        **everything_about(request.seeker),
        "accounts.Look": every_look(request.seeker),
    }
    told = json.dumps(held, ensure_ascii=False, indent=2, default=str).encode()
    response = StreamingHttpResponse(packed(told, files_of(request.seeker)), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="my-data-{timezone.localdate():%Y%m%d}.zip"'
    return response
