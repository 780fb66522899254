"""After a withdrawal nothing is left of the member: searched for in every place something could be left in.

A member whose every detail is a word that occurs nowhere else lives through the service and leaves it. Then every
column of every table is read, and opened where it is packed, and so are the cache, the log, the broker's messages and
the files. Each holding that erasure works from is taken out once, to see that the search, or the database, would tell.
"""

import json
import logging
import re
import sqlite3
from datetime import date, timedelta
from pathlib import Path
from smtplib import SMTPRecipientsRefused

import pytest
from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import Group, Permission
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import IntegrityError, connection, transaction
from django.test import Client

from accounts.holdings import Erased, Kept
from accounts.looks.noting import note_look
from accounts.messages.queue import queue_message_to_address, queued
from accounts.models import FormerAddress, JobSeeker, LineTopic, Look, MailboxProof, Message, StoppedNotice, User
from accounts.tasks import remove_files, sweep_messages
from advisors.models import Assignment
from config.logs import JsonFormatter
from tests import factories
from tests.factories import JobSeekerFactory, WithdrawalRequestFactory
from tests.withdrawals.erasure.traces import (
    MARKS,
    PHONES,
    cached,
    files,
    marked_columns,
    marks_in,
    pointing_columns,
    rows,
)
from withdrawals.erasure import erasing
from withdrawals.models import WithdrawalRequest
from withdrawals.requests.advancing import advance
from withdrawals.requests.filing import close_as_not_a_member
from withdrawals.tasks import list_erasures

# Somebody who leaves a mark wherever a member can


def leave_marks(seeker: JobSeeker, desk: User) -> None:
    """A row of every kind the service may hold, with a mark where there is room for one."""
    user, email = seeker.user, seeker.user.email
    leave_marks_with_advisors(seeker)
    leave_marks_with_jobs(seeker)
    leave_marks_with_documents(seeker)
    leave_marks_in_seminars(seeker)
    leave_marks_with_suits(seeker)
    leave_marks_in_the_resume(seeker)
    leave_marks_at_line(seeker)
    leave_marks_with_staff(seeker, desk)
    StoppedNotice.objects.get_or_create(seeker=seeker, kind="job_notice")
    factories.FileFactory(owner=user, name=MARKS["note"], content=MARKS["comment"].encode())
    leave_marks_in_the_sign_in(user)
    leave_marks_under_a_former_address(user)
    held = {"language": "en", "context": {"note": MARKS["note"]}}
    queued(kind="accounts/welcome", recipient=user, **held)
    queued(kind="accounts/unknown_account", to_email=email, **held)
    for details in (seeker, user):
        LogEntry.objects.log_actions(desk.pk, [details], CHANGE, [{"changed": {"fields": [MARKS["note"]]}}])
    WithdrawalRequestFactory(status="cancelled", seeker=seeker)
    WithdrawalRequestFactory(
        status="needs_review",
        statement__email=email,
        statement__phone=f"+81{PHONES['mistyped phone']}",
        statement__comment=MARKS["comment"],
    )


def leave_marks_with_staff(seeker: JobSeeker, desk: User) -> None:
    """An invitation to their address, the advisor it proposes, and that somebody opened their page."""
    factories.InvitationFactory(email=seeker.user.email)
    factories.ProposedAdvisorFactory(seeker=seeker)
    note_look(desk, seeker.pk, Look.Kind.PROFILE)


def leave_marks_at_line(seeker: JobSeeker) -> None:
    """The account, an attempt to link it and one to link another, and what nobody has read yet."""
    user = {"line_user_id": MARKS["user at LINE"]}
    factories.LineAccountFactory(seeker=seeker, **user)
    factories.LineLinkingFactory(**user)
    factories.LineLinkingFactory(seeker=seeker)
    factories.LineEventFactory(body={"message": {"text": MARKS["comment"]}}, **user)


def leave_marks_with_documents(seeker: JobSeeker) -> None:
    """Their file and what they said of it, what the advisor said, and what the advisor marked up."""
    kept = {"owner": seeker.user, "name": MARKS["note"], "content": MARKS["comment"].encode()}
    document = factories.DocumentFactory(
        seeker=seeker, note=MARKS["note"], file__name=MARKS["note"], file__content=MARKS["comment"].encode()
    )
    marked_up = factories.FileFactory(use="reviewed", **kept)
    returned = {"status": "returned", "comment": MARKS["comment"], "marked_up": marked_up}
    factories.DocumentReviewFactory(document=document, **returned)


def leave_marks_under_a_former_address(user: User) -> None:
    """What comes in under an address that they had: by themselves, or by somebody who knows only that one."""
    former = MARKS["earlier e-mail"]
    FormerAddress.objects.get_or_create(user=user, email=former)
    queue_message_to_address("accounts/unknown_account", former, language="en")
    MailboxProof.objects.create(
        email=former, purpose="registration", salt="", expires_at=user.joined_at + timedelta(days=9999)
    )
    Client().post("/login/", {"email": former})
    for typed in ({"email": former}, {"email": MARKS["mistyped e-mail"], "phone": f"+81{PHONES['phone']}"}):
        WithdrawalRequestFactory(status="needs_review", **{f"statement__{key}": typed[key] for key in typed})


def leave_marks_with_advisors(seeker: JobSeeker) -> None:
    former = factories.AssignmentFactory(seeker=seeker, ended_at=seeker.joined_at + timedelta(days=2))
    current = factories.AssignmentFactory(seeker=seeker)
    factories.AdvisorChangeRequestFactory(assignment=former, status="reassigned", wish=MARKS["note"])
    factories.AdvisorChangeRequestFactory(assignment=current, comment=MARKS["comment"])
    entry = factories.ConversationEntryFactory(assignment=current, text=MARKS["note"])
    to_fetch = factories.ConversationEntryFactory(assignment=current, what="picture", text="", channel="line")
    factories.FetchingFactory(entry=to_fetch, file_name=MARKS["note"])
    ended = {"status": "not_meant", "tell_at": None, "ended_at": entry.written_at}
    factories.LeavingMessageFactory(entry=entry, **ended)
    unheard = {"seeker": seeker, "written_at": entry.written_at, "text": MARKS["comment"]}
    factories.LeavingMessageFactory(entry=None, **unheard)
    factories.ContactWishFactory(seeker=seeker)
    factories.SlotWaitFactory(seeker=seeker)
    past = factories.CounselingBookingFactory(seeker=seeker, status="completed", topics=MARKS["note"])
    soon = {"slot__held_on": date(2026, 11, 20), "slot__hour": 15}  # its advisor hears that it is called off
    factories.CounselingBookingFactory(seeker=seeker, topics=MARKS["comment"], **soon)
    factories.CounselingNotesFactory(booking=past, assignment=former, text=MARKS["note"])
    leave_marks_with_mock_interviews(current)


def leave_marks_with_mock_interviews(tie: Assignment) -> None:
    """One ahead, and one of which the sheet has been sent."""
    said = {"practise": MARKS["comment"], "posting": factories.JobPostingFactory()}
    factories.MockInterviewFactory(booking__seeker=tie.seeker, booking__slot__advisor=tie.advisor, **said)
    sheet = {"interview__practise": MARKS["note"], "to_practise": MARKS["note"]}
    factories.InterviewFeedbackFactory(assignment=tie, **sheet)
    factories.GroupFeedbackFactory(assignment=tie, first_strength=MARKS["note"])


def leave_marks_with_jobs(seeker: JobSeeker) -> None:
    factories.DesiredConditionFactory(seeker=seeker, reason=MARKS["note"])
    factories.SavedPostingFactory(seeker=seeker)
    factories.ReferralWishFactory(seeker=seeker)
    factories.PostingWishFactory(seeker=seeker)
    factories.NoticeRhythmFactory(seeker=seeker)
    factories.ReferralFactory(seeker=seeker, status="declined", decline_comment=MARKS["comment"])
    referral = factories.ReferralFactory(seeker=seeker, status="interview", note=MARKS["note"])
    factories.ReferralEventFactory(referral=referral)
    factories.JobInterviewFactory(referral=referral, notes=MARKS["note"])
    factories.CompanyNoteFactory(referral=referral, text=MARKS["note"])


def leave_marks_in_seminars(seeker: JobSeeker) -> None:
    for status in ("waiting", "taken", "attended", "cancelled"):
        factories.SeminarSeatFactory(seeker=seeker, status=status)


def leave_marks_with_suits(seeker: JobSeeker) -> None:
    """One reserved for an interview, and one that is out."""
    interview = seeker.referrals.get(status="interview").interviews.first()
    factories.SuitLoanFactory(seeker=seeker, interview=interview)
    factories.SuitLoanFactory(seeker=seeker, status="lent")


def leave_marks_in_the_resume(seeker: JobSeeker) -> None:
    photo = factories.FileFactory(owner=seeker.user, use="resume_photo", content=MARKS["comment"].encode())
    resume = factories.ResumeFactory(seeker=seeker, family_name=MARKS["family name"], photo=photo)
    factories.ResumeEntryFactory(resume=resume, tasks=MARKS["comment"])


def leave_marks_in_the_sign_in(user: User) -> None:
    EmailConfirmation.create(EmailAddress.objects.get(user=user))
    Authenticator.objects.create(user=user, type="totp", data={"secret": MARKS["secret"]})
    user.groups.add(Group.objects.get_or_create(name="Marked")[0])
    user.user_permissions.add(Permission.objects.first())
    signed_in = Client()
    signed_in.force_login(user)
    session = signed_in.session
    session["typed"] = MARKS["note"]
    session.save()
    Client().post("/login/", {"email": user.email})
    proof = {"email": user.email, "salt": "", "details": {"family_name": MARKS["family name"]}}
    for owner in ({"purpose": "registration"}, {"purpose": "contact_change", "user": user}):
        MailboxProof.objects.create(**proof, **owner, expires_at=user.joined_at + timedelta(days=9999))


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def marked(db, desk) -> JobSeeker:
    """A member, and everything that could be held about one."""
    seeker = JobSeekerFactory(
        user__email=MARKS["e-mail"],
        family_name=MARKS["family name"],
        given_name=MARKS["given name"],
        family_kana=MARKS["family name"],
        given_kana=MARKS["given name"],
        birth_date=MARKS["birth date"],
        phone=f"+81{PHONES['phone']}",
    )
    leave_marks(seeker, desk)
    return seeker


def left_after_completion(seeker: JobSeeker, now) -> set[str]:
    """What the search finds, or that the database does not let it be committed."""
    request = WithdrawalRequestFactory(seeker=seeker, status="scheduled", received_at=now, completes_at=now)
    try:
        with transaction.atomic():
            advance(request.pk, now=now)
            connection.check_constraints()
    except IntegrityError:
        return {"refused"}
    Message.objects.filter(kind="withdrawals/completed").delete()  # owed still; the story below sends it
    return marked_columns() | pointing_columns(seeker)


# The tests


def test_marks_are_seen_wherever_they_are(marked):
    """The search itself, and that there is a row for each holding: who adds one has to mark it above."""
    tables = {found.split(".")[0] for found in marked_columns() | pointing_columns(marked)}
    assert tables == {holding.model._meta.db_table for holding in erasing.HOLDINGS if marks_may_be_in(holding)}
    assert [h.model._meta.label for h in erasing.HOLDINGS if isinstance(h, Erased) and not h.rows(marked)] == []


def marks_may_be_in(holding) -> bool:
    """Some point to another row of the member's only, and hold nothing of theirs."""
    return not isinstance(holding, Kept) and holding.model not in (EmailConfirmation, LineTopic)


def test_nothing_is_left_after_completion(marked, now):
    assert left_after_completion(marked, now) == set()


NEEDED = [holding for holding in erasing.HOLDINGS if not isinstance(holding, Kept)]


@pytest.mark.parametrize("holding", NEEDED, ids=lambda holding: holding.model._meta.label)
def test_holding_that_is_forgotten_is_noticed(holding, marked, now, monkeypatch):
    monkeypatch.setattr(erasing, "HOLDINGS", [other for other in erasing.HOLDINGS if other is not holding])
    assert left_after_completion(marked, now) != set()


class DeafMailServer(EmailBackend):
    """Refuses the first mail to each address, and quotes the address; takes the second."""

    refused: set[str] = set()

    def send_messages(self, messages):
        to = messages[0].to[0]
        if to not in self.refused:
            self.refused.add(to)
            raise SMTPRecipientsRefused({to: (450, f"{to}: come back later".encode())})
        return super().send_messages(messages)


class Life:
    """What a member does in a browser, while everything that passes the broker is written down."""

    def __init__(self, worker, clock):
        self.worker, self.clock, self.passed = worker, clock, []
        self.browser = Client(HTTP_USER_AGENT=MARKS["browser"], REMOTE_ADDR=MARKS["address"])

    def post(self, path: str, **typed) -> None:
        assert self.browser.post(path, typed).status_code in (200, 302)
        self.run()

    def post_code(self, path: str) -> None:
        self.post(path, code=re.search(r"\b\d{6}\b", mail.outbox[-1].body).group())

    def run(self) -> None:
        """Let the worker send what waits, and try again what was refused."""
        self.worker()
        self.clock.shift(Message.LEASE)
        sweep_messages()
        self.worker()

    def register(self, **typed) -> None:
        self.post("/register/", **typed)
        self.post_code("/register/code/")

    def correct(self, **typed) -> None:
        self.post("/mypage/profile/", **typed)
        self.post_code("/mypage/profile/code/")


@pytest.fixture
def life(worker, clock, monkeypatch, settings) -> Life:
    settings.EMAIL_BACKEND = f"{__name__}.{DeafMailServer.__name__}"
    monkeypatch.setattr(DeafMailServer, "refused", set())
    life, receive = Life(worker, clock), worker.next_message

    def note() -> object:
        message = receive()
        life.passed += [vars(message), json.dumps(message.headers), message.body] if message else []
        return message

    monkeypatch.setattr(worker, "next_message", note)
    return life


DETAILS = {"given_name": MARKS["given name"], "birth_date": MARKS["birth date"], "prefecture": "47"}
BEFORE = {"family_name": MARKS["earlier name"], "email": MARKS["earlier e-mail"], "phone": "０９０ー７２７２ー７２７２"}
AFTER = {"family_name": MARKS["family name"], "email": MARKS["e-mail"], "phone": "090-7171-7171"}


def test_whole_life_leaves_no_trace(life, desk, caplog):
    for name in ("", "django", "celery"):
        caplog.set_level(logging.DEBUG, name)
    life.register(**DETAILS, **BEFORE, advisor_gender="female")
    life.correct(**DETAILS, **AFTER, advisor_gender="male")
    seeker = JobSeeker.objects.select_related("user").get()
    leave_marks(seeker, desk)
    life.post("/withdraw/", email=MARKS["mistyped e-mail"], phone="090-7373-7373", comment=MARKS["comment"])
    life.post("/withdraw/", email=AFTER["email"], phone="(090) 7171 7171", reason="other", comment=MARKS["comment"])
    assert marks_in(*(value for _, _, row in rows() for value in row)) >= {"phone", "e-mail", "comment"}
    leave(life, seeker, desk)
    assert marked_columns() | pointing_columns(seeker) == set()
    assert marks_in(*life.passed) == set()
    assert marks_in(*map(JsonFormatter().format, caplog.records)) == set()
    assert (marks_in(*cached()), files()) == (set(), {})


def leave(life: Life, seeker: JobSeeker, desk: User) -> None:
    """Complete it from my page, receive the receipt; the desk closes the request that fitted nobody."""
    life.post("/mypage/withdrawal/complete/")
    *_, receipt, to_advisor = mail.outbox  # who was to see them today
    assert MARKS["e-mail"] in receipt.to
    assert marks_in(to_advisor.subject, to_advisor.body) == set()
    assert WithdrawalRequest.objects.filter(status="completed", seeker=None).count() == 1
    fits_nobody = WithdrawalRequest.objects.get(status="needs_review")
    close_as_not_a_member(fits_nobody.pk, by=desk, now=fits_nobody.received_at)
    list_erasures()
    assert {mark for marks in files().values() for mark in marks} == {"comment"}
    remove_files()
    life.run()


# SQLite's second file holds what was written, until it is emptied

ON_SQLITE = pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL has no such file")


def marks_on_disk() -> set[str]:
    """What the database's two files hold, deleted or not."""
    name = connection.settings_dict["NAME"]
    contents = b"".join(Path(f"{name}{end}").read_bytes() for end in ("", "-wal")).decode(errors="replace")
    return {mark for mark in MARKS if MARKS[mark] in contents}


@ON_SQLITE
@pytest.mark.django_db(transaction=True)
def test_nothing_is_left_in_the_files_of_the_database(marked, worker, now):
    assert marks_on_disk() >= {"family name", "e-mail", "comment", "note"}
    complete(marked, now)
    assert marks_on_disk() == {"e-mail"}  # the receipt's, which leaves now
    worker()
    list_erasures()
    assert marks_on_disk() == set()


@ON_SQLITE
@pytest.mark.django_db(transaction=True)
def test_somebody_who_reads_meanwhile_fails_nothing(marked, worker, now):
    reader = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT 1 FROM accounts_jobseeker").fetchall()
    complete(marked, now)
    worker()
    assert "family name" in marks_on_disk()
    reader.close()
    list_erasures()
    assert marks_on_disk() == set()


def complete(seeker: JobSeeker, now) -> None:
    request = WithdrawalRequestFactory(seeker=seeker, status="scheduled", received_at=now, completes_at=now)
    advance(request.pk, now=now)
    assert not JobSeeker.objects.exists()
