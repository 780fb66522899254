"""The SQL of an erasure is compiled once, and means another member each time."""

import pytest
from django.db.models import Q

from accounts.holdings import Erased, Kept, Unlinked
from accounts.models import JobSeeker, StoppedNotice
from tests.factories import JobSeekerFactory
from withdrawals.erasure.erasing import HOLDINGS
from withdrawals.erasure.sql import ANYBODY, NamesNobody, change, details

NOTICES = Erased(StoppedNotice, "settings", lambda seeker: Q(seeker=seeker))
MEMBERS = Unlinked(JobSeeker, lambda seeker: Q(member_number=seeker.member_number), {"given_name": ""}, {})


@pytest.fixture
def three(db) -> list[JobSeeker]:
    """Three members, with one, two and three notices turned off."""
    seekers = JobSeekerFactory.create_batch(3)
    kinds = ["job_notice", "seminar_notice", "service_news"]
    for n, seeker in enumerate(seekers, start=1):
        StoppedNotice.objects.bulk_create(StoppedNotice(seeker=seeker, kind=kind) for kind in kinds[:n])
    return seekers


def test_each_member_is_met_and_nobody_else(three):
    assert [change([NOTICES, MEMBERS], [seeker]) for seeker in three[:2]] == [[[1, 1]], [[2, 1]]]
    assert StoppedNotice.objects.filter(seeker=three[2]).count() == StoppedNotice.objects.count() == 3
    assert [not seeker.given_name for seeker in JobSeeker.objects.order_by("pk")] == [True, True, False]


def test_many_are_met_as_each_alone(three):
    assert change([NOTICES, MEMBERS], [three[1], three[0]]) == [[2, 1], [1, 1]]
    assert StoppedNotice.objects.filter(seeker=three[2]).count() == StoppedNotice.objects.count() == 3
    assert [not seeker.given_name for seeker in JobSeeker.objects.order_by("pk")] == [True, True, False]


def test_row_that_is_of_two_counts_for_one(three):
    shared = Erased(StoppedNotice, "settings", lambda seeker: Q(kind="job_notice") & ~Q(seeker=seeker))
    assert sum(amount for (amount,) in change([shared], three[:2])) == StoppedNotice.objects.count() == 3


def test_holding_that_names_no_member_is_refused(three):
    with pytest.raises(NamesNobody, match="StoppedNotice"):
        change([Erased(StoppedNotice, "settings", lambda seeker: Q())], three[:1])
    assert StoppedNotice.objects.count() == 6


def test_what_stands_for_a_member_is_nobodys(db):
    assert len(set(details(ANYBODY))) == len(details(ANYBODY))
    changing = [holding for holding in HOLDINGS if not isinstance(holding, Kept)]
    assert change(changing, [ANYBODY]) == [[0] * len(changing)]
