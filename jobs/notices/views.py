from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import Notice
from accounts.users.access import MemberRequest, for_members
from jobs.notices import rhythm as actions
from jobs.notices.forms import RhythmForm


@require_http_methods(["GET", "POST"])
@for_members
def notices(request: MemberRequest) -> HttpResponse:
    """How often new postings are told of, and whether that is all a member wants."""
    held = actions.rhythm_of(request.seeker)
    initial = {"frequency": held.frequency, "is_notices_only": request.seeker.is_notices_only}
    is_stopped = request.seeker.stopped_notices.filter(kind=Notice.JOB).exists()
    form = RhythmForm(request.POST or None, initial=initial, is_stopped=is_stopped)
    if request.method == "POST" and form.is_valid():
        actions.choose_rhythm(request.seeker, **form.cleaned_data)
        messages.success(request, _("Your notice settings are saved."))
        return redirect("accounts:notices")
    return render(request, "jobs/notices/notices.html", {"form": form, "is_stopped": is_stopped})
