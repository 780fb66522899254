"""Writing down a withdrawal that a member has told somebody: by phone, by mail, by LINE."""

from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import JobSeeker, leaving
from accounts.users.search import find_members
from config import clock
from config.admin.visible import ServiceAdmin, staff
from config.keys import row_of
from config.moments import MomentField
from config.steps import InvalidTransition
from config.typed import Typed
from withdrawals.requests.deadlines import due_on
from withdrawals.requests.filing import record_request
from withdrawals.requests.models import Channel, Reason, WithdrawalRequest

SHOWN = 20
# A message to the advisor is taken as it stands in the conversation, see taking.py.
TOLD_BY = [Channel.PHONE, Channel.MAIL, Channel.LINE]


def told_by() -> list[Channel]:
    """By LINE only where there is a channel."""
    return [channel for channel in TOLD_BY if channel != Channel.LINE or settings.LINE_CHANNEL]


class RecordForm(forms.Form):
    channel = forms.ChoiceField(
        label=_("How the member told us"),
        choices=lambda: [("", "---------"), *((channel.value, channel.label) for channel in told_by())],
        error_messages={"required": _("Choose how the member told us.")},
    )
    told_at = MomentField(
        error_messages={"required": _("Enter when the member said it.")},
        label=_("When the member said it"),
        help_text=_("The business days are counted from then."),
    )
    reason = forms.ChoiceField(
        label=_("Reason"),
        choices=[("", _("Not said")), *Reason.choices],
        required=False,
        help_text=_("Only if the member gave it. Please do not ask."),
    )
    identity_checked = forms.BooleanField(
        label=_("Identity checked: I have called the member back on the registered phone number."),
        error_messages={"required": _("Please call the member back before you record it.")},
    )

    def __init__(self, *args: Any, seeker: JobSeeker, asks_identity: bool, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": {"told_at": now}, **kwargs})
        self.seeker, self.now = seeker, now
        if not asks_identity:
            del self.fields["identity_checked"]

    def clean_told_at(self) -> datetime:
        told_at: datetime = self.cleaned_data["told_at"]
        if told_at > self.now:
            raise ValidationError(_("This is in the future."))
        if told_at <= self.seeker.joined_at:
            raise ValidationError(_("This is before the membership began."))
        return told_at


class RecordingAdmin(ServiceAdmin[WithdrawalRequest]):
    """The "add" page: first who it is, then what was said. An advisor may come here, and sees nothing of the queue."""

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Typed | None = None) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        if "seeker" not in request.GET:
            return self.choose_member(request)
        seeker = self.named_member(request)
        form = RecordForm(request.POST or None, seeker=seeker, asks_identity=asks_identity(request), now=clock.now())
        if request.method == "POST" and form.is_valid():
            return self.record(request, seeker, form)
        return self.recording_page(request, seeker, form)

    def choose_member(self, request: HttpRequest) -> HttpResponse:
        """The desk searches among all members, an advisor among their own, who are listed without a search too."""
        members: QuerySet[JobSeeker] = JobSeeker.objects.visible_to(staff(request))
        members = members.annotate(is_leaving=leaving())  # type: ignore[no-redef]  # or else each row asks by itself
        text = request.GET.get("q", "").strip()
        if text:
            members = find_members(members, text)
        elif asks_identity(request):
            members = members.none()
        found = list(members.select_related("user").order_by("-joined_at", "-id")[: SHOWN + 1])
        context = {"q": text, "members": found[:SHOWN], "has_more": len(found) > SHOWN}
        return self.desk_page(request, "choose_member", gettext("Record a withdrawal"), context)

    def named_member(self, request: HttpRequest) -> JobSeeker:
        member = row_of(JobSeeker.objects.visible_to(staff(request)).select_related("user"), request.GET["seeker"])
        if member is None:
            raise Http404
        return member

    def recording_page(self, request: HttpRequest, seeker: JobSeeker, form: RecordForm) -> HttpResponse:
        # An advisor learns that there is one, and nothing of it.
        under_way = seeker.withdrawal
        context = {"member": seeker, "form": form, "under_way": under_way, "due_on": due_on(clock.now())}
        return self.desk_page(request, "record", gettext("Record a withdrawal"), context)

    def desk_page(self, request: HttpRequest, name: str, title: str, context: Typed) -> HttpResponse:
        context = {"may_see_queue": self.has_view_permission(request), **context}
        return self.own_page(request, f"admin/withdrawals/withdrawalrequest/{name}.html", title, context)

    def record(self, request: HttpRequest, seeker: JobSeeker, form: RecordForm) -> HttpResponse:
        said = {"identity_checked": False, **form.cleaned_data}
        try:
            recorded = record_request(seeker, **said, by=staff(request))
        except InvalidTransition:
            form.add_error(None, _("This membership has ended meanwhile."))
            return self.recording_page(request, seeker, form)
        self.log_addition(request, recorded, "")
        if not self.has_view_permission(request, recorded):
            self.say_recorded(request, recorded, seeker)
            return HttpResponseRedirect(reverse("admin:index"))
        return self.show_recorded(request, recorded)

    def say_recorded(self, request: HttpRequest, recorded: WithdrawalRequest, seeker: JobSeeker) -> None:
        """To somebody who does not see the queue."""
        if recorded.closing:
            messages.warning(request, nothing_recorded(seeker))
        else:
            text = gettext("Thank you. The withdrawal of member %(number)s is recorded; the details go out by mail.")
            messages.success(request, text % {"number": seeker.member_number})

    def show_recorded(self, request: HttpRequest, recorded: WithdrawalRequest) -> HttpResponse:
        if recorded.closing:
            text = _("Another request of this member is under way, so this one is closed.")
            messages.warning(request, text)
        else:
            messages.success(request, _("Thank you. The withdrawal is scheduled, and the member is told by mail."))
        return HttpResponseRedirect(reverse("admin:withdrawals_withdrawalrequest_change", args=[recorded.pk]))


def nothing_recorded(seeker: JobSeeker) -> str:
    text = gettext("Nothing was recorded: a withdrawal of member %(number)s is under way already.")
    return text % {"number": seeker.member_number}


def asks_identity(request: HttpRequest) -> bool:
    """Whether this person must check who is speaking. An advisor speaks with their own seekers."""
    return staff(request).is_superuser or staff(request).is_support_desk
