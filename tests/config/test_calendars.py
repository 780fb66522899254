"""Files for calendars: their time zones are the library's, and found once."""

from datetime import datetime
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

from config.calendars import text_of, time_zone


def calendar_in(*zones: str) -> Calendar:
    calendar = Calendar()
    for zone in zones:
        event = Event()
        event.add("dtstart", datetime(2026, 11, 20, 10, tzinfo=ZoneInfo(zone)))
        calendar.add_component(event)
    return calendar


def test_file_is_what_the_library_writes():
    plain = calendar_in("Asia/Tokyo", "UTC")
    plain.add_missing_timezones()
    assert text_of(calendar_in("Asia/Tokyo", "UTC")) == plain.to_ical().decode()


def test_time_zone_is_found_once():
    first = text_of(calendar_in("Asia/Tokyo"))
    found = time_zone.cache_info().misses
    assert text_of(calendar_in("Asia/Tokyo")) == first
    assert time_zone.cache_info().misses == found
