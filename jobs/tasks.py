from celery import shared_task

from config import clock
from jobs.models import JobPosting
from jobs.notices import noticing
from jobs.postings.imports import importing
from jobs.referrals import closing


@shared_task
def close_past_postings() -> None:
    """Each hour: hand every open posting whose last day is over to a task of its own."""
    for posting_id in JobPosting.objects.past_closing(clock.today()).values_list("pk", flat=True):
        close_past_posting.delay(posting_id)


@shared_task
def close_past_posting(posting_id: int) -> None:
    closing.close_past(posting_id)


@shared_task
def forget_uploads() -> None:
    importing.forget_uploads(now=clock.now())


@shared_task
def owe_notices() -> None:
    noticing.owe_notices(now=clock.now())
