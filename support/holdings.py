"""What this app holds about a member; see accounts/holdings.py."""

from accounts.holdings import Holding
from config.typed import Text

ITEMS: dict[str, Text] = {}

HOLDINGS: list[Holding] = []
