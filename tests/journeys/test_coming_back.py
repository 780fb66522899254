"""Who has left may come back at once, as a stranger; who is only leaving is asked which they want."""

import pytest

from accounts.models import JobSeeker
from tests.journeys.registering import register
from tests.journeys.withdrawing import ask_to_withdraw, complete_at_once
from withdrawals.models import WithdrawalRequest


@pytest.fixture
def leaver(arrive, seeker):
    """Somebody whose withdrawal is under way."""
    person = arrive(seeker.user.email)
    ask_to_withdraw(person, phone=seeker.phone.as_national)
    person.newest_mail()
    return person


def test_former_member_registers_again_at_once_as_a_stranger(leaver, seeker):
    complete_at_once(leaver)
    assert "You may register again at any time" in leaver.newest_mail().body
    register(leaver)
    leaver.arrives_at("My page")
    leaver.is_told("Welcome. You are registered.")
    newcomer = JobSeeker.objects.get()
    assert newcomer.member_number != seeker.member_number
    leaver.reads(newcomer.member_number)
    assert (newcomer.given_name, newcomer.user.email) == ("花子", leaver.email)


def test_leaver_who_registers_may_stay_as_they_were(leaver, seeker):
    register(leaver)
    leaver.sees("Your withdrawal is still under way")
    leaver.presses("Stop the withdrawal")
    leaver.arrives_at("My page")
    leaver.is_told("The withdrawal is stopped. Your membership goes on as it was.")
    leaver.reads(seeker.member_number)
    assert WithdrawalRequest.objects.get().status == "cancelled"


def test_leaver_who_registers_may_start_afresh(leaver, seeker):
    register(leaver)
    leaver.sees("Your withdrawal is still under way")
    leaver.presses("Erase and register anew")
    leaver.arrives_at("My page")
    leaver.is_told("Your former membership is erased. Welcome: you are newly registered.")
    newcomer = JobSeeker.objects.get()
    assert newcomer.member_number != seeker.member_number
    leaver.reads(newcomer.member_number)
    leaver.newest_mail()
    assert WithdrawalRequest.objects.get().status == "completed"
