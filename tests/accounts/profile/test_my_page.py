"""What my page puts first, for whoever is new, in the middle of it, or leaving."""

import re
from datetime import timedelta

import pytest

from tests import factories
from tests.reading import unmarked

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
TASKS, NEXT, BESIDE = 'id="first"', 'id="next"', 'id="beside"'


def main(client) -> str:
    page = " ".join(client.get("/mypage/").content.decode().split())
    return page.split("<main")[1].split("</main>")[0]


def part(text: str, begins: str) -> str:
    return text.split(begins)[1].split("</section>")[0]


def rows(text: str) -> list[str]:
    """What the rows of a list of steps are headed."""
    return [re.sub(r"<[^>]+>", "", row) for row in re.findall(r"<h3>(.*?)</h3>", text)]


@pytest.fixture
def interview(assignment, seeker, now):
    referral = factories.ReferralFactory(seeker=seeker, status="interview")
    return factories.JobInterviewFactory(referral=referral, starts_at=now + timedelta(days=3))


@pytest.fixture
def message(assignment):
    return factories.ConversationEntryFactory(assignment=assignment, is_from_seeker=False)


@pytest.fixture
def offer(assignment, seeker):
    return factories.ReferralFactory(seeker=seeker, status="offered", posting__company__name="見本商店")


@pytest.fixture
def proposed(assignment, seeker):
    return factories.ReferralFactory.create_batch(2, seeker=seeker)


# What to do next


def test_offer_comes_first_then_the_week_then_messages_then_referrals(
    seeker_client, proposed, message, interview, offer
):
    shown = rows(part(main(seeker_client), NEXT))
    assert shown == ["Offer: 見本商店", "Mon 23 Nov, 10:00", "1 new message"]
    offer.delete()
    assert rows(part(main(seeker_client), NEXT)) == [*shown[1:], "2 postings referred to you"]


def test_each_step_has_one_button_and_only_the_first_is_filled(seeker_client, proposed, message, interview):
    steps = part(main(seeker_client), NEXT).split("<li ")[1:]
    assert [step.count('class="button') for step in steps] == [1, 1, 1]
    assert ["button--quiet" in step for step in steps] == [False, True, True]


def test_referrals_and_offers_are_in_no_hurry(seeker_client, proposed, offer):
    assert part(main(seeker_client), NEXT).count("No hurry.") == 2


@pytest.mark.parametrize(("days", "is_step"), [(7, True), (8, False)])
def test_what_is_within_seven_days_is_a_step_and_what_is_later_stands_below(
    seeker_client, interview, now, days, is_step
):
    interview.starts_at = now + timedelta(days=days)
    interview.save()
    text = main(seeker_client)
    assert (NEXT in text, 'id="ahead"' in text) == (is_step, not is_step)
    assert text.count(f'href="/referrals/interviews/{interview.pk}.ics"') == 1


def test_offered_seat_is_a_step_and_no_longer_waited_for(seeker_client, assignment, seeker, now):
    seat = factories.SeminarSeatFactory(seeker=seeker, status="waiting", seminar__starts_at=now + timedelta(days=20))
    assert 'id="awaited"' in main(seeker_client)
    type(seat).objects.filter(pk=seat.pk).update(
        status="offered", offered_at=now, offered_until=now + timedelta(days=1)
    )
    text = main(seeker_client)
    assert ("please answer by" in part(text, NEXT), 'id="awaited"' in text) == (True, False)


def test_selection_that_others_have_in_hand_is_waited_for(seeker_client, assignment, seeker, interview):
    factories.ReferralFactory(seeker=seeker, status="screening", posting__company__name="例示製作所")
    awaited = unmarked(part(main(seeker_client), 'id="awaited"'))
    assert awaited.count("<li") == 1
    assert "Selection: 例示製作所" in awaited


# Who is new


def test_new_member_is_shown_what_comes_first(seeker_client):
    tasks = part(main(seeker_client), TASKS)
    assert rows(tasks) == ["Register", "Counseling", "Say what matters to you"]
    assert re.findall(r'data-state="(\w+)"', tasks) == ["done", "open", "open"]
    assert re.findall(r'class="button[^>]*href="([^"]*)"', tasks) == ["/counseling/", "/mypage/conditions/"]


def test_what_is_done_of_the_first_steps_is_marked_and_all_done_is_gone(seeker_client, seeker, advisor):
    factories.AssignmentFactory(seeker=seeker, advisor=advisor)
    factories.CounselingBookingFactory(slot=factories.CounselingSlotFactory(advisor=advisor), seeker=seeker)
    tasks = part(main(seeker_client), TASKS)
    assert re.findall(r'data-state="(\w+)"', tasks) == ["done", "done", "open"]
    factories.DesiredConditionFactory(seeker=seeker)
    assert TASKS not in main(seeker_client)


def test_whoever_has_been_counseled_is_shown_no_first_steps(seeker_client, seeker, assignment, advisor):
    slot = factories.CounselingSlotFactory(advisor=advisor)
    factories.CounselingBookingFactory(slot=slot, seeker=seeker, status="completed")
    text = main(seeker_client)
    assert TASKS not in text
    assert "Nothing waits for you." in part(text, NEXT)


# Who is beside them


def test_advisor_is_shown_with_their_next_free_time(seeker_client, assignment, advisor, other_advisor):
    for who, day in ((advisor, 3), (advisor, 2), (other_advisor, 1)):
        factories.CounselingSlotFactory(advisor=who, held_on=f"2026-11-2{day + 3}", hour=14)
    beside = part(main(seeker_client), BESIDE)
    assert advisor.name in beside
    assert "Wed 25 Nov, 14:00" in beside
    assert ('href="/advisor/"' in beside, 'href="/counseling/"' in beside) == (True, True)


@pytest.mark.parametrize("because", ["away", "booked", "leaving"])
def test_no_free_time_is_shown_that_could_not_be_booked(seeker_client, seeker, assignment, advisor, because):
    factories.CounselingSlotFactory(advisor=advisor, held_on="2026-11-25", hour=14)
    assert "Next free time" in main(seeker_client)
    if because == "away":
        type(advisor).objects.update(is_at_work=False)
    elif because == "booked":
        factories.CounselingBookingFactory(slot=factories.CounselingSlotFactory(advisor=advisor), seeker=seeker)
    else:
        factories.WithdrawalRequestFactory(seeker=seeker, status="scheduled")
    assert "Next free time" not in main(seeker_client)


# Who is leaving, and where everything else is


def test_whoever_leaves_is_asked_for_nothing_new(seeker_client, seeker, proposed, offer, interview):
    factories.WithdrawalRequestFactory(seeker=seeker, status="scheduled")
    text = main(seeker_client)
    assert rows(part(text, NEXT)) == ["Offer: 見本商店", "Mon 23 Nov, 10:00"]
    assert (TASKS in text, "Book counseling" in text, 'href="/withdraw/"' in text) == (False, False, False)
    assert "Stop the withdrawal" in text


def test_new_member_who_leaves_is_shown_no_first_steps(seeker_client, seeker):
    factories.WithdrawalRequestFactory(seeker=seeker, status="scheduled")
    text = main(seeker_client)
    assert (TASKS in text, NEXT in text) == (False, False)


def test_settings_are_one_row_of_links(seeker_client):
    row = main(seeker_client).split('aria-label="Settings"')[1].split("</nav>")[0]
    assert re.findall(r'href="([^"]*)"', row) == [
        "/mypage/profile/",
        "/mypage/notices/",
        "/mypage/data/",
        "/mypage/security/",
        "/withdraw/",
    ]
