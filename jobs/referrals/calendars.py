"""An interview as an entry for the seeker's own calendar."""

from datetime import datetime

from django.utils.translation import gettext as _

from config.calendars import Entry, file_of
from jobs.referrals.models import JobInterview


def invitation(interview: JobInterview, *, now: datetime) -> str:
    """The text of the file."""
    entry = Entry(
        key=f"interview-{interview.pk}",
        starts_at=interview.starts_at,
        ends_at=interview.ends_at,
        summary=_("Interview at %(company)s") % {"company": interview.referral.posting.company.name},
        location=interview.place,
        description=interview.notes,
    )
    return file_of("interviews", entry, is_off=interview.is_off, now=now)
