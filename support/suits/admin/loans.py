from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from accounts.models import JobSeeker
from accounts.users.admin.leaving import MarksLeaving
from accounts.users.search import find_members
from config import days
from config.admin.buttons import Button, MovedByButtons
from config.admin.menu import InMenu
from config.admin.visible import staff
from config.refusals import Refusal
from config.typed import Typed
from support.suits import counter as actions
from support.suits.admin.buttons import BackForm, LoanButtons
from support.suits.admin.by_phone import ReservingByPhone
from support.suits.admin.counter import CounterForm, at_counter
from support.suits.affected import Why, misfit
from support.suits.models import SuitLoan
from support.suits.refusals import AtTheDesk, NoneLeft

DUE = [
    ("pick_up", _("To be picked up today")),
    ("return", _("To be brought back today")),
    ("overdue", _("Overdue")),
]


class DueFilter(admin.SimpleListFilter):
    title = _("what is due")
    parameter_name = "due"

    def lookups(self, request: HttpRequest, model_admin: "admin.ModelAdmin[Any]") -> list[tuple[str, Any]]:
        return DUE

    def queryset(self, request: HttpRequest, queryset: QuerySet[SuitLoan]) -> QuerySet[SuitLoan]:
        today = timezone.localdate()
        due = {
            "pick_up": {"status": SuitLoan.Status.REQUESTED, "pick_up_on__lte": today, "needed_on__gte": today},
            "return": {"status": SuitLoan.Status.LENT, "return_on": today},
            "overdue": {"status": SuitLoan.Status.LENT, "return_on__lt": today},
        }
        return queryset.filter(**due.get(self.value() or "", {}))


@admin.register(SuitLoan)
class SuitLoanAdmin(ReservingByPhone, MovedByButtons[SuitLoan], MarksLeaving[SuitLoan]):
    """Who has a suit, and who comes for one. Nothing is edited: a loan moves by its buttons."""

    in_menu = InMenu(
        look=_("See the loans of suits"),
        change=_("Lend suits and take them back"),
        add=_("Reserve a suit for a job seeker"),
    )
    list_display = [
        "described",
        "number",
        "status",
        "office",
        "pick_up_on",
        "return_on",
        "member_name",
        "member_number",
    ]
    list_display_links = ["described"]
    list_select_related = ["seeker", "suit", "office"]
    list_filter = [DueFilter, "status", "office"]
    ordering = ["-pick_up_on", "-id"]
    search_fields = ["seeker__member_number"]
    search_help_text = _("The job seeker: parts of the name, of the phone or member number, or the e-mail address")
    buttons_of = LoanButtons
    too_late = _("Nothing was changed: this suit is “%(status)s” by now.")
    asked_at = "ask"

    class Media:
        css = {"all": ["css/admin-queue.css"]}

    def choice_label(self, obj: SuitLoan) -> str:
        return f"{obj.seeker.called} {obj.described}"

    @admin.display(description=_("suit"))
    def described(self, loan: SuitLoan) -> str:
        return loan.described

    @admin.display(description=_("item number"), empty_value="-")
    def number(self, loan: SuitLoan) -> str | None:
        return loan.suit.number if loan.suit else None

    @admin.display(description=_("member number"))
    def member_number(self, loan: SuitLoan) -> str:
        return loan.seeker.member_number

    def get_queryset(self, request: HttpRequest) -> QuerySet[SuitLoan]:
        loans: QuerySet[SuitLoan] = super().get_queryset(request)
        return loans.select_related("seeker", "suit", "office", "interview", "arranged_by")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[SuitLoan], search_term: str
    ) -> tuple[QuerySet[SuitLoan], bool]:
        if search_term.strip():
            seekers = find_members(JobSeeker.objects.visible_to(staff(request)), search_term)
            queryset = queryset.filter(seeker__in=seekers.values("pk"))
        return queryset, False

    # One loan

    def row_page(self, request: HttpRequest, loan: SuitLoan, buttons: LoanButtons) -> HttpResponse:
        today = timezone.localdate()
        context = {
            "original": loan,
            "why": self.why(loan, buttons),
            "is_overdue": loan.is_overdue(today),
            "moves": buttons.offered() if self.has_change_permission(request, loan) else [],
            "refused": buttons.refused,
        }
        return self.own_page(request, "admin/support/suitloan/change_form.html", self.heading(loan), context)

    def why(self, loan: SuitLoan, buttons: LoanButtons) -> str:
        """Why the reservation cannot be kept as it is, if so."""
        today = timezone.localdate()
        if not (loan.is_requested or loan.is_lent):
            return ""
        lacks = Why.NO_SUIT if loan in buttons.stock.without_suit(today=today) else None
        why = lacks or misfit(loan, today=today)
        return str(why.label) if why else ""

    def asked_about(self, loan: SuitLoan, button: Button) -> list[str]:
        return [
            loan.seeker.called,
            f"{loan.described} {loan.suit.number if loan.suit else ''}",
            f"{loan.office.name} {days.through(loan.pick_up_on, loan.return_on)}",
        ]

    def refuse(self, request: HttpRequest, row: SuitLoan, button: Button, refusal: Refusal) -> HttpResponse:
        """What concerns what was typed is said beside it."""
        if isinstance(refusal, AtTheDesk | NoneLeft):
            name = next(iter(button.form.fields)) if isinstance(refusal, AtTheDesk) else None
            button.form.add_error(name, refusal.to_staff)
            return self.again(request, row, button)
        return super().refuse(request, row, button, refusal)

    # By number

    def get_urls(self) -> list[URLPattern]:
        page = self.admin_site.admin_view(self.counter_view)
        return [path("counter/", page, name="support_suitloan_counter"), *super().get_urls()]

    def counter_view(self, request: HttpRequest) -> HttpResponse:
        """A number is typed: who can be given this suit, or who brings it back, each with the button that does it."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        if request.method == "POST":
            return self.receive(request)
        form = CounterForm(request.GET if "number" in request.GET else None)
        context: Typed = {"form": form}
        if form.is_valid():
            context |= at_counter(form.item, staff(request))
        return self.own_page(request, "admin/support/suitloan/counter.html", gettext("Suits by number"), context)

    def receive(self, request: HttpRequest) -> HttpResponse:
        """One that somebody had who has left has come back."""
        number, form = request.POST.get("number", ""), BackForm(request.POST)
        try:
            if form.is_valid():
                item = actions.receive(number, form.cleaned_data["condition"])
                self.log_change(request, item, gettext_noop("received"))  # type: ignore[arg-type]  # the item's own history
                messages.success(request, gettext("The suit is back. Thank you."))
        except Refusal as refusal:
            messages.error(request, refusal.to_staff)
        return redirect("admin:support_suitloan_counter")
