"""An advisor's photo from the pixels of what was uploaded, run within bounds (`accounts/files/bounded`).

Places, times and remarks that a phone adds do not come along.
"""

import io
import sys

from PIL import Image, ImageOps

LONGEST_SIDE = 480
MOST_PIXELS = 50_000_000
FORMATS = ("JPEG", "PNG")
TOO_LARGE = b"too large"


def drawn(upload: bytes) -> bytes:
    """As a small JPEG, upright."""
    with Image.open(io.BytesIO(upload), formats=FORMATS) as picture:
        if picture.width * picture.height > MOST_PIXELS:
            return TOO_LARGE
        picture.draft("RGB", (2 * LONGEST_SIDE, 2 * LONGEST_SIDE))
        upright = ImageOps.exif_transpose(picture).convert("RGBA")
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    paper = Image.new("RGB", upright.size, "white")
    paper.paste(upright, mask=upright.getchannel("A"))
    written = io.BytesIO()
    paper.save(written, "JPEG", quality=85)
    return written.getvalue()


if __name__ == "__main__":
    sys.stdout.buffer.write(drawn(sys.stdin.buffer.read()))
