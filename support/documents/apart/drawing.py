"""One page as a picture, for whoever reviews it."""

import io
import math

import pypdfium2
from PIL import Image

from support.documents.apart.refused import Made

DOTS = 110 / 72  # of a picture for one of the page
MOST_PIXELS = 3_000_000
WIDEST = 1200


def drawn(content: bytes, number: int) -> Made:
    """The page of this number, counted from 1; of a picture, itself."""
    page = page_of(content, number) if content.startswith(b"%PDF-") else itself(content)
    into = io.BytesIO()
    page.save(into, "PNG")
    return Made(into.getvalue(), "image/png", 1)


def page_of(content: bytes, number: int) -> Image.Image:
    with pypdfium2.PdfDocument(content) as pdf:
        page = pdf[number - 1]
        width, height = page.get_size()
        scale = min(DOTS, math.sqrt(MOST_PIXELS / (width * height)))
        picture: Image.Image = page.render(scale=scale).to_pil()
        return picture


def itself(content: bytes) -> Image.Image:
    with Image.open(io.BytesIO(content), formats=("JPEG", "PNG")) as picture:
        picture.draft("RGB", (WIDEST, WIDEST))
        shown = picture.convert("RGB")
    shown.thumbnail((WIDEST, WIDEST))
    return shown
