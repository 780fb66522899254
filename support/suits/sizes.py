"""Cuts and sizes of suits as they are sold in Japan, and which size fits whom.

Men's sizes after JIS L 4004: the letters say by how much the chest is more than the waist (Y 16 cm, A 12, AB 10), the
number how tall somebody is (4 is 165 cm, each further one 5 more). Women's after JIS L 4005: the number (号) stands for
the bust, 3 cm more with each from No. 3 (74) to No. 15 (92), then 4 cm more, and the usual length (R) is for 158 cm.

That much is told alike by testing houses, the association of women's clothiers and sellers of suits. The text of the
standards was not at hand, and they leave open what is not in the label: which chest goes with a men's number (A5 is
sold for 92 cm; Y and AB are taken to be 2 cm less and more), and the waist of a women's number, which they give by
age (those here grow 3 cm with each number, and are meant for people in their twenties).

Not confirmed, though looked for twice: the chests of Y and AB (with one seller AB is 2 cm more) and women's waists. A
shop's own table may differ by a few centimetres, so whatever is found is what to try on first. Whoever lends suits by
these sizes should hold them against the labels of their own.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import models
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from config.typed import Text


class Cut(models.TextChoices):
    SKIRT = "womens_skirt", _("Women's, with a skirt")
    TROUSERS = "womens_trousers", _("Women's, with trousers")
    MENS = "mens", _("Men's")


@dataclass(frozen=True)
class Measures:
    """Of a body, in centimetres."""

    chest: int
    waist: int
    height: int


WOMENS_HEIGHT = 158  # what women's sizes of the usual length are cut for
WOMENS = {
    size: Measures(bust, waist, WOMENS_HEIGHT)
    for size, bust, waist in [
        ("5", 77, 58),
        ("7", 80, 61),
        ("9", 83, 64),
        ("11", 86, 67),
        ("13", 89, 70),
        ("15", 92, 73),
        ("17", 96, 76),
    ]
}
DROPS = {"Y": 16, "A": 12, "AB": 10}
CHESTS = {"Y": 88, "A": 90, "AB": 92}  # of number 4; two more with each further number


def mens(drop: str, number: int) -> Measures:
    chest = CHESTS[drop] + 2 * (number - 4)
    return Measures(chest, chest - DROPS[drop], 145 + 5 * number)


MENS = {f"{drop}{number}": mens(drop, number) for drop in DROPS for number in range(4, 8)}
# The labels of women's sizes say what the number is.
SIZES: list[tuple[str, Text]] = [(size, format_lazy(_("No. {size}"), size=size)) for size in WOMENS]
SIZES += [(size, size) for size in MENS]

SLACK = 3  # centimetres in which a size still fits
FAR = 8  # from where no size of ours fits


def sizes_of(cut: str) -> dict[str, Measures]:
    return MENS if cut == Cut.MENS else WOMENS


def near(cut: str, size: str) -> list[str]:
    """The sizes next to one, the nearest first: one number more or less, or for men the next letters too."""
    if cut != Cut.MENS:
        order = list(WOMENS)
        at = order.index(size)
        return [order[it] for it in (at + 1, at - 1) if 0 <= it < len(order)]
    drop, number, drops = size[:-1], int(size[-1]), list(DROPS)
    at = drops.index(drop)
    others = [f"{drops[it]}{number}" for it in (at + 1, at - 1) if 0 <= it < len(drops)]
    return [it for it in (*others, f"{drop}{number + 1}", f"{drop}{number - 1}") if it in MENS]


@dataclass(frozen=True)
class Fit:
    """The size that fits somebody best, and another that is worth trying on; none where ours are too far off."""

    size: str = ""
    also: str = ""
    is_short: bool = False  # sleeves and hem may be: the height is not what the size is cut for
    is_long: bool = False


def fitting(cut: str, body: Measures) -> Fit:
    """The size to try first; of two that are as far off, the larger. Nothing is kept of the measures."""
    sizes = sizes_of(cut)
    by_fit = sorted(reversed(sizes), key=lambda size: misfit(sizes[size], body, of_height=cut == Cut.MENS))
    best, second = by_fit[:2]
    if is_far(sizes[best], body):
        return Fit()
    also = second if second in near(cut, best) else ""
    off = body.height - sizes[best].height
    return Fit(best, also, is_short=off > FAR, is_long=-off > FAR)


def misfit(size: Measures, body: Measures, *, of_height: bool) -> int:
    """How far off it is; what is too tight counts double, since it cannot be worn at all."""
    around = [(body.chest - size.chest), (body.waist - size.waist)]
    return sum(2 * off if off > 0 else -off for off in around) + (
        2 * abs(body.height - size.height) if of_height else 0
    )


def is_far(size: Measures, body: Measures) -> bool:
    offs = (body.chest - size.chest, body.waist - size.waist)
    return any(off > SLACK + 1 or -off > 2 * FAR for off in offs)


def fits_cut(cut: str, sizes: Iterable[str]) -> models.Q:
    return models.Q(cut=cut, size__in=list(sizes))
