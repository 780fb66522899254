"""Years as Japan counts them: by the era of the reigning emperor (和暦), or as the West does (西暦).

An era begins on a day, by its law or ordinance, not with a year: what is known by month alone is of the era in which
the month began, so April 2019 is of Heisei 31 and May of the first year of Reiwa (令和元年).
"""

from datetime import date

# The newest first. The calendar is the Western one since Meiji 6; nobody who uses the service was born before.
ERAS = (
    ("令和", date(2019, 5, 1)),
    ("平成", date(1989, 1, 8)),
    ("昭和", date(1926, 12, 25)),
    ("大正", date(1912, 7, 30)),
    ("明治", date(1873, 1, 1)),
)


def year(day: date, *, in_eras: bool) -> str:
    """As a form prints it, without 年: 令和元, 平成31, or 2019."""
    for name, began in ERAS if in_eras else ():
        if day >= began:
            number = day.year - began_in(name) + 1
            return f"{name}{'元' if number == 1 else number}"
    return str(day.year)


def began_in(era: str) -> int:
    """The year in which an era counts as one. Meiji began before the calendar did."""
    return 1868 if era == "明治" else dict(ERAS)[era].year


def in_words(day: date, *, in_eras: bool) -> str:
    """令和元年5月1日."""
    return f"{month_in_words(day, in_eras=in_eras)}{day.day}日"


def month_in_words(day: date, *, in_eras: bool) -> str:
    return f"{year(day, in_eras=in_eras)}年{day.month}月"
