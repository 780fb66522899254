"""A member's mock interviews: the one ahead, those behind with their sheets, and an hour to book."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from accounts.users.access import MemberRequest, for_members
from advisors.counseling import fitting, typed
from advisors.counseling.booking import interview_during
from advisors.counseling.models import CounselingBooking
from advisors.counseling.refusals import (
    AdvisorFirst,
    AlreadyBooked,
    Leaving,
    MockInterviewAhead,
    NotBookable,
    NotOffered,
    SlotTaken,
)
from advisors.counseling.views import narrowing, offered, other_times
from support.mock_interviews.booking import book_mock_interview, change_practice, postings_of, refuse_late
from support.mock_interviews.feedback import mark_opened
from support.mock_interviews.forms import MockInterviewForm, PracticeForm
from support.mock_interviews.groups import groups_ahead, seats_behind
from support.mock_interviews.models import (
    SCORES,
    TEXTS,
    InterviewFeedback,
    MockInterview,
    MockInterviewQuerySet,
    is_accompanied,
)
from support.mock_interviews.refusals import NotChangeable

Purpose = CounselingBooking.Purpose
SHOWN = 50


def own(request: MemberRequest) -> MockInterviewQuerySet:
    return MockInterview.objects.visible_to(request.user)


@require_safe
@for_members
def mock_interviews(request: MemberRequest) -> HttpResponse:
    """What is ahead, what was, and how to have the next one."""
    now = timezone.now()
    rows = own(request).annotate(is_accompanied=is_accompanied())
    rows = rows.select_related("booking__slot__advisor", "booking__slot__office", "posting__company", "feedback")
    found = list(rows.order_by("-booking__slot__held_on", "-booking__slot__hour", "-pk")[: SHOWN + 1])
    seats = seats_behind(request.seeker, now=now, most=SHOWN + 1)
    ahead = next((it for it in found if it.booking.is_ahead(now)), None)
    standing = fitting.standing(request.seeker)
    context = {
        **standing,
        "ahead": ahead,
        "change_until": ahead and fitting.change_until(ahead.booking),
        "may_change": ahead and fitting.may_change(ahead.booking, now=now),
        "has_begun": ahead and ahead.booking.slot.starts_at <= now,
        "past": [it for it in found[:SHOWN] if it != ahead],
        "groups": groups_ahead(request.seeker, now=now),
        "seats": seats[:SHOWN],
        "shown": SHOWN if max(len(found), len(seats)) > SHOWN else None,
        "asked": narrowing(request),
        "is_told": not (request.seeker.is_notices_only or standing["is_leaving"]),
    }
    return render(request, "support/mock_interviews/mock_interviews.html", context)


@require_safe
@for_members
def times(request: MemberRequest) -> HttpResponse:
    """The free times of one's own advisor."""
    context = offered(request, purpose=Purpose.MOCK_INTERVIEW)
    if not context["own_advisor"] or context["is_leaving"]:
        return redirect("support:mock_interviews")
    return render(request, "support/mock_interviews/times.html", context)


@require_http_methods(["GET", "POST"])
@for_members
def book(request: MemberRequest, slot_id: int) -> HttpResponse:
    """One free time, and the button that books it; if it has gone meanwhile, the others.

    What is pressed goes to the action at once: the slot as it was shown is looked up only where something is wrong.
    """
    postings = postings_of(request.seeker)
    form = MockInterviewForm(request.POST, postings=postings)
    if request.method == "POST" and form.is_valid():
        try:
            book_mock_interview(slot_id, request.seeker, **form.said)
        except NotBookable as refusal:
            slot = fitting.slot_shown_to(slot_id, request.seeker, Purpose.MOCK_INTERVIEW)
            if slot and form.cleaned_data["form"] in slot.forms:
                return refused(request, slot, refusal, said=form.cleaned_data)
        else:
            typed.forget(request)
            messages.success(request, gettext("Your mock interview is booked. The details are on their way by mail."))
            return redirect("support:mock_interviews")
    slot = fitting.slot_shown_to(slot_id, request.seeker, Purpose.MOCK_INTERVIEW)
    if slot is None:
        return refused(request, None, NotOffered() if request.seeker.assignments.current().exists() else AdvisorFirst())
    if request.method == "GET" and (because := why_not(request, slot)):
        return refused(request, slot, because)
    initial = {"posting": request.GET.get("for", ""), **typed.kept(request)}
    form = MockInterviewForm(request.POST or None, postings=postings, slot=slot, initial=initial)
    context = {"slot": slot, "form": form, "asked": narrowing(request)}
    return render(request, "support/mock_interviews/book.html", context)


def why_not(request: MemberRequest, slot: fitting.ShownSlot) -> NotBookable | None:
    """Why a time that was shown cannot be had any more, if so."""
    if slot.is_barred:
        return MockInterviewAhead()
    tie = request.seeker.assignments.current()
    free = fitting.slots_for(request.seeker, now=timezone.now()).filter(pk=slot.pk)
    if free.filter(advisor__in=tie.values("advisor")).exists():
        return None
    if not tie.exists():
        return AdvisorFirst()
    return interview_during(slot, request.seeker) or SlotTaken()


def refused(
    request: MemberRequest, slot: fitting.ShownSlot | None, refusal: NotBookable, *, said: dict[str, str] | None = None
) -> HttpResponse:
    """Other times, where there are any to choose from; sent twice, the page shows what is booked."""
    if not isinstance(refusal, AdvisorFirst | AlreadyBooked | Leaving):
        return other_times(request, slot, refusal, said=said, purpose=Purpose.MOCK_INTERVIEW)
    if not own(request).filter(booking__slot=slot, booking__status=CounselingBooking.Status.BOOKED).exists():
        messages.warning(request, refusal.said)
    return redirect("support:mock_interviews")


@require_http_methods(["GET", "POST"])
@for_members
def change(request: MemberRequest, interview_id: int) -> HttpResponse:
    """Another kind of interview, another posting, other words; the hour stays."""
    interview = get_object_or_404(own(request), pk=interview_id)
    initial = {"kind": interview.kind, "posting": interview.posting_id or "", "practise": interview.practise}
    postings = postings_of(request.seeker, kept=interview.posting_id)
    form = PracticeForm(request.POST or None, postings=postings, initial=initial)
    try:
        refuse_late(interview.booking, now=timezone.now())
        if request.method != "POST" or not form.is_valid():
            return render(request, "support/mock_interviews/change.html", {"form": form})
        change_practice(interview.pk, by=request.user, **form.said)
    except NotChangeable as refusal:
        messages.warning(request, refusal.said)
    else:
        messages.success(request, gettext("What you practise is changed. Your advisor sees it."))
    return redirect("support:mock_interviews")


@require_safe
@for_members
def sheet(request: MemberRequest, feedback_id: int) -> HttpResponse:
    """What the advisor says. From its first opening on it stays as it is."""
    sheets = InterviewFeedback.objects.visible_to(request.user)
    found = get_object_or_404(sheets.select_related("assignment__advisor", "interview__booking__slot"), pk=feedback_id)
    if found.opened_at is None:
        mark_opened(found.pk, now=timezone.now())
        found.refresh_from_db(fields=[*TEXTS, *SCORES, "corrected_at"])
    return render(request, "support/mock_interviews/sheet.html", {"sheet": found})
