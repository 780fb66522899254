from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts.models import MailboxProof, Notice, StoppedNotice, User
from tests import factories


def proof(**fields) -> MailboxProof:
    return MailboxProof(email="a@example.com", expires_at=factories.JOINED + timedelta(hours=1), **fields)


@pytest.mark.parametrize(
    ("rule", "wrong"),
    [
        ("jobseeker_advisor_gender_known", {"advisor_gender": "either"}),
        ("jobseeker_prefecture_known", {"prefecture": "48"}),
        ("jobseeker_phone_given", {"phone": ""}),
    ],
)
def test_database_refuses_the_wrong_member(seeker, rule, wrong):
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        type(seeker).objects.filter(pk=seeker.pk).update(**wrong)


def test_database_refuses_an_address_in_capitals(db):
    with pytest.raises(IntegrityError, match="user_email_in_lower_case"), transaction.atomic():
        User.objects.bulk_create([User(email="Somebody@example.com")])


def test_two_people_may_share_a_phone_number(seeker):
    assert factories.JobSeekerFactory(phone=seeker.phone).phone == seeker.phone


@pytest.mark.parametrize(("purpose", "has_user"), [("registration", True), ("contact_change", False)])
def test_only_a_change_of_contact_belongs_to_somebody(seeker, purpose, has_user):
    with pytest.raises(IntegrityError, match="mailboxproof_user_iff_contact_change"), transaction.atomic():
        proof(purpose=purpose, user=seeker.user if has_user else None).save()


def test_notice_of_an_unknown_kind_cannot_be_stopped(seeker):
    with pytest.raises(IntegrityError, match="stoppednotice_kind_known"), transaction.atomic():
        StoppedNotice.objects.create(seeker=seeker, kind="weather")


def test_notice_is_stopped_once_at_most(seeker):
    """Held by stoppednotice_once_per_kind, which SQLite does not name."""
    StoppedNotice.objects.create(seeker=seeker, kind=Notice.JOB)
    with pytest.raises(IntegrityError, match="stoppednotice"), transaction.atomic():
        StoppedNotice.objects.create(seeker=seeker, kind=Notice.JOB)
    assert StoppedNotice.objects.create(seeker=seeker, kind=Notice.NEWS).pk
