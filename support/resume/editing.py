"""A member writes their résumé. Every write locks the member first, so that none is lost to another tab."""

from datetime import datetime
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction

from accounts.files.storing import store
from accounts.models import File, JobSeeker
from advisors.assignment.assigning import lock_seeker
from config.typed import Typed
from support.resume.models import Resume, ResumeEntry
from support.resume.refusals import TooManyEntries

MOST_ENTRIES = 100


def resume_of(seeker: JobSeeker) -> Resume:
    """The one they keep; before the first word is saved, one with what their profile says. One statement."""
    return Resume.objects.select_related("photo").filter(seeker=seeker.pk).first() or Resume(
        seeker=seeker, **known_of(seeker)
    )


def known_of(seeker: JobSeeker) -> Typed:
    names = ("family_name", "given_name", "family_kana", "given_kana", "birth_date", "phone")
    return {name: getattr(seeker, name) for name in names} | {"email": seeker.user.email}


def lock(seeker_id: int, *, now: datetime | None) -> Resume:
    """The résumé, begun with what the profile says if there is none, and saved now. Call in a transaction."""
    seeker = lock_seeker(seeker_id)
    at = now or seeker.locked_at
    resume, is_new = Resume.objects.get_or_create(seeker=seeker, defaults={**known_of(seeker), "saved_at": at})
    resume.saved_at = at
    return resume


@transaction.atomic
def write(seeker_id: int, said: Typed, *, now: datetime | None = None) -> None:
    """Keep what was typed into one step, and touch nothing of another."""
    resume = lock(seeker_id, now=now)
    for name, value in said.items():
        setattr(resume, name, value)
    resume.save(update_fields=[*said, "saved_at"])


@transaction.atomic
def add_entry(seeker_id: int, kind: str, said: Typed, *, now: datetime | None = None) -> ResumeEntry:
    """Add it, or find the one that says the same: of a second press. Raises `TooManyEntries`."""
    resume = lock(seeker_id, now=now)
    if same := resume.entries.filter(kind=kind, **said).first():
        return same
    if resume.entries.count() >= MOST_ENTRIES:
        raise TooManyEntries
    resume.save(update_fields=["saved_at"])
    return ResumeEntry.objects.create(resume=resume, kind=kind, **said)


@transaction.atomic
def change_entry(seeker_id: int, entry_id: int, said: Typed, *, now: datetime | None = None) -> None:
    """Raises `ResumeEntry.DoesNotExist` if another tab has removed it."""
    resume = lock(seeker_id, now=now)
    entry = resume.entries.get(pk=entry_id)
    for name, value in said.items():
        setattr(entry, name, value)
    entry.save(update_fields=list(said))
    resume.save(update_fields=["saved_at"])


@transaction.atomic
def remove_entry(seeker_id: int, entry_id: int, *, now: datetime | None = None) -> None:
    """Take it away; one that is gone already stays so."""
    resume = lock(seeker_id, now=now)
    resume.entries.filter(pk=entry_id).delete()
    resume.save(update_fields=["saved_at"])


@transaction.atomic
def show_photo(seeker_id: int, picture: bytes | None, *, now: datetime | None = None) -> None:
    """Have this JPEG stand on the résumé from now on, or none; the former one goes."""
    resume = lock(seeker_id, now=now)
    former: Any = resume.photo
    resume.photo = None
    if picture:
        content = ContentFile(picture, name="photo.jpg")
        owner = resume.seeker.user
        resume.photo = store(content, owner=owner, use=File.Use.RESUME_PHOTO, content_type="image/jpeg")
    resume.save(update_fields=["photo", "saved_at"])
    if former:
        former.delete()
