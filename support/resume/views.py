"""The résumé editor: short pages one after another, one to check them all, and the papers drawn from them."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.files.showing import show
from accounts.users.access import MemberRequest, for_members
from config.buttons import button_on
from config.refusals import Refusal
from support.documents.views import has_advisor
from support.resume import editing as actions
from support.resume.drawing import drawn, file_name
from support.resume.forms import ENTRY_FORMS, DetailsForm, EntryForm, PhotoForm
from support.resume.models import ResumeEntry
from support.resume.printing import cut_photo
from support.resume.refusals import NotDrawn
from support.resume.sending import send_for_review
from support.resume.steps import SHEETS, STEPS, Step, answered, following, months

AUTOSAVED = "X-Autosave"


@require_safe
@for_members
def resume(request: MemberRequest) -> HttpResponse:
    """All answers, each with the way to change it; the papers; and what to do with them."""
    resume = actions.resume_of(request.seeker)
    entries = list(resume.entries.all())
    papers = [(sheet, SHEETS[sheet], steps) for sheet, steps in answered(resume, entries).items()]
    context = {
        "papers": papers,
        "is_begun": resume.saved_at is not None,
        "is_leaving": request.seeker.is_leaving,
    }
    return render(request, "support/resume/resume.html", context)


@require_http_methods(["GET", "POST"])
@for_members
def step(request: MemberRequest, step: str) -> HttpResponse:
    if step not in STEPS:
        raise Http404
    page = STEPS[step]
    if page.kind:
        return entries_page(request, page)
    return form_page(request, page) if page.form else photo_page(request, page)


def form_page(request: MemberRequest, page: Step) -> HttpResponse:
    assert page.form is not None
    held = actions.resume_of(request.seeker)
    form = page.form(request.POST or None, initial={name: getattr(held, name) for name in page.form.base_fields})
    if request.method == "POST" and form.is_valid():
        actions.write(request.seeker.pk, form.changed())
        return kept(request, page.slug)
    return shown(request, page, form)


def kept(request: HttpRequest, slug: str) -> HttpResponse:
    """What follows on a page that was saved: nothing, if it saved itself; the page to check; or the next one."""
    if AUTOSAVED in request.headers:
        return HttpResponse(status=204)
    then = following(slug)
    if request.POST.get("then") == "check" or then is None:
        return redirect("support:resume")
    return redirect("support:resume_step", then.slug)


def shown(request: HttpRequest, page: Step, form: Any, **more: Any) -> HttpResponse:
    """The page with its form; to a page that saved itself only that it does not fit yet."""
    if AUTOSAVED in request.headers and request.method == "POST":
        return HttpResponse(status=422)
    slugs = list(STEPS)
    context = {
        "step": page,
        "form": form,
        "place": slugs.index(page.slug) + 1,
        "of": len(slugs),
        "is_last": following(page.slug) is None,
        **more,
    }
    return render(request, "support/resume/step.html", context)


# Schools, jobs, licences


def entries_page(request: MemberRequest, page: Step) -> HttpResponse:
    if request.method == "POST":  # nothing is typed here: the buttons of every page lead on
        return kept(request, page.slug)
    entries = ResumeEntry.objects.visible_to(request.user).filter(kind=page.kind)
    rows = [(entry, months(entry)) for entry in entries]
    return shown(request, page, None, rows=rows, helps=helps_of(page))


def helps_of(page: Step) -> Any:
    return getattr(ENTRY_FORMS[page.kind].base_fields["name"], "writing", ())


@require_http_methods(["GET", "POST"])
@for_members
def add(request: MemberRequest, step: str) -> HttpResponse:
    page = STEPS.get(step)
    if page is None or not page.kind:
        raise Http404
    form = ENTRY_FORMS[page.kind](request.POST or None, today=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_entry(request.seeker.pk, page.kind, form.said())
        except Refusal as refusal:
            form.add_error(None, str(refusal.said))
        else:
            messages.success(request, _("Added."))
            return redirect("support:resume_step", step)
    return render(request, "support/resume/entry.html", {"form": form, "step": page, "entry": None})


@require_http_methods(["GET", "POST"])
@for_members
def entry(request: MemberRequest, line_id: int) -> HttpResponse:
    held, page = own(request, line_id)
    names = ENTRY_FORMS[held.kind].base_fields.keys() | {"began_on", "ended_on", "ending"}
    form: EntryForm = ENTRY_FORMS[held.kind](
        request.POST or None, today=timezone.localdate(), initial={name: getattr(held, name) for name in names}
    )
    if request.method == "POST" and form.is_valid():
        actions.change_entry(request.seeker.pk, held.pk, form.said())
        messages.success(request, _("Saved."))
        return redirect("support:resume_step", page.slug)
    return render(request, "support/resume/entry.html", {"form": form, "step": page, "entry": held})


def own(request: MemberRequest, line_id: int) -> tuple[ResumeEntry, Step]:
    held = get_object_or_404(ResumeEntry.objects.visible_to(request.user), pk=line_id)
    return held, next(page for page in STEPS.values() if page.kind == held.kind)


@require_http_methods(["GET", "POST"])
@for_members
def details(request: MemberRequest, line_id: int) -> HttpResponse:
    """What somebody did in a job, and what came of it: for the work history."""
    held, page = own(request, line_id)
    if held.kind != ResumeEntry.Kind.WORK:
        raise Http404
    form = DetailsForm(request.POST or None, initial={"tasks": held.tasks, "results": held.results})
    if request.method == "POST" and form.is_valid():
        actions.change_entry(request.seeker.pk, held.pk, form.changed())
        if AUTOSAVED in request.headers:
            return HttpResponse(status=204)
        messages.success(request, _("Saved."))
        return redirect("support:resume")
    if AUTOSAVED in request.headers and request.method == "POST":
        return HttpResponse(status=422)
    return render(request, "support/resume/details.html", {"form": form, "step": page, "entry": held})


@for_members
@button_on("support:resume_entry", "line_id")
def remove(request: MemberRequest, line_id: int) -> HttpResponse:
    held, page = own(request, line_id)
    actions.remove_entry(request.seeker.pk, held.pk)
    messages.success(request, _("Removed."))
    return redirect("support:resume_step", page.slug)


# The photo


def photo_page(request: MemberRequest, page: Step) -> HttpResponse:
    resume = actions.resume_of(request.seeker)
    is_upload = "upload" in request.POST
    form = PhotoForm(request.POST, request.FILES) if is_upload else PhotoForm()
    if request.method == "POST" and not is_upload:
        return kept(request, page.slug)
    if is_upload and form.is_valid():
        try:
            actions.show_photo(request.seeker.pk, cut_photo(form.cleaned_data["photo"].read()))
        except Refusal as refusal:
            form.add_error("photo", str(refusal.said))
        else:
            messages.success(request, _("The photo is saved."))
            return redirect("support:resume_step", page.slug)
    return shown(request, page, form, photo=resume.photo)


@require_safe
@for_members
def photo(request: MemberRequest) -> HttpResponseBase:
    return show(actions.resume_of(request.seeker).photo)


@for_members
@button_on("support:resume")
def remove_photo(request: MemberRequest) -> HttpResponse:
    actions.show_photo(request.seeker.pk, None)
    messages.success(request, _("The photo is removed."))
    return redirect("support:resume_step", "photo")


# The papers


@require_safe
@for_members
def paper(request: MemberRequest, sheet: str) -> HttpResponse:
    """The paper as a PDF."""
    return drawn_for(request, sheet, "pdf")


@require_safe
@for_members
def preview(request: MemberRequest, sheet: str) -> HttpResponse:
    """Its pages as a picture."""
    return drawn_for(request, sheet, "png")


def drawn_for(request: MemberRequest, sheet: str, as_what: Any) -> HttpResponse:
    if sheet not in SHEETS:
        raise Http404
    now = timezone.now()
    try:
        file = drawn(request.seeker, sheet, as_what=as_what, now=now).content
    except NotDrawn as refusal:
        page = render(request, "support/resume/not_drawn.html", {"refusal": refusal.said}, status=503)
        page["Retry-After"] = "60"
        return page
    headers = {"Cache-Control": "no-store, private", "X-Content-Type-Options": "nosniff"}
    if as_what == "png":
        return HttpResponse(file, content_type="image/png", headers=headers)
    disposition = content_disposition_header(True, file_name(sheet, now))
    return HttpResponse(file, content_type="application/pdf", headers={**headers, "Content-Disposition": disposition})


@for_members
@button_on("support:resume")
def send(request: MemberRequest, sheet: str) -> HttpResponse:
    """The paper as it is now, as the next version of the document, for the advisor to look at."""
    if sheet not in SHEETS:
        raise Http404
    try:
        send_for_review(request.seeker, sheet, now=timezone.now())
    except Refusal as refusal:
        messages.warning(request, refusal.said)
        return redirect("support:resume")
    if has_advisor(request.seeker):
        said = _("It is kept as a version of its own, and your advisor is asked to look at it.")
    else:
        said = _("It is kept as a version of its own, and waits for your next advisor: you have none at the moment.")
    messages.success(request, said)
    return redirect("support:documents")
