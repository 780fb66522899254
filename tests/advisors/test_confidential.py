"""A wish for another advisor is in confidence: whom it concerns sees the same bytes before it and after it.

Proven by comparison: everything that the advisor can open on the site and in the admin is fetched, the wish is filed,
and everything is fetched again.
"""

import pytest
from django.contrib.admin.models import LogEntry
from django.core import mail

from accounts.models import Message
from advisors.actions import changing
from advisors.models import AdvisorChangeRequest
from tests import factories
from tests.advisors.crawling import crawl
from tests.conftest import signed_in
from withdrawals.actions.processing import advance

SAID = {"reason": "talk", "comment": "内密にお願いします", "wish": "別の方", "advisor_gender": "male", "field": "it"}
GUISES = {
    "advisor": (False, False),
    "at the desk": (True, False),
    "administrator": (False, True),
    "administrator at the desk": (True, True),
}

pytestmark = pytest.mark.django_db


@pytest.fixture
def assignment(assignment, clock):
    """A tie with something in it, among other people's wishes and ties."""
    seeker = assignment.seeker
    booking = factories.CounselingBookingFactory(seeker=seeker, slot__advisor=assignment.advisor, status="completed")
    factories.CounselingNotesFactory(booking=booking, assignment=assignment)
    factories.CounselingBookingFactory(seeker=seeker, slot__advisor=assignment.advisor)
    factories.ConversationEntryFactory(assignment=assignment, read_at=assignment.began_at)
    factories.ReferralFactory(seeker=seeker)
    for status in ("submitted", "withdrawn"):
        factories.AdvisorChangeRequestFactory(status=status)
    return assignment


@pytest.fixture(params=GUISES)
def concerned(request, assignment):
    """The advisor whom the wish concerns, in each guise."""
    at_desk, is_administrator = GUISES[request.param]
    return in_guise(assignment.advisor.user, at_desk=at_desk, is_administrator=is_administrator)


def in_guise(user, *, at_desk: bool, is_administrator: bool):
    user.is_superuser = is_administrator
    user.save()
    if at_desk:
        factories.join(user, "Support desk")
    return user


def seen_by(user, seeker) -> dict:
    """Everything they can open, and what they could find in the rows that they may see."""
    rows = {"mails": [message.to for message in mail.outbox]}
    for model in (Message, AdvisorChangeRequest):
        rows[model.__name__] = list(model.objects.visible_to(user).order_by("pk").values())
    rows["to them"] = list(Message.objects.filter(recipient=user).values())
    rows["log"] = list(LogEntry.objects.values())
    return rows | crawl(signed_in(user), seeker.member_number, seeker.family_name)


def differences(before: dict, after: dict) -> list[str]:
    return [address for address in before | after if before.get(address) != after.get(address)]


def file_wish(seeker_client):
    seeker_client.post("/advisor/change/", SAID)
    return AdvisorChangeRequest.objects.open().get(comment=SAID["comment"])


def test_whom_it_concerns_sees_the_same_bytes(concerned, seeker, seeker_client, worker):
    worker()
    before = seen_by(concerned, seeker)
    file_wish(seeker_client)
    worker()
    after = seen_by(concerned, seeker)
    assert differences(before, after) == []
    assert len(after) > 100


def test_nor_do_they_see_how_it_ends_without_another_advisor(assignment, seeker, seeker_client, desk, worker, now):
    user = in_guise(assignment.advisor.user, at_desk=True, is_administrator=True)
    before = seen_by(user, seeker)
    changing.close(file_wish(seeker_client).pk, by=desk, now=now)
    seeker_client.post(f"/advisor/change/{file_wish(seeker_client).pk}/take-back/")
    after = seen_by(user, seeker)
    assert differences(before, after) == []
    assert set(seeker.change_requests.values_list("status", flat=True)) == {"closed", "withdrawn"}


def test_comparison_would_tell(assignment, seeker, seeker_client, desk):
    """Others at the desk do see it: on the first page, in the queue, in the search and on its own page."""
    before = seen_by(desk, seeker)
    wish = file_wish(seeker_client)
    queue = "/admin/advisors/advisorchangerequest/"
    seen = {"/admin/", queue, f"{queue}?q={seeker.member_number}", f"{queue}{wish.pk}/change/"}
    assert seen <= set(differences(before, seen_by(desk, seeker)))


def test_withdrawal_page_does_not_count_the_wishes_that_were_erased(desk_client, seeker, assignment, now):
    """The desk may know whose withdrawal it was; the member's own receipt counts them."""
    factories.AdvisorChangeRequestFactory(assignment=assignment)
    request = factories.WithdrawalRequestFactory(seeker=seeker, status="scheduled", completes_at=now, next_step_at=now)
    advance(request.pk, now=now)
    page = desk_client.get(f"/admin/withdrawals/withdrawalrequest/{request.pk}/change/").content.decode()
    request.refresh_from_db()
    assert request.erased["advisor_change"] == 1
    assert ("Who your advisor is and was" in page, "Wishes for another advisor" in page) == (True, False)


def test_former_advisor_has_access_to_nothing_of_the_seeker(assignment, seeker, seeker_client, desk, now):
    former, names = assignment.advisor.user, [seeker.member_number, seeker.given_name, seeker.phone.as_national]
    before = crawl(signed_in(former), *names)
    assert len(telling(before, names)) > 5
    wish = file_wish(seeker_client)
    changing.reassign(wish.pk, factories.AdvisorFactory(gender="male").pk, by=desk, now=now)
    client = signed_in(former)
    after = crawl(client, *names) | {address: answer_to(client, address) for address in before}
    assert telling(after, names) == []


def answer_to(client, address) -> tuple:
    response = client.get(address)
    return response.status_code, "", b"".join(response) if response.streaming else response.content


def telling(answers: dict, names: list[str]) -> list[str]:
    """The addresses that answer with a page on which one of these stands; what was searched for stands in its field."""
    told = {
        address: body.decode(errors="ignore").partition('id="content')[2] for address, (_, _, body) in answers.items()
    }
    return [address for address, text in told.items() if "?q=" not in address and any(name in text for name in names)]
