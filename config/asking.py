"""In the admin, what cannot be undone is asked about once, on a page of its own, before it is done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.contrib.admin import ModelAdmin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse


@dataclass(frozen=True)
class Question:
    """What such a page says: whom and what it is about, what will happen and who is told, and the one button."""

    about: Sequence[str]
    explanation: str
    button: str
    action: str  # where the button is sent to
    back: str
    sent: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @property
    def fields(self) -> list[tuple[str, str]]:
        return [(name, value) for name, values in self.sent.items() for value in values]


def ask(model_admin: ModelAdmin, request: HttpRequest, question: Question) -> HttpResponse:
    """The page. Opening it changes nothing."""
    context = {
        **model_admin.admin_site.each_context(request),
        "title": question.button,
        "opts": model_admin.opts,
        "media": model_admin.media,
        "question": question,
    }
    return TemplateResponse(request, "admin/ask.html", context)
