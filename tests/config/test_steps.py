"""A step of a status: what it checks, writes, records and saves, whichever model has it."""

from itertools import product

import pytest
from django.apps import apps

from config.steps import InvalidTransition, follows, step, step_together
from docs import states
from tests import factories

WITH_STATUS = [model for model in apps.get_models() if hasattr(model, "NEXT")]
of_every_model = pytest.mark.parametrize("model", WITH_STATUS, ids=lambda model: model.__name__)


@of_every_model
def test_table_names_every_status_and_each_leads_somewhere_or_is_written_as_the_last(model):
    assert set(model.NEXT) == set(model.Status)
    assert set().union(*model.NEXT.values()) | {model._meta.get_field("status").default} == set(model.Status)
    assert {status for status, after in model.NEXT.items() if not after} <= set(model.TIMES)


@of_every_model
def test_status_becomes_nothing_that_the_table_does_not_name(model, now):
    for before, after in product(model.Status.values, model.Status.values):
        row = model(status=before)
        if after not in model.NEXT[before]:
            assert not follows(row, after)
            with pytest.raises(InvalidTransition):
                step(row, after, at=now)


def test_page_of_the_states_is_fresh():
    assert states.PAGE.read_text() == states.printed(), "make states"


@pytest.fixture
def posting(db):
    return factories.JobPostingFactory(status="draft")


def test_step_writes_its_time_and_what_was_said(posting, now):
    step(posting, "closed", at=now, closing="desk")
    posting.refresh_from_db()
    assert (posting.status, posting.opened_at, posting.closed_at, posting.closing) == ("closed", None, now, "desk")


def test_step_saves_nothing_that_it_did_not_change(posting, now):
    type(posting).objects.update(title="別の名前")
    step(posting, "open", at=now)
    posting.refresh_from_db()
    assert (posting.title, posting.opened_at) == ("別の名前", now)


def test_step_that_does_not_follow_changes_and_records_nothing(db, now):
    referral = factories.ReferralFactory()
    with pytest.raises(InvalidTransition):
        step(referral, "offered", at=now, who={"actor": "staff", "by": None})
    assert (referral.status, referral.events.count()) == ("proposed", 0)


def test_step_records_who_and_when(db, now, desk):
    request = factories.WithdrawalRequestFactory()
    step(request, "needs_review", at=now, who={"actor": "staff", "by": desk})
    event = request.events.get()
    assert (event.from_status, event.to_status) == ("received", "needs_review")
    assert (event.at, event.actor, event.by) == (now, "staff", desk)


def test_step_of_several_saves_of_each_its_own_and_nothing_else(db, now):
    rows = factories.WithdrawalRequestFactory.create_batch(3, status="scheduled", completes_at=now)
    model = type(rows[0])
    model.objects.update(language="ja")
    ended = {"seeker": None, "next_step_at": None}
    said = {
        row: ended | {"erased": {"accounts": number}, "business_days": number or None}
        for number, row in enumerate(rows)
    }
    untouched = factories.WithdrawalRequestFactory(status="scheduled", completes_at=now)
    step_together(said, "completed", at=now, who={"actor": "worker"})
    found = model.objects.order_by("pk").values_list("status", "ended_at", "erased", "business_days", "language")
    assert list(found.exclude(pk=untouched.pk)) == [
        ("completed", now, {"accounts": 0}, None, "ja"),
        ("completed", now, {"accounts": 1}, 1, "ja"),
        ("completed", now, {"accounts": 2}, 2, "ja"),
    ]
    untouched.refresh_from_db()
    assert (untouched.status, untouched.erased) == ("scheduled", None)
