"""What conditions mean, once more and as plainly as can be: one posting, one condition, no database."""

from datetime import timedelta

from hypothesis import strategies as st

from accounts.users.prefectures import Prefecture
from advisors.models import WorkField
from jobs.conditions.matching import Fit, number_of, value_of
from jobs.models import Company, DesiredCondition, JobPosting
from jobs.postings.facts import Education, EmploymentType, Industry, Remote
from tests.factories import JOINED

# Of each kind: the fact of a posting, and whether a stated one satisfies what is wished for.
RULES = {
    "category": ("category", lambda fact, wish: fact in wish),
    "industry": ("industry", lambda fact, wish: fact in wish),
    "prefecture": ("prefecture", lambda fact, wish: fact in wish),
    "employment_type": ("employment_type", lambda fact, wish: fact in wish),
    "pay": ("pay_min", lambda fact, wish: fact >= wish),
    "fixed_overtime": ("fixed_overtime_hours", lambda fact, wish: fact == 0),
    "weekends_off": ("weekends_off", lambda fact, wish: fact),
    "days_off": ("days_off", lambda fact, wish: fact >= wish),
    "overtime": ("overtime_hours", lambda fact, wish: fact <= wish),
    "no_night_work": ("night_work", lambda fact, wish: not fact),
    "remote": ("remote", lambda fact, wish: fact in wish),
    "no_experience": ("no_experience_needed", lambda fact, wish: fact),
    "education": ("education", lambda fact, wish: fact in wish),
    "training": ("training", lambda fact, wish: fact),
    "dormitory": ("dormitory", lambda fact, wish: fact),
    "car_commuting": ("car_commuting", lambda fact, wish: fact),
}


def fit(posting: JobPosting, condition: DesiredCondition) -> str:
    name, is_satisfied = RULES[condition.kind]
    fact = posting.company.industry if name == "industry" else getattr(posting, name)
    if fact is None or fact == "":
        return Fit.NOT_STATED
    return Fit.SATISFIED if is_satisfied(fact, value_of(condition)) else Fit.NOT_SATISFIED


def broken(posting: JobPosting, conditions: list[DesiredCondition]) -> list[str]:
    """The must-haves that a posting does not meet."""
    return [it.kind for it in conditions if it.is_must and fit(posting, it) != Fit.SATISFIED]


def score(posting: JobPosting, conditions: list[DesiredCondition]) -> int:
    negotiable = sorted((it for it in conditions if not it.is_must), key=lambda it: it.rank)
    sign = {Fit.SATISFIED: 1, Fit.NOT_SATISFIED: -1, Fit.NOT_STATED: 0}
    return sum(sign[fit(posting, it)] * (len(negotiable) - place) for place, it in enumerate(negotiable))


def ranked(postings: list[JobPosting], conditions: list[DesiredCondition]) -> list[JobPosting]:
    meeting = [posting for posting in postings if not broken(posting, conditions)]
    return sorted(meeting, key=lambda it: (score(it, conditions), it.opened_at, it.pk), reverse=True)


# Anything that a posting may state, and a seeker may wish for: few values, so that they meet

FLAG = st.sampled_from([None, None, True, False])
AMOUNTS = {"pay": st.sampled_from([190_000, 200_000]), "days_off": st.sampled_from([110, 120]), "overtime": st.just(20)}
CHOICES = {
    "category": WorkField.values[:4],
    "industry": Industry.values[:3],
    "prefecture": Prefecture.values[:2] + Prefecture.values[-2:],
    "employment_type": EmploymentType.values[:3],
    "remote": Remote.values,
    "education": Education.values,
}


def stated(kind: str):
    return st.sampled_from(CHOICES[kind])


POSTINGS = st.fixed_dictionaries(
    {
        "category": stated("category"),
        "prefecture": stated("prefecture"),
        "employment_type": stated("employment_type"),
        "industry": stated("industry"),
        "pay_min": st.sampled_from([None, 190_000, 199_999, 200_000]),
        "fixed_overtime_hours": st.sampled_from([None, 0, 20]),
        "weekends_off": FLAG,
        "days_off": st.sampled_from([None, 109, 110, 120]),
        "overtime_hours": st.sampled_from([None, 0, 20, 21]),
        "night_work": FLAG,
        "remote": st.one_of(st.just(""), stated("remote")),
        "no_experience_needed": FLAG,
        "education": st.one_of(st.just(""), stated("education")),
        "training": FLAG,
        "dormitory": FLAG,
        "car_commuting": FLAG,
        "opened_at": st.integers(0, 2).map(lambda days: JOINED + timedelta(days=days)),
    }
)


def wished(kind: str):
    """What a condition of this kind holds, as its number."""
    if kind in CHOICES:
        return st.sets(stated(kind), min_size=1).map(lambda codes: number_of(kind, codes))
    return AMOUNTS.get(kind, st.just(1))


def wishes(most: int):
    """The conditions of one seeker, not yet stored."""
    kinds = st.lists(st.sampled_from(list(RULES)), unique=True, max_size=most)
    return kinds.flatmap(lambda chosen: st.tuples(*(wish(kind, rank) for rank, kind in enumerate(chosen, start=1))))


def wish(kind: str, rank: int):
    return st.builds(
        DesiredCondition, kind=st.just(kind), rank=st.just(rank), number=wished(kind), is_must=st.booleans()
    )


def store_postings(drawn: list[dict]) -> list[JobPosting]:
    """Open ones, each of a company of its industry."""
    facts = {"prefecture": "13", "name": "株式会社見本"}
    companies = [Company(industry=industry, **facts) for industry in CHOICES["industry"]]
    of = {company.industry: company for company in Company.objects.bulk_create(companies)}
    rows = [{**row, "company": of[row["industry"]]} for row in drawn]
    for row in rows:
        del row["industry"]
    return JobPosting.objects.bulk_create([JobPosting(title="見本", status="open", **row) for row in rows])
