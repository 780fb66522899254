"""Two who write to one row at the same moment: each stores what they changed, and nothing of the other's is lost."""

from contextlib import nullcontext
from datetime import timedelta
from functools import partial

import pytest
from django.db import IntegrityError, connection
from django.http import Http404
from django.utils import timezone

from accounts.models import JobSeeker
from accounts.profile.correcting import correct_details
from advisors.handover.replacing import replace
from config.middleware import gone
from jobs.models import Actor, JobPosting
from jobs.postings.imports import importing
from jobs.postings.imports.sample import sample
from jobs.referrals.closing import close_posting
from tests import factories
from tests.conftest import signed_in
from tests.twins import overtaken
from withdrawals.models import Actor as Mover

of_a_server = pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite shows nobody who waits")
commits = pytest.mark.django_db(transaction=True)


def corrected(seeker: JobSeeker, **fields) -> dict:
    names = ("family_name", "given_name", "phone", "birth_date", "prefecture")
    return {name: str(getattr(seeker, name)) for name in names} | fields


def test_move_of_a_referral_leaves_what_it_did_not_change(db, now):
    referral = factories.ReferralFactory(status="applied")
    type(referral).objects.update(note="あとから書き足しました。")
    referral.move("screening", at=now, actor=Actor.STAFF)
    referral.refresh_from_db()
    assert (referral.status, referral.note) == ("screening", "あとから書き足しました。")


def test_move_of_a_withdrawal_leaves_what_it_did_not_change(db, now):
    request = factories.WithdrawalRequestFactory()
    type(request).objects.update(warned_at=now)
    request.move("needs_review", at=now, actor=Mover.WORKER)
    request.refresh_from_db()
    assert (request.status, request.warned_at) == ("needs_review", now)


@pytest.mark.parametrize("has_left", [True, False])
def test_what_the_database_refuses_is_not_there_for_who_has_left_and_a_fault_of_ours_for_others(rf, seeker, has_left):
    request = rf.post("/")
    request.user = seeker.user
    if has_left:
        type(seeker.user).objects.filter(pk=seeker.user_id).delete()
    with pytest.raises(Http404) if has_left else nullcontext():
        gone(None).process_exception(request, IntegrityError())


@of_a_server
@commits
def test_desk_corrects_a_name_while_the_member_moves_house(desk):
    seeker = factories.JobSeekerFactory()
    page = f"/admin/accounts/jobseeker/{seeker.pk}/change/"
    correct = partial(signed_in(desk).post, page, corrected(seeker, family_name="訂正"))
    overtaken(correct, seeker, by=partial(correct_details, seeker, {"prefecture": "27"}))
    seeker.refresh_from_db()
    assert (seeker.family_name, seeker.prefecture) == ("訂正", "27")


@of_a_server
@commits
def test_desk_corrects_a_member_who_has_just_left(desk):
    seeker = factories.JobSeekerFactory()
    page = f"/admin/accounts/jobseeker/{seeker.pk}/change/"
    correct = partial(signed_in(desk).post, page, corrected(seeker, family_name="訂正"))
    assert overtaken(correct, seeker, by=seeker.user.delete).status_code == 404
    assert not JobSeeker.objects.exists()


# What was looked up before the lock is looked at again under it


@of_a_server
@commits
def test_former_advisor_cancels_nothing_that_has_just_gone_to_another():
    tie, following = factories.AssignmentFactory(), factories.AdvisorFactory()
    day = timezone.localdate() + timedelta(days=7)
    slots = [factories.CounselingSlotFactory(advisor=it, held_on=day, hour=10) for it in (tie.advisor, following)]
    held = factories.CounselingBookingFactory(slot=slots[0], seeker=tie.seeker)
    page = f"/admin/advisors/counselingbooking/{held.pk}/change/"
    client = signed_in(tie.advisor.user)
    press = partial(client.post, page, {"move": "cancel", "cancel-ticked": "on"})
    answer = overtaken(press, held, by=partial(replace, tie.seeker_id, following.pk))
    held.refresh_from_db()
    assert (held.status, held.slot) == ("booked", slots[1])
    assert "has just been moved" in client.get(answer.url).content.decode()


@of_a_server
@commits
def test_file_changes_nothing_of_a_posting_that_has_just_closed(desk):
    first = importing.upload(sample(), by=desk, now=timezone.now())
    importing.import_upload(first.pk, by=desk)
    posting = JobPosting.objects.order_by("pk").first()
    JobPosting.objects.update(title="前の名前", status="open", opened_at=timezone.now())
    again = importing.upload(sample(), by=desk, now=timezone.now())
    close = partial(close_posting, posting.pk, closing="desk")
    overtaken(partial(importing.import_upload, again.pk, by=desk), posting, by=close)
    posting.refresh_from_db()
    assert (posting.status, posting.title) == ("closed", "前の名前")


@of_a_server
@commits
def test_member_who_books_in_one_tab_and_has_left_in_another_finds_nothing():
    day = timezone.localdate() + timedelta(days=7)
    seeker, slot = factories.JobSeekerFactory(), factories.CounselingSlotFactory(held_on=day)
    book = partial(signed_in(seeker.user).post, f"/counseling/{slot.pk}/book/", {"form": "online"})
    assert overtaken(book, seeker, by=seeker.user.delete).status_code == 404


@of_a_server
@commits
def test_member_who_saves_a_job_and_has_left_in_another_tab_finds_nothing():
    seeker, posting = factories.JobSeekerFactory(), factories.JobPostingFactory()
    save = partial(signed_in(seeker.user).post, f"/jobs/{posting.pk}/save/")
    assert overtaken(save, seeker, by=seeker.user.delete).status_code == 404


@of_a_server
@commits
def test_member_who_lifts_a_wish_and_has_left_in_another_tab_finds_nothing():
    seeker = factories.JobSeekerFactory(advisor_gender="female")
    lift = partial(signed_in(seeker.user).post, "/counseling/any-advisor/")
    assert overtaken(lift, seeker, by=seeker.user.delete).status_code == 404


@of_a_server
@commits
def test_desk_gives_an_advisor_to_a_member_who_has_just_left(desk):
    seeker, advisor = factories.JobSeekerFactory(), factories.AdvisorFactory()
    pressed = {"seeker": seeker.pk, "advisor": advisor.pk}
    assign = partial(signed_in(desk).post, "/admin/advisors/assignment/unassigned/", pressed)
    assert overtaken(assign, seeker, by=seeker.user.delete).status_code == 404
