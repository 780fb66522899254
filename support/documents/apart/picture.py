"""A picture from its pixels: what a camera, or anybody else, wrote beside them does not come along."""

import io

from PIL import Image, ImageOps

from support.documents.apart.refused import Made, Refused

FORMATS = ("JPEG", "PNG")
MOST_PIXELS = 60_000_000
# A page at 300 dots an inch is 3508 high.
LONGEST_SIDE = 4000
LARGEST_PNG = 10 * 1024 * 1024


def redrawn(content: bytes) -> Made:
    try:
        return opened(content)
    except Image.DecompressionBombError as refusal:
        raise Refused("too_many_pixels") from refusal
    except OSError as refusal:
        raise Refused("damaged" if looks_like_one(content) else "not_a_kind") from refusal


def looks_like_one(content: bytes) -> bool:
    return content.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"))


def opened(content: bytes) -> Made:
    with Image.open(io.BytesIO(content), formats=FORMATS) as picture:
        if picture.width * picture.height > MOST_PIXELS:
            raise Refused("too_many_pixels")
        is_png = picture.format == "PNG"
        picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        turned = upright(picture)
    turned.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    flat = on_white(turned)
    if is_png and len(png := written(flat, "PNG")) <= LARGEST_PNG:
        return Made(png, "image/png", 1)
    return Made(written(flat, "JPEG"), "image/jpeg", 1)


def upright(picture: Image.Image) -> Image.Image:
    """As it was held. What else the camera says is left out before: of many a phone it cannot be written anew."""
    picture.getexif()
    picture.info.pop("exif", None)
    return ImageOps.exif_transpose(picture)


def on_white(picture: Image.Image) -> Image.Image:
    """A new one: nothing but colours is taken over."""
    paper = Image.new("RGB", picture.size, "white")
    if picture.has_transparency_data:
        layer = picture.convert("RGBA")
        paper.paste(layer, mask=layer.getchannel("A"))
    else:
        paper.paste(picture.convert("RGB"))
    return paper


def written(picture: Image.Image, form: str) -> bytes:
    into = io.BytesIO()
    picture.save(into, form, quality=88)
    return into.getvalue()
