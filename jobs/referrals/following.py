"""What goes along with an interview in later apps, as a suit that is held for it."""

from datetime import datetime

from django.conf import settings
from django.utils.module_loading import import_string

from jobs.referrals.models import JobInterview, Referral


def let_follow(referral: Referral, interview: JobInterview | None = None, *, now: datetime) -> None:
    """This interview has been moved or called off; or, where none is named, the selection has gone on from all of them.

    `settings.INTERVIEW_FOLLOWERS` names who follows. Call it in the transaction of that change, with the seeker locked.
    """
    for name in settings.INTERVIEW_FOLLOWERS:
        import_string(name)(referral, interview, now=now)
