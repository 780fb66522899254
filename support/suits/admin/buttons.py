"""What the desk can do with a suit that is reserved or out: one button each."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from config.admin.buttons import Buttons, Move
from config.business_days import is_business_day
from config.typed import Typed
from support.suits import counter as actions
from support.suits.affected import Alternative, alternatives, span_wanted
from support.suits.booking import cancel
from support.suits.forms import DayField, DaysForm, NumberField
from support.suits.models import Key, Suit, SuitLoan
from support.suits.refusals import ClosedThen
from support.suits.stock import Stock, read_stocks

Status = SuitLoan.Status
Condition = Suit.Condition
# How it has come back. What is in order goes to the cleaner, and is to be had again after that by itself.
BACK = [Condition.USABLE, Condition.MENDED, Condition.DAMAGED, Condition.RETIRED]


class OpenDay(DayField):
    """A day on which the office is open."""

    def clean(self, value: Any) -> Any:
        day = super().clean(value)
        if not is_business_day(day):
            raise forms.ValidationError(ClosedThen(day).said)
        return day


class HandOutForm(forms.Form):
    number = NumberField(help_text=_("It may be of another size, if the one reserved does not fit."))

    def __init__(self, *args: Any, numbers: Iterable[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.numbers = list(numbers)
        self.fields["number"].widget.attrs["list"] = "numbers"


class BackForm(forms.Form):
    condition = forms.ChoiceField(
        label=_("How it came back"),
        choices=[(it.value, it.label) for it in BACK],
        error_messages={"required": _("Choose how it came back."), "invalid_choice": _("Choose one of the list.")},
    )


class OpenDaysForm(DaysForm):
    pick_up_on = OpenDay(label=_("Pick-up"), error_messages={"required": _("Enter the day of pick-up.")})
    return_on = OpenDay(label=_("Return"), error_messages={"required": _("Enter the day of return.")})

    def __init__(self, *args: Any, is_out: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_out:
            del self.fields["pick_up_on"]


class AnotherForm(forms.Form):
    other = forms.ChoiceField(
        label=_("Free on these days"),
        error_messages={
            "required": _("Choose one of the suits that are free."),
            "invalid_choice": _("This one is no longer free. Choose one of the list."),
        },
    )

    def __init__(self, *args: Any, others: Iterable[Alternative] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.others = {other.value: other for other in others}
        self.fields["other"].choices = [(it.value, it.label) for it in self.others.values()]  # type: ignore[attr-defined]

    @property
    def key(self) -> Key:
        return self.others[self.cleaned_data["other"]].key


def hand_out(loan: SuitLoan, by: User, typed: Typed) -> None:
    actions.hand_out(loan.pk, typed["number"])


def take_back(loan: SuitLoan, by: User, typed: Typed) -> None:
    actions.take_back(loan.pk, typed["condition"])


def lose(loan: SuitLoan, by: User, typed: Typed) -> None:
    actions.lose(loan.pk)


def give_another(loan: SuitLoan, by: User, typed: Typed) -> None:
    office, cut, size = typed["other"].split("/")
    actions.give_another(loan.pk, Key(int(office), cut, size))


def move_days(loan: SuitLoan, by: User, typed: Typed) -> None:
    actions.move_for_seeker(loan.pk, **{"pick_up_on": loan.pick_up_on, **typed})


def call_off(loan: SuitLoan, by: User, typed: Typed) -> None:
    actions.call_off(loan.pk)


def cancel_as_asked(loan: SuitLoan, by: User, typed: Typed) -> None:
    cancel(loan.pk, loan.seeker)


HAND_OUT = Move(
    name="hand_out",
    title=_("Hand-out"),
    explanation=_("Read the number from the tag of the suit that goes out."),
    button=_("Hand out"),
    done=_("The suit is handed out."),
    possible={Status.REQUESTED},
    act=hand_out,
    form=HandOutForm,
)
TAKE_BACK = Move(
    name="take_back",
    title=_("Return"),
    explanation=_("In order, it goes to the cleaner and can be had again after that by itself."),
    button=_("Take back"),
    done=_("The suit is back."),
    possible={Status.LENT},
    act=take_back,
    form=BackForm,
)
GIVE_ANOTHER = Move(
    name="another",
    title=_("Another suit"),
    explanation=_(
        "It is held instead, for the days it is needed, and the seeker is told by mail. Best ring them first."
    ),
    button=_("Hold this one instead"),
    done=_("Another suit is held, and the seeker is told by mail."),
    possible={Status.REQUESTED},
    act=give_another,
    form=AnotherForm,
)
MOVE_DAYS = Move(
    name="days",
    title=_("Other days"),
    explanation=_("As said with the seeker, who gets a mail."),
    button=_("Set these days"),
    done=_("The days are changed, and the seeker is told by mail."),
    possible=set(SuitLoan.LIVE),
    act=move_days,
    form=OpenDaysForm,
)
LOSE = Move(
    name="lose",
    title=_("Lost"),
    explanation=_("The suit leaves the stock. The seeker pays nothing, and is not written to."),
    button=_("It is lost"),
    done=_("It is recorded that the suit is lost."),
    possible={Status.LENT},
    act=lose,
)
CANCEL_AS_ASKED = Move(
    name="cancel",
    title=_("The seeker no longer needs it"),
    explanation=_("As if they had cancelled it themselves. They are told by mail."),
    button=_("Cancel it as they ask"),
    done=_("The reservation is cancelled, and the seeker is told by mail."),
    possible={Status.REQUESTED},
    act=cancel_as_asked,
)
CALL_OFF = Move(
    name="call_off",
    title=_("Cancel it for the seeker"),
    explanation=_("The seeker is told by mail that there is no suit after all, and that we are sorry."),
    button=_("Cancel the reservation"),
    done=_("The reservation is cancelled, and the seeker is told by mail."),
    possible={Status.REQUESTED},
    act=call_off,
)


class LoanButtons(Buttons[SuitLoan]):
    moves = {
        move.name: move for move in (HAND_OUT, TAKE_BACK, GIVE_ANOTHER, MOVE_DAYS, LOSE, CANCEL_AS_ASKED, CALL_OFF)
    }

    @cached_property
    def stock(self) -> Stock:
        """What is there of the kind that is reserved."""
        key = self.row.key
        return read_stocks(Suit.objects.filter(key.rows), SuitLoan.objects.live().filter(key.rows)).get(key, Stock())

    @cached_property
    def others(self) -> list[Alternative]:
        loan, now = self.row, timezone.now()
        span = span_wanted(loan, today=timezone.localdate(now))
        return alternatives(loan.key, span, now=now)

    def is_offered(self, move: Move[Any]) -> bool:
        """Nothing is handed out to who is leaving."""
        if not super().is_offered(move) or (move is HAND_OUT and self.row.seeker.is_leaving):
            return False
        return move is not GIVE_ANOTHER or bool(self.others)

    def form(self, move: Move[Any], *sent: QueryDict, **given: Any) -> forms.Form:
        loan = self.row
        if move is HAND_OUT:
            given["numbers"] = [item.number for item in self.stock.on_the_rack()]
        elif move is GIVE_ANOTHER:
            given["others"] = self.others
        elif move is MOVE_DAYS:
            days = {"pick_up_on": loan.pick_up_on, "return_on": loan.return_on}
            given |= {"is_out": loan.is_lent, "initial": days}
        return super().form(move, *sent, **given)
