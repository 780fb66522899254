"""What every entry for somebody's own calendar (.ics, RFC 5545) needs."""

from functools import cache

from icalendar import Calendar, Timezone

# The library asks for it day by day through a century: a twentieth of a second each time.
time_zone = cache(Timezone.from_tzid)


def text_of(calendar: Calendar) -> str:
    """The file, with the rules of each time zone that it names at its beginning."""
    for name in sorted(calendar.get_missing_tzids()):
        calendar.subcomponents.insert(0, time_zone(name))
    file: bytes = calendar.to_ical()
    return file.decode()
