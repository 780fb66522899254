"""What a mail about a suit says of it."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import override

from accounts.messages.queue import queue_message
from config.office_hours import opening
from config.typed import Typed
from support.suits.calendars import invitation
from support.suits.models import SuitLoan

TOMORROW = timedelta(days=1)


def tell(kind: str, loan: SuitLoan, **more: Any) -> None:
    """Owe the seeker a mail about it. Call it in the change's transaction."""
    queue_message(kind, loan.seeker.user, **facts(loan), **more)


def tell_with_entry(kind: str, loan: SuitLoan, *, now: datetime, **more: Any) -> None:
    """With entries for their calendar, which replace the former ones of the same loan."""
    with override(loan.seeker.user.language):
        calendar = invitation(loan, now=now)
    tell(kind, loan, calendar=calendar, **more)


def facts(loan: SuitLoan) -> Typed:
    with override(loan.seeker.user.language):
        described = loan.described
    office = loan.office
    return {
        "loan": loan.pk,
        "suit": described,
        "starts_at": opening(loan.return_on if loan.is_lent else loan.pick_up_on)[0],
        "pick_up_on": loan.pick_up_on,
        "return_on": loan.return_on,
        "office": office.name,
        "address": office.address,
        "access": office.access,
        "map_url": office.map_url,
    }


def is_soon(loan: SuitLoan, *, now: datetime) -> bool:
    """Whether it is picked up tomorrow or sooner: the mail of its change is the reminder too."""
    return loan.pick_up_on <= timezone.localdate(now) + TOMORROW
