"""Notices of new seminars: to whom, when, and of which."""

from datetime import timedelta
from functools import partial

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from accounts.models import Message, StoppedNotice
from accounts.tasks import sweep_messages
from support.models import SeminarNoticeRound
from support.seminars import holding, noticing
from tests import factories
from tests.costs import counted
from tests.twins import overtaken

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture
def morning(now, clock):
    """Monday at seven, a week after the last round of everybody."""
    monday = timezone.localtime(now).replace(hour=7) + 3 * DAY
    for frequency in ("daily", "weekly"):
        SeminarNoticeRound.objects.create(frequency=frequency, told_until=monday - 7 * DAY)
    clock.move_to(monday, tick=False)
    return monday


@pytest.fixture
def seminar(morning):
    return factories.SeminarFactory(title="新しいセミナー", opened_at=morning - DAY)


def owed() -> list[int]:
    return list(
        Message.objects.filter(kind=noticing.KIND).order_by("pk").values_list("recipient__job_seeker", flat=True)
    )


def test_everybody_who_left_them_on_is_owed_one(seminar, seeker, other_seeker, morning):
    StoppedNotice.objects.create(seeker=other_seeker, kind="seminar_notice")
    factories.WithdrawalRequestFactory(status="scheduled", seeker=factories.JobSeekerFactory())
    factories.JobSeekerFactory(user__is_active=False)
    factories.JobSeekerFactory(user__is_staff=True)
    for _ in range(2):
        noticing.owe_notices(now=morning)
    assert owed() == [seeker.pk]


def test_job_notices_that_are_stopped_stop_no_others(seminar, seeker, morning):
    StoppedNotice.objects.create(seeker=seeker, kind="job_notice")
    assert noticing.owe_notices(now=morning) == 1


def test_each_is_told_in_their_rhythm(seeker, other_seeker, morning):
    factories.NoticeRhythmFactory(seeker=other_seeker, frequency="daily")
    factories.NoticeRhythmFactory(seeker=seeker, frequency="weekly")
    noticing.owe_notices(now=morning)
    factories.SeminarFactory(opened_at=morning + timedelta(hours=2))
    noticing.owe_notices(now=morning + DAY)
    assert owed() == [other_seeker.pk]
    noticing.owe_notices(now=morning + 7 * DAY)
    assert owed() == [other_seeker.pk, seeker.pk]


def test_nothing_new_is_no_notice(seeker, morning):
    factories.SeminarFactory(opened_at=morning - 8 * DAY)
    factories.SeminarFactory(status="draft")
    off = factories.SeminarFactory(opened_at=morning - DAY)
    holding.call_off(off.pk, why="台風のため", now=morning - DAY)
    factories.SeminarFactory(opened_at=morning - DAY, starts_at=morning - timedelta(hours=1))
    factories.SeminarFactory(opened_at=morning + timedelta.resolution)
    assert noticing.owe_notices(now=morning) == 0
    assert SeminarNoticeRound.objects.filter(told_until=morning).count() == 2


def test_round_is_followed_by_another(seeker, morning):
    for week in (morning, morning + 7 * DAY):
        factories.SeminarFactory(opened_at=week - DAY)
        assert noticing.owe_notices(now=week) == 1
    assert owed() == [seeker.pk] * 2


@pytest.mark.parametrize("is_told", [True, False])
def test_first_round_of_all_tells_of_what_opened_in_the_week_before(seeker, now, is_told):
    monday_at_six = timezone.localtime(now).replace(hour=6) - 4 * DAY
    factories.SeminarFactory(opened_at=monday_at_six - 7 * DAY + is_told * timedelta.resolution)
    assert noticing.owe_notices(now=now) == is_told


def test_who_was_told_at_six_sharp_is_told_no_more_that_day(seeker, morning):
    six = morning - timedelta(hours=1)
    noticing.owe_notices(now=six)
    factories.SeminarFactory(opened_at=morning)
    assert noticing.owe_notices(now=morning) == 0


def test_round_that_was_killed_goes_on_where_it_was(seminar, morning, monkeypatch):
    monkeypatch.setattr(noticing, "BATCH", 2)
    seekers = factories.JobSeekerFactory.create_batch(5)
    noticing.begin("weekly", at=morning, now=morning)
    assert noticing.owe_to_next("weekly", now=morning) == 2
    assert noticing.owe_notices(now=morning + timedelta(minutes=10)) == 3
    assert sorted(owed()) == sorted(seeker.pk for seeker in seekers)


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite shows nobody who waits")
@pytest.mark.django_db(transaction=True)
def test_who_is_erased_while_a_round_tells_is_waited_for(seminar, seeker, other_seeker, morning):
    overtaken(partial(noticing.owe_notices, now=morning), seeker, by=seeker.user.delete)
    assert owed() == [other_seeker.pk]


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite shows nobody who waits")
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_begun", [True, False])
def test_round_beside_itself_tells_each_once(seminar, seeker, morning, is_begun):
    factories.NoticeRhythmFactory(seeker=seeker, frequency="daily")
    if is_begun:
        noticing.begin("daily", at=morning, now=morning)
    look = partial(noticing.owe_to_next, "daily") if is_begun else noticing.owe_notices
    round_ = SeminarNoticeRound.objects.get(frequency="daily")
    overtaken(partial(look, now=morning), round_, by=partial(noticing.owe_notices, now=morning))
    assert owed() == [seeker.pk]


def test_one_mail_tells_of_all_and_stops_in_one_click(seminar, seeker, morning, worker, client, clock):
    factories.SeminarFactory(title="二つ目", opened_at=morning - DAY)
    taken = factories.SeminarFactory(title="もう席がある", opened_at=morning - DAY)
    factories.SeminarSeatFactory(seminar=taken, seeker=seeker)
    noticing.owe_notices(now=morning)
    clock.move_to(morning + timedelta(hours=4), tick=False)
    sweep_messages()
    worker()
    [sent] = mail.outbox
    assert sent.subject == "2 new seminars"
    assert ["新しいセミナー" in sent.body, "二つ目" in sent.body, "もう席がある" in sent.body] == [True, True, False]
    client.post(sent.extra_headers["List-Unsubscribe"].strip("<>"))
    assert StoppedNotice.objects.get().kind == "seminar_notice"


@pytest.mark.parametrize("rows", [1, 100])
def test_round_costs_the_same_for_however_many(seminar, morning, rows):
    factories.JobSeekerFactory.create_batch(rows)
    with counted() as sent:
        noticing.owe_notices(now=morning)
    assert len(sent) <= 30


def test_database_knows_two_rhythms():
    with pytest.raises(IntegrityError, match="seminarnoticeround_frequency_known"), transaction.atomic():
        SeminarNoticeRound.objects.create(frequency="hourly", told_until=timezone.now())
