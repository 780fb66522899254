"""A counseling for which the advisor was not there: said of us, not of the seeker, who hears it and can book again."""

from datetime import date, timedelta

import pytest

from accounts.models import Message
from advisors.counseling.booking import book_slot, record_not_held
from config.steps import InvalidTransition
from tests import factories
from tests.twins import at_once

TODAY, YESTERDAY = date(2026, 11, 20), date(2026, 11, 19)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def held_on(tie, day: date, hour: int):
    slot = factories.CounselingSlotFactory(advisor=tie.advisor, held_on=day, hour=hour)
    return factories.CounselingBookingFactory(slot=slot, seeker=tie.seeker)


@pytest.fixture
def begun(assignment):
    """It began at ten, which is now."""
    return held_on(assignment, TODAY, 10)


def page_of(booking) -> str:
    return f"/admin/advisors/counselingbooking/{booking.pk}/change/"


def press(client, booking, **typed):
    return client.post(page_of(booking), {"move": "not_held", **typed}, follow=True)


def kinds_to(user) -> list[str]:
    return list(Message.objects.filter(recipient=user).values_list("kind", flat=True))


@pytest.mark.parametrize("who", ["advisor", "desk", "administrator"])
def test_each_records_it_once_it_has_begun_and_it_is_ours(who, request, begun, seeker):
    client = request.getfixturevalue(f"{who}_client")
    assert 'value="not_held"' in client.get(page_of(begun)).content.decode()
    press(client, begun, **{"not_held-ticked": "on"})
    begun.refresh_from_db()
    assert (begun.status, begun.cancelled_by) == ("cancelled", "advisor")
    assert kinds_to(seeker.user) == ["advisors/not_held"]


def test_without_the_tick_nothing_is_recorded(advisor_client, begun):
    assert "Please tick this first." in press(advisor_client, begun).content.decode()
    begun.refresh_from_db()
    assert begun.status == "booked"


def test_before_it_begins_it_is_cancelled_instead(advisor_client, advisor, begun, clock):
    clock.shift(-timedelta(minutes=1))
    assert 'value="not_held"' not in advisor_client.get(page_of(begun)).content.decode()
    with pytest.raises(InvalidTransition):
        record_not_held(begun.pk, by=advisor.user)


def test_seeker_is_free_to_book_and_reads_how(begun, seeker, advisor, worker, mailoutbox, now):
    record_not_held(begun.pk, by=advisor.user, now=now)
    worker()
    (mail,) = mailoutbox
    assert mail.to == [seeker.user.email]
    assert "we are sorry" in mail.body
    assert "/counseling/" in mail.body
    slot = factories.CounselingSlotFactory(advisor=advisor)
    assert book_slot(slot.pk, seeker, form="online", now=now).status == "booked"


def test_who_is_leaving_gets_no_mail(begun, seeker, advisor, worker, mailoutbox, now):
    factories.WithdrawalRequestFactory(status="scheduled", seeker=seeker)
    record_not_held(begun.pk, by=advisor.user, now=now)
    worker()
    assert mailoutbox == []


@pytest.mark.parametrize(("day", "told"), [(TODAY, ["advisors/day_changed"]), (YESTERDAY, [])])
def test_advisor_hears_of_what_the_desk_has_recorded_of_today(day, told, assignment, advisor, desk, now):
    record_not_held(held_on(assignment, day, 9).pk, by=desk, now=now)
    assert kinds_to(advisor.user) == told


def test_second_time_is_refused_and_nothing_is_said_twice(begun, seeker, advisor, now):
    record_not_held(begun.pk, by=advisor.user, now=now)
    with pytest.raises(InvalidTransition):
        record_not_held(begun.pk, by=advisor.user, now=now)
    assert kinds_to(seeker.user) == ["advisors/not_held"]


@pytest.mark.django_db(transaction=True)
def test_of_advisor_and_desk_at_once_one_records_it(begun, seeker, advisor, desk, now):
    works = [lambda by=by: record_not_held(begun.pk, by=by, now=now) for by in (advisor.user, desk)]
    assert InvalidTransition in at_once(*works, refusals=(InvalidTransition,))
    assert kinds_to(seeker.user) == ["advisors/not_held"]


@pytest.mark.parametrize("who", ["advisor_client", "desk_client"])
def test_first_page_leads_to_it(who, request, assignment):
    over = held_on(assignment, date(2026, 11, 18), 9)
    assert f'href="{page_of(over)}#not_held"' in request.getfixturevalue(who).get("/admin/").content.decode()
