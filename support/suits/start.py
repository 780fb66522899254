"""What there is to do with suits today, on the desk's first page."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from config.admin.start import Part, Tile
from support.suits.overview import Overview, overview


def parts(user: User, *, now: datetime) -> Iterable[Part]:
    """For whoever hands out suits."""
    if not user.has_perm("support.change_suitloan"):
        return
    suits = overview(now=now)
    yield Part(
        name="suits", title=_("Suits"), template="admin/support/_suits.html", said={"suits": suits}, tiles=tiles(suits)
    )


def tiles(suits: Overview) -> list[Tile]:
    pressing = [
        Tile(len(suits.affected), _("Will find no suit as promised"), "#suits-affected", "near"),
        Tile(suits.late, _("Suits not returned"), "#suits-overdue", "near"),
    ]
    today = [
        Tile(len(suits.pick_ups), _("Suits to be picked up today"), "#suits-out"),
        Tile(len(suits.returns), _("Suits to be brought back today"), "#suits-back"),
    ]
    return [*(tile for tile in pressing if tile.number), *today]
