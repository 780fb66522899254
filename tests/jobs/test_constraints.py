"""What the database refuses, whoever asks."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from tests import factories

pytestmark = pytest.mark.django_db


def refused(factory, match: str, **fields) -> None:
    with pytest.raises(IntegrityError, match=match), transaction.atomic():
        factory(**fields)


@pytest.mark.parametrize(
    ("factory", "constraint", "fields"),
    [
        (factories.CompanyFactory, "company_industry_known", {"industry": "fishing"}),
        (factories.CompanyFactory, "company_prefecture_known", {"prefecture": "99"}),
        (factories.JobPostingFactory, "jobposting_opened_and_closed_with_status", {"opened_at": None}),
        (
            factories.JobPostingFactory,
            "jobposting_opened_and_closed_with_status",
            {"status": "draft", "closing": "date"},
        ),
        (factories.JobPostingFactory, "jobposting_opened_and_closed_with_status", {"status": "closed", "closing": ""}),
        (factories.JobPostingFactory, "jobposting_pay_is_a_range", {"pay_min": 200_000, "pay_max": 199_999}),
        (factories.JobPostingFactory, "jobposting_wants_somebody", {"headcount": 0}),
        (factories.JobPostingFactory, "jobposting_filled_within_places", {"headcount": 2, "filled": 3}),
        (
            factories.JobPostingFactory,
            "jobposting_closes_after_it_opens",
            {"opens_on": date(2026, 4, 2), "closes_on": date(2026, 4, 1)},
        ),
        (factories.JobPostingFactory, "jobposting_category_known", {"category": "fishing"}),
        (factories.JobPostingFactory, "jobposting_prefecture_known", {"prefecture": "00"}),
        (factories.DesiredConditionFactory, "desiredcondition_says_something", {"number": 0}),
        (factories.DesiredConditionFactory, "desiredcondition_kind_known", {"kind": "weather"}),
        (factories.ReferralFactory, "referral_applied_by_the_seeker", {"status": "applied", "applied_at": None}),
        (factories.ReferralFactory, "referral_applied_by_the_seeker", {"applied_at": factories.JOINED}),
        (factories.ReferralFactory, "referral_ended_at_iff_ended", {"status": "declined", "ended_at": None}),
        (factories.ReferralFactory, "referral_reason_only_when_declined", {"decline_reason": "work"}),
        (factories.NoticeRhythmFactory, "noticerhythm_frequency_known", {"frequency": "hourly"}),
    ],
)
def test_row_that_makes_no_sense_is_refused(factory, constraint, fields):
    refused(factory, constraint, **fields)


# Unique ones, which SQLite does not name


def test_posting_is_referred_to_a_seeker_once():
    """referral_once_per_posting"""
    referral = factories.ReferralFactory(status="declined")
    refused(factories.ReferralFactory, "referral", seeker=referral.seeker, posting=referral.posting)


def test_condition_of_a_kind_is_had_once():
    """desiredcondition_one_of_a_kind"""
    condition = factories.DesiredConditionFactory()
    refused(factories.DesiredConditionFactory, "desiredcondition", seeker=condition.seeker)


def test_posting_is_saved_once():
    """savedposting_once"""
    saved = factories.SavedPostingFactory()
    refused(factories.SavedPostingFactory, "savedposting", seeker=saved.seeker, posting=saved.posting)


def test_posting_is_asked_for_once():
    """postingwish_once"""
    wish = factories.PostingWishFactory()
    refused(factories.PostingWishFactory, "postingwish", seeker=wish.seeker, posting=wish.posting)
