"""The photo of a résumé, three wide and four high, from the pixels of what was uploaded: in a process of its own.

Places and times that a phone adds do not come along. Run within bounds (`accounts/files/bounded`): a picture may be
made to be unpacked without end.
"""

import io
import sys

from PIL import Image, ImageOps

from support.documents.apart.picture import FORMATS, MOST_PIXELS, upright

WIDTH, HEIGHT = 600, 800


def cut(upload: bytes) -> bytes:
    """As a JPEG, upright, the middle of it."""
    with Image.open(io.BytesIO(upload), formats=FORMATS) as picture:
        if picture.width * picture.height > MOST_PIXELS:
            raise ValueError("too many pixels")
        picture.draft("RGB", (2 * WIDTH, 2 * HEIGHT))
        turned = upright(picture).convert("RGBA")
    whole = ImageOps.fit(turned, (WIDTH, HEIGHT), centering=(0.5, 0.35))
    paper = Image.new("RGB", whole.size, "white")
    paper.paste(whole, mask=whole.getchannel("A"))
    written = io.BytesIO()
    paper.save(written, "JPEG", quality=88)
    return written.getvalue()


if __name__ == "__main__":
    sys.stdout.buffer.write(cut(sys.stdin.buffer.read()))
