"""Draws one sheet: a process of its own, which reads what to draw from its input, writes the file and ends.

Nothing of the service is loaded here. It is run within bounds (`accounts/files/bounded`), and typst reads no file
outside the folder of the sheets: no packages lie there, and none can be fetched.
"""

import base64
import io
import json
import sys
from pathlib import Path
from typing import Any

import noto_cjk_sans_jp_regular
import pypdfium2
import typst
from PIL import Image

SHEETS = Path(__file__).parent / "sheets"
FONT = Path(str(noto_cjk_sans_jp_regular.FONT_PATH))
SCALE = 1.4  # pixels a point
BETWEEN = 12  # pixels between two pages


def draw(sheet: str, said: dict[str, Any], *, photo: str | None, at: int) -> bytes:
    """The sheet as a tagged PDF, with what is `said` in it."""
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONT.parent])
    picture = list(base64.b64decode(photo)) if photo else None
    drawn = typst.compile(
        SHEETS / f"{sheet}.typ",
        root=SHEETS,
        font_paths=fonts,
        package_path=SHEETS / "packages",
        package_cache_path=SHEETS / "packages",
        sys_inputs={"said": json.dumps({**said, "photo": picture})},
        pdf_standards=["ua-1"],
        timestamp=at,
    )
    assert isinstance(drawn, bytes)
    return drawn


def pages_of(pdf: bytes) -> list[Image.Image]:
    return [page.render(scale=SCALE).to_pil() for page in pypdfium2.PdfDocument(pdf)]


def below_one_another(pages: list[Image.Image], *, in_colour: bool) -> bytes:
    """The pages as one PNG: grey, unless a photo is on them."""
    height = sum(page.height for page in pages) + BETWEEN * (len(pages) - 1)
    whole, top = Image.new("RGB", (pages[0].width, height), "#888"), 0
    for page in pages:
        whole.paste(page, (0, top))
        top += page.height + BETWEEN
    written = io.BytesIO()
    (whole if in_colour else whole.convert("L")).save(written, "PNG")
    return written.getvalue()


def main() -> None:
    """How many pages it has, and the file."""
    order = json.load(sys.stdin.buffer)
    made = draw(order["sheet"], order["said"], photo=order["photo"], at=order["at"])
    amount = len(pypdfium2.PdfDocument(made))
    if order["as"] == "png":
        made = below_one_another(pages_of(made), in_colour=bool(order["photo"]))
    sys.stdout.buffer.write(b"%d\n" % amount + made)


if __name__ == "__main__":
    main()
