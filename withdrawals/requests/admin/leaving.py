"""What members wrote to their advisors and that says that they leave, as the desk reads it."""

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from config import days
from config.admin.buttons import Buttons, Move, MovedByButtons
from config.admin.menu import InMenu
from config.typed import Typed
from withdrawals.requests import heeding as actions
from withdrawals.requests.leaving_messages import LeavingMessage

Status = LeavingMessage.Status


class TickForm(forms.Form):
    ticked = forms.BooleanField(
        label=_("I have read it: it does not say that the member leaves."),
        error_messages={"required": _("Please tick this once you have read it again.")},
    )


def record(message: LeavingMessage, by: User, typed: Typed) -> None:
    actions.record_leaving(message.pk, by=by)


def say_not_meant(message: LeavingMessage, by: User, typed: Typed) -> None:
    actions.say_not_meant(message.pk, by=by)


RECORD = Move(
    name="record",
    title=_("It is a withdrawal"),
    explanation=_("It counts from when it was written. The member gets a mail at once, with a link to stop it."),
    button=_("Record the withdrawal"),
    act=record,
    possible={Status.WAITING},
    done=_("Thank you. The withdrawal is scheduled, and the member is told by mail."),
    form=forms.Form,
)
NOT_MEANT = Move(
    name="not-meant",
    title=_("It was not meant"),
    explanation=_("The membership goes on, and the member is told so. Whoever accompanies them cannot say this."),
    button=_("It was not meant"),
    act=say_not_meant,
    possible={Status.WAITING},
    done=_("The membership goes on, and the member is told so."),
    form=TickForm,
)


class LeavingButtons(Buttons[LeavingMessage]):
    moves = {move.name: move for move in (RECORD, NOT_MEANT)}


@admin.register(LeavingMessage)
class LeavingMessageAdmin(MovedByButtons[LeavingMessage]):
    """Those that wait first. Nothing in it is edited: a message moves by its buttons."""

    in_menu = InMenu(look=_("See who writes that they leave"), change=_("Record what says that somebody leaves"))
    list_display = ("member_number", "due", "state", "written", "channel")
    list_select_related = ("seeker",)
    list_filter = ("status",)
    ordering = ("-tell_at", "-written_at", "-id")
    buttons_of = LeavingButtons
    too_late = _("Nothing was changed: this message is “%(status)s” by now.")

    class Media:
        css = {"all": ["css/admin-queue.css", "css/admin-thread.css"]}

    def has_add_permission(self, request: HttpRequest, *args: object) -> bool:
        return False

    def choice_label(self, obj: LeavingMessage) -> str:
        return obj.seeker.called

    @admin.display(description=_("member number"))
    def member_number(self, message: LeavingMessage) -> str:
        return message.seeker.member_number

    @admin.display(description=_("written"))
    def written(self, message: LeavingMessage) -> str:
        return days.when(message.written_at)

    @admin.display(description=_("due"))
    def due(self, message: LeavingMessage) -> str:
        return days.day(message.due_on)

    @admin.display(description=_("status"))
    def state(self, message: LeavingMessage) -> str:
        said = message.get_status_display()
        if message.is_late(timezone.now()):
            return format_html('<span class="urgency urgency--overdue">{}</span>', said)
        return said

    def row_page(self, request: HttpRequest, message: LeavingMessage, buttons: LeavingButtons) -> HttpResponse:
        context = {
            "message": message,
            "is_late": message.is_late(timezone.now()),
            "refused": buttons.refused,
            "moves": buttons.offered() if self.has_change_permission(request, message) else [],
        }
        title = gettext("%(name)s writes that they leave") % {"name": message.seeker.called}
        return self.own_page(request, "admin/withdrawals/leavingmessage/row.html", title, context)
