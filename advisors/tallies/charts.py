"""Where the bars of a chart stand. It is drawn by a template; what it says is said in words and in a table as well."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

ROW = 46  # pixels: a line of text and a bar below it
PLOT, ABOVE, BELOW = 140, 20, 24
LABELS = 6  # so many fit below the columns on a phone
VALUES = 12
DIGITS = 40  # of all values together, beside one another above the columns on a phone


@dataclass(frozen=True)
class Bar:
    """How many of something; `part` of them in a bar within it; `beyond` a promise it is drawn as an outline."""

    label: str
    amount: int
    part: int | None = None
    note: str = ""
    beyond: bool = False
    brief: str = ""  # the label where there is little room

    @property
    def said(self) -> str:
        return f"{self.amount:,}"

    @property
    def part_said(self) -> str:
        return f"{self.part or 0:,}"

    @property
    def short(self) -> str:
        return self.brief or self.label


@dataclass(frozen=True)
class Drawn:
    """A bar with its place. Lengths along it are percent of the width, so that text keeps its size on any screen."""

    bar: Bar
    x: str
    y: int
    middle: str
    width: str
    height: int
    inner_width: str
    inner_height: int
    has_label: bool
    has_value: bool
    needs_room: bool = False

    @property
    def text_y(self) -> int:
        """Of the value above a column."""
        return self.y - 6

    @property
    def inner_y(self) -> int:
        return ABOVE + PLOT - self.inner_height

    @property
    def label_y(self) -> int:
        """Of the words above a lying bar."""
        return self.y - 8


@dataclass(frozen=True)
class Chart:
    """Bars that lie one below the other, or columns side by side; the title, and the sentence that says the finding."""

    key: str
    title: str
    finding: str
    headers: Sequence[str]
    bars: Sequence[Bar]
    form: Literal["bars", "columns"] = "bars"
    notes: Sequence[str] = field(default_factory=tuple)

    @property
    def most(self) -> int:
        return max((bar.amount for bar in self.bars), default=0) or 1

    @property
    def is_empty(self) -> bool:
        return not any(bar.amount for bar in self.bars)

    @property
    def height(self) -> int:
        return ROW * len(self.bars) if self.form == "bars" else ABOVE + PLOT + BELOW

    @property
    def base(self) -> int:
        """Where the columns stand."""
        return ABOVE + PLOT

    @property
    def label_y(self) -> int:
        return ABOVE + PLOT + 17

    def drawn(self) -> Iterator[Drawn]:
        return self.lying() if self.form == "bars" else self.standing()

    def lying(self) -> Iterator[Drawn]:
        for n, bar in enumerate(self.bars):
            width, inner = (f"{100 * many / self.most:.2f}%" for many in (bar.amount, bar.part or 0))
            yield Drawn(bar, "0", ROW * n + 24, "0", width, 14, inner, 14, has_label=True, has_value=True)

    def standing(self) -> Iterator[Drawn]:
        step, every = 100 / len(self.bars), -(-len(self.bars) // LABELS)
        is_wide = len(self.bars) * max(len(bar.said) for bar in self.bars) > DIGITS
        for n, bar in enumerate(self.bars):
            height, inner = (round(PLOT * many / self.most) for many in (bar.amount, bar.part or 0))
            shown = {"has_label": n % every == 0, "has_value": len(self.bars) <= VALUES or bar.amount == self.most}
            shown["needs_room"] = is_wide and bar.amount != self.most
            x, middle, width = (f"{it:.2f}%" for it in (step * (n + 0.14), step * (n + 0.5), step * 0.72))
            yield Drawn(bar, x, ABOVE + PLOT - height, middle, width, height, width, inner, **shown)
