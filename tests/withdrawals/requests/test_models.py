"""What the database refuses, and how a status may change."""

import itertools
from functools import partial

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from config.steps import InvalidTransition
from tests.factories import WithdrawalRequestFactory
from withdrawals.models import Actor, WithdrawalRequest

Status = WithdrawalRequest.Status


@pytest.mark.parametrize(("before", "after"), list(itertools.product(Status, Status)))
def test_status_changes_only_as_the_table_says(seeker, before, after):
    request = WithdrawalRequestFactory(status=before)
    closing = "not_a_member" if after == "closed" else ""
    found = {"seeker": None if after == "completed" else seeker, "erased": {}, "closing": closing}
    move = partial(request.move, after, at=timezone.now(), actor=Actor.WORKER, completes_at=timezone.now(), **found)
    if after in WithdrawalRequest.NEXT[before]:
        move()
        assert [(e.from_status, e.to_status) for e in request.events.all()] == [(before, after)]
    else:
        with pytest.raises(InvalidTransition):
            move()
        assert request.events.count() == 0


REFUSED = {
    "withdrawalrequest_ended_at_iff_ended": ("received", {"ended_at": timezone.now()}),
    "withdrawalrequest_ended_at_iff_ended, sweep": ("received", {"next_step_at": None}),
    "withdrawalrequest_scheduled_for_a_member": ("scheduled", {"seeker": None}),
    "withdrawalrequest_completed_knows_nobody": ("completed", {"erased": None}),
    "withdrawalrequest_closing_iff_closed": ("closed", {"closing": ""}),
}


@pytest.mark.parametrize("rule", REFUSED)
def test_database_refuses_the_wrong_row(db, rule):
    status, change = REFUSED[rule]
    request = WithdrawalRequestFactory(status=status)
    with pytest.raises(IntegrityError, match=rule.split(",")[0]), transaction.atomic():
        WithdrawalRequest.objects.filter(pk=request.pk).update(**change)


def test_database_refuses_a_second_scheduled_request_of_a_member(seeker):
    """withdrawalrequest_one_scheduled_per_member"""
    WithdrawalRequestFactory(status="scheduled", seeker=seeker)
    with pytest.raises(IntegrityError), transaction.atomic():
        WithdrawalRequestFactory(status="scheduled", seeker=seeker)


def test_member_may_have_any_number_of_earlier_requests(seeker):
    for status in ("cancelled", "cancelled", "scheduled"):
        WithdrawalRequestFactory(status=status, seeker=seeker)
    assert seeker.withdrawal_requests.count() == 3
