"""Two who write to one row at the same moment: each stores what they changed, and nothing of the other's is lost."""

from functools import partial

import pytest
from django.db import connection

from accounts.actions.profile import correct_details
from accounts.models import JobSeeker
from jobs.models import Actor
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
