"""An advisor is away: every seeker is passed on, wishes kept, and nobody is forgotten."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Message
from advisors.handover.handing_over import HandedOver, OwnSeekers, hand_over, pass_on
from advisors.handover.replacing import replace
from advisors.models import Assignment
from tests import factories

pytestmark = pytest.mark.django_db


def accompanied(advisor, many: int, **wish) -> list:
    """So many seekers of this advisor."""
    seekers = [factories.JobSeekerFactory(**wish) for _ in range(many)]
    for seeker in seekers:
        factories.AssignmentFactory(seeker=seeker, advisor=advisor)
    return seekers


def advisors_of(seekers) -> list:
    return [seeker.assignments.current().values_list("advisor", flat=True).first() for seeker in seekers]


def kinds(seeker) -> list[str]:
    return list(seeker.user.messages.order_by("pk").values_list("kind", flat=True))


def test_seekers_are_shared_out_evenly(advisor, desk, now):
    seekers = accompanied(advisor, 4)
    busy, idle = factories.AdvisorFactory(), factories.AdvisorFactory()
    accompanied(busy, 2)
    assert hand_over(advisor.pk, by=desk, now=now) == HandedOver(placed=4, left=0)
    assert sorted(advisors_of(seekers)) == [busy.pk, idle.pk, idle.pk, idle.pk]
    assert [kinds(seeker) for seeker in seekers] == [["advisors/your_advisor"]] * 4


def test_wishes_are_kept_and_who_is_left_is_told(advisor, desk, now):
    [wants_a_woman], [wants_a_man] = accompanied(advisor, 1, advisor_gender="female"), accompanied(advisor, 1)
    factories.AdvisorChangeRequestFactory(assignment=wants_a_man.assignments.get(), advisor_gender="male")
    man = factories.AdvisorFactory(gender="male")
    assert hand_over(advisor.pk, by=desk, now=now) == HandedOver(placed=1, left=1)
    assert advisors_of([wants_a_woman, wants_a_man]) == [None, man.pk]
    assert kinds(wants_a_woman) == ["advisors/advisor_away"]
    assert wants_a_man.change_requests.get().status == "reassigned"


def test_former_and_full_advisors_get_nobody(advisor, desk, now):
    [seeker] = accompanied(advisor, 1)
    former = factories.AdvisorFactory()
    factories.AssignmentFactory(seeker=seeker, advisor=former, ended_at=now)
    factories.AdvisorFactory(capacity=0)
    accompanied(factories.AdvisorFactory(capacity=1), 1)
    assert hand_over(advisor.pk, by=desk, now=now) == HandedOver(placed=0, left=1)


def test_who_is_leaving_gets_nobody_and_takes_nobodys_place(advisor, desk, now):
    """Nor is the counseling ahead held, which the advisor who is away would have held."""
    [leaving, staying] = accompanied(advisor, 2)
    factories.WithdrawalRequestFactory(seeker=leaving, status="scheduled")
    booking = factories.CounselingBookingFactory(seeker=leaving, slot__advisor=advisor)
    next_one = factories.AdvisorFactory(capacity=1)
    assert hand_over(advisor.pk, by=desk, now=now) == HandedOver(placed=1, left=1)
    booking.refresh_from_db()
    assert (advisors_of([leaving, staying]), booking.status) == ([None, next_one.pk], "cancelled")


def test_who_begins_to_leave_meanwhile_gets_nobody(advisor, desk, now):
    [seeker] = accompanied(advisor, 1)
    factories.WithdrawalRequestFactory(seeker=seeker, status="scheduled")
    assert not pass_on(seeker.assignments.get(), factories.AdvisorFactory().pk, by=desk, now=now)
    assert advisors_of([seeker]) == [None]


def test_wish_that_was_taken_back_counts_no_more(advisor, desk, now):
    [seeker] = accompanied(advisor, 1)
    tie = seeker.assignments.get()
    factories.AdvisorChangeRequestFactory(assignment=tie, advisor_gender="male", status="withdrawn", ended_at=now)
    woman = factories.AdvisorFactory(gender="female")
    hand_over(advisor.pk, by=desk, now=now)
    assert advisors_of([seeker]) == [woman.pk]


def test_of_two_with_the_same_load_the_one_who_speaks_their_language_is_next(advisor, desk, now):
    [seeker] = accompanied(advisor, 1, user__language="en")
    _, speaks = factories.AdvisorFactory(), factories.AdvisorFactory(languages=["en"])
    hand_over(advisor.pk, by=desk, now=now)
    assert advisors_of([seeker]) == [speaks.pk]


def test_who_has_changed_meanwhile_stays_where_they_are(advisor, desk, now):
    [seeker] = accompanied(advisor, 1)
    tie, chosen, planned = seeker.assignments.get(), factories.AdvisorFactory(), factories.AdvisorFactory()
    replace(seeker.pk, chosen.pk, now=now)
    assert pass_on(tie, planned.pk, by=desk, now=now)
    assert advisors_of([seeker]) == [chosen.pk]


def test_who_was_to_follow_an_advisor_that_is_away_by_now_is_left(advisor, desk, now):
    [seeker] = accompanied(advisor, 1)
    away = factories.AdvisorFactory(is_at_work=False)
    assert not pass_on(seeker.assignments.get(), away.pk, by=desk, now=now)
    assert (advisors_of([seeker]), kinds(seeker)) == ([None], ["advisors/advisor_away"])


def test_one_who_cannot_be_passed_on_is_named_and_the_others_go_on(advisor, desk, now):
    [begun_later], [other] = accompanied(advisor, 1), accompanied(advisor, 1)
    begun_later.assignments.update(began_at=now + timedelta(minutes=1))
    next_one = factories.AdvisorFactory()
    done = hand_over(advisor.pk, by=desk, now=now)
    assert done == HandedOver(placed=1, left=0, refused=(begun_later.member_number,))
    assert advisors_of([begun_later, other]) == [advisor.pk, next_one.pk]


def test_hours_that_nobody_has_booked_go(advisor, desk, now):
    factories.CounselingSlotFactory(advisor=advisor)
    hand_over(advisor.pk, by=desk, now=now)
    assert not advisor.slots.exists()


def test_second_time_changes_nothing(advisor, desk, now):
    seekers = accompanied(advisor, 3)
    factories.AdvisorFactory(capacity=2)
    hand_over(advisor.pk, by=desk, now=now)
    ties, mails = list(Assignment.objects.values()), Message.objects.count()
    assert hand_over(advisor.pk, by=desk, now=now) == HandedOver(placed=0, left=0)
    assert (list(Assignment.objects.values()), Message.objects.count()) == (ties, mails)
    assert advisors_of(seekers).count(None) == 1


def test_advisor_is_away_from_then_on_and_hands_over_by_nobody_but_others(advisor, desk, now):
    factories.join(advisor.user, "Support desk")
    with pytest.raises(OwnSeekers):
        hand_over(advisor.pk, by=advisor.user, now=now)
    advisor.refresh_from_db()
    assert advisor.is_at_work
    hand_over(advisor.pk, by=desk, now=now)
    advisor.refresh_from_db()
    assert not advisor.is_at_work


def test_plan_is_made_once_however_many_the_seekers(advisor, other_advisor, desk, now):
    counts = []
    for many in (1, 2):
        accompanied(advisor, many)
        with CaptureQueriesContext(connection) as queries:
            hand_over(advisor.pk, by=desk, now=now)
        counts.append(sum("soonest" in query["sql"] for query in queries))
    assert counts == [1, 1]
