"""The desk's own pages in the admin, beside those that list and edit rows."""

from django.http import HttpRequest, HttpResponse


class DeskPages:
    """A model admin with pages of its own; goes before `ServiceAdmin`."""

    class Media:
        css = {"all": ["css/admin-queue.css"]}

    def desk_page(self, request: HttpRequest, name: str, title: str, context: dict) -> HttpResponse:
        return self.own_page(request, f"admin/advisors/{self.opts.model_name}/{name}.html", title, context)
