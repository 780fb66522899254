"""The seeker's pages: what they show, what they cost, and what a press brings about."""

from datetime import date

import pytest
from django.urls import reverse

from support.models import SuitLoan
from tests.costs import counted
from tests.factories import (
    JobInterviewFactory,
    OfficeFactory,
    ReferralFactory,
    SuitFactory,
    SuitLoanFactory,
    WithdrawalRequestFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]
PAGE = "/support/suits/"


@pytest.fixture
def item():
    return SuitFactory(office=OfficeFactory(name="見本拠点"))


@pytest.fixture
def wanted(item):
    return {"cut": item.cut, "size": item.size, "office": item.office_id, "needed_on": "2026-12-01"}


def text(answer) -> str:
    return answer.content.decode()


def test_suit_is_reserved_and_shown(seeker_client, wanted):
    answer = seeker_client.post(PAGE, wanted, follow=True)
    assert "Your suit is reserved." in text(answer)
    assert SuitLoan.objects.get().pick_up_on == date(2026, 11, 27)
    assert "Reserve this suit" not in text(answer)


def test_interview_is_chosen_and_needs_no_day(seeker_client, seeker, wanted):
    interview = JobInterviewFactory(referral=ReferralFactory(seeker=seeker, status="interview"))
    del wanted["needed_on"]
    assert "Choose an interview" in text(seeker_client.post(PAGE, wanted))
    assert "Enter the day you need it." in text(seeker_client.post(PAGE, wanted | {"interview": "other"}))
    assert seeker_client.post(PAGE, wanted | {"interview": interview.pk}).status_code == 302
    assert SuitLoan.objects.get().interview == interview


def test_interview_of_another_is_no_choice(seeker_client, seeker, wanted):
    JobInterviewFactory(referral=ReferralFactory(seeker=seeker, status="interview"))
    theirs = JobInterviewFactory()
    assert "This interview has changed." in text(seeker_client.post(PAGE, wanted | {"interview": theirs.pk}))


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"cut": ""}, "Choose a cut."),
        ({"size": "A5"}, "This size is not made in this cut."),
        ({"office": "99999"}, "Choose an office of the list."),
        ({"office": "x"}, "Choose an office of the list."),
        ({"needed_on": "soon"}, "This is not a date."),
        ({"needed_on": ""}, "Enter the day you need it."),
        ({"needed_on": "2026-11-24"}, "We need one business day to prepare a suit."),
    ],
)
def test_wrong_input_is_said_beside_what_was_typed(seeker_client, wanted, typed, said):
    answer = text(seeker_client.post(PAGE, wanted | typed))
    assert said in answer
    assert SuitLoan.objects.count() == 0


def test_dates_are_read_in_full_width(seeker_client, wanted):
    assert seeker_client.post(PAGE, wanted | {"needed_on": "２０２６年１２月１日"}).status_code == 302


def test_where_none_is_left_what_is_free_instead_is_one_press_away(seeker_client, item, wanted):
    SuitLoanFactory(item=item)
    elsewhere = OfficeFactory(name="別の拠点")
    SuitFactory(office=item.office, size="11")
    SuitFactory(office=elsewhere)
    SuitFactory(office=item.office, size="17")
    gone = SuitFactory(office=OfficeFactory(name="閉じた拠点", is_open=False))
    answer = text(seeker_client.post(PAGE, wanted))
    assert "No suit of this size is free" in answer
    links = [f"office={item.office_id}&amp;cut=womens_skirt&amp;size=11", f"office={elsewhere.pk}&amp;cut=womens_skirt"]
    assert [answer.count(link) for link in links] == [1, 1]
    assert ("size=17" in answer, gone.office.name in answer) == (False, False)
    chosen = text(seeker_client.get(f"{PAGE}?office={elsewhere.pk}&cut=womens_skirt&size=9&needed_on=2026-12-01"))
    assert f'<option value="{elsewhere.pk}" selected' in chosen


def test_days_are_moved(seeker_client, seeker, item):
    loan = SuitLoanFactory(item=item, seeker=seeker)
    page = reverse("support:move_suit", args=[loan.pk])
    days = {"pick_up_on": "2026-11-26", "return_on": "2026-12-04"}
    assert "The office is closed on Sat 28 Nov." in text(seeker_client.post(page, days | {"pick_up_on": "2026-11-28"}))
    assert "This is before the pick-up." in text(seeker_client.post(page, days | {"return_on": "2026-11-25"}))
    assert seeker_client.post(page, days).status_code == 302
    loan.refresh_from_db()
    assert (loan.pick_up_on, loan.return_on) == (date(2026, 11, 26), date(2026, 12, 4))


def test_reservation_is_cancelled_by_a_press(seeker_client, seeker, item):
    loan = SuitLoanFactory(item=item, seeker=seeker)
    page = reverse("support:cancel_suit", args=[loan.pk])
    assert "Cancel this reservation" in text(seeker_client.get(page))
    assert "Your reservation is cancelled." in text(seeker_client.post(page, follow=True))
    assert "can no longer be changed here" in text(seeker_client.get(page, follow=True))


def test_suit_that_is_out_is_only_shown(seeker_client, seeker, item):
    loan = SuitLoanFactory(item=item, seeker=seeker, status="lent")
    assert item.number in text(seeker_client.get(PAGE))
    for name in ("support:move_suit", "support:cancel_suit"):
        answer = seeker_client.post(reverse(name, args=[loan.pk]), {"pick_up_on": "2026-11-26"}, follow=True)
        assert "can no longer be changed here" in text(answer)
    loan.refresh_from_db()
    assert loan.status == "lent"


def test_overdue_suit_is_asked_for_without_a_threat(seeker_client, seeker, item):
    past = {"pick_up_on": date(2026, 11, 9), "needed_on": date(2026, 11, 11), "return_on": date(2026, 11, 13)}
    SuitLoanFactory(item=item, seeker=seeker, status="lent", **past)
    assert "There is nothing to pay." in text(seeker_client.get(PAGE))


def test_leaver_sees_what_they_have_and_reserves_nothing(seeker_client, seeker, item, wanted, now):
    SuitLoanFactory(item=item, seeker=seeker, status="lent")
    WithdrawalRequestFactory(seeker=seeker, status="scheduled", received_at=now)
    page = text(seeker_client.get(PAGE))
    assert item.number in page
    assert "Reserve this suit" not in page
    assert "Your withdrawal is under way" in text(seeker_client.post(PAGE, wanted, follow=True))


def test_calendar_holds_both_days(seeker_client, seeker, item):
    loan = SuitLoanFactory(item=item, seeker=seeker)
    file = text(seeker_client.get(reverse("support:suit_calendar", args=[loan.pk])))
    assert file.count("BEGIN:VEVENT") == 2
    assert "DTSTART;TZID=Asia/Tokyo:20261127T100000" in file


@pytest.mark.parametrize("name", ["move_suit", "cancel_suit", "suit_calendar"])
def test_suit_of_another_is_not_there(other_seeker_client, advisor_client, assignment, desk_client, seeker, item, name):
    loan = SuitLoanFactory(item=item, seeker=seeker)
    page = reverse(f"support:{name}", args=[loan.pk])
    assert other_seeker_client.get(page).status_code == 404
    assert other_seeker_client.post(page).status_code in (404, 405)
    assert advisor_client.get(page)["Location"] == "/admin/"
    assert desk_client.get(page)["Location"] == "/admin/"


@pytest.mark.parametrize("rows", [1, 100])
def test_pages_cost_the_same_however_much_there_is(seeker_client, seeker, item, rows):
    """Beside the session and the user: interviews, kinds of suit, one's own loans, and whether one is leaving."""
    SuitLoanFactory(item=item, seeker=seeker)
    referral = ReferralFactory(seeker=seeker, status="interview")
    for _ in range(rows):
        JobInterviewFactory(referral=referral)
        SuitLoanFactory(item=SuitFactory(office=item.office), status="lent")
        SuitLoanFactory(seeker=seeker, status="cancelled")
    with counted() as sent:
        assert seeker_client.get(PAGE).status_code == 200
    assert len(sent) <= 2 + 5
    with counted() as sent:
        assert seeker_client.get("/support/suits/size/?who=mens&chest=92&waist=80&height=170").status_code == 200
    assert len(sent) <= 2 + 1


def test_my_page_shows_both_days_by_one_statement(seeker_client, seeker, item):
    SuitLoanFactory(item=item, seeker=seeker)
    page = text(seeker_client.get("/mypage/"))
    assert ("Pick up the suit" in page, "Bring back the suit" in page) == (True, True)
    SuitLoan.objects.all().delete()
    SuitLoanFactory(seeker=seeker, status="lent", needed_on=date(2026, 11, 17), pick_up_on=date(2026, 11, 13),
                    return_on=date(2026, 11, 19))  # fmt: skip
    assert "Bring back the suit (its day is over)" in text(seeker_client.get("/mypage/"))


# Finding a size


SIZE = "/support/suits/size/"


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("who=womens&chest=83&waist=64&height=158", "Try No. 9 first."),
        ("who=womens&chest=８３&waist=６４&height=158", "Try No. 9 first."),
        ("who=mens&chest=92&waist=80&height=170", "Try A5 first."),
        ("who=mens&chest=130&waist=120&height=170", "None of our sizes fits"),
        ("who=mens&chest=&waist=80&height=170", "Enter centimetres between 60 and 150."),
        ("who=mens&chest=nine&waist=80&height=170", "Enter centimetres between 60 and 150."),
        ("who=&chest=92&waist=80&height=170", "Choose women&#x27;s or men&#x27;s sizes."),
        ("", "Three measures of your body"),
    ],
)
def test_size_is_found_by_three_measures_and_kept_nowhere(seeker_client, asked, said):
    session = dict(seeker_client.session)
    assert said in text(seeker_client.get(f"{SIZE}?{asked}"))
    assert dict(seeker_client.session) == session
