"""The desk's own pages in the admin, beside those that list and edit rows."""

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse


class DeskPages:
    """A model admin with pages of its own; goes before `ServiceAdmin`."""

    class Media:
        css = {"all": ["css/admin-queue.css"]}

    def desk_page(self, request: HttpRequest, name: str, title: str, context: dict) -> HttpResponse:
        shared = {
            **self.admin_site.each_context(request),
            "title": title,
            "subtitle": None,
            "opts": self.opts,
            "media": self.media,
        }
        template = f"admin/advisors/{self.opts.model_name}/{name}.html"
        return TemplateResponse(request, template, {**shared, **context})
