"""The photo of an advisor: small, upright, and without what the camera wrote into it."""

import io
from typing import IO

from django.core.files.base import ContentFile
from django.db import transaction
from PIL import Image, ImageOps

from accounts.files.storing import store
from accounts.models import File
from advisors.people.models import Advisor

LONGEST_SIDE = 480


def portrait(upload: IO[bytes]) -> "ContentFile[bytes]":
    """The uploaded picture as a small JPEG; places and times that a phone adds do not come along."""
    with Image.open(upload) as picture:
        upright = ImageOps.exif_transpose(picture).convert("RGB")
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    written = io.BytesIO()
    upright.save(written, "JPEG", quality=85)
    return ContentFile(written.getvalue(), name="portrait.jpg")


@transaction.atomic
def show_photo(advisor_id: int, picture: "ContentFile[bytes] | None") -> None:
    """Show this portrait of an advisor from now on, or none; the former one goes."""
    advisor = Advisor.objects.select_for_update(of=("self",)).select_related("user", "photo").get(pk=advisor_id)
    former = advisor.photo
    advisor.photo = None
    if picture:
        advisor.photo = store(picture, owner=advisor.user, use=File.Use.ADVISOR_PHOTO, content_type="image/jpeg")
    advisor.save(update_fields=["photo"])
    if former:
        former.delete()
