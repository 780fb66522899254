"""From a referral to a job: two people read what an advisor has chosen for them, and each decides alone."""

import re

import pytest
from django.core import mail

from accounts.tasks import sweep_messages
from jobs.models import JobPosting, Referral
from tests import factories
from tests.journeys.conftest import PHONE
from tests.journeys.person import Person


@pytest.fixture
def counseled(seeker, assignment, advisor):
    """Somebody who has been counseled, and has said what matters."""
    slot = factories.CounselingSlotFactory(advisor=advisor)
    factories.CounselingBookingFactory(slot=slot, seeker=seeker, status="completed")
    wants = [
        ("weekends_off", True, "家族と過ごすため"),
        ("training", False, "はじめての仕事なので"),
        ("dormitory", False, ""),
    ]
    for rank, (kind, is_must, reason) in enumerate(wants):
        factories.DesiredConditionFactory(seeker=seeker, kind=kind, is_must=is_must, rank=max(rank, 1), reason=reason)
    return seeker


@pytest.fixture
def office_job(db):
    return factories.JobPostingFactory(title="一般事務", weekends_off=True, training=False, pay_min=210_000)


@pytest.fixture
def shop_job(db):
    return factories.JobPostingFactory(title="販売スタッフ", weekends_off=None, training=True, category="service")


@pytest.fixture
def advisor_there(arrive, advisor) -> Person:
    return arrive(user=advisor.user)


def refer(advisor: Person, title: str, why: str, *, beyond: bool = False) -> None:
    advisor.arrives_at("Refer a posting")
    if beyond:
        advisor.ticks("Also those that do not meet every must-have")
        advisor.presses("Search")
    advisor.touches(advisor.card(title).get_by_role("link"))
    advisor.sees("Refer a posting")
    advisor.presses("Refer it")
    if beyond:
        advisor.is_refused("This posting does not meet every must-have. Please write why you refer it all the same.")
    advisor.enters({"Why you refer it": why})
    advisor.presses("Refer it")


def test_seeker_reads_why_declines_one_applies_to_one_and_is_hired(
    arrive, advisor_there, counseled, office_job, shop_job, other_seeker, clock
):
    waiting = factories.ReferralFactory(seeker=other_seeker, posting=office_job)
    member, advisor = arrive(user=counseled.user, **PHONE), advisor_there

    advisor.opens(f"/admin/accounts/jobseeker/{counseled.pk}/change/")
    advisor.follows("Refer a posting")
    refer(advisor, "販売スタッフ", "土日は交代でお休みとのこと。店長に確認しました。", beyond=True)
    advisor.opens(f"/admin/jobs/referral/add/?seeker={counseled.pk}")
    refer_without_a_note(advisor, "一般事務")
    clock.shift(11 * 60)
    sweep_messages()
    assert member.newest_mail().subject == "Your advisor has 2 postings for you"

    decline_and_say_what_matters(member)
    apply(member)
    be_hired(member, advisor, counseled)

    assert JobPosting.objects.get(pk=office_job.pk).closing == "filled"
    assert Referral.objects.get(pk=waiting.pk).status == "lapsed"
    told = [message.subject for message in mail.outbox if message.to == [other_seeker.user.email]]
    assert told == ["A posting that was referred to you has closed"]


def refer_without_a_note(advisor: Person, title: str) -> None:
    advisor.sees("Refer a posting")
    advisor.touches(advisor.card(title).get_by_role("link"))
    advisor.presses("Refer it")
    advisor.page.wait_for_url("**/change/")


def decline_and_say_what_matters(member: Person) -> None:
    member.opens(re.search(r"http\S+/referrals/\d+/", member.newest_mail().body)[0])
    member.sees("販売スタッフ")
    member.follows("All referrals")
    member.sees("Your referrals")
    member.follows("販売スタッフ")
    member.sees("販売スタッフ")
    member.reads("土日は交代でお休みとのこと。")
    member.reads("家族と過ごすため")
    member.follows("Decline")
    member.sees("Decline the referral")
    member.ticks("The conditions do not fit")
    member.chooses("A must-have you have noticed", "Dormitory")
    member.presses("Decline")
    member.is_told("You have declined. Nobody will ask you about it.")
    member.sees("販売スタッフ")


def apply(member: Person) -> None:
    member.follows("All referrals")
    member.follows("一般事務")
    member.arrives_at("一般事務")
    tab = member.opens_tab()
    tab.opens(member.page.url)
    for browser in (member, tab):
        browser.follows("Apply")
        browser.sees("Apply for this job?")
    member.presses("Apply")
    member.is_told("You have applied.")
    tab.presses("Apply")
    tab.is_told("Nothing was changed. This is where it stands by now: Applied")
    member.sees("一般事務")


def be_hired(member: Person, advisor: Person, seeker) -> None:
    advisor.opens_mailed_link("Please send the application to the company.")
    sure(advisor, "The company is looking at the documents")
    advisor.presses("Set the interview")
    advisor.is_refused("When it begins: Enter when the interview begins.", "Enter where it takes place.")
    advisor.enters(
        {"When it begins": "2026-12-01T14:00", "Where": "本社 3階", "What to know": "履歴書をお持ちください。"}
    )
    advisor.presses("Set the interview")
    assert "calendar.ics" in [name for name, *_ in member.newest_mail().attachments]
    member.opens("/mypage/")
    member.sees("My page")
    member.touches(member.page.get_by_role("link", name=re.compile("See the details ?: Interview at")))
    member.arrives_at("一般事務")
    member.reads("履歴書をお持ちください。")
    with member.page.expect_download() as download:
        member.touches(member.page.get_by_role("link", name="Into my calendar"))
    assert "本社 3階" in download.value.path().read_text()
    lose_the_interview(member, advisor)
    sure(advisor, "The company makes an offer")
    member.opens_mailed_link("Where it stands:")
    member.sees("一般事務")
    member.follows("Accept the offer")
    member.sees("Accept this offer?")
    member.presses("Accept the offer")
    member.is_told("Congratulations!")
    member.sees("一般事務")
    member.worker()


def sure(advisor: Person, button: str) -> None:
    """Asked once, on a page of its own."""
    advisor.follows(button)
    advisor.sees(button)
    advisor.presses(button)


def lose_the_interview(member: Person, advisor: Person) -> None:
    """The company has thought better of it, and makes the offer without."""
    advisor.touches(advisor.page.locator("summary", has_text="Call it off"))
    sure(advisor, "Call the interview off")
    advisor.reads("The interview is called off, and the seeker is told.")
    assert "calendar.ics" in [name for name, *_ in member.newest_mail().attachments]
    member.opens_mailed_link("The attached file takes it out of your calendar. More is here:")
    member.sees("一般事務")
    member.reads("This interview will not take place.")
