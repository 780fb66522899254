"""An advisor reads in a message that a seeker wants to leave, and takes it for what it is."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from advisors.models import ConversationEntry
from config import days
from config.admin.visible import staff
from config.steps import InvalidTransition
from withdrawals.requests.admin.recording import RecordingAdmin, nothing_recorded
from withdrawals.requests.deadlines import due_on
from withdrawals.requests.heeding import take_message, taken_before
from withdrawals.requests.leaving_messages import LeavingMessage


class TakeForm(forms.Form):
    ticked = forms.BooleanField(
        label=_("The job seeker says here that they want to withdraw."),
        error_messages={"required": _("Please tick this once you have read it again.")},
    )


class TakingAdmin(RecordingAdmin):
    """The page behind "This is a withdrawal": the message, a tick and a button."""

    def get_urls(self) -> list[URLPattern]:
        take = self.admin_site.admin_view(self.take_as_withdrawal)
        return [path("take/<int:entry_id>/", take, name="withdrawals_withdrawalrequest_take"), *super().get_urls()]

    def take_as_withdrawal(self, request: HttpRequest, entry_id: int) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        theirs = ConversationEntry.objects.visible_to(staff(request)).filter(is_from_seeker=True)
        entry = theirs.select_related("seeker__user").filter(pk=entry_id).first()
        if entry is None:
            raise Http404
        if said := refusal(entry):
            messages.warning(request, said)
            return to_thread(entry)
        form = TakeForm(request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid():
            return self.take(request, entry)
        context = {"entry": entry, "form": form, "due_on": due_on(entry.written_at)}
        return self.desk_page(request, "take", gettext("This is a withdrawal"), context)

    def take(self, request: HttpRequest, entry: ConversationEntry) -> HttpResponse:
        try:
            recorded = take_message(entry, by=staff(request))
        except InvalidTransition:
            raise Http404 from None
        self.log_addition(request, recorded, "")
        self.say_recorded(request, recorded, entry.seeker)
        return to_thread(entry)


def refusal(entry: ConversationEntry) -> str:
    """Why nothing would be recorded: it has been taken before, or was not meant; or its seeker is leaving already."""
    if taken := taken_before(entry):
        first = taken.events.first()
        when = days.when(first.at if first else taken.received_at)
        return gettext("Nothing was recorded: this message was taken as a withdrawal on %(when)s.") % {"when": when}
    if LeavingMessage.objects.filter(entry=entry, status=LeavingMessage.Status.NOT_MEANT).exists():
        return gettext("Nothing was recorded: the support desk has understood that it was not meant as a withdrawal.")
    if entry.seeker.withdrawal:
        return nothing_recorded(entry.seeker)
    return ""


def to_thread(entry: ConversationEntry) -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:advisors_conversationentry_thread", args=[entry.seeker_id]))
