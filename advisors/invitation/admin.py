"""Inviting somebody to register: an address, looked at once more, and the mail. What becomes of it is not told."""

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.attempts.budgets import spend
from accounts.attempts.limits import too_often
from accounts.attempts.refusals import TooOften
from accounts.models import Language, Message, User
from accounts.users.fields import AsksAboutDomain, EmailField
from advisors.invitation import inviting as actions
from advisors.invitation.models import Invitation
from advisors.people.admin.pages import DeskPages
from advisors.people.models import Advisor
from config import clock, days
from config.admin.buttons import Buttons, Move, MovedByButtons, Question, ask
from config.admin.menu import InMenu
from config.admin.visible import staff
from config.typed import Text, Typed


def take_back(invitation: Invitation, by: User, typed: Typed) -> None:
    actions.take_back(invitation.pk)


TAKE_BACK = Move(
    name="take-back",
    title=_("Take it back"),
    explanation=_("Its link leads nowhere from then on. If the address was mistyped, write a new one afterwards."),
    button=_("Take the invitation back"),
    act=take_back,
    done=_("The invitation no longer counts."),
)


class InvitationButtons(Buttons[Invitation]):
    moves = {TAKE_BACK.name: TAKE_BACK}

    def is_offered(self, move: Move[Any]) -> bool:
        """By what staff may know of it, not by its status."""
        return not self.row.is_over(timezone.now())


class InvitationForm(AsksAboutDomain):
    email = EmailField(max_length=254, help_text=_("As somebody has given it to you. Please read it back to them."))
    advisor = forms.ModelChoiceField(
        Advisor.objects.none(),
        required=False,
        label=_("Advisor to be proposed"),
        empty_label=_("Nobody in particular"),
        help_text=_("If they have room then, and fit the wish of whoever registers."),
    )
    language = forms.ChoiceField(label=_("Language of the mail"), choices=Language, initial=Language.JAPANESE)

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by, self.own = by, Advisor.objects.filter(user=by).first()
        field = self.fields["advisor"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = choosable(by)
        field.label_from_instance = lambda advisor: advisor.name  # type: ignore[method-assign, assignment]
        self.initial.setdefault("advisor", self.own and self.own.pk)
        if not (by.is_superuser or by.is_support_desk):
            del self.fields["advisor"]

    @property
    def proposed(self) -> Advisor | None:
        """Whoever works with seekers and not at the desk proposes themselves."""
        chosen: Advisor | None = self.cleaned_data["advisor"] if "advisor" in self.fields else self.own
        return chosen


def choosable(by: User) -> QuerySet[Advisor]:
    return Advisor.objects.visible_to(by).at_work().filter(user__is_active=True).order_by("name", "pk")


@admin.register(Invitation)
class InvitationAdmin(DeskPages[Invitation], MovedByButtons[Invitation]):
    """What was sent, by whom; no address, and not whether it was used: it would tell who is a member."""

    in_menu = InMenu(
        look=_("See invitations"), change=_("See invitations, and take one back"), add=_("Invite somebody")
    )
    list_display = ("sent_on", "proposes", "until", "state", "written_by")
    list_display_links = ("sent_on",)
    ordering = ("-sent_at", "-id")
    buttons_of = InvitationButtons
    asked_at = "ask"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Invitation]:
        """With its mail, which may be forgotten by now, and then is none."""
        return super().get_queryset(request).select_related("by", "advisor", "message")

    def get_list_display(self, request: HttpRequest) -> tuple[str, ...]:
        by = staff(request)
        is_desk = by.is_superuser or by.is_support_desk
        return self.list_display if is_desk else tuple(it for it in self.list_display if it != "written_by")

    @admin.display(description=_("sent"))
    def sent_on(self, invitation: Invitation) -> str:
        return days.when(invitation.sent_at)

    @admin.display(description=_("proposes"))
    def proposes(self, invitation: Invitation) -> str:
        return invitation.advisor.name if invitation.advisor else "-"

    @admin.display(description=_("counts until"))
    def until(self, invitation: Invitation) -> str:
        return days.when(invitation.runs_out_at)

    @admin.display(description=_("state"))
    def state(self, invitation: Invitation) -> Text:
        return state_of(invitation, now=timezone.now())

    @admin.display(description=_("written by"))
    def written_by(self, invitation: Invitation) -> str:
        return invitation.by.email if invitation.by else "-"

    # One

    def choice_label(self, obj: Invitation) -> str:
        return gettext("The invitation of %(at)s") % {"at": self.sent_on(obj)}

    def row_page(self, request: HttpRequest, invitation: Invitation, buttons: InvitationButtons) -> HttpResponse:
        context = {
            "invitation": invitation,
            "state": state_of(invitation, now=timezone.now()),
            "is_undelivered": is_undelivered(invitation),
            "moves": buttons.offered(),
        }
        return self.desk_page(request, "row", self.choice_label(invitation), context)

    def asked_about(self, row: Invitation, button: Any) -> list[str]:
        return [self.choice_label(row)]

    # Writing one

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Typed | None = None) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = InvitationForm(request.POST or None, by=staff(request))
        if request.method != "POST" or not form.is_valid():
            return self.form_page(request, form)
        if "sure" not in request.POST:
            return self.ask_once(request, form)
        return self.send(request, form, now=clock.now())

    def form_page(self, request: HttpRequest, form: InvitationForm, refusal: Text = "") -> HttpResponse:
        return self.desk_page(request, "write", gettext("Invite somebody"), {"form": form, "refusal": refusal})

    def ask_once(self, request: HttpRequest, form: InvitationForm) -> HttpResponse:
        """The address, to be read once more: a mail cannot be called back."""
        email, advisor = form.cleaned_data["email"], form.proposed
        proposed = [gettext("Proposed for the first counseling: %(name)s") % {"name": advisor.name}] if advisor else []
        question = Question(
            [email, *proposed],
            _("The invitation goes to this address at once, and counts for two weeks. It names nobody."),
            _("Send the invitation"),
            action=request.path,
            back=request.path,
            sent={**{name: request.POST.getlist(name) for name in form.fields}, "sure": ["1"]},
        )
        return ask(self, request, question)

    def send(self, request: HttpRequest, form: InvitationForm, *, now: datetime) -> HttpResponse:
        by, email = staff(request), form.cleaned_data["email"]
        try:
            spend(*actions.shares(by, email), now=now)
        except TooOften as refusal:
            page = self.form_page(request, form, refusal.said)
            return too_often(page, retry_at=refusal.retry_at, now=now)
        sent = actions.invite(email, advisor=form.proposed, language=form.cleaned_data["language"], by=by)
        self.log_addition(request, sent, "")
        messages.success(request, _("The invitation is on its way. The address is not shown here again."))
        return redirect(self.page_of(sent))


def is_undelivered(invitation: Invitation) -> bool:
    return invitation.message is not None and invitation.message.status == Message.Status.FAILED


def state_of(invitation: Invitation, *, now: datetime) -> Text:
    """The same whether or not somebody has registered by it."""
    if invitation.is_over(now):
        return _("No longer counts")
    return _("Could not be delivered") if is_undelivered(invitation) else _("Sent")
