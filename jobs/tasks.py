from config import clock
from config.celery import task
from jobs.models import JobPosting
from jobs.notices import noticing
from jobs.postings.imports import importing
from jobs.referrals import closing


@task()
def close_past_postings() -> None:
    """Each hour: hand every open posting whose last day is over to a task of its own."""
    for posting_id in JobPosting.objects.past_closing(clock.today()).values_list("pk", flat=True):
        close_past_posting.delay(posting_id)


@task()
def close_past_posting(posting_id: int) -> None:
    closing.close_past(posting_id)


@task()
def forget_uploads() -> None:
    importing.forget_uploads(now=clock.now())


@task()
def owe_notices() -> None:
    noticing.owe_notices(now=clock.now())
