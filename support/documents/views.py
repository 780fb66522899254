"""A member's documents: to look at, send, have reviewed and delete; and their files, for whoever may see them."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.files.showing import hand_out
from accounts.looks.noting import Kind, Role, note_look
from accounts.models import File, JobSeeker
from accounts.users.access import MemberRequest, SignedInRequest, for_members
from config.buttons import button_on
from config.refusals import Refusal
from support.documents import keeping
from support.documents.forms import UploadForm
from support.documents.history import histories
from support.documents.models import Document, DocumentReview

PAGE = "support:documents"


@require_http_methods(["GET", "POST"])
@for_members
def documents(request: MemberRequest) -> HttpResponse:
    """Both kinds with their versions, and the next one is sent from here."""
    is_sent = request.method == "POST"
    form = UploadForm(
        request.POST if is_sent else None,
        request.FILES if is_sent else None,
        initial={"kind": request.GET.get("kind")},
    )
    if is_sent and form.is_valid():
        said = form.cleaned_data
        try:
            keeping.keep_version(
                request.seeker, said["kind"], said["file"], note=said["note"], ask_review=said["ask_review"]
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal.said))
        else:
            messages.success(request, kept(request.seeker, ask_review=said["ask_review"]))
            return redirect(f"{reverse(PAGE)}#main")  # else the browser stays at the form, beneath what is said
    context = {
        "histories": histories(request.user),
        "form": form,
        "has_advisor": has_advisor(request.seeker),
        "is_leaving": request.seeker.is_leaving,
    }
    return render(request, "support/documents/documents.html", context)


def kept(seeker: JobSeeker, *, ask_review: bool) -> str:
    if not ask_review:
        return _("Your document is kept.")
    if has_advisor(seeker):
        return _("Your document is kept, and your advisor is asked to look at it.")
    return _("Your document is kept, and waits for your next advisor: you have none at the moment.")


def asked(seeker: JobSeeker) -> str:
    if has_advisor(seeker):
        return _("Your advisor is asked to look at it.")
    return _("It waits for your next advisor: you have none at the moment.")


def has_advisor(seeker: JobSeeker) -> bool:
    return seeker.assignments.current().exists()


def own(request: MemberRequest, document_id: int) -> Document:
    return get_object_or_404(Document.objects.visible_to(request.user).select_related("file"), pk=document_id)


def own_review(request: MemberRequest, review_id: int) -> DocumentReview:
    return get_object_or_404(DocumentReview.objects.visible_to(request.user), pk=review_id)


def done(request: MemberRequest, said: str, act: Callable[..., Any], *what: Any) -> HttpResponse:
    """Do it, say what came of it, and show the documents again."""
    try:
        act(*what, request.seeker)
    except Refusal as refusal:
        messages.warning(request, refusal.said)
    else:
        messages.success(request, said)
    return redirect(PAGE)


@for_members
@button_on(PAGE)
def ask(request: MemberRequest, document_id: int) -> HttpResponse:
    document = own(request, document_id)
    return done(request, asked(request.seeker), keeping.ask_for_review, document.pk)


@for_members
@button_on(PAGE)
def take_back(request: MemberRequest, review_id: int) -> HttpResponse:
    review = own_review(request, review_id)
    return done(request, _("You have taken the request back."), keeping.take_back, review.pk)


@require_http_methods(["GET", "POST"])
@for_members
def delete(request: MemberRequest, document_id: int) -> HttpResponse:
    """Ask once: what is deleted is gone, with what the advisor said of it."""
    document = own(request, document_id)
    if request.method == "POST":
        return done(request, _("The version is deleted."), keeping.delete_version, document.pk)
    context = {"document": document, "reviews": document.reviews.all()}
    return render(request, "support/documents/delete.html", context)


# Files


def behind_the_same_door(request: SignedInRequest) -> HttpResponseBase | None:
    """Staff show the second factor here too, as for the page with the link."""
    if request.user.is_staff and not admin.site.has_permission(request):
        return redirect_to_login(request.get_full_path(), reverse("admin:login"))
    return None


@require_safe
def file(request: SignedInRequest, document_id: int) -> HttpResponseBase:
    """A version, for its seeker and whoever accompanies them now."""
    document = get_object_or_404(Document.objects.visible_to(request.user).select_related("file"), pk=document_id)
    return behind_the_same_door(request) or looked_at(request, document, document.file)


@require_safe
def marked_up(request: SignedInRequest, review_id: int) -> HttpResponseBase:
    """What the advisor has marked up, for the same people."""
    review = get_object_or_404(
        DocumentReview.objects.own(request.user).select_related("marked_up", "document"), pk=review_id
    )
    return behind_the_same_door(request) or looked_at(request, review.document, review.marked_up)


def looked_at(request: SignedInRequest, document: Document, file: File | None) -> HttpResponseBase:
    """Handed out, and of staff, who see it as the seeker's advisor alone, written down.

    Raises 404 for an advisor whose role was taken away, and from whom nobody has taken over yet.
    """
    if request.user.is_staff and not request.user.has_perm("support.view_documentreview"):
        raise Http404
    answer = hand_out(file)
    note_look(request.user, document.seeker_id, Kind.DOCUMENT, role=Role.ADVISOR)
    return answer
