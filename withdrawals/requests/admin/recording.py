"""The page for whoever is told that a member leaves, by phone above all: who it is, what they said, what to say."""

import unicodedata
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

from accounts.looks.noting import Kind, note_look
from accounts.models import JobSeeker, leaving
from accounts.users.fields import BirthDateField, EmailField, PhoneField
from config import clock
from config.admin.visible import ServiceAdmin, staff
from config.keys import row_of
from config.moments import MomentField
from config.steps import InvalidTransition
from config.typed import Typed
from withdrawals.requests.admin.buttons import ahead
from withdrawals.requests.calling_back import note_call
from withdrawals.requests.calls import CallBack
from withdrawals.requests.filing import record_request
from withdrawals.requests.finding import SHOWN, Said, beside, narrowed, words_for
from withdrawals.requests.models import Channel, Reason, WithdrawalRequest

CALLER = ("phone", "email", "name", "birth_date")
TYPED_AS = {
    "tel": forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "off", "autofocus": True}),
    "email": forms.TextInput(
        attrs={"inputmode": "email", "autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
    ),
    "text": forms.TextInput(attrs={"autocomplete": "off"}),
}
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
        label=_(
            "Identity checked: the caller has named the registered phone number, e-mail address and date of birth, or "
            "I have called them back on the registered number."
        ),
        error_messages={"required": _("Please check who is speaking before you record it.")},
    )

    def __init__(self, *args: Any, seeker: JobSeeker, asks_identity: bool, now: datetime, **kwargs: Any) -> None:
        channel = Channel.PHONE if asks_identity else ""
        super().__init__(*args, **{"initial": {"told_at": now, "channel": channel}, **kwargs})
        self.seeker, self.now = seeker, now
        if not asks_identity:
            del self.fields["identity_checked"]
        elif not self.is_bound:
            self.fields["identity_checked"].widget.attrs["autofocus"] = True

    def clean_told_at(self) -> datetime:
        told_at: datetime = self.cleaned_data["told_at"]
        if told_at > self.now:
            raise ValidationError(_("This is in the future."))
        if told_at <= self.seeker.joined_at:
            raise ValidationError(_("This is before the membership began."))
        return told_at


class CallerForm(forms.Form):
    """What the caller is asked, in this order. Whatever is known of it narrows the members down."""

    phone = forms.CharField(label=_("Registered phone number"), required=False, max_length=40, widget=TYPED_AS["tel"])
    email = forms.CharField(
        label=_("Registered e-mail address"), required=False, max_length=254, widget=TYPED_AS["email"]
    )
    name = forms.CharField(label=_("Name"), required=False, max_length=100, widget=TYPED_AS["text"])
    birth_date = BirthDateField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["birth_date"].widget.attrs["autocomplete"] = "off"

    @property
    def typed(self) -> dict[str, str]:
        """As it stands in the fields."""
        return {name: self.data.get(name, "") for name in CALLER}

    def said(self) -> Said:
        """What fits of it, while it is still being typed."""
        self.is_valid()
        said = {name: self.cleaned_data[name] for name in CALLER if self.cleaned_data.get(name)}
        return Said(**{**said, "phone": unicodedata.normalize("NFKC", said.get("phone", ""))})


class CallBackForm(CallerForm):
    """When and where to call somebody who cannot be found, or not be sure of, at once.

    What they were asked before need not be `typed` again.
    """

    phone = PhoneField(label=_("Phone number to call"))
    call_at = MomentField(
        label=_("Call back from"), error_messages={"required": _("Enter when they are to be called.")}
    )

    def __init__(self, *args: Any, now: datetime, typed: dict[str, str] | None = None) -> None:
        super().__init__(*args, initial={**(typed or {}), "call_at": now}, auto_id="id_call_%s")
        self.now = now

    def clean_email(self) -> str:
        typed = self.cleaned_data["email"]
        email: str = EmailField(required=False).clean(typed)
        return email

    def clean_call_at(self) -> datetime:
        return ahead(self.cleaned_data["call_at"], now=self.now)

    @property
    def noted(self) -> dict[str, Any]:
        """For the request: what the caller said of who they are goes with it, and ends with it."""
        typed = self.cleaned_data
        known = [typed["name"], str(typed["birth_date"] or "")]
        said = {"phone": typed["phone"].as_e164, "email": typed["email"], "call_at": typed["call_at"]}
        return {**said, "said": "\n".join(filter(None, known))}


class RecordingAdmin(ServiceAdmin[WithdrawalRequest]):
    """The "add" page: somebody tells that they leave. First who it is, then what they said, and what they are told.

    An advisor may come here, for their own seekers, and sees nothing of the queue.
    """

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Typed | None = None) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        if "seeker" not in request.GET:
            return self.note_call(request) if "call_back" in request.POST else self.choose_member(request)
        seeker = self.named_member(request)
        form = RecordForm(request.POST or None, seeker=seeker, asks_identity=asks_identity(request), now=clock.now())
        if request.method == "POST" and form.is_valid():
            return self.record(request, seeker, form)
        return self.recording_page(request, seeker, form)

    def choose_member(self, request: HttpRequest, call_back: CallBackForm | None = None) -> HttpResponse:
        """The desk asks among all members, an advisor among their own, who are listed without being asked too.

        What was typed is sent and never stands in an address. A script asks for the list alone, as it is typed.
        """
        members: QuerySet[JobSeeker] = JobSeeker.objects.visible_to(staff(request))
        members = members.annotate(is_leaving=leaving())  # type: ignore[no-redef]  # or else each row asks by itself
        form = CallerForm(request.POST or None)
        said = form.said() if form.is_bound else Said()
        is_asked = bool(said.phone or said.email or said.name or said.birth_date)
        if is_asked or asks_identity(request):
            members = narrowed(members, said)
        found = list(members.select_related("user").order_by("-joined_at", "-id")[: SHOWN + 1])
        context = {
            "form": form,
            "found": beside(found[:SHOWN], said),
            "has_more": len(found) > SHOWN,
            "is_asked": is_asked,
            "is_enough": said.is_enough or not is_asked,
        }
        if request.headers.get("X-Narrowing"):
            return self.desk_page(request, "_found", "", context)
        if is_asked and len(found) == 1 and not call_back:  # one key leads on to whoever is left alone
            return HttpResponseRedirect(f"{request.path}?seeker={found[0].pk}")
        if asks_identity(request):
            context["call_back"] = call_back or CallBackForm(now=clock.now(), typed=form.typed)
            context["calls"] = outstanding_calls(request)
        return self.desk_page(request, "choose_member", gettext("Told by phone"), context)

    def note_call(self, request: HttpRequest) -> HttpResponse:
        """They have to be asked again: it waits on the list of calls."""
        if not asks_identity(request):
            raise PermissionDenied
        form = CallBackForm(request.POST, now=clock.now())
        if not form.is_valid():
            return self.choose_member(request, form)
        noted = note_call(**form.noted, by=staff(request))
        self.log_addition(request, noted, "")
        messages.success(request, _("Noted: they are to be called back. The days count from now."))
        return HttpResponseRedirect(reverse("admin:withdrawals_withdrawalrequest_change", args=[noted.pk]))

    def named_member(self, request: HttpRequest) -> JobSeeker:
        member = row_of(JobSeeker.objects.visible_to(staff(request)).select_related("user"), request.GET["seeker"])
        if member is None:
            raise Http404
        return member

    def recording_page(self, request: HttpRequest, seeker: JobSeeker, form: RecordForm) -> HttpResponse:
        # An advisor learns that there is one, and nothing of it.
        now = clock.now()
        note_look(staff(request), seeker.pk, Kind.PROFILE)
        context = {
            "member": seeker,
            "form": form,
            "under_way": seeker.withdrawal,
            "words": words_for(seeker, now=now),
            "call_at": now,
            "asks_identity": asks_identity(request),
        }
        return self.desk_page(request, "record", gettext("Told by phone"), context)

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


def outstanding_calls(request: HttpRequest) -> list[CallBack]:
    calls = CallBack.objects.visible_to(staff(request)).select_related("request")
    return list(calls.order_by("call_at", "pk")[:SHOWN])


def nothing_recorded(seeker: JobSeeker) -> str:
    text = gettext("Nothing was recorded: a withdrawal of member %(number)s is under way already.")
    return text % {"number": seeker.member_number}


def asks_identity(request: HttpRequest) -> bool:
    """Whether this person must check who is speaking. An advisor speaks with their own seekers."""
    return staff(request).is_superuser or staff(request).is_support_desk
