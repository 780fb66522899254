"""The seeker's advisor: who it is, what was said, and when they may write."""

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db.models import Count, QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.files.showing import hand_out
from accounts.users.access import MemberRequest, for_members
from advisors.conversation import writing as actions
from advisors.conversation.forms import ContactWishForm, EntryForm
from advisors.conversation.models import ConversationEntry
from advisors.conversation.quiet import wish_of
from advisors.conversation.refusals import NoAdvisor
from config import clock
from config.buttons import button_on
from config.typed import Typed

ON_A_PAGE = 20


def latest_page(entries: QuerySet[ConversationEntry], number: str | None) -> "Page[ConversationEntry]":
    """A page of a thread, the newest entries last; without a number the last page."""
    pages = Paginator(entries, ON_A_PAGE)
    return pages.get_page(number or pages.num_pages)


@require_http_methods(["GET", "POST"])
@for_members
def advisor(request: MemberRequest) -> HttpResponse:
    form = EntryForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.write_to_advisor(request.seeker, form.cleaned_data["text"])
        except NoAdvisor as refusal:
            form.add_error(None, refusal.said)
        else:
            messages.success(request, _("Your message is sent."))
            return redirect("advisors:advisor")
    return render(request, "advisors/conversation/advisor.html", {"form": form, **accompanied(request)})


def accompanied(request: MemberRequest) -> Typed:
    """Everything the page shows; what is new on it counts as read, and not what goes a moment later."""
    seeker, now = request.seeker, clock.now()
    tie = seeker.assignments.current().select_related("advisor").first()
    said = ConversationEntry.objects.visible_to(request.user).select_related("file", "fetching").filter(assignment=tie)
    thread = latest_page(said, request.GET.get("page"))
    former = seeker.assignments.ended().select_related("advisor").annotate(entries=Count("conversation"))
    context = {"tie": tie, "entries": list(thread), "thread": thread, "wish": wish_of(seeker)}
    actions.mark_read_by_seeker(seeker, now=now)
    return {**context, "former": former.order_by("-ended_at")}


@require_http_methods(["GET", "POST"])
@for_members
def quiet(request: MemberRequest) -> HttpResponse:
    form = ContactWishForm(request.POST or None, instance=wish_of(request.seeker))
    if request.method == "POST" and form.is_valid():
        actions.set_contact_wish(request.seeker, **form.cleaned_data)
        messages.success(request, _("It is saved. Your advisor writes to you at these times only."))
        return redirect("advisors:advisor")
    return render(request, "advisors/conversation/quiet.html", {"form": form})


@require_safe
@for_members
def former(request: MemberRequest, assignment_id: int) -> HttpResponse:
    """What was said under an advisor of before."""
    tie = get_object_or_404(request.seeker.assignments.ended().select_related("advisor"), pk=assignment_id)
    said = ConversationEntry.objects.visible_to(request.user).select_related("file", "fetching").filter(assignment=tie)
    thread = latest_page(said, request.GET.get("page"))
    return render(request, "advisors/conversation/former.html", {"tie": tie, "thread": thread, "entries": list(thread)})


@require_safe
@for_members
def sent_file(request: MemberRequest, entry_id: int) -> HttpResponseBase:
    """What they sent themselves by LINE."""
    entry = get_object_or_404(ConversationEntry.objects.visible_to(request.user).select_related("file"), pk=entry_id)
    return hand_out(entry.file)


@for_members
@button_on("advisors:advisor")
def share(request: MemberRequest, assignment_id: int) -> HttpResponse:
    tie = get_object_or_404(request.seeker.assignments.ended(), pk=assignment_id)
    is_shared = request.POST.get("share") == "yes"
    actions.share_former(request.seeker, tie.pk, is_shared=is_shared)
    if is_shared:
        messages.success(request, _("Your present advisor may read it from now on."))
    else:
        messages.success(request, _("Nobody but you reads it any more."))
    return redirect("advisors:advisor")
