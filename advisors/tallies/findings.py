"""The sentence that says what a chart shows, worked out from its numbers."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext, ngettext

from advisors.tallies.charts import Bar


def nothing() -> str:
    return gettext("Nothing of this was counted in these months.")


def percent(part: int, whole: int) -> str:
    return f"{round(100 * part / whole)}%" if whole else "–"


def of_funnel(sums: Mapping[str, int]) -> str:
    """How many referrals became applications, and acceptances."""
    if not sums["referred"]:
        return gettext("No posting was referred in these months.")
    said = gettext("For each 100 referrals there were %(applied)d applications and %(accepted)d acceptances.")
    return said % {it: round(100 * sums[it] / sums["referred"]) for it in ("applied", "accepted")}


def of_months(bars: Sequence[Bar]) -> str:
    """Which month had most, and how many there are in a month on average."""
    if not any(bar.amount for bar in bars):
        return nothing()
    most = max(bars, key=lambda bar: bar.amount)
    said = gettext("Most were in %(month)s: %(most)s. On average there were %(average)s in a month.")
    average = sum(bar.amount for bar in bars) / len(bars)
    return said % {"month": most.label, "most": f"{most.amount:,}", "average": f"{average:,.1f}"}


def of_days(days: Mapping[int, int]) -> str:
    """Within how many days it was for half of them, and for nine of ten."""
    if not sum(days.values()):
        return nothing()
    half, most = quantile(days, 0.5), quantile(days, 0.9)
    return gettext("For half of them it was within %(half)s, for nine of ten within %(most)s.") % {
        "half": in_days(half),
        "most": in_days(most),
    }


def in_days(days: int) -> str:
    return ngettext("%(count)d day", "%(count)d days", days) % {"count": days}


def quantile(days: Mapping[int, int], share: float) -> int:
    """The number of days within which it was for at least this share."""
    reached, all_of_them = 0, sum(days.values())
    for day in sorted(days):
        reached += days[day]
        if reached >= share * all_of_them:
            break
    return day


def of_promise(days: Mapping[int, int], promised: int) -> str:
    """Whether each withdrawal was done in the time that is promised."""
    done = sum(days.values())
    late = sum(many for day, many in days.items() if day > promised)
    if not done:
        return nothing()
    if not late:
        said = gettext("All %(done)s were done within the %(promised)d business days that are promised.")
    else:
        said = gettext("%(late)s of %(done)s were done later than the %(promised)d business days that are promised.")
    return said % {"done": f"{done:,}", "late": f"{late:,}", "promised": promised}


def of_hours(offered: int, used: int) -> str:
    """Which part of what was offered was used."""
    if not offered:
        return nothing()
    said = gettext("Of %(offered)s hours offered, %(used)s were used: %(share)s.")
    return said % {"offered": f"{offered:,}", "used": f"{used:,}", "share": percent(used, offered)}


def of_kinds(bars: Sequence[Bar]) -> str:
    """What there was most of, and which part of all it is."""
    total = sum(bar.amount for bar in bars)
    if not total:
        return nothing()
    most = max(bars, key=lambda bar: bar.amount)
    said = gettext("Most often: %(label)s, %(most)s of %(total)s (%(share)s).")
    shown = {"most": f"{most.amount:,}", "total": f"{total:,}", "share": percent(most.amount, total)}
    return said % {"label": most.label, **shown}


def of_notices(sent: int, stopped: int) -> str:
    if not (sent or stopped):
        return nothing()
    said = gettext("%(sent)s notices were sent, and %(stopped)s times a kind of notice was turned off.")
    return said % {"sent": f"{sent:,}", "stopped": f"{stopped:,}"}
