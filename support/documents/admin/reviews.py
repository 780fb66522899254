from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.looks.noting import Kind, note_look
from accounts.models import JobSeeker, User
from accounts.users.admin.leaving import MarksLeaving
from accounts.users.search import find_members
from advisors.conversation.admin.blacking_out import BlackingOut, OwnText
from config.admin.buttons import MovedByButtons
from config.admin.menu import InMenu
from config.admin.visible import staff
from config.typed import Typed
from support.documents.admin.buttons import ReviewButtons
from support.documents.history import histories
from support.documents.judging import drawn
from support.documents.models import Document, DocumentReview
from support.documents.refusals import NotFit

PAGE = "admin/support/documentreview/change_form.html"


def own_comments(user: User) -> QuerySet[DocumentReview]:
    return DocumentReview.objects.own(user).filter(returned_by=user)


def page_of(review: DocumentReview) -> str:
    return reverse("admin:support_documentreview_change", args=[review.pk])


@admin.register(DocumentReview)
class DocumentReviewAdmin(MovedByButtons[DocumentReview], BlackingOut[DocumentReview], MarksLeaving[DocumentReview]):
    """What seekers ask their advisor to look at.

    The desk sees that it waits, an administrator also what was said of it; only the advisor of now what is in it.
    """

    in_menu = InMenu(look=_("See which documents wait for a review"), change=_("Review documents"))
    list_display = ["submitted_at", "kind", "version", "member_number", "member_name", "status", "ended_at"]
    list_filter = ["status"]
    ordering = ["-submitted_at", "-id"]
    search_fields = ["document__seeker__member_number"]
    search_help_text = _("The job seeker: parts of the name, of the phone or member number, or the e-mail address")
    own_texts = {"black_out": OwnText(own_comments, page_of, "comment")}
    buttons_of = ReviewButtons
    too_late = _("Nothing was changed: this review is “%(status)s” by now.")
    path_to_seeker = "document__seeker"

    class Media:
        css = {"all": ["css/admin-queue.css", "css/admin-documents.css"]}

    def has_add_permission(self, request: HttpRequest, *args: Any) -> bool:
        """Only seekers ask for one."""
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[DocumentReview]:
        return super().get_queryset(request).select_related("document__seeker")

    def choice_label(self, obj: DocumentReview) -> str:
        said = {"name": obj.seeker.name, "kind": obj.document.get_kind_display(), "number": obj.document.version}
        return gettext("%(name)s – %(kind)s, version %(number)s") % said

    @admin.display(description=_("kind"))
    def kind(self, review: DocumentReview) -> str:
        return review.document.get_kind_display()

    @admin.display(description=_("version"))
    def version(self, review: DocumentReview) -> int:
        return review.document.version

    @admin.display(description=_("member number"))
    def member_number(self, review: DocumentReview) -> str:
        return review.seeker.member_number

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[DocumentReview], search_term: str
    ) -> tuple[QuerySet[DocumentReview], bool]:
        if search_term.strip():
            seekers = find_members(JobSeeker.objects.visible_to(staff(request)), search_term)
            queryset = queryset.filter(document__seeker__in=seekers.values("pk"))
        return queryset, False

    # One review

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Typed | None = None
    ) -> HttpResponse:
        """As any row that moves by buttons, with a file that may come along."""
        if request.method != "POST":
            return super().change_view(request, object_id, form_url, extra_context)
        review = self.get_object(request, unquote(object_id))
        buttons = self.buttons_of(review, staff(request))
        return self.press(request, review, buttons.sent_with(request.POST.get("move", ""), request.POST, request.FILES))

    def row_page(self, request: HttpRequest, review: DocumentReview, buttons: ReviewButtons) -> HttpResponse:
        by = staff(request)
        note_look(by, review.seeker.pk, Kind.DOCUMENT)
        told = histories(by, review.seeker)
        versions = next(history.versions for history in told if history.kind == review.document.kind)
        may_move = self.has_change_permission(request, review)
        context = {
            "original": review,
            "seeker": review.seeker,
            "document": next((it for it in versions if it.pk == review.document_id), None),
            "before": next((it for it in versions if it.version < review.document.version), None),
            "versions": versions,
            "said": [] if versions else self.said_of(review, by),
            "refused": buttons.refused,
            "moves": buttons.offered() if may_move else [],
        }
        return self.own_page(request, PAGE, self.heading(review), context)

    def said_of(self, review: DocumentReview, by: User) -> list[DocumentReview]:
        """The reviews of all versions, the newest first, for whoever reads these and not the versions."""
        seeker, kind = review.document.seeker_id, review.document.kind
        read = DocumentReview.objects.read_by(by).filter(document__seeker=seeker, document__kind=kind)
        return list(read.select_related("document").order_by("-document__version", "-submitted_at", "-pk"))

    # Pages as pictures

    def get_urls(self) -> list[URLPattern]:
        page = self.admin_site.admin_view(self.page_view)
        name = "support_documentreview_page"
        return [path("documents/<int:document_id>/pages/<int:number>/", page, name=name), *super().get_urls()]

    def page_view(self, request: HttpRequest, document_id: int, number: int) -> HttpResponse:
        """One page of a version, drawn: nothing of the file itself reaches the advisor's browser."""
        documents = Document.objects.visible_to(staff(request)).select_related("file")
        document = get_object_or_404(documents, pk=document_id)
        if not self.has_view_permission(request) or not 1 <= number <= document.pages or document.file.is_held_back:
            raise Http404
        try:
            with document.file.stored.open() as content:
                picture = drawn(content.read(), number)
        except (FileNotFoundError, NotFit):
            raise Http404 from None
        return HttpResponse(picture, content_type="image/png")
