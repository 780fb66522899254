"""Who is proposed, in which order and why; and that sharing out is fair."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from advisors.handover.ranking import Colleague, Wanted, colleagues_at_work, proposals, ranked, spread
from tests import factories

SOON = datetime(2026, 11, 24, 10)


def colleague(pk: int, **more) -> Colleague:
    usual = {"name": f"相談員{pk}", "gender": "female", "load": 3, "capacity": 30, "next_free": SOON}
    return Colleague(**{"pk": pk, **usual, **more})


def order(colleagues, **wanted) -> list[int]:
    return [proposal.colleague.pk for proposal in ranked(colleagues, Wanted(**wanted))]


# The order


def test_best_is_who_knows_the_field_then_who_is_near_then_who_is_least_busy():
    near, knows = {"prefectures": frozenset({"13"})}, {"fields": frozenset({"it"})}
    staff = [colleague(1), colleague(2, load=1), colleague(3, **near, load=9), colleague(4, **knows, load=9)]
    assert order(staff, field="it", prefecture="13") == [4, 3, 2, 1]


def test_least_busy_is_by_what_each_can_take_on_and_then_who_is_free_soonest():
    staff = [colleague(1, load=9, capacity=10), colleague(2, load=12, capacity=40)]
    assert order(staff) == [2, 1]
    later = SOON + timedelta(hours=1)
    assert order([colleague(1, next_free=later), colleague(2, next_free=SOON)]) == [2, 1]


def test_who_has_no_free_hour_comes_after_who_has_one():
    knows = {"fields": frozenset({"it"}), "prefectures": frozenset({"13"})}
    assert order([colleague(1, **knows, next_free=None), colleague(2)], field="it", prefecture="13") == [2, 1]


def test_who_speaks_the_language_of_the_seeker_comes_before_who_knows_the_field():
    staff = [colleague(1, fields=frozenset({"it"})), colleague(2, languages=frozenset({"en"}))]
    assert order(staff, field="it", language="en") == [2, 1]
    assert order(staff, field="it", language="ja") == [1, 2]


def test_ways_of_working_that_fit_are_counted_and_named():
    staff = [colleague(1, styles=frozenset({"slow"})), colleague(2, styles=frozenset({"slow", "listens", "plain"}))]
    staff.append(colleague(3))
    wanted = Wanted(styles=["slow", "listens", "writes"])
    assert order(staff, styles=wanted.styles) == [2, 1, 3]
    assert [proposal.reasons[0] for proposal in ranked(staff, wanted)] == [
        "2 of 3 ways of working fit: Speaks slowly, Listens first",
        "1 of 3 ways of working fit: Speaks slowly",
        "0 of 3 ways of working fit",
    ]


def test_full_one_comes_last_and_is_marked():
    staff = [colleague(1, load=2, capacity=2, fields=frozenset({"it"})), colleague(2)]
    assert order(staff, field="it") == [2, 1]
    assert "full: 2 of 2" in ranked(staff, Wanted(field="it"))[1].reasons


@pytest.mark.parametrize(("wish", "expected"), [("any", [1, 2]), ("female", [1]), ("male", [2])])
def test_only_the_wished_gender_is_proposed(wish, expected):
    assert order([colleague(1), colleague(2, gender="male")], gender=wish) == expected


def test_reasons_are_said_in_words():
    one = colleague(1, fields=frozenset({"it"}), prefectures=frozenset({"13"}), next_free=None)
    wanted = Wanted("female", "it", "13")
    assert ranked([one], wanted)[0].reasons == [
        "A woman, as wished for",
        "knows the field “IT and engineering”",
        "office in Tokyo",
        "accompanies 3 of 30",
        "no free time at the moment",
    ]


STAFF = st.lists(st.tuples(st.sampled_from(["female", "male"]), st.integers(0, 4), st.integers(0, 4)), max_size=5).map(
    lambda rows: [colleague(n, gender=g, load=load, capacity=most) for n, (g, load, most) in enumerate(rows)]
)
SEEKERS = st.lists(
    st.builds(Wanted, gender=st.sampled_from(["any", "female", "male"]), had=st.sets(st.integers(0, 4))), max_size=5
)


@given(STAFF, SEEKERS)
def test_nobody_is_proposed_against_a_wish_or_a_second_time(staff, seekers):
    for wanted in seekers:
        proposed = [it.colleague for it in ranked(staff, wanted)]
        assert not {one.pk for one in proposed} & set(wanted.had)
        assert {one.gender for one in proposed} <= ({"female", "male"} if wanted.gender == "any" else {wanted.gender})


@pytest.mark.django_db
def test_free_hour_is_the_next_that_can_be_booked_and_a_closed_office_is_not_near(advisor, now):
    advisor.offices.add(factories.OfficeFactory(), factories.OfficeFactory(prefecture="27", is_open=False))
    for day, hour in [(24, 9), (20, 12), (20, 14), (20, 13)]:
        factories.CounselingSlotFactory(advisor=advisor, held_on=date(2026, 11, day), hour=hour)
    [known] = colleagues_at_work(now=now)  # at ten
    assert known.prefectures == {"13"}
    assert known.next_free == datetime(2026, 11, 20, 13, tzinfo=now.tzinfo)


# Sharing out


def sharing(staff, seekers) -> tuple[dict, dict, dict]:
    choices = {n: [it.colleague.pk for it in ranked(staff, wanted)] for n, wanted in enumerate(seekers)}
    return choices, {one.pk: one.load for one in staff}, {one.pk: one.capacity - one.load for one in staff}


@given(STAFF, SEEKERS)
def test_nobody_is_left_while_a_choice_of_theirs_has_room_and_nobody_has_too_many(staff, seekers):
    choices, load, room = sharing(staff, seekers)
    given_to = spread(choices, load, room)
    assert all(advisor in choices[seeker] for seeker, advisor in given_to.items())
    left = {one: room[one] - list(given_to.values()).count(one) for one in room}
    assert all(left[one] >= min(room[one], 0) for one in left)
    assert all(left[one] <= 0 for seeker in choices.keys() - given_to for one in choices[seeker])


@given(st.lists(st.integers(0, 6), min_size=1, max_size=5), st.integers(0, 12))
def test_whose_wishes_are_alike_are_shared_out_evenly(loads, seekers):
    """Nobody is given one more while somebody else has two fewer."""
    load = dict(enumerate(loads))
    given_to = spread({n: list(load) for n in range(seekers)}, load, dict.fromkeys(load, 99))
    after = {one: before + list(given_to.values()).count(one) for one, before in load.items()}
    assert all(after[one] <= min(after.values()) + 1 for one in set(given_to.values()))


def test_who_has_less_choice_comes_first():
    assert spread({1: [7, 8], 2: [7]}, {7: 0, 8: 0}, {7: 1, 8: 1}) == {1: 8, 2: 7}
    assert spread({1: [7, 8], 2: [7, 9]}, {7: 0, 8: 1, 9: 0}, {7: 1, 8: 1, 9: 0}) == {1: 8, 2: 7}


def test_who_has_no_choice_is_left_out():
    assert spread({1: [], 2: [7], 3: [7]}, {7: 0}, {7: 1}) == {2: 7}


# With the database


@pytest.fixture
def staff(db):
    return [factories.AdvisorFactory(gender="female"), factories.AdvisorFactory(gender="male")]


def test_away_and_former_advisors_are_not_proposed(seeker, staff, assignment, now):
    assignment.end(at=now)
    factories.AdvisorFactory(is_at_work=False)
    assert {it.colleague.pk for it in proposals(seeker, now=now)} == {one.pk for one in staff}


def test_office_and_next_free_time_are_known(seeker, staff, now):
    woman = staff[0]
    woman.offices.add(factories.OfficeFactory(prefecture=seeker.prefecture))
    slots = [factories.CounselingSlotFactory(advisor=woman, hour=hour, held_on="2026-11-25") for hour in (11, 10)]
    factories.CounselingBookingFactory(slot=slots[1])
    first = proposals(seeker, now=now)[0]
    assert (first.colleague.pk, first.colleague.prefectures) == (woman.pk, {"13"})
    assert first.reasons == ["office in Tokyo", "accompanies 0 of 30", "free from Wed 25 Nov, 11:00"]


@pytest.mark.parametrize("many", [1, 3])
def test_proposals_ask_the_database_as_often_for_one_advisor_as_for_many(many, seeker, now):
    for _ in range(many):
        factories.CounselingSlotFactory().advisor.offices.add(factories.OfficeFactory())
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert len(proposals(seeker, now=now)) == many
    assert len(queries) == 4
