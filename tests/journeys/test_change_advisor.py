"""A seeker asks for another advisor; the desk finds one; the old one only lists one seeker less."""

import pytest
from django.utils import translation
from playwright.sync_api import expect

from tests import factories
from tests.journeys.conftest import PHONE, in_english

pytestmark = pytest.mark.django_db(transaction=True)

TICKED = "This advisor leaves, or is away for long. It cannot be undone."


@pytest.fixture
def staff(advisor, other_advisor):
    """The present advisor, one who fits better, and one of another gender than wished for."""
    advisor.name, other_advisor.name = "見本はるか", "例示なつみ"
    other_advisor.fields_of_work = ["it"]
    advisor.save()
    other_advisor.save()
    factories.CounselingSlotFactory(advisor=other_advisor)
    factories.AdvisorFactory(gender="male", name="仮名ふゆき")
    return advisor, other_advisor


def ask(member) -> None:
    member.opens("/advisor/")
    member.follows("Ask for another advisor")
    member.sees("Another advisor")
    member.reads("Your advisor does not learn of this")
    member.presses("Ask for another advisor")
    field, sentence = "Why you would like another advisor", "Choose the reason that comes closest."
    refusal = member.page.locator("[data-error-summary]").get_by_role("link")
    expect(refusal).to_have_text(
        member.says("%(name)s: %(sentence)s") % {"name": member.says(field), "sentence": member.says(sentence)}
    )
    member.ticks("I find it hard to talk with the advisor")
    member.enters({"What you would like of the next advisor": "ゆっくり話を聞いてくれる方"})
    member.ticks("A woman")
    member.chooses("Field of work the next advisor should know", "IT and engineering")
    member.presses_twice("Ask for another advisor")
    member.is_told("Thank you. The support desk looks for another advisor for you.")
    member.sees("Another advisor")
    member.reads("Your wish is with the support desk")


def assign(clerk, advisor) -> None:
    clerk.page.locator("form").filter(has_text=advisor.name).get_by_role("button").click()


@pytest.mark.parametrize(("language", "colours"), [("ja", "dark"), in_english("light")])
def test_seeker_asks_on_a_phone_and_takes_it_back(arrive, seeker, assignment, staff, language, colours):
    seeker.user.language = language
    seeker.user.save()
    member = arrive(user=seeker.user, language=language, color_scheme=colours, **PHONE)
    ask(member)
    member.presses("Take the wish back")
    member.is_told("Your wish is taken back. Your advisor stays, and has not learned of it.")
    assert seeker.change_requests.get().status == "withdrawn"


def test_desk_finds_another_advisor(arrive, seeker, assignment, staff, desk, member):
    former, following = staff
    ask(member)
    old = arrive(user=former.user)
    old.opens("/admin/accounts/jobseeker/")
    expect(old.page.get_by_role("main")).to_contain_text(seeker.member_number)

    clerk = arrive(user=desk)
    clerk.opens("/admin/")
    clerk.page.get_by_role("link", name="Answer wishes for another advisor").click()
    clerk.page.locator("#result_list").get_by_role("link").first.click()
    clerk.sees(f"Another advisor for {seeker.name} ({seeker.member_number})")
    clerk.reads("ゆっくり話を聞いてくれる方")
    clerk.reads("A woman, as wished for")
    expect(clerk.page.get_by_role("main")).not_to_contain_text("仮名ふゆき")
    assign(clerk, following)
    clerk.reads("has another advisor now: 例示なつみ. The member is told by mail.")

    assert member.newest_mail().subject == "Who your advisor is now"
    member.opens("/advisor/")
    member.reads(following.name)
    old.opens("/admin/accounts/jobseeker/")
    expect(old.page.get_by_role("main")).not_to_contain_text(seeker.member_number)
    new = arrive(user=following.user)
    new.opens("/admin/accounts/jobseeker/")
    expect(new.page.get_by_role("main")).to_contain_text(seeker.member_number)


def test_desk_hands_over_and_assigns_who_is_left(arrive, seeker, assignment, staff, desk):
    away, following = staff
    following.capacity = 0
    following.save()
    seeker.advisor_gender = "female"
    seeker.save()
    clerk = arrive(user=desk)
    clerk.opens(f"/admin/advisors/advisor/{away.pk}/change/")
    clerk.follows("Hand over the seekers")
    clerk.sees(f"Hand over the seekers of {away.name}")
    clerk.ticks(TICKED)
    clerk.presses("Hand over")
    clerk.reads("1 could not be placed and is listed below.")
    clerk.sees(f"Hand over the seekers of {away.name}")
    clerk.follows("Job seekers without an advisor")
    clerk.sees("Job seekers without an advisor")
    assign(clerk, following)
    clerk.reads("The member is told by mail.")
    clerk.reads("Every job seeker has an advisor.")
    assert seeker.assignments.current().get().advisor == following


@pytest.mark.parametrize(("language", "has_script"), [("ja", True), in_english(False)])
def test_desk_replaces_an_advisor_for_who_rings_up(arrive, seeker, assignment, staff, desk, language, has_script):
    _, following = staff
    clerk = arrive(user=desk, language=language, java_script_enabled=has_script, **PHONE)
    clerk.opens(f"/admin/accounts/jobseeker/{seeker.pk}/change/")
    clerk.follows("Replace the advisor")
    with translation.override(language):
        clerk.sees(clerk.says("Another advisor for %(name)s") % {"name": seeker.called})
    clerk.chooses("Wish for the next advisor", "A woman")
    clerk.presses("Show")
    expect(clerk.page.get_by_role("main")).not_to_contain_text("仮名ふゆき")
    assign(clerk, following)
    clerk.sees("Replace the advisor")
    clerk.reads("This cannot be undone.")
    clerk.presses("Replace the advisor")
    clerk.reads(following.name)
    assert seeker.assignments.current().get().advisor == following
