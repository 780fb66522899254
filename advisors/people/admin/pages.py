"""The desk's own pages in the admin, beside those that list and edit rows."""

from django.http import HttpRequest, HttpResponse

from config.admin.visible import ServiceAdmin
from config.typed import Row, Typed


class DeskPages(ServiceAdmin[Row]):
    """A model admin with pages of its own."""

    class Media:
        css = {"all": ["css/admin-queue.css"]}

    def desk_page(self, request: HttpRequest, name: str, title: str, context: Typed) -> HttpResponse:
        return self.own_page(request, f"admin/advisors/{self.opts.model_name}/{name}.html", title, context)
