"""How somebody who leaves brings back the suit they have: told with the withdrawal, and asked of nobody."""

from collections.abc import Collection

from support.suits.models import Suit, SuitLoan

NONE = {"suit_number": "", "suit_office": "", "suit_address": ""}


def how_to_return(seekers: Collection[int]) -> dict[int, dict[str, str]]:
    """Of each of these members who has one out: its number, and where to."""
    out = SuitLoan.objects.lent().filter(seeker__in=seekers).select_related("suit__office")
    return {loan.seeker_id: told(loan.suit) for loan in out if loan.suit}


def told(item: Suit) -> dict[str, str]:
    return {"suit_number": item.number, "suit_office": item.office.name, "suit_address": item.office.address}


def lock_items_out(seekers: Collection[int]) -> None:
    """In order of their ids, before their loans go and make them incidents: two who complete do not cross.

    Call it with the members locked.
    """
    items = Suit.objects.filter(loans__seeker__in=seekers, loans__status=SuitLoan.Status.LENT)
    list(items.select_for_update(of=("self",)).order_by("pk").values_list("pk"))
