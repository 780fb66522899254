"""An advisor reads what is to be practised and writes the sheet; the desk looks on."""

from datetime import datetime
from functools import partial
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from accounts.models import JobSeeker, User, leaving
from accounts.users.admin.leaving import name_of
from accounts.users.search import find_members
from advisors.conversation.admin.blacking_out import BlackingOut, OwnText
from advisors.counseling.admin.slots import TimeFilter
from config import days
from config.admin.buttons import Question, ask
from config.admin.menu import InMenu
from config.admin.visible import ReadOnlyAdmin, ServiceAdmin, staff
from config.refusals import Refusal
from config.typed import Text, Typed
from support.mock_interviews.booking import change_practice, postings_of, refuse_late
from support.mock_interviews.by_phone import BookingByPhone
from support.mock_interviews.feedback import (
    correct_feedback,
    say_no_group_sheet,
    say_no_sheet,
    send_feedback,
    send_group_feedback,
)
from support.mock_interviews.forms import AdvisorsPracticeForm, FeedbackForm
from support.mock_interviews.groups import seats_seen_by, seats_written_by
from support.mock_interviews.models import (
    SCORES,
    TEXTS,
    InterviewFeedback,
    MockInterview,
    MockInterviewQuerySet,
    label_of,
)
from support.mock_interviews.refusals import NotChangeable, NotOver, NotSendable

BLACK_OUT = "support_interviewfeedback_black_out"
SEARCHED = _("The job seeker: parts of the name, of the phone or member number, or the e-mail address")


class HeldFilter(TimeFilter):
    day = "booking__slot__held_on"


class SheetFilter(admin.SimpleListFilter):
    """Of what is held, whether the sheet has been sent."""

    title = _("feedback sheet")
    parameter_name = "sheet"

    def lookups(self, request: HttpRequest, model_admin: "admin.ModelAdmin[Any]") -> list[tuple[str, Text]]:
        return [("missing", _("To be written")), ("sent", _("Sent"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() == "missing":
            missing: MockInterviewQuerySet = queryset  # type: ignore[assignment]
            return missing.without_sheet()
        return queryset.filter(feedback__isnull=False) if self.value() == "sent" else queryset


class OfMember(ServiceAdmin[Any]):
    """Rows that are about a member: how they are found, and marked where they leave. `seeker` is the path to them."""

    seeker = ""
    search_help_text = SEARCHED

    class Media:
        css = {"all": ["css/admin-queue.css"]}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: QuerySet[Any] = super().get_queryset(request)
        marked: QuerySet[Any] = rows.annotate(is_leaving=leaving(self.seeker))
        return marked

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        if not search_term.strip():
            return queryset, False
        seekers = find_members(JobSeeker.objects.visible_to(staff(request)), search_term)
        return queryset.filter(**{f"{self.seeker}__in": seekers.values("pk")}), False


@admin.register(MockInterview)
class MockInterviewAdmin(BookingByPhone, ReadOnlyAdmin[MockInterview], OfMember):
    """What an advisor's own seekers practise, and which sheets are still to be written."""

    in_menu = InMenu(look=_("See mock interviews"), change=_("See mock interviews"), add=_("Book a mock interview"))
    seeker = "booking__seeker"
    list_display = ["starts_at", "member_number", "member_name", "kind", "advisor_name", "outcome", "sheet"]
    list_select_related = ["booking__seeker", "booking__slot__advisor", "feedback"]
    list_filter = [HeldFilter, SheetFilter, "kind"]
    ordering = ["booking__slot__held_on", "booking__slot__hour", "pk"]
    search_fields = ["booking__seeker__member_number"]

    def choice_label(self, obj: MockInterview) -> str:
        return f"{obj.booking.seeker.called} {days.when(obj.booking.slot.starts_at)}"

    @admin.display(description=_("time"))
    def starts_at(self, interview: MockInterview) -> datetime:
        return interview.booking.slot.starts_at

    @admin.display(description=_("job seeker"))
    def member_number(self, interview: MockInterview) -> str:
        return interview.booking.seeker.member_number

    @admin.display(description=_("name"))
    def member_name(self, interview: Any) -> str:
        return name_of(interview.booking.seeker, is_leaving=interview.is_leaving)

    @admin.display(description=_("advisor"))
    def advisor_name(self, interview: MockInterview) -> str:
        return interview.booking.slot.advisor.name

    @admin.display(description=_("status"))
    def outcome(self, interview: MockInterview) -> str:
        return interview.booking.get_status_display()

    @admin.display(description=_("feedback sheet"))
    def sheet(self, interview: MockInterview) -> datetime | None:
        """When it was sent."""
        return interview.sheet.sent_at if interview.sheet else None

    def get_urls(self) -> list[URLPattern]:
        practice = self.admin_site.admin_view(self.practice_view)
        return [
            path("<int:mock_id>/practice/", practice, name="support_mockinterview_practice"),
            *super().get_urls(),
        ]

    def practice_view(self, request: HttpRequest, mock_id: int) -> HttpResponse:
        """The advisor says anew what kind of interview is practised, and for which posting."""
        interviews = MockInterview.objects.visible_to(staff(request))
        interview = get_object_or_404(
            interviews.select_related("booking__slot__advisor", "booking__seeker"), pk=mock_id
        )
        if not holds(staff(request), interview):
            raise Http404
        seeker, back = interview.booking.seeker, reverse("admin:support_mockinterview_change", args=[interview.pk])
        form = AdvisorsPracticeForm(
            request.POST if request.method == "POST" else None,
            postings=postings_of(seeker, kept=interview.posting_id),
            initial={"kind": interview.kind, "posting": interview.posting_id or ""},
        )
        try:
            refuse_late(interview.booking, now=timezone.now())
            if not form.is_valid():
                context = {"original": interview, "form": form, "seeker": seeker, "back": back}
                title = gettext("Change what is practised")
                return self.own_page(request, "admin/support/mockinterview/practice.html", title, context)
            change_practice(interview.pk, by=staff(request), **form.said)
        except NotChangeable as refusal:
            messages.warning(request, refusal.said)
        else:
            self.log_change(request, interview, gettext_noop("practice changed"))
            messages.success(request, gettext("What is practised is changed."))
        return redirect(back)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Typed | None = None
    ) -> HttpResponse:
        interview = self.get_object(request, unquote(object_id))
        context = {"original": interview, **standing(interview, staff(request))}
        page = "admin/support/mockinterview/change_form.html"
        return self.own_page(request, page, self.heading(interview), context)


def standing(interview: MockInterview, user: User) -> Typed:
    """The sheet of a mock interview, as far as this person may read it, and whether they may write it now."""
    sheet = InterviewFeedback.objects.filter(interview=interview).first()
    readable = sheet and InterviewFeedback.objects.visible_to(user).filter(pk=sheet.pk).exists()
    is_open = sheet is None and interview.booking.status in ("booked", "completed")
    slot, now, is_theirs = interview.booking.slot, timezone.now(), holds(user, interview)
    return {
        "sheet": sheet,
        "is_readable": readable,
        "may_write": is_open and slot.ends_at <= now and is_theirs,
        "may_change": interview.booking.status == "booked" and slot.starts_at > now and is_theirs,
    }


def holds(user: User, interview: MockInterview) -> bool:
    return user.is_superuser or interview.booking.slot.advisor.user_id == user.pk


def own_sheets(user: User) -> QuerySet[InterviewFeedback]:
    """What an advisor wrote to the seekers whom they still accompany; an administrator, to anybody's."""
    sheets = InterviewFeedback.objects.visible_to(user).filter(written_by=user, assignment__ended_at=None)
    return sheets if user.is_superuser else sheets.filter(assignment__advisor__user=user)


def page_of(sheet: InterviewFeedback) -> str:
    return reverse("admin:support_interviewfeedback_change", args=[sheet.pk])


@admin.register(InterviewFeedback)
class InterviewFeedbackAdmin(ReadOnlyAdmin[InterviewFeedback], BlackingOut[InterviewFeedback], OfMember):
    """Sheets as they were sent. A later advisor finds those that the seeker lets them read."""

    in_menu = InMenu(look=_("Read feedback sheets"), change=_("Read feedback sheets"))
    seeker = "assignment__seeker"
    list_display = ["sent_at", "member_number", "member_name", "advisor_name", "corrected_at", "opened_at"]
    list_select_related = ["assignment__seeker", "assignment__advisor", "seat__seminar"]
    ordering = ["-sent_at", "-id"]
    search_fields = ["assignment__seeker__member_number"]
    own_texts = {f"black_out_{name}": OwnText(own_sheets, page_of, name) for name in TEXTS}

    def choice_label(self, obj: InterviewFeedback) -> str:
        return f"{obj.seeker.called} {days.day(obj.sent_at)}"

    @admin.display(description=_("job seeker"))
    def member_number(self, sheet: InterviewFeedback) -> str:
        return sheet.seeker.member_number

    @admin.display(description=_("name"))
    def member_name(self, sheet: Any) -> str:
        return name_of(sheet.seeker, is_leaving=sheet.is_leaving)

    @admin.display(description=_("advisor"))
    def advisor_name(self, sheet: InterviewFeedback) -> str:
        return sheet.assignment.advisor.name

    def get_urls(self) -> list[URLPattern]:
        views = (self.write_view, self.write_group_view, self.none_view, self.none_group_view, self.correct_view)
        write, write_group, none, none_group, correct = (self.admin_site.admin_view(view) for view in views)
        return [
            path("write/<int:mock_id>/", write, name="support_interviewfeedback_write"),
            path("write/seat/<int:seat_id>/", write_group, name="support_interviewfeedback_write_group"),
            path("none/<int:mock_id>/", none, name="support_interviewfeedback_none"),
            path("none/seat/<int:seat_id>/", none_group, name="support_interviewfeedback_none_group"),
            path("<int:feedback_id>/correct/", correct, name="support_interviewfeedback_correct"),
            *super().get_urls(),
        ]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Typed | None = None
    ) -> HttpResponse:
        sheet = self.get_object(request, unquote(object_id))
        is_own = own_sheets(staff(request)).filter(pk=sheet.pk).exists()
        texts = [
            (name, label_of(name), getattr(sheet, name), reverse(f"admin:{BLACK_OUT}_{name}", args=[sheet.pk]))
            for name in TEXTS
        ]
        context = {"original": sheet, "is_own": is_own, "texts": texts}
        page = "admin/support/interviewfeedback/change_form.html"
        return self.own_page(request, page, self.heading(sheet), context)

    def write_view(self, request: HttpRequest, mock_id: int) -> HttpResponse:
        """The sheet of a mock interview that is over; before that, and once it is sent, there is nothing to write."""
        interviews = MockInterview.objects.visible_to(staff(request))
        interviews = interviews.select_related("booking__slot__advisor", "booking__seeker", "posting__company")
        interview = get_object_or_404(interviews, pk=mock_id)
        if not holds(staff(request), interview):
            raise Http404
        back = reverse("admin:support_mockinterview_change", args=[interview.pk])
        if request.method != "POST":
            if interview.booking.slot.ends_at > timezone.now():
                return self.turned_away(request, NotOver(), back)
            if not standing(interview, staff(request))["may_write"]:
                return redirect(back)
        send = partial(send_feedback, interview.pk, by=staff(request))
        about = {"interview": interview, "seeker": interview.booking.seeker, "back": back}
        return self.sheet_form(request, about, send, said=gettext("The sheet is sent, and the job seeker is told so."))

    def none_view(self, request: HttpRequest, mock_id: int) -> HttpResponse:
        """That there will be no sheet of a mock interview."""
        interviews = MockInterview.objects.visible_to(staff(request)).select_related("booking__slot", "booking__seeker")
        interview = get_object_or_404(interviews, pk=mock_id)
        say = partial(say_no_sheet, interview.pk, by=staff(request))
        slot, seeker = interview.booking.slot, interview.booking.seeker
        return self.say_none(request, interview, say, seeker, [slot, interview.get_kind_display()])

    def none_group_view(self, request: HttpRequest, seat_id: int) -> HttpResponse:
        """The same of somebody who was in a group."""
        seats = seats_seen_by(staff(request)).select_related("seminar", "seeker")
        seat = get_object_or_404(seats, pk=seat_id)
        say = partial(say_no_group_sheet, seat.pk, by=staff(request))
        return self.say_none(request, seat, say, seat.seeker, [seat.seminar, seat.seminar.title])

    def say_none(
        self, request: HttpRequest, row: Any, say: "partial[None]", seeker: JobSeeker, about: list[Any]
    ) -> HttpResponse:
        """Asked about first; `about` begins with what has a beginning."""
        begun, what = about
        at = days.when(begun.starts_at)
        if request.method != "POST":
            question = Question(
                about=[f"{seeker.member_number} {seeker.name}", f"{at} {what}"],
                explanation=_(
                    "The job seeker reads on their page that there is no feedback sheet for it, and it leaves the "
                    "lists. It can still be written."
                ),
                button=_("There will be no feedback sheet"),
                action=request.path,
                back=reverse("admin:index"),
            )
            return ask(self, request, question)
        try:
            say()
        except NotSendable as refusal:
            messages.error(request, refusal.said)
        else:
            self.log_change(request, row, gettext_noop("no sheet"))
            messages.success(request, gettext("It is noted that there will be no feedback sheet."))
        return redirect("admin:index")

    def write_group_view(self, request: HttpRequest, seat_id: int) -> HttpResponse:
        """The sheet of somebody who was in a group."""
        seats = seats_written_by(staff(request)).select_related("seminar", "seeker", "feedback")
        seat = get_object_or_404(seats, pk=seat_id)
        back, sheet = reverse("admin:index"), getattr(seat, "feedback", None)
        if request.method != "POST":
            if seat.seminar.ends_at > timezone.now():
                return self.turned_away(request, NotOver(), back)
            if sheet:
                return redirect(page_of(sheet))
        send = partial(send_group_feedback, seat.pk, by=staff(request))
        about = {"seat": seat, "seeker": seat.seeker, "back": back}
        return self.sheet_form(request, about, send, said=gettext("The sheet is sent, and the job seeker is told so."))

    def correct_view(self, request: HttpRequest, feedback_id: int) -> HttpResponse:
        """The same sheet again, as long as the seeker has not opened it."""
        sheet = own_sheets(staff(request)).select_related("assignment__seeker").filter(pk=feedback_id).first()
        if sheet is None:
            raise Http404
        if request.method != "POST" and sheet.opened_at:
            return redirect(page_of(sheet))
        correct = partial(correct_feedback, sheet.pk, by=staff(request))
        about = {"seeker": sheet.seeker, "back": page_of(sheet)}
        initial = {name: getattr(sheet, name) for name in (*TEXTS, *SCORES)}
        return self.sheet_form(request, about, correct, initial=initial, said=gettext("The sheet is corrected."))

    def sheet_form(
        self,
        request: HttpRequest,
        about: Typed,
        act: "partial[InterviewFeedback]",
        *,
        said: str,
        initial: Typed | None = None,
    ) -> HttpResponse:
        """The form, and what was typed in it again where the action refuses."""
        form = FeedbackForm(request.POST if request.method == "POST" else None, initial=initial)
        if form.is_valid():
            try:
                sheet = act(**form.cleaned_data)
            except NotSendable as refusal:
                form.add_error(None, str(refusal.said))
            else:
                self.log_change(request, sheet, gettext_noop("corrected") if initial else gettext_noop("sent"))
                messages.success(request, said)
                return redirect(page_of(sheet))
        title = gettext("Correct the feedback sheet") if initial else gettext("Write the feedback sheet")
        return self.own_page(request, "admin/support/interviewfeedback/write.html", title, {"form": form, **about})

    def turned_away(self, request: HttpRequest, refusal: Refusal, back: str) -> HttpResponse:
        messages.warning(request, refusal.said)
        return redirect(back)
