"""What the page of the figures shows: charts, and one table by whatever is asked for."""

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext

from advisors.tallies import findings
from advisors.tallies.charts import Bar, Chart
from advisors.tallies.months import months_between
from advisors.tallies.names import Names
from advisors.tallies.reading import Sums
from advisors.tallies.words import SPANS, span_of
from config.noted import followed_by
from config.tallied import Tallied, all_tallied

FUNNEL = ("registered", "counseled", "referred", "applied", "interviewed", "offered", "accepted")
SUPPORT = ("document_reviewed", "seat_used", "suit_lent")


@dataclass(frozen=True)
class Table:
    """How many of each, a line for each value of what is asked for, with the sums below."""

    header: list[str]
    lines: list[tuple[str, list[str]]]
    sums: list[str]


def told_apart(narrowed: Collection[str]) -> dict[str, Tallied]:
    """What is counted by all of these: of one `office` or one `advisor` nothing else can be said."""
    return {
        what: it
        for what, it in all_tallied().items()
        if (it.has_office or "office" not in narrowed) and (it.has_advisor or "advisor" not in narrowed)
    }


def charts_of(sums: Sums, counted: Collection[str], first: date, last: date) -> list[Chart]:
    """In the order of a membership, of what is counted; one of which there is nothing is left out."""
    months = months_between(first, last)
    all_charts = [
        funnel(sums, [what for what in FUNNEL if what in counted]),
        by_month(sums, "registered", months),
        days_until_counseling(sums),
        hours(sums, months),
        withdrawals(sums),
        promise(sums),
        support(sums, [what for what in SUPPORT if what in counted]),
        notices(sums),
    ]
    return [chart for chart in all_charts if chart.key == "funnel" or not chart.is_empty]


def label_of(what: str) -> str:
    return str(all_tallied()[what].label)


def funnel(sums: Sums, steps: Sequence[str]) -> Chart:
    found = {what: sums.of(what) for what in steps}
    bars, before = [], 0
    for what in steps:
        bars.append(Bar(label_of(what), found[what], note=findings.percent(found[what], before) if before else ""))
        before = found[what]
    headers = [gettext("Step"), gettext("How many"), gettext("Of the step before")]
    notes = [gettext("Each is counted in the month in which it happened. A member may be referred many postings.")]
    finding = findings.of_funnel(found)
    return Chart("funnel", gettext("From registration to acceptance"), finding, headers, bars, notes=notes)


def month_name(month: date) -> str:
    return date_format(month, "YEAR_MONTH_FORMAT")


def by_month(sums: Sums, what: str, months: Sequence[date]) -> Chart:
    bars = [Bar(month_name(m), sums.by_month.get((what, m), 0), brief=f"{m:%Y/%m}") for m in months]
    title = gettext("%(what)s by month") % {"what": label_of(what)}
    return Chart(what, title, findings.of_months(bars), [gettext("Month"), label_of(what)], bars, "columns")


def days_of(sums: Sums, what: str) -> dict[int, int]:
    return {days: many for (it, days), many in sums.by_days.items() if it == what and many}


def days_until_counseling(sums: Sums) -> Chart:
    days = days_of(sums, "counseled")
    bars = in_spans(days)
    title = gettext("Days from registration to the first counseling")
    return Chart("days", title, findings.of_days(days), [gettext("Days it took"), label_of("counseled")], bars)


def in_spans(days: Mapping[int, int], *, promised: int | None = None) -> list[Bar]:
    spans = dict.fromkeys(SPANS, 0)
    for day, many in days.items():
        span = span_of(day)
        if span is not None:
            spans[span] += many
    is_late = {span: promised is not None and span > promised for span in spans}
    return [Bar(str(SPANS[span]), many, beyond=is_late[span]) for span, many in spans.items()]


def hours(sums: Sums, months: Sequence[date]) -> Chart:
    offered, used = ({m: sums.by_month.get((what, m), 0) for m in months} for what in ("slot_offered", "slot_used"))
    bars = [Bar(month_name(m), max(offered[m], used[m]), used[m], brief=f"{m:%Y/%m}") for m in months]
    finding = findings.of_hours(sum(offered.values()), sum(used.values()))
    headers = [gettext("Month"), label_of("slot_offered"), label_of("slot_used")]
    notes = [gettext("The filled part of a column is what was used.")]
    return Chart("hours", gettext("Hours offered and used"), finding, headers, bars, "columns", notes)


def of_kind(sums: Sums, what: str) -> dict[str, int]:
    kinds: dict[str, int] = {}
    for (it, (_channel, kind)), many in sums.by_manner.items():
        if it == what:
            kinds[kind] = kinds.get(kind, 0) + many
    return kinds


def withdrawals(sums: Sums) -> Chart:
    found, known = of_kind(sums, "withdrawn"), all_tallied()["withdrawn"].kinds
    bars = [Bar(str(label), found.get(kind, 0)) for kind, label in known.items()]
    headers = [gettext("Reason"), label_of("withdrawn")]
    return Chart("reasons", gettext("Withdrawals by reason"), findings.of_kinds(bars), headers, bars)


def promise(sums: Sums) -> Chart:
    days, promised = days_of(sums, "withdrawn"), settings.WITHDRAWAL_BUSINESS_DAYS
    title = gettext("Business days that a withdrawal took")
    notes = [gettext("What took longer than is promised is drawn as an outline.")]
    finding = findings.of_promise(days, promised)
    headers = [gettext("Business days"), label_of("withdrawn")]
    return Chart("promise", title, finding, headers, in_spans(days, promised=promised), notes=notes)


def support(sums: Sums, kinds: Sequence[str]) -> Chart:
    mock = of_kind(sums, "slot_used").get("mock_interview", 0)
    bars = [Bar(label_of(what), sums.of(what)) for what in kinds]
    bars.append(Bar(gettext("Mock interviews with the advisor"), mock))
    headers = [gettext("Support"), gettext("How many")]
    return Chart("support", gettext("Support used"), findings.of_kinds(bars), headers, bars)


def notices(sums: Sums) -> Chart:
    sent, stopped = of_kind(sums, "notice_sent"), of_kind(sums, "notice_stopped")
    known = all_tallied()["notice_stopped"].kinds
    bars = [Bar(followed_by(label_of("notice_sent"), known[kind]), many) for kind, many in sorted(sent.items())]
    bars += [Bar(followed_by(label_of("notice_stopped"), known[kind]), many) for kind, many in sorted(stopped.items())]
    finding = findings.of_notices(sum(sent.values()), sum(stopped.values()))
    return Chart(
        "notices", gettext("Notices sent and stopped"), finding, [gettext("Notice"), gettext("How many")], bars
    )


# The table


def table_by(by: str, sums: Sums, told: Iterable[Tallied], names: Names, *, first: date, last: date) -> Table:
    """By month, office, advisor or channel."""
    counted = [it for it in told if has(it, by)]
    cells: dict[tuple[Hashable, str], int] = {}
    for key, what, many in each(by, sums):
        cells[key, what] = cells.get((key, what), 0) + many
    keys = lines_by(by, cells, counted, names, first, last)
    lines = [(name, [f"{cells.get((key, it.what), 0):,}" for it in counted]) for key, name in keys.items()]
    totals = [f"{sum(cells.get((key, it.what), 0) for key in keys):,}" for it in counted]
    return Table([str(it.label) for it in counted], lines, totals)


def has(tallied: Tallied, by: str) -> bool:
    return {
        "month": True,
        "office": tallied.has_office,
        "advisor": tallied.has_advisor,
        "channel": bool(tallied.channels),
    }[by]


def each(by: str, sums: Sums) -> list[tuple[Hashable, str, int]]:
    if by == "month":
        return [(month, what, many) for (what, month), many in sums.by_month.items()]
    if by == "channel":
        return [(channel, what, many) for (what, (channel, _kind)), many in sums.by_manner.items()]
    which = 0 if by == "office" else 1
    return [(place[which], what, many) for (what, place), many in sums.by_place.items()]


def lines_by(
    by: str,
    cells: Mapping[tuple[Hashable, str], int],
    counted: Sequence[Tallied],
    names: Names,
    first: date,
    last: date,
) -> dict[Hashable, str]:
    """What has a line, with its name. Months have one each; of the rest whatever there is some of."""
    if by == "month":
        return {month: month_name(month) for month in months_between(first, last)}
    shown = {it.what for it in counted}
    there = {key for (key, what), many in cells.items() if many and what in shown}
    if by == "channel":
        known = {key: str(label) for it in counted for key, label in it.channels.items()}
        return {key: known.get(str(key), gettext("Not known")) for key in sorted(there, key=str)}
    name = names.office if by == "office" else names.advisor
    ids = sorted((key for key in there if key is None or isinstance(key, int)), key=lambda key: key or 0)
    return {key: name(key) for key in ids}


def reasons_by_channel(sums: Sums) -> Table:
    """Withdrawals: a line for each reason, a column for each channel."""
    withdrawn = all_tallied()["withdrawn"]
    found = {manner: many for (what, manner), many in sums.by_manner.items() if what == "withdrawn"}
    lines = [
        (str(label), [found.get((channel, kind), 0) for channel in withdrawn.channels])
        for kind, label in withdrawn.kinds.items()
    ]
    totals = [sum(numbers) for numbers in zip(*(numbers for _label, numbers in lines), strict=True)]
    header = [*map(str, withdrawn.channels.values()), gettext("All together")]
    shown = [(label, [f"{it:,}" for it in (*numbers, sum(numbers))]) for label, numbers in lines]
    return Table(header, shown, [f"{it:,}" for it in (*totals, sum(totals))])
