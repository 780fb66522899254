"""What the tallies say, to be compared."""

from django.db.models import Sum

from advisors.models import Tally


def tallied(what: str, *columns: str) -> dict:
    """How many of it there are, by the values of these columns."""
    rows = Tally.objects.filter(what=what).order_by().values_list(*columns or ["month"]).annotate(many=Sum("amount"))
    return {
        key if len(key) > 1 else key[0]: many
        for *key, many in [(*row,) for row in rows]
        for key in [tuple(key)]
        if many
    }


def everything() -> dict:
    """Each sum that is not nought, by all columns."""
    columns = ("what", "month", "office", "advisor", "channel", "kind", "days")
    rows = Tally.objects.order_by().values_list(*columns).annotate(many=Sum("amount"))
    return {tuple(row[:-1]): row[-1] for row in rows if row[-1]}
