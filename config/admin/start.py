"""The admin's first page: what waits for whoever opens it, each part of one topic.

`settings.START_PAGE` names what finds the parts, in the order in which they stand; what does not concern this person is
not found. However many topics have something waiting in lines, one statement reads them.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.module_loading import import_string

from config.admin.lines import SHOWN, Line, Rows, read_together, since_then
from config.typed import Text, Typed, User

OPEN = 8  # lines of a topic; the others are folded away


@dataclass(frozen=True)
class Tile:
    """A number at a glance, what it counts, and where that is."""

    number: int
    label: Text
    page: str
    urgency: str = ""
    is_cut: bool = False  # there are more


@dataclass(frozen=True)
class Mark:
    """A word in colour before a line."""

    urgency: str
    word: Text


@dataclass(frozen=True, kw_only=True)
class Part:
    """What one topic says by a template of its own, which is given `said`; `name` is its anchor."""

    name: str
    title: Text
    template: str
    said: Typed = field(default_factory=dict)
    tiles: Sequence[Tile] = ()


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """What waits in lines, made by `lines`; the link of each leads to the `page` on which it is done.

    The link says whose it is, or what `label` makes of it; `told` is said behind, a `mark` before; `also` is a second
    way, if any: what its link says, and to where. Without a `page` they are counted and not listed. It has a tile if
    something waits, or if it `is_counted` always.
    """

    name: str
    title: Text
    rows: Rows
    page: Callable[[Line], str] | None = None
    label: Callable[[Line], Text] | None = None
    told: Callable[[Line], Text] = since_then
    mark: Callable[[Line], Mark | None] | None = None
    also: Callable[[Line], tuple[Text, str]] | None = None
    help: Text = ""
    everything: str = ""  # the list in which all of it stands
    urgency: str = ""
    is_counted: bool = False


@dataclass(frozen=True)
class Told:
    """A line as it stands on the page."""

    line: Line
    label: Text
    page: str
    said: Text
    mark: Mark | None
    also: tuple[Text, str] | None

    @property
    def seekers_page(self) -> str:
        """Where the link says something else than whose it is."""
        if self.label == self.line.number or not self.line.number:
            return ""
        return reverse("admin:accounts_jobseeker_change", args=[self.line.seeker])


Found = Part | Waiting


@dataclass(frozen=True)
class StartPage:
    """The tiles, and the parts below them."""

    tiles: list[Tile]
    parts: list[Part]


def start_page(user: User, *, now: datetime) -> StartPage:
    """What concerns this person. One statement for all that waits in lines, and those of the other parts."""
    found = [part for name in settings.START_PAGE for part in parts_of(name, user, now)]
    parts = list(with_lines(found))
    return StartPage([tile for part in parts for tile in part.tiles], [part for part in parts if part.template])


def parts_of(name: str, user: User, now: datetime) -> Iterable[Found]:
    parts: Iterable[Found] = import_string(name)(user, now=now)
    return parts


def with_lines(found: Sequence[Found]) -> Iterator[Part]:
    """Each as a part of the page, in the same order; what waits with the lines it has."""
    read = iter(read_together([part.rows for part in found if isinstance(part, Waiting)]))
    for part in found:
        yield part if isinstance(part, Part) else in_lines(part, next(read))


def in_lines(waiting: Waiting, lines: list[Line]) -> Part:
    """Where nothing waits there is no more than the tile, and that only if it is always counted."""
    shown, is_cut = lines[:SHOWN], len(lines) > SHOWN
    told = [tell(waiting, waiting.page(line), line) for line in shown] if waiting.page else []
    return Part(
        name=waiting.name,
        title=waiting.title,
        template="admin/start/_waiting.html" if lines else "",
        said={"waiting": waiting, "open": told[:OPEN], "folded": told[OPEN:], "is_cut": is_cut},
        tiles=[tile(waiting, len(shown), is_cut=is_cut)] if lines or waiting.is_counted else [],
    )


def tile(waiting: Waiting, number: int, *, is_cut: bool) -> Tile:
    page = f"#{waiting.name}" if number else waiting.everything
    return Tile(number, waiting.title, page, waiting.urgency if number else "", is_cut=is_cut)


def tell(waiting: Waiting, page: str, line: Line) -> Told:
    label = waiting.label(line) if waiting.label else line.number
    mark, also = waiting.mark and waiting.mark(line), waiting.also and waiting.also(line)
    return Told(line, label, page, waiting.told(line), mark, also)
