"""The broker is out of reach while the form is sent: nobody waits, nobody sees it, and the withdrawal is done."""

import statistics
import time
from datetime import timedelta

from django.utils import timezone

from tests.chaos.service import free_port
from tests.chaos.test_killed import each_is_completed_once, wait_until_it_is_over
from tests.factories import JobSeekerFactory
from withdrawals.models import WithdrawalRequest


def test_form_answers_within_a_second_and_the_sweep_finds_the_request(service, say):
    members = JobSeekerFactory.create_batch(5, joined_at=timezone.now() - timedelta(days=1))
    service.start("web", REDIS_URL=f"redis://127.0.0.1:{free_port()}/0")
    service.wait_until_it_answers()
    seconds = []
    for member in members:
        began = time.monotonic()
        assert service.withdraw(member.pk, email=member.user.email, phone=str(member.phone)) == 302
        seconds.append(time.monotonic() - began)
    assert WithdrawalRequest.objects.filter(status="received").count() == len(members)
    service.start("worker", "beat")
    wait_until_it_is_over(service)
    each_is_completed_once(members)
    say(f"broker down: the form answered in {statistics.median(seconds):.2f} s, at most {max(seconds):.2f} s")
    assert statistics.median(seconds) < 1
