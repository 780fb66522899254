"""Seminars in a browser: a seat, a place in line, an offer that is answered, and the desk that calls one off."""

from datetime import timedelta

import pytest
from django.utils import timezone

from support.models import Seminar, SeminarSeat
from tests import factories
from tests.journeys.conftest import PHONE

NO_SCRIPT = {"java_script_enabled": False}


@pytest.fixture
def seminar(clock) -> Seminar:
    return factories.SeminarFactory(
        title="はじめての業界研究", capacity=1, meeting_url="", office=factories.OfficeFactory(name="見本拠点")
    )


@pytest.mark.parametrize(("language", "colours"), [("ja", "dark"), ("en", "light")])
def test_seeker_takes_a_seat_on_a_phone_and_gives_it_up(arrive, seeker, seminar, language, colours):
    seeker.user.language = language
    seeker.user.save()
    member = arrive(user=seeker.user, language=language, color_scheme=colours, **PHONE)
    member.opens("/support/")
    member.follows("See the seminars")
    member.sees("Seminars")
    member.follows(seminar.title)
    member.sees(seminar.title)
    member.presses_twice("Take a seat")
    member.is_told("You have a seat. The details are on their way by mail.")
    member.sees(seminar.title)
    assert member.newest_mail().attachments[0].filename == "calendar.ics"
    with member.page.expect_download() as download:
        member.follows("Put it into my calendar")
    assert "BEGIN:VEVENT" in download.value.path().read_text()
    member.opens("/mypage/")
    member.reads(seminar.title)
    member.touches(member.page.locator(f"a[href='{seminar.get_absolute_url()}']"))
    member.presses("Give the seat up")
    member.is_told("You are no longer down for it. You can join again at any time.")
    assert SeminarSeat.objects.get().status == "cancelled"


@pytest.mark.parametrize(("language", "having"), [("en", PHONE), ("ja", PHONE | NO_SCRIPT)])
def test_who_waits_is_offered_the_seat_by_mail_and_takes_it(arrive, seeker, other_seeker, seminar, language, having):
    for member in (seeker, other_seeker):
        member.user.language = language
        member.user.save()
    first, second = (arrive(user=it.user, language=language, **having) for it in (seeker, other_seeker))
    first.opens(f"/support/seminars/{seminar.pk}/")
    second.opens(f"/support/seminars/{seminar.pk}/")
    first.presses("Take a seat")
    first.arrives_at(seminar.title)
    second.presses("Take a seat")
    second.is_told("You are in line. We have sent you a mail about how it goes on.")
    second.sees(seminar.title)
    second.reads(second.says("You are number %(place)s in line") % {"place": 1})
    first.presses("Give the seat up")
    first.is_told("You are no longer down for it. You can join again at any time.")
    second.opens_mailed_link("Take it here, by the button on the page:")
    second.sees(seminar.title)
    second.presses("Take the seat")
    second.is_told("The seat is yours. The details are on their way by mail.")
    second.reads("You have a seat")


def test_link_in_the_mail_gives_up_without_signing_in(arrive, seeker, seminar):
    member = arrive(user=seeker.user, **PHONE)
    member.opens(f"/support/seminars/{seminar.pk}/")
    member.presses("Take a seat")
    member.arrives_at(seminar.title)
    member.page.context.clear_cookies()
    sentence = "If you cannot come, give the seat up here; then somebody who waits has it. Nobody asks why:"
    member.opens_mailed_link(sentence)
    member.sees("Give up the seat or the place in line")
    assert SeminarSeat.objects.get().status == "taken"
    member.presses("Give it up")
    member.sees("You are no longer down for it")
    assert SeminarSeat.objects.get().status == "cancelled"


def test_desk_holds_a_seminar_and_calls_it_off(arrive, desk, seeker, seminar):
    staff, member = arrive(user=desk), arrive(user=seeker.user)
    member.opens(f"/support/seminars/{seminar.pk}/")
    member.presses("Take a seat")
    member.is_told("You have a seat. The details are on their way by mail.")
    staff.opens(f"/admin/support/seminar/{seminar.pk}/change/")
    staff.page.locator("[name=call_off-why_off]").fill("")
    staff.presses("Call the seminar off")
    staff.page.get_by_text("Enter why it is called off.").first.wait_for()
    staff.page.locator("[name=call_off-why_off]").fill("講師が体調を崩したため")
    staff.presses("Call the seminar off")
    staff.page.get_by_text("everybody concerned is told").wait_for()
    assert "講師が体調を崩したため" in member.newest_mail().body
    member.opens(f"/support/seminars/{seminar.pk}/")
    member.sees(seminar.title)
    member.reads("講師が体調を崩したため")


def test_desk_writes_repeats_and_records(arrive, desk, seminar, clock):
    seats = [factories.SeminarSeatFactory(seminar=seminar)]
    staff = arrive(user=desk)
    staff.opens(f"/admin/support/seminar/{seminar.pk}/change/")
    begins = timezone.localtime(seminar.starts_at + timedelta(days=7))
    staff.page.locator("[name=repeat-starts_at]").fill(f"{begins:%Y-%m-%dT%H:%M}")
    staff.page.locator("[name=repeat-times]").fill("2")
    staff.presses("Hold it again")
    staff.page.get_by_text("The drafts are made").wait_for()
    Seminar.objects.filter(pk=seminar.pk).update(starts_at=timezone.now() - timedelta(hours=2))
    staff.opens("/admin/")
    staff.touches(staff.page.get_by_role("link", name=seminar.title))
    staff.follows("Record who was there")
    staff.touches(staff.page.get_by_role("radio", name="Was there", exact=True))
    staff.presses("Record it")
    staff.page.get_by_text("1 attendance is recorded.").wait_for()
    seats[0].refresh_from_db()
    assert (seats[0].status, seminar.repeats.filter(status="draft").count()) == ("attended", 2)
