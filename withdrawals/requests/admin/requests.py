from datetime import date

from django.conf import settings
from django.contrib import admin
from django.contrib.auth import get_permission_codename
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.looks.noting import Kind, note_look
from accounts.models import User
from config import days
from config.admin.buttons import MovedByButtons
from config.admin.columns import display_for_field
from config.admin.menu import InMenu
from config.admin.visible import staff
from config.typed import AnyField, Text, Typed
from withdrawals.requests import desk
from withdrawals.requests.admin.buttons import RequestButtons
from withdrawals.requests.admin.filters import (
    OPEN_ONES,
    ChannelFilter,
    StatusFilter,
    TurnFilter,
    UrgencyFilter,
    asked_status,
    is_as_it_opens,
)
from withdrawals.requests.admin.searching import find_requests
from withdrawals.requests.admin.unseen import UnseenAdmin
from withdrawals.requests.advancing import receipt_of
from withdrawals.requests.candidates import as_national
from withdrawals.requests.desk import next_task, time_left, urgency
from withdrawals.requests.mentions import mentions_of
from withdrawals.requests.models import WithdrawalRequest, WithdrawalStatement

FACTS = (
    "status",
    "closing",
    "received_at",
    "due_on",
    "completes_at",
    "ended_at",
    "channel",
    "recorded_by",
    "identity_checked",
    "reason",
    "language",
    "mailbox_asked_at",
    "warned_at",
    "missed_at",
    "unreached_at",
    "failing_since",
    "failure",
    "failure_told_at",
)


@admin.register(WithdrawalRequest)
class WithdrawalRequestAdmin(MovedByButtons[WithdrawalRequest], UnseenAdmin):
    """The desk's queue. Nothing in it is edited: a request moves by its buttons."""

    in_menu = InMenu(look=_("See withdrawals"), change=_("Take withdrawals further"), add=_("Record a withdrawal"))
    list_display = ("reference", "due", "state", "next_task", "member", "channel", "received_on")
    list_display_links = ("reference",)
    list_filter = (StatusFilter, TurnFilter, UrgencyFilter, ChannelFilter)
    list_select_related = ("seeker", "call_back")
    search_fields = ("reference",)
    search_help_text = _(
        "Reference number, or the member's number, name, phone number or e-mail address. A search looks at all of them."
    )
    buttons_of = RequestButtons
    too_late = _("Nothing was changed: this request is “%(status)s” by now.")

    class Media:
        css = {"all": ["css/admin-queue.css"]}

    # The queue

    def changelist_view(self, request: HttpRequest, extra_context: Typed | None = None) -> HttpResponse:
        """What needs the desk; below it, folded, what completes by itself."""
        by_itself = desk.by_itself(staff(request), now=timezone.now()) if is_as_it_opens(request) else []
        context = {"title": gettext("Withdrawals"), "by_itself": by_itself, "is_as_it_opens": is_as_it_opens(request)}
        return super().changelist_view(request, {**context, **(extra_context or {})})

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:
        return ("due_on", "id") if asked_status(request) in OPEN_ONES else ("-received_at", "-id")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[WithdrawalRequest], search_term: str
    ) -> tuple[QuerySet[WithdrawalRequest], bool]:
        if search_term.strip():
            queryset = queryset.filter(pk__in=find_requests(search_term).values("pk"))
        return queryset, False

    @admin.display(description=_("status"))
    def state(self, obj: WithdrawalRequest) -> str:
        return obj.get_closing_display() or obj.get_status_display()

    @admin.display(description=_("member"), empty_value="-")
    def member(self, obj: WithdrawalRequest) -> str | None:
        return obj.seeker.member_number if obj.seeker else None

    @admin.display(description=_("due"))
    def due(self, obj: WithdrawalRequest) -> str:
        day = days.day(obj.due_on)
        return format_html("{}<br>{}", day, time_left_in_words(obj)) if obj.is_open else day

    @admin.display(description=_("received"))
    def received_on(self, obj: WithdrawalRequest) -> date:
        return timezone.localdate(obj.received_at)

    @admin.display(description=_("what to do next"))
    def next_task(self, obj: WithdrawalRequest) -> str:
        return next_task(obj, now=timezone.now())

    # One request

    def row_page(self, request: HttpRequest, withdrawal: WithdrawalRequest, buttons: RequestButtons) -> HttpResponse:
        statement = WithdrawalStatement.objects.filter(request=withdrawal).first()
        may_move, member = self.has_change_permission(request, withdrawal), withdrawal.seeker
        if member:  # whose page this is as well
            note_look(staff(request), member.pk, Kind.PROFILE)
        context = {
            "original": withdrawal,
            "urgency": time_left_in_words(withdrawal) if withdrawal.is_open else "",
            "next_task": next_task(withdrawal, now=timezone.now()),
            "statement": statement if may_see_statements(request) else None,
            "typed_phone": typed_phone(statement),
            "member": member,
            "refused": buttons.refused,
            "candidates": buttons.candidates(statement) if may_move else [],
            "moves": buttons.offered() if may_move else [],
            "mentions": mentions_of(member, to=staff(request)) if member and withdrawal.is_scheduled else [],
            "SITE_URL": settings.SITE_URL,
            "facts": facts(withdrawal),
            "erased": receipt_of(withdrawal).items_for_staff if withdrawal.erased else [],
            "events": withdrawal.events.select_related("by"),
        }
        title = gettext("Withdrawal %(reference)s") % {"reference": withdrawal.reference}
        return self.desk_page(request, "change_form", title, context)


def time_left_in_words(withdrawal: WithdrawalRequest) -> str:
    """How urgent it is: a word, how long that is, and a colour beside the words."""
    today = timezone.localdate()
    kind, left = urgency(withdrawal.due_on, today=today), time_left(withdrawal.due_on, today=today)
    if withdrawal.is_failing:
        return format_html('<span class="urgency urgency--overdue">{}</span>', gettext("Cannot be completed"))
    badge = format_html('<span class="urgency urgency--{}">{}</span>', kind.value, kind.label)
    return format_html('{} <span class="time-left">{}</span>', badge, left) if left else badge


def may_see_statements(request: HttpRequest) -> bool:
    return request.user.has_perm(f"withdrawals.{get_permission_codename('view', WithdrawalStatement._meta)}")


def typed_phone(statement: WithdrawalStatement | None) -> str:
    """The typed number as people here read it."""
    return (as_national(statement.phone) if statement else "") or "-"


def facts(withdrawal: WithdrawalRequest) -> list[tuple[Text, str]]:
    """What is recorded of it, as name and value; what is not yet, is left out."""
    columns = {field.name: field for field in withdrawal._meta.concrete_fields}
    fields = [columns[name] for name in FACTS]
    return [
        (field.verbose_name, shown(withdrawal, field))
        for field in fields
        if getattr(withdrawal, field.name) not in (None, "", False)
    ]


def shown(withdrawal: WithdrawalRequest, field: AnyField) -> str:
    value = getattr(withdrawal, field.name)
    if isinstance(value, User):
        return value.email
    return gettext("Yes") if value is True else display_for_field(value, field, "-")
