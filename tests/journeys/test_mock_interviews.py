"""A seeker practises an interview: from the line beside it to the sheet; and the advisor who writes that."""

from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from advisors.models import CounselingSlot
from support.models import InterviewFeedback, MockInterview
from tests import factories
from tests.journeys.conftest import PHONE, in_english

TUESDAY = date(2026, 11, 24)
SMALL = {**PHONE, "viewport": {"width": 360, "height": 740}}
SAID = {
    "First strength": "笑顔であいさつができました。",
    "Second strength": "アルバイトの話が具体的でした。",
    "Third strength": "最後まで落ち着いていました。",
    "One thing to practise": "結論から話し始めましょう。",
}

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def interview(assignment, clock):
    """Of the seeker, at a company, next week; and two free hours of their advisor."""
    for hour in (10, 15):
        factories.CounselingSlotFactory(advisor=assignment.advisor, held_on=TUESDAY, hour=hour)
    referral = factories.ReferralFactory(seeker=assignment.seeker, status="interview")
    return factories.JobInterviewFactory(referral=referral)


@pytest.mark.parametrize(("language", "scripts"), [("ja", False), ("ja", True), in_english(True)])
def test_seeker_books_on_a_phone(arrive, seeker, interview, language, scripts):
    seeker.user.language = language
    seeker.user.save()
    member = arrive(user=seeker.user, language=language, java_script_enabled=scripts, **SMALL)
    member.opens("/mypage/")
    member.touches(member.page.get_by_role("main").get_by_role("link", name=member.says("Mock interviews")))
    member.sees("Mock interviews")
    member.touches(member.page.locator("main .card .onward").first)
    member.sees("Book a mock interview")
    member.touches(member.page.get_by_role("link", name="10:00").first)
    member.sees("Book a mock interview")
    posting = interview.referral.posting
    assert member.field("The posting it prepares for").input_value() == str(posting.pk)
    member.presses("Book this time")
    for said in ("Choose how you would like to talk.", "Choose what you would like to practise."):
        member.reads(said)
    member.touches(member.field("Online"))
    member.touches(member.field("Final interview"))
    member.enters({"What you would like to practise": "志望動機を短く話したいです。"})
    member.presses("Book this time")
    member.sees("Mock interviews")
    member.is_told("Your mock interview is booked. The details are on their way by mail.")
    member.reads("志望動機を短く話したいです。")
    assert member.newest_mail().attachments[0].filename == "calendar.ics"
    booked = MockInterview.objects.get()
    assert (booked.kind, booked.posting, booked.booking.slot.hour) == ("final", posting, 10)


@pytest.mark.parametrize(("language", "scripts"), [("ja", False), in_english(True)])
def test_seeker_moves_and_cancels_on_a_phone(arrive, seeker, interview, language, scripts):
    seeker.user.language = language
    seeker.user.save()
    slot = CounselingSlot.objects.get(held_on=TUESDAY, hour=10)
    booked = factories.MockInterviewFactory(booking__seeker=seeker, booking__slot=slot)
    member = arrive(user=seeker.user, language=language, java_script_enabled=scripts, **SMALL)
    member.opens("/support/mock-interviews/")
    member.follows("Move to another time")
    member.sees("Move the mock interview")
    member.touches(member.page.get_by_role("link", name="15:00").first)
    member.presses("Move to this time")
    member.is_told("Your mock interview has moved. The details are on their way by mail.")
    member.follows("Cancel it")
    member.sees("Cancel the mock interview")
    member.presses("Cancel this mock interview")
    member.is_told("Your mock interview is cancelled.")
    booked.booking.refresh_from_db()
    assert (booked.booking.status, booked.booking.slot.hour) == ("cancelled", 15)


def test_two_tabs_book_one_and_say_so(arrive, seeker, interview):
    first = arrive(user=seeker.user, **SMALL)
    second = arrive(user=seeker.user)
    for person, hour in ((first, "10:00"), (second, "15:00")):
        person.opens("/support/mock-interviews/times/")
        person.touches(person.page.get_by_role("link", name=hour).first)
        person.touches(person.field("Online"))
        person.touches(person.field("First interview"))
    first.presses_twice("Book this time")
    first.sees("Mock interviews")
    second.presses("Book this time")
    second.sees("Mock interviews")
    second.is_told("There is a mock interview ahead already. If this other time suits better, please move it.")
    assert MockInterview.objects.get().booking.slot.hour == 10


def test_advisor_writes_the_sheet_and_the_seeker_reads_it(arrive, seeker, advisor, assignment, clock):
    slot = factories.CounselingSlotFactory(advisor=advisor, held_on=TUESDAY - timedelta(days=5), hour=10)
    held = factories.MockInterviewFactory(booking__seeker=seeker, booking__slot=slot, booking__status="completed")
    host = arrive(user=advisor.user)
    host.opens("/admin/")
    host.follows(seeker.member_number)
    host.enters(dict(list(SAID.items())[:3]))
    host.presses("Send the sheet")
    expect(host.page.get_by_text("This is missing.").first).to_be_visible()
    host.has_entered(dict(list(SAID.items())[:3]))
    host.enters({"One thing to practise": SAID["One thing to practise"]})
    host.presses("Send the sheet")
    expect(host.page.locator(".messagelist .success")).to_be_visible()
    sheet = InterviewFeedback.objects.get()
    assert sheet.interview == held
    member = arrive(user=seeker.user, **SMALL)
    mail = member.newest_mail()
    assert SAID["One thing to practise"] not in mail.body
    member.opens("/support/mock-interviews/")
    member.follows("Open the feedback sheet")
    member.sees("Feedback on your mock interview")
    for text in SAID.values():
        member.reads(text)
    sheet.refresh_from_db()
    assert sheet.opened_at is not None
