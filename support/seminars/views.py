"""Seminars for members: which there are, a seat in one, or a place in the line for it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from accounts.files.showing import hand_out
from accounts.users.access import MemberRequest, SignedInRequest, for_members
from config.buttons import button_on
from config.typed import Typed
from support.documents.views import behind_the_same_door
from support.seminars import links, seating
from support.seminars.calendars import invitation
from support.seminars.clashes import clashes
from support.seminars.models import Seminar, SeminarMaterial, SeminarSeat, ShownSeminar
from support.seminars.refusals import NoSeat

Kind, Status = Seminar.Kind, SeminarSeat.Status
SHOWN_BEFORE = 10


@require_safe
@for_members
def seminars(request: MemberRequest) -> HttpResponse:
    """Those to come, the next first, and those that the member was in. A mock interview in a group has its own page."""
    now = timezone.now()
    known = Seminar.objects.visible_to(request.user)
    ahead = known.ahead(now).of_kind(Kind.INDUSTRY, Kind.COMPANY).shown_to(request.seeker)
    theirs = SeminarSeat.objects.visible_to(request.user).who_had_one().values("seminar")
    before = known.open().filter(pk__in=theirs, starts_at__lte=now).order_by("-starts_at")
    context = {"seminars": ahead.order_by("starts_at", "pk"), "before": before[:SHOWN_BEFORE], "now": now}
    return render(request, "support/seminars/seminars.html", context)


def shown(request: MemberRequest, seminar_id: int) -> ShownSeminar:
    return get_object_or_404(Seminar.objects.visible_to(request.user).shown_to(request.seeker), pk=seminar_id)


@require_safe
@for_members
def seminar(request: MemberRequest, seminar_id: int) -> HttpResponse:
    """One seminar: what it is, how the member stands to it, and what they can do."""
    it, now = shown(request, seminar_id), timezone.now()
    is_ahead = it.is_open and it.starts_at > now
    context = {
        "seminar": it,
        "is_ahead": is_ahead,
        "is_last_call": is_ahead and it.kept_until <= now,
        **(ahead_of(it, request) if is_ahead else since(it, request)),
        "others": other_dates(it, request) if it.is_off or is_ahead else [],
    }
    return render(request, "support/seminars/seminar.html", context)


def ahead_of(it: ShownSeminar, request: MemberRequest) -> Typed:
    return {"clashes": clashes(request.seeker, it), "materials": []}


def since(it: ShownSeminar, request: MemberRequest) -> Typed:
    materials = SeminarMaterial.objects.visible_to(request.user).filter(seminar=it.pk).select_related("file")
    return {"clashes": [], "materials": materials}


def other_dates(it: ShownSeminar, request: MemberRequest) -> list[ShownSeminar]:
    """Of the same series; of one that is called off, the next of the kind."""
    ahead = Seminar.objects.visible_to(request.user).ahead(timezone.now()).exclude(pk=it.pk)
    if it.is_off:
        return list(ahead.of_kind(it.kind).shown_to(request.seeker).order_by("starts_at", "pk")[:1])
    return list(ahead.of_series(it).shown_to(request.seeker).order_by("starts_at", "pk")[:SHOWN_BEFORE])


# What somebody does about a seat


@for_members
@button_on("support:seminar", "seminar_id")
def join(request: MemberRequest, seminar_id: int) -> HttpResponse:
    it = shown(request, seminar_id)
    try:
        seat = seating.join(it.pk, request.seeker)
    except NoSeat as refusal:
        return refused(request, it, refusal)
    if seat.is_taken:
        return done(request, it, gettext("You have a seat. The details are on their way by mail."))
    return done(request, it, gettext("You are in line. We have sent you a mail about how it goes on."))


@for_members
@button_on("support:seminar", "seminar_id")
def leave(request: MemberRequest, seminar_id: int) -> HttpResponse:
    it = shown(request, seminar_id)
    try:
        seating.leave(it.pk, request.seeker)
    except NoSeat as refusal:
        return refused(request, it, refusal)
    return done(request, it, gettext("You are no longer down for it. You can join again at any time."))


@for_members
@button_on("support:seminar", "seminar_id")
def accept(request: MemberRequest, seminar_id: int) -> HttpResponse:
    it = shown(request, seminar_id)
    try:
        seating.accept(it.pk, request.seeker)
    except NoSeat as refusal:
        return refused(request, it, refusal)
    return done(request, it, gettext("The seat is yours. The details are on their way by mail."))


def done(request: MemberRequest, it: Seminar, said: str) -> HttpResponse:
    messages.success(request, said)
    return redirect("support:seminar", it.pk)


def refused(request: MemberRequest, it: Seminar, refusal: NoSeat) -> HttpResponse:
    messages.warning(request, refusal.said)
    return redirect("support:seminar", it.pk)


@login_not_required
@require_http_methods(["GET", "POST"])
def leave_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind the link in a mail, for whoever holds it; only its button gives up the seat.

    One that is none of ours is told the same as one that is over.
    """
    seat_id = links.read(token)
    seat = SeminarSeat.objects.by_link(seat_id).select_related("seminar").first() if seat_id else None
    context: Typed = {
        "seminar": seat.seminar if seat else None,
        "is_standing": bool(seat and can_be_left(seat)),
        "is_leaving": bool(seat and seat.seeker.is_leaving),
        "is_left": False,
    }
    if request.method == "POST" and seat_id:
        try:
            context["is_left"] = seating.leave_by_seat(seat_id) is not None
        except NoSeat as refusal:
            messages.warning(request, refusal.said)
    return render(request, "support/seminars/leave.html", context)


def can_be_left(seat: SeminarSeat) -> bool:
    return seat.status in SeminarSeat.STANDING and seat.seminar.starts_at > timezone.now()


# Files


@require_safe
@for_members
def calendar(request: MemberRequest, seminar_id: int) -> HttpResponse:
    """The seat as a file for the member's own calendar."""
    taken = SeminarSeat.objects.visible_to(request.user).taken()
    file = invitation(
        get_object_or_404(taken.select_related("seminar__office"), seminar=seminar_id), now=timezone.now()
    )
    headers = {"Content-Disposition": 'attachment; filename="seminar.ics"'}
    return HttpResponse(file, content_type="text/calendar; charset=utf-8", headers=headers)


@require_safe
def material(request: SignedInRequest, material_id: int) -> HttpResponseBase:
    """A file of a seminar, for who had a seat in it, and for the desk."""
    materials = SeminarMaterial.objects.visible_to(request.user)
    kept = get_object_or_404(materials.select_related("file"), pk=material_id)
    return behind_the_same_door(request) or hand_out(kept.file)
