from django.db import transaction

from accounts.models import JobSeeker, Notice
from jobs.notices.models import NoticeRhythm


def rhythm_of(seeker: JobSeeker) -> NoticeRhythm:
    """What the member has chosen, or what holds for one who has chosen nothing."""
    return NoticeRhythm.objects.filter(seeker=seeker).first() or NoticeRhythm(seeker=seeker)


@transaction.atomic
def choose_rhythm(seeker: JobSeeker, *, frequency: str, is_notices_only: bool, when_stopped: str = "") -> None:
    """How often, and whether an advisor may contact them; `again` turns the notices on again.

    Up to when they were told stays.
    """
    seeker.is_notices_only = is_notices_only
    seeker.save(update_fields=["is_notices_only"])
    NoticeRhythm.objects.update_or_create(seeker=seeker, defaults={"frequency": frequency})
    if when_stopped == "again":
        seeker.stopped_notices.filter(kind=Notice.JOB).delete()
