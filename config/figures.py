"""How well the machinery goes, in ages: each app finds its own, and `settings.FIGURES` names what finds them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.utils.module_loading import import_string


@dataclass(frozen=True)
class Figure:
    """How long something has been waited for, and how long is still well. It names nobody."""

    age: timedelta | None  # None: what should have happened never has
    most: timedelta

    @property
    def is_well(self) -> bool:
        return self.age is not None and self.age <= self.most

    @property
    def seconds(self) -> int | None:
        return None if self.age is None else int(self.age.total_seconds())

    @classmethod
    def since(cls, *moments: datetime | None, now: datetime, most: timedelta) -> "Figure":
        """The longest that something waits: the earliest of these moments up to now, nothing if there is none."""
        return cls(max(timedelta(0), now - min(filter(None, moments), default=now)), most)


def figures(*names: str, now: datetime) -> dict[str, Figure]:
    """Those that are asked for, or all."""
    return {name: import_string(settings.FIGURES[name])(now=now) for name in names or settings.FIGURES}
