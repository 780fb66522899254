from typing import Any

from django.contrib import admin
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from config.admin.menu import InMenu
from config.admin.visible import ServiceAdmin
from config.typed import ModelForm, Typed
from support.suits.forms import OTHER_CUT, NumberField
from support.suits.models import Suit, SuitLoan
from support.suits.refusals import ItemOut
from support.suits.sizes import sizes_of

STOCK = {"office", "cut", "size", "condition"}
Condition = Suit.Condition


class SuitForm(ModelForm[Suit]):
    number = NumberField(help_text=_("As it stands on the tag, such as S-012."))

    class Meta:
        model = Suit
        fields = ["number"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """That somebody who has left has it is found by the database, and not for anybody to say."""
        super().__init__(*args, **kwargs)
        field = self.fields.get("condition")
        if field and self.instance.condition != Condition.NOT_RETURNED:
            field.choices = [it for it in Condition.choices if it[0] != Condition.NOT_RETURNED]  # type: ignore[attr-defined]

    def clean(self) -> Typed | None:
        said = super().clean() or self.cleaned_data
        if said.get("cut") and said.get("size") and said["size"] not in sizes_of(said["cut"]):
            self.add_error("size", OTHER_CUT)
        if self.instance.pk and STOCK & set(self.changed_data):
            if SuitLoan.objects.lent().filter(suit=self.instance).exists():
                self.add_error(None, ItemOut.said)
            self.instance.out_since = self.instance.cleaned_until = None  # stored with another condition alone
        return said


@admin.register(Suit)
class SuitAdmin(ServiceAdmin[Suit]):
    """The suits by number. Damaged, lost or retired, one leaves the stock that second."""

    in_menu = InMenu(look=_("See the suits"), change=_("Keep the stock of suits"), add=_("Add a suit"))
    form = SuitForm
    fields = ["number", "cut", "size", "office", "condition"]
    list_display = ["number", "cut", "size", "office", "state", "with_whom", "cleaned_until", "out_since"]
    list_filter = ["condition", "office", "cut", "size"]
    ordering = ["number"]
    search_fields = ["number"]
    search_help_text = _("The number on the tag, or its beginning")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Suit]:
        out = SuitLoan.objects.lent().filter(suit=OuterRef("pk"))
        items: QuerySet[Suit] = super().get_queryset(request)
        marked: QuerySet[Suit] = items.annotate(back_on=Subquery(out.values("return_on")[:1]))
        return marked

    @admin.display(description=pgettext_lazy("of a suit", "condition"), ordering="condition")
    def state(self, item: Any) -> str:
        """A suit that is out is in order, and not there to be lent."""
        return str(SuitLoan.Status.LENT.label if item.back_on else item.get_condition_display())

    @admin.display(description=_("out until"), empty_value="-")
    def with_whom(self, item: Any) -> Any:
        return item.back_on

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Suit], search_term: str
    ) -> tuple[QuerySet[Suit], bool]:
        number = NumberField(required=False).to_python(search_term)
        return queryset.filter(number__startswith=number), False

    def changed_columns(self, form: ModelForm[Suit]) -> list[str]:
        columns = super().changed_columns(form)
        return [*columns, "out_since", "cleaned_until"] if "condition" in columns else columns

    def choice_label(self, obj: Suit) -> str:
        return obj.number
