"""A seeker asks for another advisor, without facing the present one."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from accounts.users.access import MemberRequest, for_members
from advisors.counseling import fitting
from advisors.handover import changing as actions
from advisors.handover.forms import ChangeForm
from advisors.handover.models import AdvisorChangeRequest
from config.buttons import button_on
from config.steps import InvalidTransition


@require_http_methods(["GET", "POST"])
@for_members
def change(request: MemberRequest) -> HttpResponse:
    """The wish that is open, or else the form for one."""
    form = ChangeForm(request.POST or None, initial={"advisor_gender": request.seeker.advisor_gender})
    if request.method == "POST" and form.is_valid():
        return submit(request, form)
    wishes = AdvisorChangeRequest.objects.visible_to(request.user)
    context = {"wish": wishes.open().select_related("assignment__advisor").first(), "form": form}
    return render(request, "advisors/handover/change.html", {**fitting.standing(request.seeker), **context})


def submit(request: MemberRequest, form: ChangeForm) -> HttpResponse:
    try:
        actions.submit(request.seeker, **form.cleaned_data)
    except actions.NotChangeable as refusal:
        messages.error(request, refusal.said)
    else:
        messages.success(request, gettext("Thank you. The support desk looks for another advisor for you."))
    return redirect("advisors:change")


@for_members
@button_on("advisors:change")
def take_back(request: MemberRequest, request_id: int) -> HttpResponse:
    wish = get_object_or_404(AdvisorChangeRequest.objects.visible_to(request.user), pk=request_id)
    try:
        actions.withdraw(wish.pk, request.seeker)
    except InvalidTransition:
        messages.warning(request, gettext("The support desk was faster: it has dealt with your wish already."))
        return redirect("advisors:advisor")
    messages.success(request, gettext("Your wish is taken back. Your advisor stays, and has not learned of it."))
    return redirect("advisors:change")
