"""Ranking, counting, explaining and the row-wise form agree with a plain Python checker, whatever is stated or not."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jobs.conditions.matching import TESTS, Fit, explain, explanation, ranked, supply, with_fits
from jobs.models import DesiredCondition, JobPosting
from tests.jobs.conditions import naive

pytestmark = pytest.mark.django_db
SOME = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@SOME
@given(drawn=st.lists(naive.POSTINGS, min_size=1, max_size=8), wishes=naive.wishes(6))
def test_all_forms_agree_with_the_plain_checker(seeker, drawn, wishes):
    with transaction.atomic():
        postings, conditions = naive.store_postings(drawn), stored(seeker, wishes)
        agree_on_order(postings, conditions)
        agree_on_supply(postings, conditions)
        agree_on_explanation(postings, conditions)
        agree_beside_rows(postings, conditions)
        transaction.set_rollback(True)


def stored(seeker, wishes) -> list[DesiredCondition]:
    for wish in wishes:
        wish.pk, wish.seeker = None, seeker
    DesiredCondition.objects.bulk_create(wishes)
    return list(seeker.desired_conditions.all())


def agree_on_order(postings, conditions) -> None:
    found = [(it.pk, it.score) for it in ranked(JobPosting.objects.all(), conditions)]
    assert found == [(it.pk, naive.score(it, conditions)) for it in naive.ranked(postings, conditions)]


def agree_on_supply(postings, conditions) -> None:
    found = supply(JobPosting.objects.all(), conditions)
    breaks = [naive.broken(posting, conditions) for posting in postings]
    kinds = [it.kind for it in conditions if it.is_must]
    assert (found.met, found.gained) == (breaks.count([]), {kind: breaks.count([kind]) for kind in kinds})


def agree_on_explanation(postings, conditions) -> None:
    explained = {it.pk: explanation(it, conditions) for it in with_fits(JobPosting.objects.all(), conditions)}
    for posting in postings:
        wanted = [(it.kind, naive.fit(posting, it)) for it in conditions]
        for lines in (explained[posting.pk], explain(posting.pk, conditions)):
            assert [(line.condition.kind, line.fit) for line in lines] == wanted


def agree_beside_rows(postings, conditions) -> None:
    """As the nightly run asks: the number is a column of another row."""
    for condition in conditions:
        number = DesiredCondition.objects.filter(pk=condition.pk).values("number")[:1]
        found = JobPosting.objects.filter(TESTS[condition.kind].satisfies(number))
        wanted = {it.pk for it in postings if naive.fit(it, condition) == Fit.SATISFIED}
        assert set(found.values_list("pk", flat=True)) == wanted


def test_checker_knows_every_kind():
    assert set(naive.RULES) == set(TESTS)
