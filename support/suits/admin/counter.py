"""A suit in somebody's hands at the desk, and what can be done with it."""

from datetime import timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Case, When
from django.utils import timezone

from accounts.models import User, leaving
from config.typed import Typed
from support.suits.admin.buttons import TAKE_BACK, BackForm, LoanButtons
from support.suits.forms import NumberField
from support.suits.models import Suit, SuitLoan, SuitLoanQuerySet
from support.suits.refusals import NoSuchItem

COMING = timedelta(days=3)
SHOWN = 20


class CounterForm(forms.Form):
    number = NumberField()
    item: Suit

    def clean_number(self) -> str:
        number: str = self.cleaned_data["number"]
        item = Suit.objects.filter(number=number).select_related("office").first()
        if item is None:
            raise ValidationError(NoSuchItem.said)
        self.item = item
        return number


def at_counter(item: Suit, by: User) -> Typed:
    """Who has it; or else who comes for one like it, or of another size, at this office in these days.

    With each comes whether they are leaving, to whom nothing is handed out.
    """
    loans = SuitLoan.objects.visible_to(by).select_related("seeker", "office", "suit", "interview")
    loans = loans.annotate(is_leaving=leaving("seeker"))
    out = loans.lent().filter(suit=item).first()
    return {
        "item": item,
        "out": out,
        "take_back": LoanButtons(out, by).button(TAKE_BACK) if out else None,
        "coming": coming(item, loans) if item.is_usable and not out else [],
        "received": BackForm() if item.condition == Suit.Condition.NOT_RETURNED else None,
    }


def coming(item: Suit, loans: SuitLoanQuerySet) -> list[SuitLoan]:
    """Who has reserved this very kind first, and of those who comes soonest."""
    today = timezone.localdate()
    soon = loans.requested().filter(office=item.office, pick_up_on__lte=today + COMING, needed_on__gte=today)
    alike = [When(cut=item.cut, size=item.size, then=0), When(cut=item.cut, then=1)]
    return list(soon.order_by(Case(*alike, default=2), "pick_up_on", "pk")[:SHOWN])
