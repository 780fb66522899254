"""Importing a file of postings: upload it, read what it would do, agree."""

from collections import Counter

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext

from config import clock
from config.admin.visible import ServiceAdmin, staff
from config.typed import Typed
from jobs.postings.imports import importing as actions
from jobs.postings.imports.forms import UploadForm
from jobs.postings.imports.resources import CHANGED, NEW, SKIPPED
from jobs.postings.imports.sample import sample
from jobs.postings.models import Company, JobPosting, UploadedPostings
from jobs.postings.refusals import ImportedAlready

SHOWN = 200


class ImportingAdmin(ServiceAdmin[JobPosting]):
    """The pages of the import, beside the list of postings."""

    def get_urls(self) -> list[URLPattern]:
        door = self.admin_site.admin_view
        return [
            path("import/", door(self.upload_view), name="jobs_jobposting_import"),
            path("import/sample.csv", door(self.sample_view), name="jobs_jobposting_import_sample"),
            path("import/<int:upload_id>/", door(self.import_view), name="jobs_jobposting_import_check"),
            *super().get_urls(),
        ]

    def may_import(self, request: HttpRequest) -> bool:
        """Whoever may write postings and companies by hand."""
        writes = self.has_add_permission(request) and self.has_change_permission(request)
        companies = self.admin_site.get_model_admin(Company)
        return writes and companies.has_add_permission(request) and companies.has_change_permission(request)

    def changelist_view(self, request: HttpRequest, extra_context: Typed | None = None) -> HttpResponse:
        context = {"may_import": self.may_import(request), **(extra_context or {})}
        return super().changelist_view(request, context)

    def upload_view(self, request: HttpRequest) -> HttpResponse:
        self.refuse_others(request)
        form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
        if request.method == "POST" and form.is_valid():
            kept = actions.upload(form.cleaned_data["file"], by=staff(request), now=clock.now())
            return redirect("admin:jobs_jobposting_import_check", kept.pk)
        return self.page(request, "upload", gettext("Import postings"), {"form": form})

    def refuse_others(self, request: HttpRequest) -> None:
        if not self.may_import(request):
            raise PermissionDenied

    def import_view(self, request: HttpRequest, upload_id: int) -> HttpResponse:
        """What the file would do, and the button; pressed twice, it is done once."""
        self.refuse_others(request)
        if request.method == "POST":
            return self.write(request, upload_id)
        kept = UploadedPostings.objects.visible_to(staff(request)).filter(pk=upload_id).first()
        if kept is None:
            raise Http404
        return self.checked_page(request, actions.look_through(bytes(kept.content)))

    def write(self, request: HttpRequest, upload_id: int) -> HttpResponse:
        try:
            outcome = actions.import_upload(upload_id, by=staff(request))
        except ImportedAlready as refusal:
            messages.warning(request, refusal.said)
            return redirect("admin:jobs_jobposting_changelist")
        if outcome.problems:
            return self.checked_page(request, outcome)
        text = gettext("The file is imported: %(new)s new postings as drafts, %(changed)s changed.")
        counts = {"new": outcome.postings[NEW], "changed": outcome.postings[CHANGED]}
        messages.success(request, text % counts)
        return redirect("admin:jobs_jobposting_changelist")

    def checked_page(self, request: HttpRequest, outcome: actions.Outcome) -> HttpResponse:
        context = {
            "problems": outcome.problems[:SHOWN],
            "problem_count": len(outcome.problems),
            "changes": outcome.changes[:SHOWN],
            "more": max(0, len(outcome.changes) - SHOWN),
            "closed": outcome.closed,
            "counts": [
                (gettext("Companies"), *counted(outcome.companies)),
                (gettext("Postings"), *counted(outcome.postings)),
            ],
            "has_news": bool(outcome.changes or outcome.companies[NEW] or outcome.companies[CHANGED]),
        }
        return self.page(request, "checked", gettext("What the file would change"), context)

    def sample_view(self, request: HttpRequest) -> HttpResponse:
        self.refuse_others(request)
        headers = {"Content-Disposition": 'attachment; filename="postings.csv"'}
        return HttpResponse(sample(), content_type="text/csv; charset=utf-8", headers=headers)

    def page(self, request: HttpRequest, name: str, title: str, context: Typed) -> HttpResponse:
        return self.own_page(request, f"admin/jobs/jobposting/{name}.html", title, context)


def counted(kinds: Counter[str]) -> tuple[int, int, int]:
    return kinds[NEW], kinds[CHANGED], kinds[SKIPPED]
