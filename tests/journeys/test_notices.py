"""A member is told of a new posting that meets the must-haves, and stops it in one click, without signing in."""

from datetime import datetime, timedelta

from accounts.models import Message
from accounts.tasks import sweep_messages
from jobs.tasks import owe_notices
from tests import factories
from tests.journeys.conftest import PHONE


def test_member_chooses_the_rhythm_is_told_and_stops_it(arrive, seeker, clock):
    factories.DesiredConditionFactory(seeker=seeker, kind="training")
    member = arrive(user=seeker.user, **PHONE)
    member.opens("/mypage/notices/")
    member.follows("How often job notices come, and “notices only”")
    member.sees("Job notices")
    member.ticks("Every day there are some")
    member.presses("Save")
    member.is_told("Your notice settings are saved.")
    factories.JobPostingFactory(training=True, title="研修つきの事務", opened_at=seeker.notice_rhythm.told_until)
    posting = factories.JobPostingFactory(training=True, title="新しい事務", opened_at=after(seeker))
    clock.shift(24 * 60 * 60)
    owe_notices()
    sweep_messages()
    told = member.newest_mail()
    assert (posting.title in told.body, "研修つきの事務" in told.body) == (True, False)
    visitor = arrive(seeker.user.email, **PHONE)
    visitor.opens_mailed_link("No more of these mails, in one click:")
    visitor.sees("Stop these notices")
    visitor.presses("Stop them")
    visitor.sees("These notices are stopped")
    factories.JobPostingFactory(training=True, opened_at=after(seeker))
    clock.shift(24 * 60 * 60)
    owe_notices()
    assert Message.objects.filter(kind="jobs/job_notice").count() == 1


def after(seeker) -> datetime:
    """A moment after the member was told last."""
    seeker.notice_rhythm.refresh_from_db()
    return seeker.notice_rhythm.told_until + timedelta(seconds=1)
