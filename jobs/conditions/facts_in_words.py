"""What a posting states, in words; what it does not state is said to be so."""

from collections.abc import Collection

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from config import days
from jobs.conditions.matching import TESTS
from jobs.conditions.models import ConditionKind
from jobs.postings.models import JobPosting

Kind = ConditionKind


def not_stated() -> str:
    return _("Not stated")


def stated(posting: JobPosting, kind: str) -> str:
    """The fact of a posting that a kind of condition is about."""
    match kind:
        case Kind.INDUSTRY:
            return posting.company.get_industry_display()
        case Kind.PREFECTURE:
            return f"{posting.get_prefecture_display()} {posting.city}".strip()
        case Kind.PAY:
            return pay(posting)
        case Kind.DAYS_OFF:
            return amount(posting.days_off, _("%(number)s days a year"))
        case Kind.OVERTIME:
            return amount(posting.overtime_hours, _("%(number)s hours a month on average"))
        case Kind.FIXED_OVERTIME:
            return _("None") if posting.fixed_overtime_hours == 0 else fixed_overtime(posting)
    fact = TESTS[kind].fact
    if TESTS[kind].is_choice:
        return getattr(posting, f"get_{fact}_display")() or not_stated()
    return accepted_or_not(getattr(posting, fact)) if kind in ACCEPTED else there_or_not(getattr(posting, fact))


def fixed_overtime(posting: JobPosting) -> str:
    return amount(posting.fixed_overtime_hours, _("%(number)s hours a month within the pay"))


def pay(posting: JobPosting) -> str:
    least, most = posting.pay_min, posting.pay_max
    if least is None and most is None:
        return not_stated()
    if most is None or most == least:
        said = _("%(least)s yen a month") if most else _("from %(least)s yen a month")
    else:
        said = _("up to %(most)s yen a month") if least is None else _("%(least)s to %(most)s yen a month")
    in_words = ten_thousands if is_round(least) and is_round(most) else grouped
    return said % {"least": in_words(least), "most": in_words(most)}


def amount(number: int | None, said: str) -> str:
    return not_stated() if number is None else said % {"number": number}


def grouped(number: int | None) -> str:
    return "" if number is None else number_format(number, force_grouping=True)


def is_round(number: int | None) -> bool:
    """Whether Japanese counts it in ten thousands."""
    return number is None or (number % 10_000 == 0 and number < 1_000_000)


def ten_thousands(number: int | None) -> str:
    return "" if number is None else _("%(amount)s0,000") % {"amount": number // 10_000}


# What a posting admits of, and not what there is with it.
ACCEPTED = {Kind.NO_EXPERIENCE, Kind.CAR_COMMUTING}


def there_or_not(answer: bool | None) -> str:
    if answer is None:
        return not_stated()
    return pgettext("there is", "Yes") if answer else pgettext("there is", "No")


def accepted_or_not(answer: bool | None) -> str:
    if answer is None:
        return not_stated()
    return pgettext("is accepted", "Yes") if answer else pgettext("is accepted", "No")


# A condition is named after what the seeker wants ("no night work"), a fact after what the posting says ("night work").
ORDER = [kind for kind in Kind if kind != Kind.INDUSTRY]


def fact_name(kind: str) -> str:
    match kind:
        case Kind.FIXED_OVERTIME:
            return _("Fixed overtime")
        case Kind.OVERTIME:
            return _("Overtime")
        case Kind.NO_NIGHT_WORK:
            return _("Shifts or night work")
        case Kind.NO_EXPERIENCE:
            return pgettext("fact", "No experience needed")
        case Kind.TRAINING:
            return pgettext("fact", "Training")
        case Kind.DORMITORY:
            return pgettext("fact", "Dormitory")
        case Kind.CAR_COMMUTING:
            return pgettext("fact", "Commuting by car")
    return str(Kind(kind).label)


# What is looked for first, and stands under the heading.
FIRST = (Kind.PAY, Kind.PREFECTURE, Kind.DAYS_OFF, Kind.EMPLOYMENT_TYPE)


def first_facts(posting: JobPosting) -> list[tuple[str, str]]:
    """Pay, place, days off and kind of employment; what is left unsaid is said to be so in its place."""
    return [(fact_name(kind), stated(posting, kind)) for kind in FIRST]


def facts(posting: JobPosting, *, but: Collection[str] = ()) -> list[tuple[str, str]]:
    """What a posting says of itself, as name and value, and last what it leaves unsaid. It comes with its company.

    All `but` these, which stand elsewhere.
    """
    named = [(_("Company"), posting.company.name), (_("Industry"), stated(posting, Kind.INDUSTRY))]
    named += [(fact_name(kind), stated(posting, kind)) for kind in ORDER if kind not in but]
    wanted = ngettext("%(count)s person", "%(count)s people", posting.headcount) % {"count": posting.headcount}
    named.append((_("People wanted"), wanted))
    named.append((_("Open until"), days.day(posting.closes_on) if posting.closes_on else not_stated()))
    unsaid = [name for name, value in named if value == not_stated()]
    said = [(name, value) for name, value in named if value != not_stated()]
    return [*said, (not_stated(), " / ".join(unsaid))] if unsaid else said
