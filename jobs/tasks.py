from accounts.models import Pulse
from accounts.pulses.rounds import hand_out
from accounts.pulses.scheduler import PulsingTask
from config import clock
from config.celery import task
from jobs.models import JobPosting
from jobs.notices import noticing
from jobs.postings.imports import importing
from jobs.referrals import closing


@task()
def close_past_postings() -> None:
    """Each hour: hand every open posting whose last day is over to a task of its own."""
    past = JobPosting.objects.past_closing(clock.today()).values_list("pk", flat=True)
    hand_out(past, close_past_posting.delay, pulse=Pulse.Name.POSTINGS)


@task()
def close_past_posting(posting_id: int) -> None:
    closing.close_past(posting_id)


@task(base=PulsingTask, pulse=Pulse.Name.UPLOADS)
def forget_uploads() -> None:
    importing.forget_uploads(now=clock.now())


@task(base=PulsingTask, pulse=Pulse.Name.JOB_NOTICES)
def owe_notices() -> None:
    noticing.owe_notices(now=clock.now())
