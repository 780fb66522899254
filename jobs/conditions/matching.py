"""What each condition means: one definition, asked of the database, for ranking, counting, explaining and notices.

A posting satisfies a condition, does not, or does not state the fact. A must-have is met only where it is satisfied.
Among the postings that meet all must-haves those come first that satisfy more of the negotiable ones, each weighed by
its rank; one that is not stated counts as neither.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypedDict

from django.db.models import Case, CharField, Count, F, IntegerField, Q, QuerySet, Value, When
from django.db.models.expressions import Combinable
from django.utils.translation import gettext_lazy as _

from accounts.users.prefectures import Prefecture
from advisors.models import WorkField
from config.typed import Text, WithAnnotations
from jobs.conditions.lookups import bits_of, codes_of
from jobs.conditions.models import ConditionKind, DesiredCondition
from jobs.postings.facts import Education, EmploymentType, Industry, Remote
from jobs.postings.models import JobPosting

Kind = ConditionKind
Number = int | Combinable  # of a condition, or an expression for it, such as the column of another row
Postings = QuerySet[JobPosting]


class Fit:
    """How a posting stands to a condition."""

    SATISFIED = "satisfied"
    NOT_SATISFIED = "not_satisfied"
    NOT_STATED = "not_stated"


LABELS = {Fit.SATISFIED: _("fits"), Fit.NOT_SATISFIED: _("does not fit"), Fit.NOT_STATED: _("not stated")}


@dataclass(frozen=True)
class Test:
    """The fact of a posting that a kind of condition is about, and when it satisfies one."""

    fact: str
    satisfies: Callable[[Number], Q]
    choices: tuple[tuple[str, Text], ...] = ()
    nothing: object = None

    @property
    def is_stated(self) -> Q:
        return ~Q(**{self.fact: ""}) if self.choices else Q(**{f"{self.fact}__isnull": False})

    @property
    def is_choice(self) -> bool:
        return bool(self.choices)


def at_least(fact: str) -> Test:
    return Test(fact, lambda number: Q(**{f"{fact}__gte": number}))


def at_most(fact: str) -> Test:
    return Test(fact, lambda number: Q(**{f"{fact}__lte": number}))


def is_so(fact: str, wanted: object) -> Test:
    return Test(fact, lambda number: Q(**{fact: wanted}))


def among(fact: str, choices: Sequence[tuple[str, Text]]) -> Test:
    """One of several: a list where they are known, which an index serves; the bits where they stand in a row."""

    def satisfies(number: Number) -> Q:
        if isinstance(number, int):
            return Q(**{f"{fact}__in": codes_of(choices, number)})
        return Q(**{f"{fact}__among": number})

    return Test(fact, satisfies, tuple(choices))


TESTS: dict[str, Test] = {
    Kind.CATEGORY: among("category", WorkField.choices),
    Kind.INDUSTRY: among("company__industry", Industry.choices),
    Kind.PREFECTURE: among("prefecture", Prefecture.choices),
    Kind.EMPLOYMENT_TYPE: among("employment_type", EmploymentType.choices),
    Kind.PAY: at_least("pay_min"),
    Kind.FIXED_OVERTIME: is_so("fixed_overtime_hours", 0),
    Kind.WEEKENDS_OFF: is_so("weekends_off", True),
    Kind.DAYS_OFF: at_least("days_off"),
    Kind.OVERTIME: at_most("overtime_hours"),
    Kind.NO_NIGHT_WORK: is_so("night_work", False),
    Kind.REMOTE: among("remote", Remote.choices),
    Kind.NO_EXPERIENCE: is_so("no_experience_needed", True),
    Kind.EDUCATION: among("education", Education.choices),
    Kind.TRAINING: is_so("training", True),
    Kind.DORMITORY: is_so("dormitory", True),
    Kind.CAR_COMMUTING: is_so("car_commuting", True),
}
AMOUNTS = {Kind.PAY, Kind.DAYS_OFF, Kind.OVERTIME}
CHOICES = {kind: test.choices for kind, test in TESTS.items() if test.is_choice}


def number_of(kind: str, value: Any) -> int:
    """What a condition stores: the amount, the bits of the codes chosen, or one."""
    if kind in CHOICES:
        return bits_of(CHOICES[kind], value)
    return int(value) if kind in AMOUNTS else 1


def value_of(condition: DesiredCondition) -> list[str] | int:
    """What a condition stands for: a list of codes, an amount, or True."""
    if condition.kind in CHOICES:
        return codes_of(CHOICES[condition.kind], condition.number)
    return condition.number if condition.kind in AMOUNTS else True


def satisfied(condition: DesiredCondition) -> Q:
    return TESTS[condition.kind].satisfies(condition.number)


def stated(condition: DesiredCondition) -> Q:
    return TESTS[condition.kind].is_stated


def meeting(postings: Postings, conditions: Iterable[DesiredCondition]) -> Postings:
    """The postings that satisfy every must-have of these."""
    for condition in conditions:
        if condition.is_must:
            postings = postings.filter(satisfied(condition))
    return postings


def weights(conditions: Iterable[DesiredCondition]) -> dict[DesiredCondition, int]:
    """How much each negotiable one counts: the last of them one, each before it one more."""
    negotiable = sorted((c for c in conditions if not c.is_must), key=lambda c: (c.rank, c.pk or 0))
    return {condition: len(negotiable) - place for place, condition in enumerate(negotiable)}


class Score(TypedDict):
    """Plus the weight of what is satisfied, minus that of what is stated and is not."""

    score: int


Scored = QuerySet[WithAnnotations[JobPosting, Score]]


def scored(postings: Postings, conditions: Iterable[DesiredCondition]) -> Scored:
    score: Combinable = Value(0, output_field=IntegerField())
    for condition, weight in weights(conditions).items():
        score = score + Case(
            When(satisfied(condition), then=Value(weight)),
            When(stated(condition), then=Value(-weight)),
            default=Value(0),
            output_field=IntegerField(),
        )
    return postings.annotate(score=score)


def ranked(postings: Postings, conditions: Iterable[DesiredCondition]) -> Scored:
    """Those that meet all must-haves, best first; among equals the newest."""
    conditions = list(conditions)
    return scored(meeting(postings, conditions), conditions).order_by("-score", "-opened_at", "-pk")


def with_fits(postings: Postings, conditions: Iterable[DesiredCondition]) -> Postings:
    """Each with how it stands to every condition: `fit_<kind>`."""
    return postings.annotate(**{f"fit_{condition.kind}": fit_of(condition) for condition in conditions})


def fit_of(condition: DesiredCondition) -> Case:
    return Case(
        When(satisfied(condition), then=Value(Fit.SATISFIED)),
        When(stated(condition), then=Value(Fit.NOT_SATISFIED)),
        default=Value(Fit.NOT_STATED),
        output_field=CharField(),
    )


@dataclass(frozen=True)
class Line:
    """One condition beside what the posting says of it."""

    condition: DesiredCondition
    fit: str

    @property
    def is_met(self) -> bool:
        return self.fit == Fit.SATISFIED

    @property
    def label(self) -> Text:
        return LABELS[self.fit]


def explanation(posting: JobPosting, conditions: Iterable[DesiredCondition]) -> list[Line]:
    """Line by line how a posting that came `with_fits` stands to the conditions, must-haves first."""
    return [Line(condition, getattr(posting, f"fit_{condition.kind}")) for condition in conditions]


def explain(posting_id: int, conditions: Iterable[DesiredCondition]) -> list[Line]:
    """The same of one posting, asked anew."""
    conditions = list(conditions)
    return explanation(with_fits(JobPosting.objects.filter(pk=posting_id), conditions).get(), conditions)


def unmet_must_haves(lines: Iterable[Line]) -> list[Line]:
    return [line for line in lines if line.condition.is_must and not line.is_met]


@dataclass(frozen=True)
class Supply:
    """How many postings meet all must-haves, and how many more would if one of them were given up."""

    met: int
    gained: dict[str, int]

    @property
    def costliest(self) -> str | None:
        """The kind of must-have that alone keeps the most postings away, if any does."""
        kind = max(self.gained, key=self.gained.__getitem__, default=None)
        return kind if kind and self.gained[kind] else None


def supply(postings: Postings, conditions: Iterable[DesiredCondition]) -> Supply:
    """One query, whatever the number of must-haves."""
    kinds = {condition.kind: satisfied(condition) for condition in conditions if condition.is_must}
    broken = {f"breaks_{kind}": Case(When(met, then=0), default=1) for kind, met in kinds.items()}
    postings = postings.annotate(**broken).annotate(unmet=sum((F(name) for name in broken), Value(0)))
    only = {kind: Count("pk", filter=Q(unmet=1, **{f"breaks_{kind}": 1})) for kind in kinds}
    found = postings.filter(unmet__lte=1).aggregate(met=Count("pk", filter=Q(unmet=0)), **only)
    return Supply(met=found.pop("met"), gained=found)
