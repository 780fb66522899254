"""The photo of an advisor: small, upright, and nothing but its pixels."""

from typing import IO

from django.core.files.base import ContentFile
from django.db import transaction

from accounts.files.bounded.running import Bounds, NoAnswer, NoTurn, run
from accounts.files.storing import store
from accounts.models import File
from advisors.people.models import Advisor
from advisors.people.portrait import TOO_LARGE
from advisors.people.refusals import ManyPictures, NotAPicture, PictureTooLarge

MOST_BYTES = 5 * 1024 * 1024
BOUNDS = Bounds(seconds=8, until_ended=15)


def portrait(upload: IO[bytes]) -> "ContentFile[bytes]":
    """The uploaded picture as a small JPEG, drawn by a process of its own. Raises `NoPortrait`."""
    content = upload.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise PictureTooLarge
    try:
        drawn = run("advisors.people.portrait", content, bounds=BOUNDS)
    except NoTurn as refusal:
        raise ManyPictures from refusal
    except NoAnswer as refusal:
        raise NotAPicture from refusal
    if drawn == TOO_LARGE:
        raise PictureTooLarge
    return ContentFile(drawn, name="portrait.jpg")


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
