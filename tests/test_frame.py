"""The frame of every page: the ways on a small screen, and the numbers beside them."""

import re

import pytest
from django.urls import reverse

from tests import factories

MENU = re.compile(r'<details class="menu">.*?</details>', re.DOTALL)
DOCK = re.compile(r'<nav class="dock".*?</nav>', re.DOTALL)
WAITS = re.compile(r'class="spoken">(\d+) new<')

pytestmark = pytest.mark.usefixtures("clock")


def part(what: re.Pattern, client, address: str = "/") -> str:
    found = what.search(client.get(address).content.decode())
    return found.group() if found else ""


def links(html: str) -> set[str]:
    return set(re.findall(r'(?:href|action)="([^"]*)"', html))


@pytest.mark.django_db
def test_menu_of_a_visitor_holds_all_ways(client):
    there = {"jobs:postings", "support:support", "account_login", "accounts:register", "withdrawals:withdraw"}
    assert links(part(MENU, client)) == {reverse(name) for name in {*there, "set_language"}}


def test_menu_of_a_member_holds_all_ways_and_does_not_offer_to_register(seeker_client):
    own = {
        "accounts:mypage",
        "accounts:profile",
        "accounts:notices",
        "jobs:conditions",
        "withdrawals:data",
        "mfa_index",
    }
    shared = {"advisors:counseling", "advisors:advisor", "jobs:referrals", "jobs:postings", "support:support"}
    rest = {"mfa_index", "withdrawals:withdraw", "account_logout", "set_language"}
    assert links(part(MENU, seeker_client)) == {reverse(name) for name in own | shared | rest}
    assert reverse("accounts:register") not in links(seeker_client.get("/").content.decode())


def test_dock_has_four_and_only_members_have_it(seeker_client, desk_client, client):
    four = ["accounts:mypage", "jobs:referrals", "jobs:postings", "advisors:advisor"]
    assert re.findall(r'href="([^"]*)"', part(DOCK, seeker_client)) == [reverse(name) for name in four]
    assert part(DOCK, client) == part(DOCK, desk_client) == ""


def test_dock_says_what_waits_for_this_member_alone(assignment, seeker_client, other_seeker_client):
    seeker = assignment.seeker
    factories.ReferralFactory.create_batch(2, seeker=seeker)
    factories.ReferralFactory(seeker=seeker, status="declined")
    factories.ConversationEntryFactory.create_batch(3, assignment=assignment, is_from_seeker=False)
    factories.ConversationEntryFactory(assignment=assignment, is_from_seeker=True)
    assert WAITS.findall(part(DOCK, seeker_client)) == ["2", "3"]
    assert WAITS.findall(part(DOCK, other_seeker_client)) == []


def test_dock_says_nothing_of_what_is_read_just_now_or_goes_later_or_was_a_former_advisors(
    assignment, seeker_client, now, clock
):
    write = factories.ConversationEntryFactory
    write(assignment=assignment, is_from_seeker=False)
    assert WAITS.findall(part(DOCK, seeker_client, "/advisor/")) == []
    assert WAITS.findall(part(DOCK, seeker_client)) == []
    former = factories.AssignmentFactory(seeker=assignment.seeker, ended_at=now)
    write(assignment=former, is_from_seeker=False)
    write(assignment=assignment, is_from_seeker=False, goes_at=now.replace(year=2027))
    assert WAITS.findall(part(DOCK, seeker_client)) == []
