"""A seeker asks to be referred to a posting: what it needs, who sees it, and what answers it."""

from datetime import timedelta

import pytest
from django.contrib.messages import get_messages

from accounts.models import Message
from jobs.conditions.asked import asked_of
from jobs.conditions.asking import MOST, ask_for_posting
from jobs.conditions.editing import NotAskable
from jobs.models import JobPosting, PostingWish
from jobs.referrals.closing import close_posting
from jobs.referrals.referring import refer
from tests import factories
from tests.costs import counted
from tests.downloads import downloaded
from tests.reading import unmarked

pytestmark = pytest.mark.django_db
SAVED = "/jobs/saved/"
ASK = "Please refer me to this job"


def page(posting, step: str = "") -> str:
    return f"/jobs/{posting.pk}/{step}"


def texts(response) -> str:
    return unmarked(" ".join(response.content.decode().split()))


def said(response) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def asked(seeker) -> list[JobPosting]:
    return [wish.posting for wish in seeker.posting_wishes.all()]


# Asking, and taking it back


def test_button_asks_once_and_takes_it_back(counseled, posting, seeker_client):
    assert ASK in texts(seeker_client.get(page(posting)))
    for _ in range(2):
        assert seeker_client.post(page(posting, "ask/")).url == page(posting)
    assert asked(counseled) == [posting]
    shown = texts(seeker_client.get(page(posting)))
    assert (ASK in shown, "Your advisor looks whether it can be referred" in shown) == (False, True)
    for _ in range(2):
        assert seeker_client.post(page(posting, "take-back/"), {"back": "saved"}).url == SAVED
    assert asked(counseled) == []


def test_saved_list_offers_it_and_says_what_was_asked_for(counseled, posting, seeker_client):
    factories.SavedPostingFactory(seeker=counseled, posting=posting)
    assert f"Please refer me to “{posting.title}”" in texts(seeker_client.get(SAVED))
    assert seeker_client.post(page(posting, "ask/"), {"back": "saved"}).url == SAVED
    shown = texts(seeker_client.get(SAVED))
    assert "What you have asked for" in shown
    assert f"Please refer me to “{posting.title}”" not in shown


def test_nobody_is_written_to(counseled, posting, seeker_client):
    seeker_client.post(page(posting, "ask/"))
    assert not Message.objects.exists()


def test_take_back_reaches_the_own_row_only(counseled, posting, other_seeker_client):
    factories.PostingWishFactory(seeker=counseled, posting=posting)
    other_seeker_client.post(page(posting, "take-back/"))
    assert asked(counseled) == [posting]


def test_ten_may_wait_at_a_time_and_what_has_closed_is_not_counted(counseled, posting, seeker_client, now):
    waiting = factories.PostingWishFactory.create_batch(MOST, seeker=counseled)
    factories.PostingWishFactory(seeker=counseled, posting__status="closed")
    answer = seeker_client.post(page(posting, "ask/"))
    assert said(answer) == ["You cannot ask for this just now; the page says why."]
    assert "You have asked for ten jobs" in texts(seeker_client.get(page(posting)))
    ask_for_posting(counseled.pk, waiting[0].posting_id, now=now)
    close_posting(waiting[0].posting_id, closing=JobPosting.Closing.DESK, now=now)
    ask_for_posting(counseled.pk, posting.pk, now=now)
    assert posting in asked(counseled)


def has_not_come(seeker, posting):
    seeker.counseling_bookings.update(status="no_show")


def wishes_for_notices_only(seeker, posting):
    factories.want_notices_only(seeker)


def is_leaving(seeker, posting):
    factories.WithdrawalRequestFactory(seeker=seeker, status="scheduled")


def has_no_advisor(seeker, posting):
    seeker.assignments.update(ended_at=seeker.joined_at, began_at=seeker.joined_at)


def has_it_already(seeker, posting):
    factories.ReferralFactory(seeker=seeker, posting=posting, status="declined")


def finds_it_closed(seeker, posting):
    posting.move(JobPosting.Status.CLOSED, at=seeker.joined_at, closing=JobPosting.Closing.FILLED)


REFUSED = [
    (has_not_come, "counseling", "First comes a counseling"),
    (wishes_for_notices_only, "notices_only", "notices only, without contact by an advisor"),
    (is_leaving, "leaving", "Your withdrawal is under way"),
    (has_no_advisor, "advisor", "With your next counseling you get an advisor"),
    (has_it_already, "referred", "Your advisor has referred this job to you"),
    (finds_it_closed, "closed", "This job is no longer open"),
]


@pytest.mark.parametrize(("obstacle", "because", "read"), REFUSED, ids=[because for _, because, _ in REFUSED])
def test_page_says_what_comes_first_and_nothing_is_stored(
    counseled, posting, seeker_client, now, obstacle, because, read
):
    obstacle(counseled, posting)
    with pytest.raises(NotAskable) as refusal:
        ask_for_posting(counseled.pk, posting.pk, now=now)
    assert refusal.value.because == because
    seeker_client.post(page(posting, "ask/"))
    shown = texts(seeker_client.get(page(posting)))
    assert (ASK in shown, read in shown) == (False, True)
    assert asked(counseled) == []


def test_pages_are_for_members(client, desk_client, advisor_client, posting):
    for step in ("ask/", "take-back/"):
        assert client.post(page(posting, step)).url.startswith("/login/")
        assert [each.post(page(posting, step)).url for each in (desk_client, advisor_client)] == ["/admin/"] * 2
    assert not PostingWish.objects.exists()


# What answers it, and what takes it away


@pytest.fixture
def wish(counseled, posting):
    return factories.PostingWishFactory(seeker=counseled, posting=posting)


def test_referral_of_that_posting_answers_it_and_of_another_does_not(wish, counseled, posting, advisor, now):
    refer(counseled, factories.JobPostingFactory(), by=advisor.user, note="", now=now)
    assert asked(counseled) == [posting]
    refer(counseled, posting, by=advisor.user, note="", now=now)
    assert asked(counseled) == []


def test_closed_posting_leaves_the_advisors_list_and_the_member_reads_why(wish, advisor, seeker_client, now):
    close_posting(wish.posting_id, closing=JobPosting.Closing.FILLED, now=now)
    assert list(asked_of(advisor.user)) == []
    assert "It has closed since (Filled)" in texts(seeker_client.get(SAVED))
    assert "Take back" not in texts(seeker_client.get(SAVED))
    seeker_client.post(page(wish.posting, "take-back/"))
    assert "It has closed since" not in texts(seeker_client.get(SAVED))


@pytest.mark.parametrize("obstacle", [wishes_for_notices_only, is_leaving])
def test_who_wants_no_contact_now_is_on_no_list_and_reads_so(obstacle, wish, posting, advisor, seeker_client):
    assert list(asked_of(advisor.user)) == [wish]
    obstacle(wish.seeker, posting)
    assert list(asked_of(advisor.user)) == []
    assert "Your advisor does not see it" in texts(seeker_client.get(page(posting)))


# Who sees it


def staff_pages(seeker) -> list[str]:
    referring = f"/admin/jobs/referral/add/?seeker={seeker.pk}"
    return ["/admin/", f"/admin/accounts/jobseeker/{seeker.pk}/change/", referring]


def shows(client, wish) -> list[bool]:
    """Whether it is on the first page, on the seeker's, and among what may be referred."""
    words = ["Postings that job seekers ask for", wish.posting.title, "What they ask for"]
    answers = [texts(client.get(address)) for address in staff_pages(wish.seeker)]
    return [word in answer for word, answer in zip(words, answers, strict=True)]


def test_advisor_sees_it_on_three_pages_and_nobody_else(
    wish, advisor_client, other_advisor_client, desk_client, administrator_client
):
    clients = [advisor_client, other_advisor_client, desk_client, administrator_client]
    assert [shows(client, wish) for client in clients] == [[True] * 3, [False] * 3, [False] * 3, [False] * 3]


@pytest.mark.parametrize("guise", ["", "desk", "administrator"])
def test_former_advisor_sees_nothing_and_the_next_one_does(wish, assignment, advisor, other_advisor, guise, now):
    if guise == "desk":
        factories.join(advisor.user, "Support desk")
    advisor.user.is_superuser = guise == "administrator"
    advisor.user.save()
    assignment.end(at=now)
    factories.AssignmentFactory(seeker=wish.seeker, advisor=other_advisor, began_at=now)
    former, present = (PostingWish.objects.visible_to(each.user) for each in (advisor, other_advisor))
    assert (list(former), list(present)) == ([], [wish])


def test_former_advisor_finds_it_on_no_page(wish, assignment, advisor_client, now):
    assignment.end(at=now)
    assert shows(advisor_client, wish) == [False] * 3


def test_seeker_sees_their_own_only(wish, seeker_client, other_seeker_client):
    pages = [texts(client.get(SAVED)) for client in (seeker_client, other_seeker_client)]
    assert [wish.posting.title in shown for shown in pages] == [True, False]


def test_advisor_refers_it_from_the_list_and_it_is_gone(wish, advisor_client):
    link = f"/admin/jobs/referral/add/?seeker={wish.seeker_id}&amp;posting={wish.posting_id}"
    for address in staff_pages(wish.seeker)[:2]:
        assert link in advisor_client.get(address).content.decode()
    advisor_client.post(link.replace("&amp;", "&"), {"note": "合いそうです。"})
    assert [link in advisor_client.get(address).content.decode() for address in staff_pages(wish.seeker)] == [False] * 3
    assert shows(advisor_client, wish) == [False, True, False]  # the seeker's page says that it was referred


def test_what_is_asked_for_stands_above_the_others_and_once(wish, advisor_client, now):
    newer = factories.PostingWishFactory(seeker=wish.seeker, asked_at=wish.asked_at + timedelta(days=1))
    factories.PostingWishFactory(posting=newer.posting)
    other = factories.JobPostingFactory()
    context = advisor_client.get(staff_pages(wish.seeker)[2]).context
    assert [posting for posting, _ in context["wished"]] == [wish.posting, newer.posting]
    assert [posting.asked_at for posting, _ in context["wished"]] == [wish.asked_at, newer.asked_at]
    assert [posting for posting, _ in context["postings"]] == [other]


# What it costs


def test_pages_cost_the_same_however_much_is_asked_for(counseled, posting, advisor_client, seeker_client):
    costs = []
    for rows in (1, 2):
        factories.PostingWishFactory.create_batch(rows, seeker=counseled)
        pages = [(advisor_client, address) for address in staff_pages(counseled)]
        costs.append([asks(*there) for there in [*pages, (seeker_client, SAVED), (seeker_client, page(posting))]])
    assert costs[0] == costs[1]
    assert max(costs[0]) <= 17  # the first page, which looks for all that waits there


def asks(client, address: str) -> int:
    with counted() as sent:
        client.get(address)
    return len(sent)


def test_my_page_asks_nothing_of_it(wish, seeker_client):
    with counted() as sent:
        seeker_client.get("/mypage/")
    assert [query for query in sent if "jobs_postingwish" in query] == []


def test_member_finds_it_in_their_data(wish, seeker_client):
    held = downloaded(seeker_client).held["jobs.PostingWish"]
    assert [row["posting"] for row in held] == [wish.posting_id]
