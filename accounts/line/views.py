"""What a member sets about LINE, and where LINE calls. Without a channel none of it is there."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from accounts.line import linking as actions
from accounts.line import receiving
from accounts.line.bot import add_friend_url
from accounts.line.channel import account_link_dialog
from accounts.line.forms import TopicsForm
from accounts.line.models import LineAccount, LineEvent
from accounts.messages.topics import Topic
from accounts.sign_in.fresh import ask_for_proof, is_fresh
from accounts.tasks import read_line_event
from accounts.users.access import MemberRequest, for_members
from config import clock
from config.buttons import button_on
from config.refusals import Refusal


def with_line(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Not there without a channel."""

    @wraps(view)
    def there(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not settings.LINE_CHANNEL:
            raise Http404
        return view(request, *args, **kwargs)

    return there


class Received(HttpResponse):
    """The worker hears of the events once the answer has left, so that a broker that is down keeps nobody waiting."""

    events: list[LineEvent] = []

    def close(self) -> None:
        """Before the connection to the database is given back, which saying so asks for."""
        try:
            for event in self.events:
                read_line_event.delay_on_commit(event.pk)
        finally:
            super().close()


@csrf_exempt  # LINE posts here by itself; its signature is the permission
@login_not_required
@with_line
@require_POST
def webhook(request: HttpRequest) -> HttpResponse:
    if int(request.META.get("CONTENT_LENGTH") or 0) > receiving.LARGEST:
        return HttpResponse(status=413)
    if not receiving.is_signed(request.body, request.headers.get("X-Line-Signature", "")):
        return HttpResponse(status=401)
    try:
        events = receiving.receive(request.body)
    except receiving.NotUnderstood:
        return HttpResponse(status=400)
    response = Received()
    response.events = events
    return response


@with_line
@require_http_methods(["GET", "POST"])
@for_members
def line(request: MemberRequest) -> HttpResponse:
    """What comes by LINE; or, for who has not linked it, how that goes."""
    account = LineAccount.objects.filter(seeker=request.seeker).first()
    if account is None:
        return render(request, "accounts/line/how.html", {"add_friend_url": add_friend_url()})
    chosen = list(account.topics.values_list("topic", flat=True))
    form = TopicsForm(request.POST if request.method == "POST" else None, initial={"topics": chosen})
    if form.is_valid():
        try:
            actions.choose_topics(request.seeker, form.cleaned_data["topics"])
        except actions.NotLinked as refusal:
            messages.error(request, refusal.said)
        else:
            messages.success(request, _("Your choice is saved."))
        return redirect("accounts:line")
    return render(request, "accounts/line/line.html", {"form": form, "account": account})


@with_line
@require_http_methods(["GET", "POST"])
@for_members
def link(request: MemberRequest) -> HttpResponse:
    """Where LINE's link leads: after a fresh proof one button, and then LINE asks."""
    if not is_fresh(request):
        return ask_for_proof(request, then=request.get_full_path())
    token, now, refusal = request.GET.get("linkToken", ""), clock.now(), None
    try:
        if request.method == "POST":
            key = request.session.session_key or ""
            return redirect(actions.ask_line(request.seeker, token, session_key=key, now=now))
        actions.check(request.seeker, token, now=now)
    except Refusal as refused:
        refusal = refused.said
    context = {"refusal": refusal, "at_first": [topic.label for topic in actions.AT_FIRST], "topics": Topic.labels}
    page = render(request, "accounts/line/link.html", context)
    # What a form leads on to is a form's action too, to some browsers.
    page._csp_update = {"form-action": [account_link_dialog().partition("/dialog")[0]]}  # type: ignore[attr-defined]
    return page


@with_line
@button_on("accounts:line")
@for_members
def unlink(request: MemberRequest) -> HttpResponse:
    actions.unlink_by_member(request.seeker)
    messages.success(request, _("The link to LINE has ended. From now on everything comes by mail."))
    return redirect("accounts:line")
