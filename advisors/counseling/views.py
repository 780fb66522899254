"""A seeker's counseling: to look at and book; and to move and cancel, as a mock interview is too."""

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import AdvisorGender
from accounts.users.access import MemberRequest, for_members
from advisors.counseling import booking as actions
from advisors.counseling import fitting, typed, waiting
from advisors.counseling.calendars import invitation, slug_of
from advisors.counseling.forms import BookingForm, MoveForm, NarrowForm
from advisors.counseling.models import CounselingBooking, CounselingBookingQuerySet, CounselingSlot
from advisors.counseling.pages import home_of, times_for
from advisors.counseling.proposing import proposal_for
from advisors.counseling.refusals import (
    AdvisorSince,
    AlreadyBooked,
    Leaving,
    NotBookable,
    NotOffered,
    SlotTaken,
    TooLate,
)
from advisors.counseling.timetable import Timetable
from advisors.people.models import Office, Style
from config.buttons import button_on
from config.keys import row_of
from config.typed import Typed

Purpose = CounselingBooking.Purpose


def own_bookings(request: MemberRequest) -> CounselingBookingQuerySet:
    bookings = CounselingBooking.objects.visible_to(request.user)
    return bookings.select_related("slot__advisor", "slot__office").order_by("-pk")


@require_safe
@for_members
def counseling(request: MemberRequest) -> HttpResponse:
    """The counseling that is booked, or else the free times."""
    now = timezone.now()
    booking = own_bookings(request).counseling().ahead(now).first()
    if booking is None:
        return render(request, "advisors/counseling/counseling.html", offered(request))
    context = {
        **fitting.standing(request.seeker),
        "booking": booking,
        "change_until": fitting.change_until(booking),
        "may_change": fitting.may_change(booking, now=now),
        "has_begun": booking.slot.starts_at <= now,
    }
    return render(request, "advisors/counseling/counseling.html", context)


def offered(
    request: MemberRequest, booking: CounselingBooking | None = None, purpose: Purpose = Purpose.COUNSELING
) -> Typed:
    """The free times of this seeker, narrowed as the address says; to book, or to move `booking` to."""
    asked, seeker, standing = request.GET, request.seeker, fitting.standing(request.seeker)
    asks_gender = seeker.advisor_gender == AdvisorGender.ANY and standing["own_advisor"] is None
    gender = asked.get("gender", "") if asks_gender and asked.get("gender") in AdvisorGender.values else ""
    asks_styles = standing["own_advisor"] is None
    proposal = proposal_for(seeker, standing)
    only = proposal.shown_alone(asked.get("who", "")) if proposal else None
    styles = [style for style in Style.values if asks_styles and style in asked.getlist("styles")]
    slots = fitting.slots_for(seeker, now=timezone.now(), wish=gender, only=only)
    timetable = Timetable(
        slots,
        day=asked.get("day", ""),
        place=asked.get("place", ""),
        styles=styles,
        prefecture=seeker.prefecture,
    )
    narrow = NarrowForm(timetable, gender=gender or AdvisorGender.ANY, asks_gender=asks_gender, asks_styles=asks_styles)
    is_narrowed = bool(timetable.place or only or gender not in ("", AdvisorGender.ANY))
    list_url = reverse("advisors:move", args=[booking.pk]) if booking else times_for(purpose)
    return {
        **standing,
        "booking": booking,
        "purpose": booking.purpose if booking else purpose,
        "home_url": home_of(booking.purpose if booking else purpose),
        "prepares_for": asked.get("for", ""),
        "timetable": timetable,
        "narrow": narrow,
        "is_narrowed": is_narrowed,
        "gender": gender,
        "seeker": seeker,
        "proposal": proposal,
        "is_alone": bool(only),
        "list_url": list_url,
        "asked": narrowing(request),
    }


def narrowing(request: MemberRequest, **given: str) -> str:
    """How the list was narrowed, to go along from page to page, as it stands in an address; else as is `given`."""
    asked = QueryDict(mutable=True)
    for name in ("day", "place", "gender", "styles", "for", "who"):
        asked.setlist(name, request.GET.getlist(name) or ([given[name]] if name in given else []))
    return f"?{query}" if (query := asked.urlencode()) else ""


@require_http_methods(["GET", "POST"])
@for_members
def book(request: MemberRequest, slot_id: int) -> HttpResponse:
    """One free time, and the button that books it; if it has gone meanwhile, the others."""
    slot, now = fitting.slot_shown_to(slot_id, request.seeker), timezone.now()
    if slot is None:
        return other_times(request, None, not_offered(request))
    form = BookingForm(request.POST or None, slot=slot, initial=typed.kept(request))
    if request.method == "POST" and form.is_valid():
        try:
            if slot.is_taken and not slot.is_barred:
                raise SlotTaken
            actions.book_slot(slot.pk, request.seeker, **form.cleaned_data)
        except (AlreadyBooked, Leaving) as refusal:
            return already(request, slot, refusal)
        except NotBookable as refusal:
            return other_times(request, slot, refusal, said=form.cleaned_data)
        typed.forget(request)
        messages.success(request, gettext("Your counseling is booked. The details are on their way by mail."))
        return redirect("advisors:counseling")
    if request.method == "GET" and not fitting.slots_for(request.seeker, now=now).filter(pk=slot.pk).exists():
        if slot.is_barred:
            return already(request, slot, AlreadyBooked())
        return other_times(request, slot, actions.interview_during(slot, request.seeker) or SlotTaken())
    return slot_page(request, slot, form)


def slot_page(
    request: MemberRequest, slot: CounselingSlot, form: MoveForm, booking: CounselingBooking | None = None
) -> HttpResponse:
    context = {"slot": slot, "form": form, "booking": booking, "asked": narrowing(request)}
    return render(request, "advisors/counseling/book.html", context)


def not_offered(request: MemberRequest) -> NotBookable:
    """Why a time is not there for them. It says the same of one that is not there at all."""
    has_advisor = request.method == "POST" and request.seeker.assignments.current().exists()
    return AdvisorSince() if has_advisor else NotOffered()


def already(request: MemberRequest, slot: CounselingSlot, refusal: NotBookable) -> HttpResponse:
    """Sent twice, or booked in another tab: the page shows what is booked, and who is leaving that they are."""
    booking = own_bookings(request).counseling().ahead(timezone.now()).first()
    if booking and booking.slot_id != slot.pk:
        messages.warning(request, refusal.said)
    return redirect("advisors:counseling")


def other_times(
    request: MemberRequest,
    slot: CounselingSlot | None,
    refusal: NotBookable,
    *,
    said: dict[str, str] | None = None,
    booking: CounselingBooking | None = None,
    purpose: Purpose = Purpose.COUNSELING,
) -> HttpResponse:
    """A refusal in one sentence, on the page of what can be had instead, that day; what was said of it waits.

    Of many at one time all but one are sent there at once: nothing is drawn for them until they ask for that page.
    """
    messages.warning(request, refusal.said)
    if booking:
        messages.info(request, gettext("Nothing has changed: the time you have booked is still yours."))
    if said:
        typed.keep(request, said)
    page = reverse("advisors:move", args=[booking.pk]) if booking else times_for(purpose)
    on_that_day = {"day": slot.held_on.isoformat()} if slot else {}
    return redirect(f"{page}{narrowing(request, **on_that_day)}")


# Moving and cancelling


def own_booking(request: MemberRequest, booking_id: int) -> CounselingBooking:
    return get_object_or_404(own_bookings(request), pk=booking_id)


def not_changed(request: MemberRequest, booking: CounselingBooking, refusal: NotBookable) -> HttpResponse:
    messages.error(request, refusal.said)
    return redirect(home_of(booking.purpose))


@require_safe
@for_members
def move(request: MemberRequest, booking_id: int) -> HttpResponse:
    """The free times to move a booking to."""
    booking = own_booking(request, booking_id)
    if not fitting.may_change(booking, now=timezone.now()):
        return not_changed(request, booking, TooLate())
    return render(request, "advisors/counseling/move.html", offered(request, booking))


@require_http_methods(["GET", "POST"])
@for_members
def move_to(request: MemberRequest, booking_id: int, slot_id: int) -> HttpResponse:
    """The other time, and the button that gives up the former for it in one step."""
    booking, slot = own_booking(request, booking_id), fitting.slot_shown_to(slot_id, request.seeker)
    if slot is None:
        return other_times(request, None, NotOffered(), booking=booking)
    form = MoveForm(request.POST or None, slot=slot, initial={"form": booking.form, **typed.kept(request)})
    if request.method == "POST" and form.is_valid():
        try:
            if slot.is_taken:
                raise SlotTaken
            actions.move_booking(booking.pk, slot.pk, request.seeker, form=form.cleaned_data["form"])
        except (Leaving, TooLate) as refusal:
            return not_changed(request, booking, refusal)
        except NotBookable as refusal:
            return other_times(request, slot, refusal, said=form.cleaned_data, booking=booking)
        typed.forget(request)
        messages.success(request, moved_to(booking))
        return redirect(home_of(booking.purpose))
    if request.method == "GET" and not fitting.may_change(booking, now=timezone.now()):
        return not_changed(request, booking, TooLate())
    return slot_page(request, slot, form, booking)


@require_http_methods(["GET", "POST"])
@for_members
def cancel(request: MemberRequest, booking_id: int) -> HttpResponse:
    booking = own_booking(request, booking_id)
    if request.method == "POST":
        try:
            actions.cancel_booking(booking.pk, request.seeker)
        except NotBookable as refusal:
            return not_changed(request, booking, refusal)
        messages.success(request, cancelled(booking))
        return redirect(home_of(booking.purpose))
    if not fitting.may_change(booking, now=timezone.now()):
        return not_changed(request, booking, TooLate())
    context = {"booking": booking, "home_url": home_of(booking.purpose)}
    return render(request, "advisors/counseling/cancel.html", context)


def moved_to(booking: CounselingBooking) -> str:
    if booking.is_mock_interview:
        return gettext("Your mock interview has moved. The details are on their way by mail.")
    return gettext("Your counseling has moved. The details are on their way by mail.")


def cancelled(booking: CounselingBooking) -> str:
    if booking.is_mock_interview:
        return gettext("Your mock interview is cancelled.")
    return gettext("Your counseling is cancelled.")


@require_safe
@for_members
def calendar(request: MemberRequest, booking_id: int) -> HttpResponse:
    """The booking as a file for the seeker's own calendar."""
    booking = own_booking(request, booking_id)
    file = invitation(booking, now=timezone.now())
    headers = {"Content-Disposition": f'attachment; filename="{slug_of(booking)}.ics"'}
    return HttpResponse(file, content_type="text/calendar; charset=utf-8", headers=headers)


# When nothing fits


@for_members
@button_on("advisors:counseling")
def wait(request: MemberRequest) -> HttpResponse:
    """Wait for a time, for whom and where the list was narrowed to."""
    gender = request.POST.get("gender")
    office = row_of(Office.objects.visible_to(request.user), request.POST.get("place", ""))
    waiting.wait_for_slot(
        request.seeker,
        gender=AdvisorGender(gender) if gender in AdvisorGender.values else AdvisorGender.ANY,
        prefecture=office.prefecture if office else "",
    )
    messages.success(request, gettext("We tell you by mail as soon as there is a time that fits."))
    return redirect("advisors:counseling")


@for_members
@button_on("advisors:counseling")
def stop_waiting(request: MemberRequest) -> HttpResponse:
    waiting.stop_waiting(request.seeker)
    messages.success(request, gettext("You no longer wait for a time."))
    return redirect("advisors:counseling")


@for_members
@button_on("advisors:counseling")
def lift_wish(request: MemberRequest) -> HttpResponse:
    """Any advisor will do: the wish for the advisor's gender is lifted."""
    waiting.lift_wish(request.seeker)
    messages.success(
        request, gettext("Now you see the times of all advisors. You can set the wish again in your profile.")
    )
    return redirect("advisors:counseling")
