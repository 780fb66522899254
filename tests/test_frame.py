"""The frame of every page: the ways on a small screen, and the numbers beside them."""

import re
from datetime import timedelta
from io import BytesIO
from urllib.parse import quote

import pytest
from django.urls import reverse
from PIL import Image

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


@pytest.mark.parametrize(("who", "said"), [("seeker", "To my page"), ("advisor", "To the administration")])
def test_first_page_leads_everybody_to_their_own(who, said, request):
    page = request.getfixturevalue(f"{who}_client").get("/").content.decode()
    assert re.findall(r'href="/welcome/">([^<]*)<', page) == [said] * 2


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


def test_dock_says_what_has_gone_since_the_last_page(assignment, seeker_client, now, clock):
    """The question is written once in the life of a process; what time it is, it asks each time."""
    assert WAITS.findall(part(DOCK, seeker_client)) == []
    goes_at = now + timedelta(minutes=5)
    factories.ConversationEntryFactory(assignment=assignment, is_from_seeker=False, goes_at=goes_at)
    assert WAITS.findall(part(DOCK, seeker_client)) == []
    clock.move_to(goes_at)
    assert WAITS.findall(part(DOCK, seeker_client)) == ["1"]


# What a link shows elsewhere, and a phone on its first screen

PUBLIC = ["/", "/register/", "/login/", "/jobs/", "/support/", "/withdraw/", "/withdraw/receipt/"]
PUBLIC += ["/privacy/", "/terms/", "/operator/"]
META = re.compile(r'<meta property="og:(\w+)" content="([^"]*)">')


@pytest.mark.django_db
@pytest.mark.parametrize("address", PUBLIC)
def test_link_to_a_public_page_shows_what_it_is(client, address):
    shown = dict(META.findall(client.get(address).content.decode()))
    assert set(shown) == {"type", "site_name", "title", "description", "url", "image"}
    assert shown["url"] == f"http://testserver{address}"
    assert all(shown.values())
    assert client.get(shown["image"].removeprefix("http://testserver")).status_code == 200


def test_link_to_an_own_page_shows_nothing(seeker_client):
    assert META.findall(seeker_client.get("/mypage/").content.decode()) == []


@pytest.mark.django_db
def test_phone_finds_a_name_and_icons_of_the_sizes_that_are_said(client):
    page = client.get("/").content.decode()
    said = client.get(re.search(r'rel="manifest" href="([^"]*)"', page)[1])
    assert said["Content-Type"] == "application/manifest+json"
    assert said.json()["name"] == "Michishirube"
    icons = {it["src"]: it["sizes"] for it in said.json()["icons"]}
    icons |= {re.search(r'rel="apple-touch-icon" href="([^"]*)"', page)[1]: "180x180"}
    for address, sizes in icons.items():
        picture = Image.open(BytesIO(b"".join(client.get(address).streaming_content)))
        assert f"{picture.width}x{picture.height}" == sizes


def test_posting_is_passed_on_by_a_plain_link_or_as_the_device_does(client, db):
    posting = factories.JobPostingFactory()
    page = client.get(posting.get_absolute_url()).content.decode()
    whole = f"http://testserver{posting.get_absolute_url()}"
    assert f"https://social-plugins.line.me/lineit/share?url={quote(whole, safe='')}" in page
    assert re.search(rf'<button[^>]*data-share="{whole}"[^>]* hidden>', page)
