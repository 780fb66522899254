"""Whom the desk is shown where nothing typed is exactly somebody's: near matches, with what differs. Nobody else is."""

from datetime import timedelta

import pytest
from django.urls import reverse

from tests.costs import counted
from tests.factories import JobSeekerFactory, WithdrawalRequestFactory
from withdrawals.requests.candidates import candidates_for
from withdrawals.requests.identity import phones_near

pytestmark = pytest.mark.django_db
PHONE, EMAIL = "+819012345678", "hanako.mihon@example.com"


@pytest.fixture
def member(now):
    return JobSeekerFactory(phone=PHONE, user__email=EMAIL, family_name="見本", given_name="花")


@pytest.fixture
def typed(now):
    def review(phone, email, **more):
        names = {"statement__phone": phone, "statement__email": email}
        return WithdrawalRequestFactory(status="needs_review", received_at=now, **names, **more)

    return review


def found(request) -> list:
    return [(it.seeker, it.phone_slips, it.email_slips) for it in candidates_for(request, request.statement)]


@pytest.mark.parametrize(
    ("phone", "slips"),
    [("+819012345679", 1), ("+819012345687", 1), ("+819021345678", 1), ("+818012345678", 1)],
)
@pytest.mark.parametrize("email", ["hanako.mihon@exampel.com", "hanako.mihn@exmaple.com", "hanaok.mihno@example.com"])
def test_both_contacts_slightly_off_find_the_member(member, typed, phone, slips, email):
    [(seeker, phone_slips, email_slips)] = found(typed(phone, email))
    assert (seeker, phone_slips, email_slips in (1, 2)) == (member, slips, True)


@pytest.mark.parametrize(
    ("typed_email", "registered"),
    [
        ("hanako@gmial.com", "hanako@gmail.com"),
        ("hanaok@gmial.com", "hanako@gmail.com"),
        ("hanako@docomo.en.jp", "hanako@docomo.ne.jp"),
        ("hanko@exampel.com", "hanko@example.com"),
    ],
)
def test_email_alone_finds_its_member_too(typed, now, typed_email, registered):
    member = JobSeekerFactory(phone=PHONE, user__email=registered)
    assert [seeker for seeker, *_slips in found(typed("+815011112222", typed_email))] == [member]


def test_further_off_is_somebody_else(member, typed):
    assert found(typed("+819012345699", "hanako.other@example.com")) == []


def test_nearest_comes_first_and_strangers_near_by_one_contact_are_left_out(member, typed):
    JobSeekerFactory(phone="+819012345670", user__email="someone@example.org")
    same = JobSeekerFactory(phone="+819012345679", user__email="mother@example.org")
    people = [seeker for seeker, *_slips in found(typed("+819012345679", "hanako.mihon@exampel.com"))]
    assert people == [member, same]


def test_where_nobody_is_near_by_both_who_is_near_by_one_is_shown(typed):
    near = JobSeekerFactory(phone="+819012345670", user__email="someone@example.org")
    assert found(typed("+819012345679", "hanako.mihon@exampel.com"))[0][0] == near


def test_where_the_email_is_somebodys_nobody_near_is_looked_for(member, typed):
    other = JobSeekerFactory(user__email="hanako.mihno@example.com")
    assert [seeker for seeker, *_slips in found(typed("+819012345679", other.user.email))] == [other]


def test_who_joined_after_the_request_is_not_thought_of(typed, now):
    JobSeekerFactory(phone=PHONE, user__email=EMAIL, joined_at=now + timedelta(seconds=1))
    assert found(typed("+819012345679", "hanako.mihon@exampel.com")) == []


def page(client, request) -> str:
    return client.get(reverse("admin:withdrawals_withdrawalrequest_change", args=[request.pk])).content.decode()


def test_desk_sees_which_characters_differ(desk_client, member, typed):
    shown = page(desk_client, typed("+819012345679", "hanako.mihon@exampel.com"))
    assert "The phone number is one slip off / The e-mail address is one slip off" in shown
    pieces = ("090-1234-567<mark>9</mark>", "090-1234-567<mark>8</mark>", "hanako.mihon@examp<mark>el</mark>.com")
    assert [shown.count(piece) for piece in pieces] == [1, 1, 1]
    assert shown.count("<mark>") == 4


@pytest.mark.parametrize("who", ["advisor_client", "seeker_client", "client"])
def test_nobody_else_sees_a_near_match(who, request, member, typed):
    review = typed("+819012345679", "hanako.mihon@exampel.com")
    assert "見本 花" not in page(request.getfixturevalue(who), review)


def test_looking_costs_two_statements_whoever_is_near(typed, member):
    reviews = [typed("+819012345679", "hanako.mihon@exampel.com"), typed("+815011112222", "nobody@example.org")]
    for review in reviews:
        with counted() as sent:
            candidates_for(review, review.statement)
        assert len(sent) == 2


def test_member_of_both_is_found_among_many_who_are_near_by_one(typed, now):
    phone, *others = phones_near("+819012345601")
    member = JobSeekerFactory(phone=phone, user__email="taro5@example.com", joined_at=now - timedelta(days=900))
    for n, other in enumerate(others[:60]):
        JobSeekerFactory(phone=other, user__email=f"somebody{n}@example.org")
    assert found(typed("+819012345601", "taro5@exampel.com"))[0] == (member, 1, 1)
