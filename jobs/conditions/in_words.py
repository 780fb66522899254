"""A condition in words: what is wished for, as it stands on a page and in a mail."""

from django.utils.translation import gettext as _

from jobs.conditions.lookups import codes_of
from jobs.conditions.matching import CHOICES
from jobs.conditions.models import ConditionKind, DesiredCondition


def in_words(condition: DesiredCondition) -> str:
    """The amount or the choices; nothing where the name of the kind says it all."""
    if condition.kind in CHOICES:
        labels = dict(CHOICES[condition.kind])
        return _(", ").join(str(labels[code]) for code in codes_of(labels.items(), condition.number))
    return amount_in_words(condition.kind, condition.number)


def briefly(condition: DesiredCondition) -> str:
    """In a few words beside others: what is wished for, or the kind where that says it all."""
    return in_words(condition) or str(condition.get_kind_display())


def amount_in_words(kind: str, number: int) -> str:
    match kind:
        case ConditionKind.PAY if number % 10_000:
            return _("%(yen)s yen or more") % {"yen": f"{number:,}"}
        case ConditionKind.PAY:
            return _("%(amount)s0,000 yen or more") % {"amount": number // 10_000}
        case ConditionKind.DAYS_OFF:
            return _("%(number)s days or more") % {"number": number}
        case ConditionKind.OVERTIME:
            return _("%(number)s hours a month or less") % {"number": number}
    return ""
