"""In the admin, what cannot be undone is asked about once, on a page of its own, before it is done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.http import HttpRequest, HttpResponse

from config.admin.visible import ServiceAdmin


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


def ask(model_admin: ServiceAdmin, request: HttpRequest, question: Question) -> HttpResponse:
    """The page. Opening it changes nothing."""
    return model_admin.own_page(request, "admin/ask.html", question.button, {"question": question})
