"""A seeker and their advisor write to one another, until the seeker has had enough, or leaves."""

import pytest
from playwright.sync_api import expect

from advisors.models import ConversationEntry
from tests.journeys.conftest import PHONE
from withdrawals.models import WithdrawalRequest

TEXT = "What you want to say"


@pytest.fixture
def her(arrive, assignment):
    """The seeker, on her phone."""
    return arrive(user=assignment.seeker.user, **PHONE)


@pytest.fixture
def staff(arrive, assignment):
    """Her advisor, at a desk."""
    return arrive(user=assignment.advisor.user)


def test_seeker_writes_and_the_advisor_answers(her, staff, assignment):
    her.opens("/mypage/")
    her.follows_on_page("Write a message")
    her.sees("My advisor")
    her.enters({TEXT: "土日休みは必須にすべきでしょうか。"})
    her.presses_twice("Send")
    her.is_told("Your message is sent.")
    assert ConversationEntry.objects.count() == 1
    staff.opens_mailed_link("One of your job seekers has written to you. You can read and answer it here:")
    staff.meets_no_barrier()
    staff.opens("/admin/")
    staff.meets_no_barrier()
    staff.follows(assignment.seeker.member_number)
    staff.reads("土日休みは必須にすべきでしょうか。")
    staff.meets_no_barrier()
    staff.enters({TEXT: "理由を一緒に考えましょう。"})
    staff.presses("Send")
    staff.reads("Your message is sent.")
    assert her.newest_mail().subject == "Your advisor has written to you"
    her.opens("/advisor/")
    her.reads("理由を一緒に考えましょう。")
    her.meets_no_barrier()


def test_advisor_is_held_to_the_number_the_seeker_wishes_for(her, staff, assignment):
    her.opens("/advisor/")
    her.follows("Choose hours and number")
    her.sees("When your advisor may write")
    boxes = her.page.locator("[data-field=hours] select")
    assert len(set(boxes.evaluate_all("all => all.map(it => it.getBoundingClientRect().top)"))) == 1
    her.enters({"Messages in a week, at most": "21"})
    her.presses("Save")
    expect(her.page.locator("[aria-invalid=true]")).to_have_count(1)
    her.enters({"Messages in a week, at most": "1"})
    her.presses("Save")
    her.reads("At most 1 message a week, answers not counted.")
    staff.opens(f"/admin/advisors/conversationentry/with/{assignment.seeker.pk}/")
    staff.enters({TEXT: "はじめまして。"})
    staff.presses("Send")
    staff.reads("This job seeker wishes for no more messages this week.")
    staff.enters({TEXT: "もう一つだけ。"})
    staff.presses("Send")
    staff.has_entered({TEXT: "もう一つだけ。"})
    staff.meets_no_barrier()
    assert ConversationEntry.objects.count() == 1


def test_message_is_taken_as_a_withdrawal(her, staff, assignment):
    her.opens("/advisor/")
    her.enters({TEXT: "仕事が決まったので退会したいです。"})
    her.presses("Send")
    her.is_told("Your message is sent.")
    staff.opens(f"/admin/advisors/conversationentry/with/{assignment.seeker.pk}/")
    staff.follows("This is a withdrawal")
    staff.sees("This is a withdrawal")
    staff.presses("This is a withdrawal")
    staff.ticks("The job seeker says here that they want to withdraw.")
    staff.presses("This is a withdrawal")
    staff.reads("is recorded; the details go out by mail.")
    request, entry = WithdrawalRequest.objects.get(), ConversationEntry.objects.get()
    assert (request.channel, request.received_at) == ("message", entry.written_at)
    assert her.newest_mail().subject.startswith("Your withdrawal has been received")
