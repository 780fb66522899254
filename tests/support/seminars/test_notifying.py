"""What the mails about a seat say as they are sent, and the entry for the member's own calendar that some carry."""

from datetime import timedelta

import pytest
from django.core import mail
from icalendar import Calendar

from config.days import when
from support.seminars import holding, seating
from tests import factories

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def seminar(now):
    return factories.SeminarFactory(capacity=1)


def entry(message) -> dict:
    """What stands in the calendar that is stored with a mail."""
    file = Calendar.from_ical(message.context["calendar"])
    [event] = file.walk("VEVENT")
    said = {name: str(event[name]) for name in ("UID", "SUMMARY", "LOCATION", "STATUS")}
    return said | {"METHOD": str(file["METHOD"]), "times": (event["DTSTART"].dt, event["DTEND"].dt)}


def newest(seeker):
    return seeker.user.messages.latest("pk")


def test_mail_says_where_it_is_who_speaks_and_what_to_bring(seeker, now, worker):
    office = factories.OfficeFactory(map_url="https://map.example.jp/1")
    seminar = factories.SeminarFactory(office=office, meeting_url="", speaker="先輩の方", to_bring="筆記用具")
    seating.join(seminar.pk, seeker)
    worker()
    [sent] = mail.outbox
    said = (f"Where: {office.name}", office.address, office.access, office.map_url, "先輩の方", "筆記用具")
    assert [it for it in said if it not in sent.body] == []
    assert "online" not in sent.body


@pytest.mark.parametrize(("has_seat", "is_said"), [(True, True), (False, False)])
def test_who_has_a_seat_reads_that_the_link_follows(seeker, now, worker, has_seat, is_said):
    seminar = factories.SeminarFactory(meeting_url="", capacity=1)
    if not has_seat:
        factories.SeminarSeatFactory(seminar=seminar)
    seating.join(seminar.pk, seeker)
    worker()
    [sent] = mail.outbox
    assert ("You find the link on the page" in sent.body) is is_said


def test_mail_that_leaves_after_a_change_says_the_new_time(seeker, seminar, now, worker):
    seating.join(seminar.pk, seeker)
    holding.change_seminar(seminar.pk, {"starts_at": seminar.starts_at + DAY})
    worker()
    assert [sent.subject.startswith(when(seminar.starts_at + DAY)) for sent in mail.outbox] == [True, True]


# The entry for a calendar


def test_seat_stands_in_the_calendar_and_is_taken_out_again(seeker, seminar, now):
    seating.join(seminar.pk, seeker)
    stands = entry(newest(seeker))
    assert stands["times"] == (seminar.starts_at, seminar.ends_at)
    assert [stands[it] for it in ("SUMMARY", "LOCATION")] == [seminar.title, seminar.meeting_url]
    assert [stands[it] for it in ("STATUS", "METHOD")] == ["CONFIRMED", "PUBLISH"]
    seating.leave(seminar.pk, seeker)
    assert entry(newest(seeker)) == stands | {"STATUS": "CANCELLED", "METHOD": "CANCEL"}


def test_what_is_called_off_is_taken_out_of_the_calendar(seeker, seminar, now):
    seating.join(seminar.pk, seeker)
    holding.call_off(seminar.pk, why="台風のため")
    assert entry(newest(seeker))["STATUS"] == "CANCELLED"


def test_entry_says_the_address_of_the_office(seeker, now):
    seminar = factories.SeminarFactory(office=factories.OfficeFactory(), meeting_url="")
    seating.join(seminar.pk, seeker)
    assert entry(newest(seeker))["LOCATION"] == f"{seminar.office.name} {seminar.office.address}"


def test_entry_is_in_the_language_of_the_member(seeker, now):
    seeker.user.language = "ja"
    seeker.user.save()
    seating.join(factories.SeminarFactory(meeting_url="").pk, seeker)
    assert entry(newest(seeker))["LOCATION"] == "オンライン"


def test_who_only_waited_has_nothing_to_take_out(seeker, seminar, now):
    factories.SeminarSeatFactory(seminar=seminar)
    seating.join(seminar.pk, seeker)
    seating.leave(seminar.pk, seeker)
    assert "calendar" not in newest(seeker).context
