"""The photo of an advisor: small, upright, and without what the camera wrote into it."""

import io
import uuid

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from PIL import Image, ImageOps

LONGEST_SIDE = 480


def photo_path(advisor, filename: str) -> str:
    """A random name, whatever the uploaded file was called."""
    return f"advisors/{uuid.uuid4()}.jpg"


def portrait(upload: UploadedFile) -> ContentFile:
    """The uploaded picture as a small JPEG; places and times that a phone adds do not come along."""
    with Image.open(upload) as picture:
        upright = ImageOps.exif_transpose(picture).convert("RGB")
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    written = io.BytesIO()
    upright.save(written, "JPEG", quality=85)
    return ContentFile(written.getvalue(), name="portrait.jpg")
