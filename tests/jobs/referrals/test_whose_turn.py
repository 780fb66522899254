"""Who has a selection now, since when, by when the next word is expected, and who is told once that day is over."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.models import Message
from advisors.handover.replacing import replace
from jobs.models import Referral
from jobs.referrals import refusals
from jobs.referrals import selection as actions
from jobs.referrals.start import of_own
from jobs.referrals.whose_turn import FURTHEST, overdue, turn_of
from tests import factories
from tests.twins import at_once, overtaken
from withdrawals.erasure.erasing import erase_member

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
FRIDAY = date(2026, 11, 20)
LATE = "It has not answered by"
IN_SELECTION = ["applied", "screening", "interview", "offered"]


@pytest.fixture
def referral(counseled):
    return factories.ReferralFactory(seeker=counseled, status="screening")


def turn(referral, now):
    return turn_of(referral, referral.events.all(), referral.interviews.all(), now=now)


def late(advisor, now) -> list:
    return list(overdue(of_own(advisor.user), now=now))


def page(client, referral) -> str:
    return client.get(f"/referrals/{referral.pk}/").content.decode()


def start(client) -> str:
    return client.get("/admin/").content.decode()


# Who has it


@pytest.mark.parametrize("status", Referral.Status.values)
def test_it_follows_from_the_status(counseled, now, status):
    referral = factories.ReferralFactory(seeker=counseled, status=status)
    holders = {"applied": "advisor", "screening": "company", "interview": "company", "offered": "seeker"}
    held = turn(referral, now)
    assert (held.holder if held else None) == holders.get(status)


def test_it_is_theirs_since_the_step_that_gave_it_to_them(counseled, advisor, now):
    referral = factories.ReferralFactory(seeker=counseled, status="applied")
    assert turn(referral, now).since == referral.applied_at
    actions.to_screening(referral.pk, by=advisor.user, now=now)
    referral.refresh_from_db()
    assert turn(referral, now).since == now


def test_after_an_interview_the_company_has_it_since_then(referral, advisor, now):
    actions.to_interview(referral.pk, by=advisor.user, starts_at=now + timedelta(days=3), place="本社", now=now)
    referral.refresh_from_db()
    assert (turn(referral, now).since, turn(referral, now).meets_at) == (now, now + timedelta(days=3))
    for days, off in ((2, now), (3.5, now), (8, None)):
        at = now + timedelta(days=days)
        factories.JobInterviewFactory(referral=referral, starts_at=at, called_off_at=off)
    assert turn(referral, now).meets_at == now + timedelta(days=3)
    after = turn(referral, now + timedelta(days=4))
    assert (after.since, after.meets_at) == (now + timedelta(days=3), now + timedelta(days=8))
    referral.status = "offered"
    assert turn(referral, now).meets_at is None


# By when


def test_advisor_keeps_the_day_and_both_read_it(referral, advisor_client, seeker_client):
    address = f"/admin/jobs/referral/{referral.pk}/change/"
    sent = advisor_client.post(address, {"move": "word", "word-on": "2026-12-01"}, follow=True).content.decode()
    assert "The day is kept" in sent
    assert "next word expected by Tue 1 Dec" in sent
    assert "The next word is expected by Tue 1 Dec" in page(seeker_client, referral)
    assert "expected by Tue 1 Dec" in seeker_client.get("/referrals/").content.decode()
    assert not Message.objects.exists()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Enter the day by which the company answers."),
        ("soon", "This is not a date."),
        ("2026-11-19", "This day is over. Enter a day to come."),
        ("2027-11-20", "This is more than half a year ahead."),
    ],
)
def test_day_that_makes_no_sense_is_refused_beside_the_field(referral, advisor_client, typed, said):
    address = f"/admin/jobs/referral/{referral.pk}/change/"
    shown = advisor_client.post(address, {"move": "word", "word-on": typed}).content.decode()
    assert said in shown
    referral.refresh_from_db()
    assert referral.word_expected_on is None


@pytest.mark.parametrize("day", [FRIDAY - timedelta(days=1), FRIDAY + FURTHEST + timedelta(days=1)])
def test_action_refuses_it_too(referral, advisor, now, day):
    with pytest.raises(refusals.NotThatDay):
        actions.expect_word(referral.pk, by=advisor.user, on=day, now=now)
    actions.expect_word(referral.pk, by=advisor.user, on=FRIDAY + timedelta(days=180), now=now)


@pytest.mark.parametrize("status", sorted(set(Referral.Status.values) - {"screening", "interview"}))
def test_only_the_company_owes_a_word(counseled, advisor, now, status):
    referral = factories.ReferralFactory(seeker=counseled, status=status)
    with pytest.raises(refusals.NotWithCompany):
        actions.expect_word(referral.pk, by=advisor.user, on=FRIDAY, now=now)
    with pytest.raises(IntegrityError, match="referral_word_only_from_the_company"), transaction.atomic():
        Referral.objects.filter(pk=referral.pk).update(word_expected_on=FRIDAY)


def test_nobody_but_the_advisor_of_now_says_it(referral, other_advisor, desk, now):
    for user in (other_advisor.user, desk, referral.seeker.user):
        with pytest.raises(refusals.NotTheirAdvisor):
            actions.expect_word(referral.pk, by=user, on=FRIDAY, now=now)


def invited(referral, advisor, now):
    actions.to_interview(referral.pk, by=advisor.user, starts_at=now + timedelta(days=3), place="本社", now=now)


def invited_again(referral, advisor, now):
    actions.to_interview(referral.pk, by=advisor.user, starts_at=now + timedelta(days=8), place="本社", now=now)


def offered(referral, advisor, now):
    actions.to_offered(referral.pk, by=advisor.user, now=now)


def stepped_back(referral, advisor, now):
    actions.step_back(referral.pk, by=referral.seeker.user, now=now)


def test_each_word_of_the_company_ends_the_day_it_had_named(referral, advisor, now):
    for word in (invited, invited_again, offered):
        actions.expect_word(referral.pk, by=advisor.user, on=FRIDAY, now=now)
        word(referral, advisor, now)
        referral.refresh_from_db()
        assert referral.word_expected_on is None


def test_day_goes_as_the_seeker_steps_back(referral, advisor, now):
    actions.expect_word(referral.pk, by=advisor.user, on=FRIDAY, now=now)
    stepped_back(referral, advisor, now)
    referral.refresh_from_db()
    assert referral.word_expected_on is None


# Past it


def test_past_the_day_the_advisor_has_one_item_and_the_seeker_one_sentence(
    referral, advisor, advisor_client, seeker_client, clock, now
):
    actions.expect_word(referral.pk, by=advisor.user, on=FRIDAY, now=now)
    item = f'href="/admin/jobs/referral/{referral.pk}/change/"'
    assert (late(advisor, now), item in start(advisor_client), LATE in page(seeker_client, referral)) == (
        [],
        False,
        False,
    )
    clock.shift(timedelta(days=1))
    assert late(advisor, now + timedelta(days=1)) == [referral]
    assert (start(advisor_client).count(item), "expected by Fri 20 Nov" in start(advisor_client)) == (1, True)
    assert page(seeker_client, referral).count(LATE) == 1
    assert LATE not in seeker_client.get("/mypage/").content.decode()
    assert not Message.objects.exists()


def test_where_no_day_is_named_the_advisor_is_asked_after_five_business_days(referral, advisor, seeker_client):
    """In screening since Tuesday the 7th of April; the fifth business day after that is the 14th."""
    factories.ReferralEventFactory(referral=referral, to_status="screening", at=at(7))
    assert late(advisor, at(13)) == []
    assert late(advisor, at(14)) == [referral]
    assert LATE not in page(seeker_client, referral)


def at(day: int) -> datetime:
    return datetime(2026, 4, day, 12, tzinfo=UTC)


def test_an_interview_is_waited_for_first(referral, advisor, advisor_client, now):
    """Ahead, or lately; of two that wait the one first that has waited for longer."""
    longer = factories.ReferralFactory(seeker=referral.seeker, status="screening")
    factories.ReferralEventFactory(referral=longer, to_status="screening", at=at(7))
    factories.ReferralEventFactory(referral=referral, to_status="screening", at=at(8))
    factories.JobInterviewFactory(referral=referral, starts_at=now + timedelta(days=30))
    assert late(advisor, now) == [longer]
    referral.interviews.update(called_off_at=now)
    assert late(advisor, now) == [longer, referral]
    referral.interviews.update(called_off_at=None, starts_at=now - timedelta(days=20))
    assert late(advisor, now) == [longer, referral]
    assert "with the company since Wed 8 Apr, no day named" in start(advisor_client)


@pytest.mark.parametrize("status", ["applied", "offered", "accepted", "rejected"])
def test_nobody_is_asked_what_the_company_does_not_owe(counseled, advisor, now, status):
    factories.ReferralFactory(seeker=counseled, status=status)
    assert late(advisor, now + timedelta(days=300)) == []


def test_next_advisor_finds_the_day_and_the_former_nothing(referral, advisor, other_advisor, now):
    actions.expect_word(referral.pk, by=advisor.user, on=FRIDAY, now=now)
    replace(referral.seeker_id, other_advisor.pk)
    after = now + timedelta(days=1)
    assert (late(advisor, after), late(other_advisor, after)) == ([], [referral])
    assert late(other_advisor, after)[0].word_expected_on == FRIDAY


def test_advisor_at_the_desk_is_asked_about_their_own_only(referral, other_advisor, desk, now):
    other_advisor.user.groups.add(*desk.groups.all())
    assert late(other_advisor, now + timedelta(days=60)) == []


def test_erasure_takes_it_along(referral, advisor, now):
    actions.expect_word(referral.pk, by=advisor.user, on=FRIDAY, now=now)
    with transaction.atomic():
        erase_member(referral.seeker, now=now)
    assert late(advisor, now + timedelta(days=9)) == []


# At the same moment


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite writes one after the other")
def test_day_that_is_overtaken_by_a_step_is_refused(referral, advisor, now):
    def say():
        return actions.expect_word(referral.pk, by=advisor.user, on=FRIDAY, now=now)

    def step():
        referral.move(Referral.Status.REJECTED, at=now, actor="staff", by=advisor.user)

    refused = overtaken(say, referral.seeker, by=step, refusals=(refusals.NotWithCompany,))
    referral.refresh_from_db()
    assert (refused, referral.word_expected_on) == (refusals.NotWithCompany, None)


@pytest.mark.django_db(transaction=True)
def test_day_said_and_step_made_at_once_leave_no_day_behind(referral, advisor, now):
    def say():
        return actions.expect_word(referral.pk, by=advisor.user, on=FRIDAY, now=now)

    def step():
        return actions.reject(referral.pk, by=advisor.user, now=now)

    at_once(say, step, refusals=(refusals.NotWithCompany,))
    referral.refresh_from_db()
    assert (referral.status, referral.word_expected_on) == ("rejected", None)
