"""What each condition means: satisfied, not satisfied, not stated."""

import pytest

from jobs.conditions.matching import TESTS, Fit, explain, number_of, ranked, supply, unmet_must_haves, value_of
from jobs.models import ConditionKind, DesiredCondition, JobPosting
from tests import factories

pytestmark = pytest.mark.django_db

YES, NO, UNSAID = Fit.SATISFIED, Fit.NOT_SATISFIED, Fit.NOT_STATED
CASES = [
    ("category", ["office", "it"], {"category": "it"}, YES),
    ("category", ["office", "it"], {"category": "sales"}, NO),
    ("industry", ["food"], {"company__industry": "food"}, YES),
    ("industry", ["food"], {"company__industry": "it"}, NO),
    ("prefecture", ["13", "47"], {"prefecture": "47"}, YES),
    ("prefecture", ["13", "47"], {"prefecture": "01"}, NO),
    ("employment_type", ["permanent"], {"employment_type": "permanent"}, YES),
    ("employment_type", ["permanent"], {"employment_type": "contract"}, NO),
    ("pay", 200_000, {"pay_min": 200_000}, YES),
    ("pay", 200_000, {"pay_min": 199_999, "pay_max": 300_000}, NO),
    ("pay", 200_000, {"pay_max": 300_000}, UNSAID),
    ("fixed_overtime", True, {"fixed_overtime_hours": 0}, YES),
    ("fixed_overtime", True, {"fixed_overtime_hours": 20}, NO),
    ("fixed_overtime", True, {}, UNSAID),
    ("weekends_off", True, {"weekends_off": True}, YES),
    ("weekends_off", True, {"weekends_off": False}, NO),
    ("weekends_off", True, {}, UNSAID),
    ("days_off", 120, {"days_off": 120}, YES),
    ("days_off", 120, {"days_off": 119}, NO),
    ("days_off", 120, {}, UNSAID),
    ("overtime", 20, {"overtime_hours": 20}, YES),
    ("overtime", 20, {"overtime_hours": 21}, NO),
    ("overtime", 20, {}, UNSAID),
    ("no_night_work", True, {"night_work": False}, YES),
    ("no_night_work", True, {"night_work": True}, NO),
    ("no_night_work", True, {}, UNSAID),
    ("remote", ["partly", "full"], {"remote": "partly"}, YES),
    ("remote", ["partly", "full"], {"remote": "none"}, NO),
    ("remote", ["partly", "full"], {}, UNSAID),
    ("no_experience", True, {"no_experience_needed": True}, YES),
    ("no_experience", True, {"no_experience_needed": False}, NO),
    ("no_experience", True, {}, UNSAID),
    ("education", ["none", "high_school"], {"education": "high_school"}, YES),
    ("education", ["none", "high_school"], {"education": "university"}, NO),
    ("education", ["none", "high_school"], {}, UNSAID),
    ("training", True, {"training": True}, YES),
    ("training", True, {"training": False}, NO),
    ("training", True, {}, UNSAID),
    ("dormitory", True, {"dormitory": True}, YES),
    ("dormitory", True, {"dormitory": False}, NO),
    ("dormitory", True, {}, UNSAID),
    ("car_commuting", True, {"car_commuting": True}, YES),
    ("car_commuting", True, {"car_commuting": False}, NO),
    ("car_commuting", True, {}, UNSAID),
]


def condition(seeker, kind, value, **more) -> DesiredCondition:
    return factories.DesiredConditionFactory(seeker=seeker, kind=kind, number=number_of(kind, value), **more)


@pytest.mark.parametrize(("kind", "wanted", "stated", "fit"), CASES)
def test_condition_is_satisfied_or_not_or_not_stated(seeker, kind, wanted, stated, fit):
    posting = factories.JobPostingFactory(**stated)
    wish = condition(seeker, kind, wanted)
    assert [line.fit for line in explain(posting.pk, [wish])] == [fit]
    assert ranked(JobPosting.objects.all(), [wish]).exists() == (fit == YES)
    assert supply(JobPosting.objects.all(), [wish]).met == (fit == YES)


@pytest.mark.parametrize(("kind", "wanted", "stated", "fit"), CASES)
def test_condition_means_the_same_beside_every_row(seeker, kind, wanted, stated, fit):
    """As the nightly run asks it: the number is a column of the condition, not a value."""
    factories.JobPostingFactory(**stated)
    condition(seeker, kind, wanted)
    row = DesiredCondition.objects.filter(pk=seeker.desired_conditions.get().pk)
    met = JobPosting.objects.filter(TESTS[kind].satisfies(row.values("number")[:1]))
    assert met.exists() == (fit == YES)


def test_every_kind_has_a_test_and_a_case():
    assert set(TESTS) == set(ConditionKind) == {kind for kind, *_ in CASES}


@pytest.mark.parametrize(("kind", "value"), [("prefecture", ["01", "47"]), ("pay", 215_000), ("training", True)])
def test_what_is_wished_for_is_kept(seeker, kind, value):
    assert value_of(condition(seeker, kind, value)) == value


def test_negotiable_ones_weigh_by_their_rank(seeker):
    wishes = [
        condition(seeker, "training", True, is_must=False, rank=1),
        condition(seeker, "dormitory", True, is_must=False, rank=2),
    ]
    second = factories.JobPostingFactory(dormitory=True)
    first = factories.JobPostingFactory(training=True)
    worst = factories.JobPostingFactory(training=False)
    unsaid = factories.JobPostingFactory()
    found = ranked(JobPosting.objects.all(), wishes)
    assert [(it.pk, it.score) for it in found] == [(first.pk, 2), (second.pk, 1), (unsaid.pk, 0), (worst.pk, -2)]


def test_supply_names_the_must_have_that_costs_most(seeker):
    wishes = [
        condition(seeker, "training", True),
        condition(seeker, "pay", 200_000),
        condition(seeker, "remote", ["full"]),
    ]
    factories.JobPostingFactory(training=True, pay_min=250_000, remote="full")
    factories.JobPostingFactory.create_batch(2, training=True, pay_min=250_000)
    factories.JobPostingFactory(training=True, pay_min=190_000, remote="full")
    factories.JobPostingFactory(training=True)
    found = supply(JobPosting.objects.all(), wishes)
    assert (found.met, found.gained, found.costliest) == (1, {"training": 0, "pay": 1, "remote": 2}, "remote")


def test_unmet_must_haves_are_those_not_satisfied(seeker):
    wishes = [condition(seeker, "training", True), condition(seeker, "pay", 1), condition(seeker, "dormitory", True)]
    posting = factories.JobPostingFactory(training=False, pay_min=1)
    unmet = unmet_must_haves(explain(posting.pk, wishes))
    assert [(line.condition.kind, line.fit) for line in unmet] == [("training", NO), ("dormitory", UNSAID)]
