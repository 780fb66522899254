"""Which letters can be printed: those that the font of the sheets has. Any other would be an empty box on paper."""

import struct
import unicodedata
from bisect import bisect_right
from functools import cache
from importlib.resources import as_file, files

FONT = files("noto_cjk_sans_jp_regular") / "NotoSansCJKjp-Regular.otf"
# They choose how the letter before them is drawn (異体字), and have no shape of their own.
SELECTORS = {*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)}
ALL_OF_UNICODE = (3, 10)  # platform and encoding, as the table of letters in a font names it


def unprintable(text: str) -> list[str]:
    """The letters of it that the font lacks, each once."""
    return [letter for letter in dict.fromkeys(text) if letter != "\n" and not is_printable(letter)]


def is_printable(letter: str) -> bool:
    code = ord(letter)
    begins, ends = letters_of_the_font()
    place = bisect_right(begins, code) - 1
    return code in SELECTORS or place >= 0 and code <= ends[place]


def tidied(text: str) -> str:
    """As typed, but for what cannot be seen: signs that steer a terminal or the direction of writing."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return "".join(sign for sign in lines if sign == "\n" or unicodedata.category(sign) not in {"Cc", "Cf"})


@cache
def letters_of_the_font() -> tuple[list[int], list[int]]:
    """Where each run of letters begins and ends, by their number: read once (OpenType, `cmap`, format 12)."""
    with as_file(FONT) as path, path.open("rb") as font:
        (amount,) = struct.unpack(">4xH6x", font.read(12))
        entries = [struct.unpack(">4s4xII", font.read(16)) for _ in range(amount)]
        offset, length = next(place for name, *place in entries if name == b"cmap")
        font.seek(offset)
        table = font.read(length)
    (amount,) = struct.unpack_from(">2xH", table)
    kinds = [struct.unpack_from(">HHI", table, 4 + 8 * number) for number in range(amount)]
    start = next(offset for *kind, offset in kinds if tuple(kind) == ALL_OF_UNICODE)
    (amount,) = struct.unpack_from(">I", table, start + 12)
    runs = [struct.unpack_from(">II", table, start + 16 + 12 * number) for number in range(amount)]
    return [begins for begins, _ in runs], [ends for _, ends in runs]
