"""A member's page for staff: who it is, and what has been, as far as whoever opens it may see it."""

from datetime import timedelta

import pytest

from tests import factories
from tests.costs import counted
from tests.reading import unmarked

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(seeker) -> str:
    return f"/admin/accounts/jobseeker/{seeker.pk}/change/"


@pytest.fixture
def past(seeker, assignment, now):
    """One of each kind of event, the newest last."""
    factories.ReferralFactory(seeker=seeker, posting__title="経理の求人", proposed_at=now - timedelta(days=3))
    held_on = (now - timedelta(days=2)).date()
    factories.CounselingBookingFactory(
        seeker=seeker, slot__advisor=assignment.advisor, slot__held_on=held_on, slot__hour=11, status="completed"
    )
    written_at = now - timedelta(days=1)
    factories.ConversationEntryFactory(
        assignment=assignment, text="内密の話", is_from_seeker=True, written_at=written_at, goes_at=written_at
    )


def events(client, page: str) -> list[tuple[str, str]]:
    return [(str(event.title), str(event.said)) for event in client.get(page).context["timeline"].events]


REFERRED, WROTE = ("Referral", "経理の求人"), ("Message", "from the job seeker")


def test_advisor_reads_what_has_been_the_newest_first(advisor_client, page, past):
    found = events(advisor_client, page)
    assert [found[0], found[-1]] == [WROTE, REFERRED]
    assert found[1][0] == "Counseling"
    assert "内密の話" not in advisor_client.get(page).content.decode()


def test_desk_reads_that_nobody_wrote(desk_client, page, past):
    assert {title for title, _said in events(desk_client, page)} == {"Counseling", "Referral"}


def test_former_advisor_who_works_at_the_desk_reads_no_message(advisor, advisor_client, assignment, page, past, now):
    factories.join(advisor.user, "Support desk")
    assignment.end(at=now)
    assert "Message" not in dict(events(advisor_client, page))


def test_other_advisor_finds_no_page(other_advisor_client, page, past):
    assert other_advisor_client.get(page).status_code == 404


def test_page_is_headed_by_who_it_is(desk_client, seeker, page):
    html = unmarked(" ".join(desk_client.get(page).content.decode().split()))
    assert f"<h1>{seeker.name}</h1>" in html
    assert f'years old &middot; {seeker.get_prefecture_display()} &middot; <a href="tel:' in html


def test_page_costs_the_same_however_much_has_been(advisor_client, assignment, seeker, page, past):
    costs = []
    for more in (0, 30):
        factories.ConversationEntryFactory.create_batch(more, assignment=assignment)
        factories.ReferralFactory.create_batch(more, seeker=seeker)
        with counted() as sent:
            shown = advisor_client.get(page).context["timeline"].events
        costs.append(len(sent))
    assert len(shown) == 20
    assert costs[0] == costs[1]
