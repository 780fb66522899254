"""Two people, or two tabs, at one referral in the same moment. On both databases, each on a connection of its own."""

from datetime import timedelta
from functools import partial

import pytest
from django.db import connection
from django.utils import timezone

from accounts.models import Message
from config.refusals import Refusal
from jobs.models import Company, JobPosting, Referral, ReferralEvent
from jobs.notices import noticing
from jobs.postings.imports import importing
from jobs.postings.imports.reading import read
from jobs.postings.imports.sample import sample
from jobs.postings.refusals import ImportedAlready
from jobs.postings.saving import save_posting
from jobs.referrals import selection
from jobs.referrals.closing import close_posting
from jobs.referrals.referring import refer
from jobs.referrals.refusals import AlreadyReferred, PlaceTaken
from tests import factories, twins

pytestmark = pytest.mark.django_db(transaction=True)
TIMES = 5
at_once = partial(twins.at_once, refusals=(Refusal,))


def a_referral(status: str = "proposed", **fields) -> Referral:
    tie = factories.AssignmentFactory()
    return factories.ReferralFactory(seeker=tie.seeker, status=status, **fields)


def test_two_tabs_of_the_advisor_refer_the_same_posting_once(counseled, advisor):
    for _ in range(TIMES):
        posting = factories.JobPostingFactory()
        twin = {"by": advisor.user, "note": "合いそうです。", "now": timezone.now()}
        answers = at_once(*[lambda p=posting, t=twin: refer(counseled, p, **t)] * 2)
        assert AlreadyReferred in answers
        assert posting.referrals.count() == 1
    assert len(Message.objects.get().context["referrals"]) == TIMES


def test_applying_while_the_posting_closes_leaves_one_state():
    for _ in range(TIMES):
        referral, now = a_referral(), timezone.now()
        at_once(
            lambda r=referral, n=now: selection.apply(r.pk, by=r.seeker.user, now=n),
            lambda r=referral, n=now: close_posting(r.posting_id, closing="date", now=n),
        )
        referral.refresh_from_db()
        assert referral.status in ("applied", "lapsed")
        assert [event.to_status for event in referral.events.all()] == [referral.status]
        assert JobPosting.objects.get(pk=referral.posting_id).status == "closed"


def test_referring_while_the_posting_closes_leaves_nothing_waiting(counseled, advisor):
    for _ in range(TIMES):
        posting, now = factories.JobPostingFactory(), timezone.now()
        at_once(
            lambda p=posting, n=now: refer(counseled, p, by=advisor.user, note="", now=n),
            lambda p=posting, n=now: close_posting(p.pk, closing="desk", now=n),
        )
        assert not posting.referrals.proposed().exists()


@pytest.mark.parametrize(("status", "step"), [("proposed", "apply"), ("offered", "accept"), ("screening", "step_back")])
def test_step_taken_by_four_tabs_happens_once(status, step):
    for _ in range(TIMES):
        referral = a_referral(status)
        take, before = getattr(selection, step), referral.events.count()
        at_once(*[lambda r=referral, t=take: t(r.pk, by=r.seeker.user, now=timezone.now())] * 4)
        assert referral.events.count() == before + 1
    assert Message.objects.filter(kind="jobs/seeker_moved").count() == TIMES


def test_two_seekers_accept_the_last_place_and_one_has_it():
    for _ in range(TIMES):
        first = a_referral("offered")
        second = a_referral("offered", posting=first.posting)
        answers = at_once(
            *[lambda r=r: selection.accept(r.pk, by=r.seeker.user, now=timezone.now()) for r in (first, second)]
        )
        assert PlaceTaken in answers
        assert first.posting.referrals.filter(status="accepted").count() == 1
        assert JobPosting.objects.get(pk=first.posting_id).closing == "filled"


def test_rejecting_while_the_seeker_steps_back_is_one_of_the_two():
    for _ in range(TIMES):
        referral = a_referral("interview")
        by = referral.seeker.assignments.get().advisor.user
        at_once(
            lambda r=referral, b=by: selection.reject(r.pk, by=b, now=timezone.now()),
            lambda r=referral: selection.step_back(r.pk, by=r.seeker.user, now=timezone.now()),
        )
    assert ReferralEvent.objects.exclude(to_status="applied").count() == Message.objects.count() == TIMES


def test_interview_set_by_two_tabs_is_one():
    for _ in range(TIMES):
        referral, now = a_referral("screening"), timezone.now()
        said = {"by": referral.seeker.assignments.get().advisor.user, "starts_at": now, "place": "本社", "now": now}
        at_once(*[lambda r=referral, s=said: selection.to_interview(r.pk, **s)] * 2)
        assert referral.interviews.count() == 1


def test_interview_called_off_while_it_is_moved_leaves_one_state():
    for _ in range(TIMES):
        interview, now = factories.JobInterviewFactory(referral=a_referral("interview")), timezone.now()
        by = interview.referral.seeker.assignments.get().advisor.user
        elsewhere = {"by": by, "starts_at": interview.starts_at, "place": "支社", "now": now - timedelta(days=1)}
        early = interview.starts_at - timedelta(days=1)
        Message.objects.all().delete()
        at_once(
            lambda i=interview, b=by, n=early: selection.call_off_interview(i.pk, by=b, now=n),
            lambda i=interview, b=by, n=early: selection.call_off_interview(i.pk, by=b, now=n),
            lambda i=interview, e=elsewhere: selection.move_interview(i.pk, **e),
        )
        interview.refresh_from_db()
        assert interview.is_off
        assert Message.objects.order_by("pk").last().kind == "jobs/interview_off"
        assert Message.objects.count() == 1 + (interview.place == "支社")


def test_two_nightly_runs_tell_each_member_once():
    now = timezone.now()
    for _ in range(TIMES):
        Message.objects.all().delete()
        factories.JobPostingFactory(opened_at=now - timedelta(hours=1))
        chosen = factories.NoticeRhythmFactory.create_batch(2, frequency="daily", told_until=now - timedelta(days=2))
        joined = factories.JobSeekerFactory(joined_at=now - timedelta(days=20))
        at_once(*[lambda: noticing.owe_notices(now=now)] * 2)
        recipients = list(Message.objects.order_by("recipient").values_list("recipient", flat=True))
        assert len(recipients) == len(set(recipients))
        assert set(recipients) >= {rhythm.seeker.user_id for rhythm in chosen}
        assert joined.notice_rhythm


def test_two_closings_of_one_posting_tell_once():
    for _ in range(TIMES):
        referral, now = a_referral(), timezone.now()
        close = {"closing": "desk", "now": now}
        closed = at_once(*[lambda r=referral, c=close: close_posting(r.posting_id, **c)] * 2)
        assert sorted(closed) == [False, True]
        assert [event.to_status for event in referral.events.all()] == ["lapsed"]
    assert Message.objects.count() == TIMES


def test_posting_saved_by_two_tabs_is_saved_once():
    for _ in range(TIMES):
        seeker, posting = factories.JobSeekerFactory(), factories.JobPostingFactory()
        at_once(*[lambda s=seeker, p=posting: save_posting(s, p, now=timezone.now())] * 4)
        assert seeker.saved_postings.count() == 1


def test_file_agreed_to_twice_is_imported_once(desk):
    for _ in range(TIMES):
        JobPosting.objects.all().delete()
        upload = importing.upload(sample(), by=desk, now=timezone.now())
        answers = at_once(*[lambda u=upload: importing.import_upload(u.pk, by=desk)] * 2)
        assert ImportedAlready in answers
        assert JobPosting.objects.count() == 2


def test_same_file_uploaded_twice_is_imported_once_and_found_again():
    for _ in range(TIMES):
        JobPosting.objects.all().delete()
        Company.objects.all().delete()
        by = factories.DeskUserFactory.create_batch(2)
        pair = [importing.upload(sample(), by=person, now=timezone.now()) for person in by]
        answers = at_once(*[lambda u=u: importing.import_upload(u.pk, by=u.uploaded_by) for u in pair])
        assert sorted(len(outcome.changes) for outcome in answers) == [0, 2]
        assert (JobPosting.objects.count(), Company.objects.count()) == (2, 1)


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite writes one after the other")
@pytest.mark.parametrize("added", [factories.CompanyFactory, factories.JobPostingFactory])
def test_row_added_by_hand_while_a_file_with_it_is_imported_is_found(desk, added):
    table = read(sample())
    number = table.rows[0]["company_external_id" if added is factories.CompanyFactory else "external_id"]
    kept = importing.upload(sample(), by=desk, now=timezone.now())
    by_hand = partial(added, external_id=number)
    twins.held_up(partial(importing.import_upload, kept.pk, by=desk), by=by_hand)
    assert added._meta.model.objects.filter(external_id=number).count() == 1
    assert JobPosting.objects.count() == len(table.rows)
