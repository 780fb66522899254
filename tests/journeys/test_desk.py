"""What the support desk does about withdrawals, and an advisor whom a member has told."""

import pytest
from playwright.sync_api import expect

from tests.factories import OfficeFactory, WeeklyHoursFactory, WithdrawalRequestFactory
from tests.journeys.conftest import PHONE, in_english
from tests.journeys.person import NARROW, Person
from tests.journeys.withdrawing import STOP, ask_to_withdraw
from withdrawals.models import WithdrawalRequest

CALLED_BACK = "Identity checked: I have called the member back on the registered phone number."


IDENTITY_CHECKED = (
    "Identity checked: the caller has named the registered phone number, e-mail address and date of birth, or I have "
    "called them back on the registered number."
)


@pytest.fixture
def owner(arrive, seeker) -> Person:
    """The member as somebody who reads their mails, and is signed in nowhere."""
    return arrive(seeker.user.email)


def test_desk_finds_by_phone_who_typed_another_address(arrive, seeker, desk, owner):
    member = arrive("another-address@example.com")
    reference = ask_to_withdraw(member, phone=seeker.phone.as_national)
    assert member.newest_mail().subject == f"We have received your request to withdraw ({reference})"
    staff = arrive(user=desk)
    staff.opens("/admin/")
    staff.follows(reference)
    staff.sees(f"Withdrawal {reference}")
    staff.card(seeker.member_number).get_by_label(CALLED_BACK).check()
    staff.card(seeker.member_number).get_by_role("button").click()
    staff.reads("Thank you. The withdrawal is scheduled, and the member is told by mail.")
    assert owner.newest_mail().subject == f"Your withdrawal has been received ({reference})"
    owner.opens_mailed_link(STOP)
    owner.arrives_at("Stop the withdrawal")


def test_desk_records_what_a_member_said_by_phone_without_scripts(arrive, seeker, desk, owner):
    staff = arrive(user=desk, java_script_enabled=False)
    staff.opens("/admin/")
    staff.follows("Record a withdrawal")
    staff.enters({"Registered phone number": seeker.phone.as_national})
    staff.presses("Search")
    staff.reads("Read out")
    staff.ticks(IDENTITY_CHECKED)
    staff.presses("Record the withdrawal")
    staff.reads("Thank you. The withdrawal is scheduled, and the member is told by mail.")
    request = WithdrawalRequest.objects.get()
    assert (request.status, request.channel, str(request.due_on)) == ("scheduled", "phone", "2026-11-30")
    assert owner.newest_mail().subject == f"Your withdrawal has been received ({request.reference})"


def test_advisor_records_what_their_seeker_wrote(arrive, assignment, owner):
    staff = arrive(user=assignment.advisor.user)
    staff.opens("/admin/withdrawals/withdrawalrequest/add/")
    staff.card(assignment.seeker.member_number).get_by_role("link").click()
    staff.chooses("How the member told us", "E-mail")
    staff.presses("Record the withdrawal")
    staff.reads("is recorded; the details go out by mail.")
    assert owner.newest_mail().subject.startswith("Your withdrawal has been received")


@pytest.mark.parametrize("page", ["/admin/accounts/user/add/", "/admin/accounts/user/{}/change/"])
def test_administrator_meets_no_barrier_at_the_accounts_of_staff(arrive, administrator, desk, page):
    staff = arrive(user=administrator)
    staff.opens(page.format(desk.pk))
    staff.ticks("Support desk")
    staff.meets_no_barrier()


@pytest.mark.parametrize("language", ["ja", in_english()])
def test_desk_reads_the_queue_on_a_phone_without_moving_it_sideways(arrive, desk, language):
    WithdrawalRequestFactory.create_batch(2, status="needs_review")
    staff = arrive(user=desk, language=language, **PHONE)
    staff.page.set_viewport_size(NARROW)
    staff.opens("/admin/withdrawals/withdrawalrequest/")
    rows = staff.page.locator("#result_list")
    assert rows.evaluate("table => table.scrollWidth <= table.parentElement.clientWidth")
    expect(rows.locator("tbody .field-next_task")).to_have_count(2)
    staff.meets_no_barrier()


@pytest.mark.parametrize("language", ["ja", in_english()])
def test_weekly_hours_are_read_on_a_phone_without_moving_them_sideways(arrive, administrator, language):
    hours = WeeklyHoursFactory(office=OfficeFactory(name="見本サポートステーション新宿"), weekday=4)
    staff = arrive(user=administrator, language=language, **PHONE)
    staff.page.set_viewport_size(NARROW)
    staff.opens("/admin/advisors/weeklyhours/")
    rows = staff.page.locator("#result_list")
    assert rows.evaluate("table => table.scrollWidth <= table.parentElement.clientWidth")
    for shown in (hours.office.name, hours.advisor.name):
        expect(rows.get_by_text(shown)).to_be_in_viewport(ratio=1)
    staff.meets_no_barrier()
