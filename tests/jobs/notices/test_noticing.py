"""The run of each night: who is owed a notice, once; and what it says when it is sent."""

from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.db import connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from accounts.messages.contexts import revived
from accounts.messages.kinds import kind_of
from accounts.models import JobSeeker, Message
from accounts.tasks import sweep_messages
from advisors.conversation import writing
from advisors.conversation.refusals import AnswersOnly
from jobs.conditions import editing
from jobs.models import DesiredCondition, NoticeRhythm
from jobs.notices import noticing, rhythm
from jobs.tasks import owe_notices
from tests import factories
from tests.costs import counted
from tests.jobs.conditions import naive
from tests.jobs.conditions.test_agreement import SOME
from tests.jobs.conditions.test_matching import condition

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 23, 6, 0, tzinfo=factories.JOINED.tzinfo)
HOUR = timedelta(hours=1)


def told(now: datetime) -> set[int]:
    """The members who are owed a notice by a run at this time."""
    before = Message.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    noticing.owe_notices(now=now)
    return set(Message.objects.filter(pk__gt=before).values_list("recipient__job_seeker", flat=True))


@pytest.fixture
def member(seeker):
    """Somebody who wants training, and was told last a day before a Monday's round."""
    condition(seeker, "training", True)
    return factories.NoticeRhythmFactory(seeker=seeker, frequency="daily", told_until=MONDAY - 24 * HOUR).seeker


@pytest.fixture
def posting():
    return factories.JobPostingFactory(training=True, opened_at=MONDAY - HOUR)


def test_member_is_told_once_of_a_posting_that_meets_all_must_haves(member, posting):
    assert told(MONDAY) == {member.pk}
    assert told(MONDAY) == told(MONDAY + 24 * HOUR) == set()
    member.notice_rhythm.refresh_from_db()
    assert member.notice_rhythm.told_until == MONDAY + 24 * HOUR


def test_what_the_database_stores_with_a_notice_is_what_its_catalogue_names(member, posting):
    told(MONDAY)
    message = Message.objects.get()
    assert message.context.keys() == kind_of(message.kind).stored.keys()
    assert revived(message) == {"since": MONDAY - 24 * HOUR}


@pytest.mark.parametrize(
    "stated",
    [
        {"training": False},
        {"training": None},
        {"status": "closed"},
        {"status": "draft", "opened_at": None},
        {"opened_at": MONDAY + HOUR},
    ],
)
def test_member_is_told_nothing_where_none_fits(member, posting, stated):
    posting.delete()
    factories.JobPostingFactory(**{"training": True, "opened_at": MONDAY - HOUR, **stated})
    assert told(MONDAY) == set()


def test_posting_opened_before_the_last_notice_is_not_new(member, posting):
    NoticeRhythm.objects.update(told_until=posting.opened_at)
    assert told(MONDAY) == set()


@pytest.mark.parametrize("what", ["stopped", "leaving", "inactive", "staff", "gone"])
def test_who_is_not_to_be_written_to_is_owed_none(member, posting, what):
    match what:
        case "stopped":
            member.stopped_notices.create(kind="job_notice")
        case "leaving":
            factories.WithdrawalRequestFactory(status="scheduled", seeker=member)
        case "gone":
            member.user.delete()
        case _:
            member.user.is_active, member.user.is_staff = what != "inactive", what == "staff"
            member.user.save()
    assert told(MONDAY) == set()
    assert not NoticeRhythm.objects.filter(told_until__lt=MONDAY).exists()


def test_other_notices_that_are_stopped_stop_none_of_these(member, posting):
    member.stopped_notices.create(kind="seminar_notice")
    factories.WithdrawalRequestFactory(status="cancelled", seeker=member)
    assert told(MONDAY) == {member.pk}


def test_weekly_round_is_on_monday_and_is_made_up_for_when_it_was_missed(member, posting):
    NoticeRhythm.objects.update(frequency="weekly", told_until=MONDAY - 3 * 24 * HOUR)
    assert told(MONDAY - timedelta(seconds=1)) == set()
    assert told(MONDAY + 50 * HOUR) == {member.pk}
    factories.JobPostingFactory(training=True, opened_at=MONDAY + 60 * HOUR)
    assert told(MONDAY + 6 * 24 * HOUR) == set()
    assert told(MONDAY + 7 * 24 * HOUR) == {member.pk}


def test_daily_round_is_at_six(member, posting):
    assert told(MONDAY - timedelta(seconds=1)) == set()
    assert told(MONDAY) == {member.pk}


def test_who_has_chosen_nothing_is_told_weekly_of_a_weeks_postings(seeker):
    factories.JobPostingFactory(opened_at=MONDAY - 8 * 24 * HOUR)
    assert told(MONDAY) == set()
    factories.JobPostingFactory(opened_at=MONDAY + HOUR)
    assert told(MONDAY + 24 * HOUR) == set()
    assert told(MONDAY + 7 * 24 * HOUR) == {seeker.pk}
    assert seeker.notice_rhythm.frequency == "weekly"


def test_batches_leave_nobody_out_and_a_round_that_is_done_asks_little(posting, monkeypatch):
    rows = [factories.NoticeRhythmFactory(frequency="daily", told_until=MONDAY - 24 * HOUR) for _ in range(5)]
    monkeypatch.setattr(noticing, "BATCH", 2)
    assert told(MONDAY) == {row.pk for row in rows}
    with counted() as sent:
        noticing.owe_notices(now=MONDAY + HOUR)
    assert len(sent) == 2


def test_killed_run_goes_on_where_it_stopped(posting, monkeypatch):
    rows = [factories.NoticeRhythmFactory(frequency="daily", told_until=MONDAY - 24 * HOUR) for _ in range(4)]
    monkeypatch.setattr(noticing, "BATCH", 2)
    noticing.owe_to(noticing.next_batch(now=MONDAY), now=MONDAY)
    assert Message.objects.count() == 2
    assert told(MONDAY + HOUR) == {row.pk for row in rows[2:]}


def test_rhythm_that_begins_while_the_last_batch_is_told_loses_no_round(member, posting):
    """A round that runs beside this one gives a new member a rhythm, after the messages and before "told until"."""
    born = []

    def begins(execute, sql, *args):
        if sql.startswith('UPDATE "jobs_noticerhythm"') and not born:
            born.append(factories.NoticeRhythmFactory(frequency="daily", told_until=MONDAY - 24 * HOUR))
        return execute(sql, *args)

    with connection.execute_wrapper(begins):
        assert told(MONDAY) == {member.pk, born[0].pk if born else None}
    assert Message.objects.count() == 2


# The whole, beside a plain checker


MEMBERS = st.fixed_dictionaries(
    {
        "wishes": naive.wishes(3),
        "told": st.sampled_from([0, 0, 1, 2]),
        "frequency": st.sampled_from(["daily", "weekly"]),
        "is_stopped": st.sampled_from([False, False, True]),
    }
)


@SOME
@given(drawn=st.lists(naive.POSTINGS, max_size=6), members=st.lists(MEMBERS, min_size=1, max_size=5))
def test_run_owes_what_a_plain_checker_says(drawn, members):
    now = factories.JOINED + timedelta(days=1, hours=1)  # a Thursday; weekly rounds were due on the Monday before
    with transaction.atomic():
        postings = naive.store_postings(drawn)
        wanted = {store_member(member, postings, now=now) for member in members} - {None}
        assert told(now) == wanted
        transaction.set_rollback(True)


def store_member(member: dict, postings: list, *, now: datetime) -> int | None:
    """The member, stored; their id if they are to be told."""
    told_until = factories.JOINED - timedelta(days=4) + timedelta(days=2 * member["told"])
    row = factories.NoticeRhythmFactory(frequency=member["frequency"], told_until=told_until)
    DesiredCondition.objects.bulk_create(
        [
            DesiredCondition(seeker=row.seeker, kind=it.kind, number=it.number, is_must=it.is_must)
            for it in member["wishes"]
        ]
    )
    if member["is_stopped"]:
        row.seeker.stopped_notices.create(kind="job_notice")
    round_of = noticing.last_rounds(now)[member["frequency"]]
    editing = list(row.seeker.desired_conditions.all())
    new = [it for it in postings if told_until < it.opened_at <= now and not naive.broken(it, editing)]
    return row.pk if new and told_until < round_of and not member["is_stopped"] else None


# What the mail says


@pytest.fixture
def deliver(clock, worker):
    def delivers() -> list[mail.EmailMessage]:
        clock.move_to(MONDAY, tick=False)
        owe_notices()
        clock.shift(3 * HOUR)
        sweep_messages()
        worker()
        return mail.outbox

    return delivers


def test_notice_lists_ten_at_most_best_first_each_with_its_match(member, deliver):
    condition(member, "dormitory", True, is_must=False)
    factories.JobPostingFactory.create_batch(10, training=True, opened_at=MONDAY - 2 * HOUR)
    best = factories.JobPostingFactory(training=True, dormitory=True, opened_at=MONDAY - 3 * HOUR, title="寮つき")
    (sent,) = deliver()
    assert sent.subject == "10 new jobs for you"
    assert (
        sent.body.index("1. 寮つき") < sent.body.index("- Training: fits\n- Dormitory: fits") < sent.body.index("\n2. ")
    )
    assert sent.body.count("- Dormitory: not stated") == 9
    assert f"http://testserver/jobs/{best.pk}/" in sent.body
    assert sent.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


@pytest.mark.parametrize(("hours", "opens"), [(None, 9), ((7, 8), 7), ((12, 20), 12)])
def test_notice_of_the_night_waits_for_the_hours_of_its_member(member, posting, clock, worker, hours, opens):
    if hours:
        factories.ContactWishFactory(seeker=member, from_hour=hours[0], until_hour=hours[1])
    for minutes, sent in ((0, 0), (60 * (opens - 6) - 1, 0), (60 * (opens - 6), 1)):
        clock.move_to(MONDAY + timedelta(minutes=minutes), tick=False)
        owe_notices()
        assert Message.objects.waiting(MONDAY + timedelta(minutes=minutes)).count() == 1 - sent
        assert worker() == []
        sweep_messages()
        worker()
        assert len(mail.outbox) == sent


def test_notice_that_is_late_waits_for_the_hours_of_tomorrow(member, posting, clock, worker):
    factories.ContactWishFactory(seeker=member, from_hour=7, until_hour=8)
    for hours, sent in ((2, 0), (24, 0), (25, 1)):
        clock.move_to(MONDAY + hours * HOUR, tick=False)
        owe_notices()
        sweep_messages()
        worker()
        assert len(mail.outbox) == sent


def test_notice_is_stopped_in_one_click_without_sign_in(member, posting, deliver, client):
    (sent,) = deliver()
    assert client.post(sent.extra_headers["List-Unsubscribe"].strip("<>")).status_code == 200
    factories.JobPostingFactory(training=True, opened_at=MONDAY + HOUR)
    assert told(MONDAY + 24 * HOUR) == set()


@pytest.mark.parametrize("what", ["closed", "wishes more", "stopped"])
def test_notice_with_nothing_left_to_say_is_not_sent(member, posting, clock, worker, what):
    clock.move_to(MONDAY)
    owe_notices()
    match what:
        case "closed":
            posting.move("closed", at=MONDAY, closing="desk")
        case "wishes more":
            editing.set_condition(member.pk, "dormitory", number=1, is_must=True, now=MONDAY)
        case "stopped":
            member.stopped_notices.create(kind="job_notice")
    clock.shift(3 * HOUR)
    sweep_messages()
    worker()
    assert (mail.outbox, Message.objects.get(kind=noticing.KIND).status) == ([], "refused")


# How often, and notices only


PAGE = "/mypage/notices/jobs/"


def wants_notices_only(seeker) -> bool:
    return JobSeeker.objects.notices_only().filter(pk=seeker.pk).exists()


def test_member_chooses_how_often_and_notices_only(seeker, seeker_client):
    assert 'value="weekly"' in seeker_client.get(PAGE).content.decode()
    response = seeker_client.post(PAGE, {"frequency": "daily", "is_notices_only": "on"})
    assert response.url == "/mypage/notices/"
    assert (seeker.notice_rhythm.frequency, wants_notices_only(seeker)) == ("daily", True)
    told_until = seeker.notice_rhythm.told_until
    seeker_client.post(PAGE, {"frequency": "weekly"})
    row = NoticeRhythm.objects.get()
    assert (row.frequency, wants_notices_only(seeker), row.told_until) == ("weekly", False, told_until)


@pytest.mark.parametrize(("typed", "said"), [({}, "Choose one."), ({"frequency": "hourly"}, "Choose one of the two.")])
def test_wrong_choice_is_answered_beside_the_field(seeker_client, typed, said):
    assert said in seeker_client.post(PAGE, {"is_notices_only": "on", **typed}).content.decode()
    assert not NoticeRhythm.objects.exists()


def test_page_says_that_notices_are_off(seeker, seeker_client):
    assert "turned off at the moment" not in seeker_client.get(PAGE).content.decode()
    seeker.stopped_notices.create(kind="job_notice")
    assert "turned off at the moment" in seeker_client.get(PAGE).content.decode()


ONLY = {"frequency": "weekly", "is_notices_only": "on"}


def test_notices_only_with_notices_off_asks_what_is_meant(seeker, seeker_client):
    seeker.stopped_notices.create(kind="job_notice")
    page = seeker_client.post(PAGE, ONLY).content.decode()
    assert "nothing at all would reach you" in page
    assert "Optional" in seeker_client.get(PAGE).content.decode()
    assert "Optional" not in page  # beside a sentence that asks for it
    assert not NoticeRhythm.objects.exists()


@pytest.mark.parametrize(("meant", "is_still_off"), [("again", False), ("nothing", True)])
def test_what_is_meant_is_done(seeker, seeker_client, meant, is_still_off):
    seeker.stopped_notices.create(kind="job_notice")
    seeker_client.post(PAGE, {**ONLY, "when_stopped": meant})
    assert wants_notices_only(seeker)
    assert seeker.stopped_notices.filter(kind="job_notice").exists() == is_still_off


@pytest.mark.parametrize("is_only", [True, False])
def test_turning_notices_off_says_that_nothing_is_left_to_who_wants_them_only(seeker, seeker_client, is_only):
    rhythm.choose_rhythm(seeker, frequency="weekly", is_notices_only=is_only)
    page = seeker_client.post("/mypage/notices/", {"sent": "1"}, follow=True).content.decode()
    assert ("nothing at all reaches you now" in page) == is_only


def test_my_page_says_that_notices_only_is_chosen(seeker, seeker_client):
    assert "notices only" not in seeker_client.get("/mypage/").content.decode()
    rhythm.choose_rhythm(seeker, frequency="weekly", is_notices_only=True)
    assert "no advisor contacts you" in seeker_client.get("/mypage/").content.decode()
    seeker.stopped_notices.create(kind="job_notice")
    assert "Job notices are turned off" in seeker_client.get("/mypage/").content.decode()


def test_page_of_the_rhythm_is_for_members(client, desk_client):
    assert client.get(PAGE).url.startswith("/login/")
    assert desk_client.get(PAGE).url == "/admin/"


def test_advisor_sees_who_wants_notices_only(seeker, assignment, advisor, advisor_client):
    other = factories.AssignmentFactory(advisor=advisor).seeker
    rhythm.choose_rhythm(seeker, frequency="weekly", is_notices_only=True)
    page = advisor_client.get("/admin/accounts/jobseeker/?contact=notices").content.decode()
    assert (seeker.member_number in page, other.member_number in page) == (True, False)
    assert "notices only" in advisor_client.get(f"/admin/accounts/jobseeker/{seeker.pk}/change/").content.decode()


def test_advisor_only_answers_who_wants_notices_only(seeker, assignment, advisor, now):
    rhythm.choose_rhythm(seeker, frequency="weekly", is_notices_only=True)
    with pytest.raises(AnswersOnly):
        writing.write_to_seeker(advisor.user, seeker.pk, "新しい求人があります。", now=now)
    writing.write_to_advisor(seeker, "質問があります。", now=now)
    assert writing.write_to_seeker(advisor.user, seeker.pk, "はい。", now=now)
