"""Buttons of the admin that move a row: each is a piece of data in its topic, and all ask, act and answer in one way.

What cannot be undone is asked about once, on a page of its own, before it is done.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse

from config.admin.visible import ServiceAdmin, staff
from config.refusals import Refusal
from config.steps import InvalidTransition, Stepped
from config.typed import Row, Text, Typed, User

Said = tuple[int, Text]  # a level of `messages`, and a sentence
Moved = TypeVar("Moved", bound=Stepped)


@dataclass(frozen=True)
class Question:
    """What such a page says: whom and what it is about, what will happen and who is told, and the one button."""

    about: Sequence[str]
    explanation: Text
    button: Text
    action: str  # where the button is sent to
    back: str
    sent: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @property
    def fields(self) -> list[tuple[str, str]]:
        return [(name, value) for name, values in self.sent.items() for value in values]


def ask(model_admin: ServiceAdmin[Any], request: HttpRequest, question: Question) -> HttpResponse:
    """The page. Opening it changes nothing."""
    return model_admin.own_page(request, "admin/ask.html", question.button, {"question": question})


class NothingForm(forms.Form):
    """A button that asks nothing."""


@dataclass(frozen=True)
class Move(Generic[Row]):
    """What a button does to a row, by whom, with what was typed; `act` may have more to say than that it is done."""

    name: str
    button: Text
    explanation: Text
    act: Callable[[Row, User, Typed], Said | None]
    done: Text = ""
    possible: Collection[str] = ()  # the statuses in which it leads somewhere
    title: Text = ""
    form: Callable[..., forms.Form] = NothingForm

    @property
    def is_asked_about(self) -> bool:
        """On a page of its own, before anybody is told of it; where something is typed, that is question enough."""
        return self.form is NothingForm


@dataclass(frozen=True)
class Button:
    """A move as it stands on the page, with what it asks; `key` tells it from the same one about something else."""

    key: str
    move: Move[Any]
    form: forms.Form
    row: Model

    def press(self, by: User) -> Said:
        """Do it; what came of it."""
        return self.move.act(self.row, by, self.form.cleaned_data) or (messages.SUCCESS, self.move.done)


class Buttons(Generic[Moved]):
    """The buttons of one row, for one person. What was sent and refused keeps what was typed."""

    moves: Mapping[str, Move[Any]]

    def __init__(self, row: Moved, by: User, refused: Button | None = None) -> None:
        self.row, self.by, self.refused = row, by, refused

    def is_offered(self, move: Move[Any]) -> bool:
        return self.row.status in move.possible

    def offered(self) -> list[Button]:
        return [self.button(move) for move in self.moves.values() if self.is_offered(move)]

    def on_page(self) -> list[Button]:
        """All that are offered, wherever on the page they stand."""
        return self.offered()

    def button(self, move: Move[Any], key: str = "", row: Model | None = None, **given: Any) -> Button:
        key = key or move.name
        if self.refused and self.refused.key == key:
            return self.refused
        return Button(key, move, self.form(move, prefix=key, **given), row or self.row)

    def form(self, move: Move[Any], *sent: QueryDict, **given: Any) -> forms.Form:
        return move.form(*sent, **given)

    def named(self, key: str) -> tuple[Move[Any] | None, Model]:
        """What a key names: a move, and the row it moves."""
        return self.moves.get(key), self.row

    def sent(self, key: str, post: QueryDict) -> Button | None:
        """The button that was pressed, whatever may be pressed by now: the action decides that, under its lock."""
        move, row = self.named(key)
        return Button(key, move, self.form(move, post, prefix=key), row) if move else None


class MovedByButtons(ServiceAdmin[Moved]):
    """A model admin whose rows move by buttons, on a page of their own, `row_page`."""

    buttons_of: type[Buttons[Moved]]
    too_late: Text = ""  # what is said where the row has gone on meanwhile, with its %(status)s
    asked_at = ""  # the word in the address of the page that asks before

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Typed | None = None
    ) -> HttpResponse:
        row = self.get_object(request, unquote(object_id))
        buttons = self.buttons_of(row, staff(request))
        if request.method == "POST":
            return self.press(request, row, buttons.sent(request.POST.get("move", ""), request.POST))
        return self.row_page(request, row, buttons)

    def press(self, request: HttpRequest, row: Moved, button: Button | None) -> HttpResponse:
        """Do what the button says, and say what came of it; the page again if its form must be filled in again."""
        if button is None or not self.has_change_permission(request, row):
            raise PermissionDenied
        if not button.form.is_valid():
            return self.again(request, row, button)
        try:
            level, said = button.press(staff(request))
        except Refusal as refusal:
            return self.refuse(request, row, button, refusal)
        self.log_change(request, row, self.logged(button.move))
        return self.say(request, row, level, said)

    def logged(self, move: Move[Any]) -> Text:
        return move.button

    def again(self, request: HttpRequest, row: Moved, button: Button) -> HttpResponse:
        return self.row_page(request, row, self.buttons_of(row, staff(request), button))

    def refuse(self, request: HttpRequest, row: Moved, button: Button, refusal: Refusal) -> HttpResponse:
        return self.say(request, row, *self.why_not(row, refusal))

    def why_not(self, row: Moved, refusal: Refusal | None = None) -> Said:
        """Why nothing was changed, or was not even asked about."""
        if refusal and not isinstance(refusal, InvalidTransition):
            return messages.ERROR, refusal.to_staff
        row.refresh_from_db()
        return messages.ERROR, self.too_late % {"status": row.get_status_display()}

    def say(self, request: HttpRequest, row: Moved, level: int, said: Text) -> HttpResponse:
        messages.add_message(request, level, said)
        return redirect(self.page_of(row))

    def row_page(self, request: HttpRequest, row: Moved, buttons: Any) -> HttpResponse:
        """The page of a row, with its `buttons_of` it; each admin draws its own."""
        raise NotImplementedError

    def page_of(self, row: Moved) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[row.pk])

    # Asking before

    def get_urls(self) -> list[URLPattern]:
        if not self.asked_at:
            return super().get_urls()
        name = f"{self.opts.app_label}_{self.opts.model_name}_{self.asked_at}"
        page = self.admin_site.admin_view(self.ask_view)
        return [path(f"<int:row_id>/{self.asked_at}/<slug:key>/", page, name=name), *super().get_urls()]

    def ask_view(self, request: HttpRequest, row_id: int, key: str) -> HttpResponse:
        """What a button will bring about, and for whom; sent from here, it is pressed."""
        row = self.get_object(request, str(row_id))
        if not self.has_change_permission(request, row):
            raise PermissionDenied
        buttons = self.buttons_of(row, staff(request))
        pressed = buttons.sent(key, request.POST)
        if pressed is None:
            raise Http404
        if request.method == "POST":
            return self.press(request, row, pressed)
        button = next((it for it in buttons.on_page() if it.key == key and it.move.is_asked_about), None)
        if button is None:
            return self.say(request, row, *self.why_not(row))
        return ask(self, request, self.question(request, row, button))

    def asked_about(self, row: Moved, button: Button) -> Sequence[str]:
        """Whom and what the question is about."""
        raise NotImplementedError

    def question(self, request: HttpRequest, row: Moved, button: Button) -> Question:
        page, move = self.page_of(row), button.move
        about = self.asked_about(row, button)
        return Question(about, move.explanation, move.button, action=page, back=page, sent={"move": [button.key]})
