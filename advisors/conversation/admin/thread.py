"""The conversation as an advisor sees it: what their own seekers wrote, and a form to answer."""

from datetime import datetime
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.files.showing import hand_out
from accounts.looks.noting import Kind, Role, note_look
from accounts.models import OfLeaver, User, leaving
from accounts.users.admin.leaving import MarksLeaving
from advisors.assignment.models import Assignment
from advisors.conversation import writing as actions
from advisors.conversation.admin.blacking_out import BlackingOut, OwnText
from advisors.conversation.forms import EntryForm
from advisors.conversation.models import ContactWish, ConversationEntry
from advisors.conversation.quiet import not_before, wish_of
from advisors.conversation.refusals import HasGone, NoAdvisor, NotWritten
from advisors.conversation.views import latest_page
from config import clock, days
from config.admin.menu import InMenu
from config.admin.visible import ReadOnlyAdmin, ServiceAdmin, staff
from config.typed import Text, Typed, WithAnnotations

FILTERS: dict[str, dict[str, Any]] = {
    "unread": {"is_from_seeker": True, "read_at": None},
    "theirs": {"is_from_seeker": True},
}


class EntriesFilter(admin.SimpleListFilter):
    title = _("which messages")
    parameter_name = "which"

    def lookups(self, request: HttpRequest, model_admin: "admin.ModelAdmin[Any]") -> list[tuple[str, Text]]:
        return [("unread", _("Unread")), ("theirs", _("From job seekers"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[ConversationEntry]) -> QuerySet[ConversationEntry]:
        return queryset.filter(**FILTERS.get(self.value() or "", {}))


def own_words(user: User) -> QuerySet[ConversationEntry]:
    """What an advisor wrote to the seekers whom they still accompany."""
    return ConversationEntry.objects.visible_to(user).filter(is_from_seeker=False, assignment__advisor__user=user)


def thread_of(entry: ConversationEntry) -> str:
    return reverse("admin:advisors_conversationentry_thread", args=[entry.seeker_id])


OwnTie = WithAnnotations[Assignment, OfLeaver]


@admin.register(ConversationEntry)
class ConversationEntryAdmin(
    BlackingOut[ConversationEntry],
    MarksLeaving[ConversationEntry],
    ReadOnlyAdmin[ConversationEntry],
    ServiceAdmin[ConversationEntry],
):
    """Entries of an advisor's own seekers; each leads to its thread. Nobody else reads them, the desk neither."""

    in_menu = InMenu(look=_("Read and answer messages"), change=_("Read and answer messages"))
    list_display = ["member_number", "member_name", "sender", "beginning", "written", "is_read"]
    list_select_related = ["seeker"]
    list_filter = [EntriesFilter]
    ordering = ["-written_at", "-id"]
    own_texts = {"black_out": OwnText(own_words, thread_of)}

    class Media:
        css = {"all": ["css/admin-queue.css", "css/admin-thread.css"]}

    @admin.display(description=_("member number"))
    def member_number(self, entry: ConversationEntry) -> str:
        return entry.seeker.member_number

    @admin.display(description=_("written by"))
    def sender(self, entry: ConversationEntry) -> str:
        return gettext("Job seeker") if entry.is_from_seeker else gettext("Advisor")

    @admin.display(description=_("text"))
    def beginning(self, entry: ConversationEntry) -> str:
        said = entry.text or entry.get_what_display()
        return said if len(said) <= 40 else f"{said[:40]}…"

    @admin.display(description=_("written"))
    def written(self, entry: ConversationEntry) -> str:
        return days.when(entry.written_at)

    @admin.display(description=_("read already"), boolean=True)
    def is_read(self, entry: ConversationEntry) -> bool:
        return entry.read_at is not None

    def get_urls(self) -> list[URLPattern]:
        views = (self.thread_view, self.waiting_view, self.file_view)
        thread, waiting, sent = (self.admin_site.admin_view(it) for it in views)
        return [
            path("with/<int:seeker_id>/", thread, name="advisors_conversationentry_thread"),
            path("<int:entry_id>/file/", sent, name="advisors_conversationentry_file"),
            path("<int:entry_id>/waiting/", waiting, name="advisors_conversationentry_waiting"),
            *super().get_urls(),
        ]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Typed | None = None
    ) -> HttpResponse:
        entry = self.get_object(request, unquote(object_id))
        return redirect("admin:advisors_conversationentry_thread", entry.seeker_id)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Typed | None = None) -> HttpResponse:
        return self.change_view(request, object_id)

    # One thread

    def thread_view(self, request: HttpRequest, seeker_id: int) -> HttpResponse:
        tie = self.own_tie(request, seeker_id)
        form = EntryForm(request.POST or None)
        if request.method == "POST" and form.is_valid() and self.write(request, tie, form):
            return redirect(request.path)
        return self.thread_page(request, tie, form)

    def own_tie(self, request: HttpRequest, seeker_id: int) -> OwnTie:
        """This person's present tie to the seeker; an administrator without one finds nothing here either."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        ties: QuerySet[Assignment] = Assignment.objects.current().filter(advisor__user=staff(request), seeker=seeker_id)
        tie = ties.annotate(is_leaving=leaving("seeker")).select_related("seeker__user", "advisor").first()
        if tie is None:
            raise Http404
        return tie

    def write(self, request: HttpRequest, tie: Assignment, form: EntryForm) -> bool:
        """Whether it was written; else the form says why not, and keeps the text."""
        if not request.user.has_perm("advisors.add_conversationentry"):
            raise PermissionDenied
        text = form.cleaned_data["text"]
        try:
            entry = actions.write_to_seeker(staff(request), tie.seeker_id, text)
        except NoAdvisor:
            raise Http404 from None
        except NotWritten as refusal:
            form.add_error("text", refusal.said)
            return False
        if entry.goes_at > entry.written_at:
            when = {"time": days.when(entry.goes_at)}
            messages.success(request, _("It goes on %(time)s. Until then you can change it or take it back.") % when)
        else:
            messages.success(request, _("Your message is sent."))
        return True

    def thread_page(self, request: HttpRequest, tie: OwnTie, form: EntryForm) -> HttpResponse:
        said = ConversationEntry.objects.visible_to(staff(request)).with_withdrawal().filter(seeker=tie.seeker_id)
        thread = latest_page(
            said.select_related("assignment__advisor", "message", "file", "fetching"), request.GET.get("page")
        )
        wish, now = wish_of(tie.seeker), timezone.now()
        context = {
            "tie": tie,
            "seeker": tie.seeker,
            "thread": thread,
            "entries": list(thread),
            "form": form,
            "may_withdraw": request.user.has_perm("withdrawals.add_withdrawalrequest") and not tie.is_leaving,
            "wish": wish,
            "refusal": refusal_now(wish, tie, now=now),
            "now": now,
            "goes_at": not_before(wish, now=now),
        }
        actions.mark_read_by_advisor(tie, now=clock.stamp())
        note_look(staff(request), tie.seeker_id, Kind.CONVERSATION, role=Role.ADVISOR)
        title = gettext("Conversation with %(name)s") % {"name": tie.seeker.called}
        return self.own_page(request, "admin/advisors/conversationentry/thread.html", title, context)

    def file_view(self, request: HttpRequest, entry_id: int) -> HttpResponseBase:
        """A picture or a file that a seeker sent, as documents are handed out."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        entry = ConversationEntry.objects.visible_to(staff(request)).select_related("file").filter(pk=entry_id).first()
        if entry is None:
            raise Http404
        answer = hand_out(entry.file)
        note_look(staff(request), entry.seeker_id, Kind.CONVERSATION, role=Role.ADVISOR)
        return answer

    # What waits for its hour

    def waiting_view(self, request: HttpRequest, entry_id: int) -> HttpResponse:
        """To be written anew or taken back; nobody but its writer has seen it."""
        if not request.user.has_perm("advisors.add_conversationentry"):
            raise PermissionDenied
        entry = own_words(staff(request)).filter(pk=entry_id).select_related("seeker").first()
        if entry is None:
            raise Http404
        form = EntryForm(request.POST or None, initial={"text": entry.text})
        if request.method == "POST" and (is_taken_back(request) or form.is_valid()):
            return self.change_waiting(request, entry, form)
        if not entry.is_waiting(timezone.now()):
            return self.refuse_waiting(request, entry, HasGone())
        context = {"entry": entry, "form": form}
        title = gettext("Waiting to go")
        return self.own_page(request, "admin/advisors/conversationentry/waiting.html", title, context)

    def change_waiting(self, request: HttpRequest, entry: ConversationEntry, form: EntryForm) -> HttpResponse:
        try:
            if is_taken_back(request):
                actions.take_back(staff(request), entry.pk)
            else:
                actions.change_waiting(staff(request), entry.pk, form.cleaned_data["text"])
        except NoAdvisor:
            raise Http404 from None
        except NotWritten as refusal:
            return self.refuse_waiting(request, entry, refusal)
        said = _("It is taken back. Nobody has seen it.") if is_taken_back(request) else _("It is changed.")
        messages.success(request, said)
        return redirect(thread_of(entry))

    def refuse_waiting(self, request: HttpRequest, entry: ConversationEntry, refusal: NotWritten) -> HttpResponse:
        messages.error(request, refusal.said)
        return redirect(thread_of(entry))


def is_taken_back(request: HttpRequest) -> bool:
    return "take_back" in request.POST


def refusal_now(wish: ContactWish, tie: Assignment, *, now: datetime) -> Text:
    """Why nothing can be written now, or nothing."""
    try:
        actions.refuse_too_often(wish, tie, now=now)
    except NotWritten as refusal:
        return refusal.said
    return ""
