"""Who may what: what docs/roles.md says, compared with what each role meets, cell by cell."""

from collections.abc import Callable

import pytest
from django.db import transaction
from django.test import Client

from tests import factories, source
from tests.conftest import signed_in

ROLES = ("visitor", "seeker", "advisor", "support desk", "administrator")
OWN_PAGES = (
    "/mypage/",
    "/mypage/profile/",
    "/mypage/conditions/",
    "/mypage/notices/",
    "/mypage/data/",
    "/counseling/",
    "/referrals/",
    "/support/documents/",
    "/support/resume/",
)
Page = Callable[[Client], bool]


def written() -> dict[str, dict[str, str]]:
    """The table: of each thing, what each role may."""
    rows = [
        line.strip("| \n").split("|")
        for line in (source.ROOT / "docs/roles.md").read_text().splitlines()
        if line[:1] == "|"
    ]
    cells = [[cell.strip() for cell in row] for row in rows if "---" not in row[1]]
    assert tuple(cells[0]) == ROLES
    return {thing: dict(zip(ROLES, may, strict=True)) for thing, *may in cells[1:]}


@pytest.fixture
def people(seeker, assignment, desk_client, administrator_client, advisor_client, seeker_client) -> dict[str, Client]:
    """One of each role; the advisor accompanies the seeker."""
    clients = (Client(), seeker_client, advisor_client, desk_client, administrator_client)
    return dict(zip(ROLES, clients, strict=True))


@pytest.fixture
def other(db):
    """A seeker of another advisor."""
    return factories.AssignmentFactory().seeker


def opens(*paths: str) -> Page:
    return lambda client: all(is_shown(client.get(path)) for path in paths)


def sends(path: str, **sent: str) -> Page:
    """Wrongly filled in, so that it is not done: whoever may is told so, and whoever may not is refused."""
    return lambda client: is_shown(client.post(path, sent))


def answers(review, path: str, **sent: str) -> Page:
    """Whether it is answered then; it is not, once this has been looked at."""

    def page(client: Client) -> bool:
        with transaction.atomic():
            client.post(path, sent)
            review.refresh_from_db()
            transaction.set_rollback(True)
        return review.status == "returned"

    return page


def is_shown(response) -> bool:
    """The whole of it, a file too."""
    return response.status_code == 200 and bool(b"".join(response) if response.streaming else response.content)


@pytest.fixture
def things(seeker, other) -> dict[str, tuple[Page, ...]]:
    """Of each thing one page; or two, where it belongs to somebody: the seeker's, and another's."""
    admin = "/admin/{}/{}/{}/change/".format

    def each(of: Callable) -> tuple[Page, ...]:
        return of(seeker), of(other)

    documents, bookings, referrals, reviews = {}, {}, {}, {}
    for it in (seeker, other):
        advisor = it.assignments.get().advisor
        held = factories.CounselingBookingFactory(seeker=it, slot__advisor=advisor, status="completed")
        bookings[it] = factories.CounselingBookingFactory(seeker=it, slot__advisor=advisor)
        referrals[it] = factories.ReferralFactory(seeker=it)
        documents[it] = factories.DocumentFactory(seeker=it)
        reviews[it] = factories.DocumentReviewFactory(document=documents[it])
        assert held
    booking = lambda it: admin("advisors", "counselingbooking", bookings[it].pk)  # noqa: E731
    referral = lambda it: admin("jobs", "referral", referrals[it].pk)  # noqa: E731
    review = lambda it: admin("support", "documentreview", reviews[it].pk)  # noqa: E731
    told = "/admin/withdrawals/withdrawalrequest/add/"
    return {
        "own account, conditions, bookings, referrals, support, data download": (opens(*OWN_PAGES),),
        "a member's page": each(lambda it: opens(admin("accounts", "jobseeker", it.pk))),
        "correct a member's details": each(lambda it: sends(admin("accounts", "jobseeker", it.pk))),
        "a counseling that is booked": each(lambda it: opens(booking(it))),
        "a referral and its selection": each(lambda it: opens(referral(it))),
        "a document, as a file": each(lambda it: opens(f"/support/documents/{documents[it].pk}/file/")),
        "a document review": each(lambda it: opens(review(it))),
        "answer a document review": each(
            lambda it: answers(reviews[it], review(it), **{"move": "return", "return-comment": "よく書けています。"})
        ),
        "the conversation of seeker and advisor": each(
            lambda it: opens(f"/admin/advisors/conversationentry/with/{it.pk}/")
        ),
        "record a withdrawal that was told": each(lambda it: sends(f"{told}?seeker={it.pk}", channel="none")),
        "note that a caller is called back": (sends(told, call_back="1"),),
        "withdrawal queue": (opens("/admin/withdrawals/withdrawalrequest/"),),
        "advisor changes, never about oneself": (opens("/admin/advisors/advisorchangerequest/"),),
        "seekers without an advisor": (opens("/admin/advisors/assignment/unassigned/"),),
        "own hours": (opens("/admin/advisors/weeklyhours/"),),
        "add a posting": (opens("/admin/jobs/jobposting/add/"),),
        "add a seminar": (opens("/admin/support/seminar/add/"),),
        "add a suit": (opens("/admin/support/suit/add/"),),
        "add an office": (opens("/admin/advisors/office/add/"),),
        "invite somebody": (opens("/admin/advisors/invitation/add/"),),
        "staff accounts, groups": (opens("/admin/accounts/user/", "/admin/auth/group/"),),
        "who looked at members": (opens("/admin/accounts/look/"),),
    }


def met(pages: tuple[Page, ...], client: Client) -> str:
    shown = tuple(page(client) for page in pages)
    return {(True,): "yes", (False,): "-", (True, True): "all", (True, False): "own", (False, False): "-"}[shown]


def test_each_role_meets_what_is_written(people, things):
    observed = {thing: {role: met(pages, client) for role, client in people.items()} for thing, pages in things.items()}
    assert observed == written()


def test_advisor_loses_sight_of_whom_they_pass_on(people, things, assignment, now):
    assignment.end(at=now)
    lost = [thing for thing, pages in things.items() if len(pages) == 2 and met(pages, people["advisor"]) != "-"]
    assert lost == []


def test_who_is_staff_no_longer_meets_nothing(people, things, advisor):
    type(advisor.user).objects.filter(pk=advisor.user.pk).update(is_active=False)
    assert {met(pages, people["advisor"]) for pages in things.values()} == {"-"}
    assert {met(pages, signed_in(factories.StaffFactory())) for pages in things.values()} == {"-"}
