"""Which words in a text lead to a member, and which of them to nobody else."""

import pytest

from accounts.models import JobSeeker, User
from accounts.users.contacts import parse_phone
from withdrawals.requests.naming import Naming, Subject

SOMEBODY = Subject("月野", "花", "+818000000000")


@pytest.fixture
def naming():
    user = User(email="kato@example.com")
    phone = parse_phone("090-1234-5678")
    return Naming(JobSeeker(user=user, family_name="林", given_name="真", phone=phone, member_number="4821-7733-05"))


@pytest.mark.parametrize(
    "text",
    [
        "前回の林真さん",
        "（林　真）",
        "林 真様より",
        "真 林",
        "090-1234-5678に",
        "電話+819012345678",
        "KATO@example.comへ",
        "会員4821-7733-05",
    ],
)
def test_name_contact_and_number_that_stand_alone_are_surely_theirs(naming, text):
    assert naming.sure(SOMEBODY).search(text)


@pytest.mark.parametrize(
    "text",
    [
        "小林真さん",
        "林真理子さん",
        "林さん",
        "真くん",
        "sakato@example.com",
        "090-1234-56789",
        "1090-1234-5678",
        "kato@example.com-x",
    ],
)
def test_part_of_a_longer_one_or_a_name_alone_may_be_somebody_elses(naming, text):
    assert not naming.sure(SOMEBODY).search(text)


@pytest.mark.parametrize(
    ("text", "is_called"), [("林さん", True), ("・真くん", True), ("小林さん", False), ("林", False)]
)
def test_called_by_a_name_of_theirs(naming, text, is_called):
    assert bool(naming.sure_or_called(SOMEBODY).search(text)) == is_called


def test_what_whom_it_is_about_has_too_is_not_taken_for_theirs(naming):
    same = Subject("林", "真", "+819012345678")
    assert not naming.sure_or_called(same).search("林真さん、林さん、090-1234-5678")
    assert naming.sure(same).search("kato@example.com")
