"""Where a member's advisors may have named them in notes and messages about others: listed while they leave."""

import pytest
from django.apps import apps
from django.db import models
from django.test.utils import isolate_apps
from django.urls import reverse

from tests.conftest import signed_in
from tests.costs import counted
from tests.factories import (
    AdvisorFactory,
    AssignmentFactory,
    ConversationEntryFactory,
    JobSeekerFactory,
    WithdrawalRequestFactory,
)
from tests.reading import unmarked
from tests.withdrawals.requests.mentioning import TEXT, WAYS, say
from withdrawals.requests.mentions import KINDS, mentions_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def seeker(db):
    return JobSeekerFactory(
        family_name="星野", given_name="見本子", phone="+819012345678", user__email="hoshino@example.com"
    )


@pytest.fixture
def other(assignment):
    """The tie of the same advisor to somebody else."""
    return AssignmentFactory(advisor=assignment.advisor)


@pytest.fixture
def leaving(assignment, seeker, now):
    return WithdrawalRequestFactory(status="scheduled", seeker=seeker, received_at=now)


def client_of(tie):
    return signed_in(tie.advisor.user)


def page(client, request) -> str:
    return client.get(reverse("admin:withdrawals_withdrawalrequest_change", args=[request.pk])).content.decode()


@WAYS
def test_what_an_advisor_wrote_about_others_is_found(write, seeker, other, desk):
    row = write(other)
    [mention] = mentions_of(seeker, to=desk)
    assert (mention.what, mention.advisor) == (str(row), other.advisor.name)
    assert mention.path.endswith(f"/{row.pk}/")
    assert client_of(other).get(mention.path).status_code == 200


@pytest.mark.parametrize(
    "text",
    ["星野　見本子", "星野見本子", "星野さん", "見本子さん", "Tel 090-1234-5678", "09012345678", "HOSHINO@example.com"],
)
def test_name_phone_and_email_are_looked_for_in_any_usual_writing(seeker, other, desk, text):
    say(other, f"前の方（{text}）")
    assert len(mentions_of(seeker, to=desk)) == 1


@WAYS
def test_whom_the_text_is_about_may_bear_the_name_and_share_the_number(write, seeker, assignment, desk):
    namesake = JobSeekerFactory(family_name="星野", given_name="花子", phone=seeker.phone)
    tie = AssignmentFactory(advisor=assignment.advisor, seeker=namesake)
    write(tie, "星野さん、090-1234-5678にお電話。")
    assert mentions_of(seeker, to=desk) == []
    row = write(tie, "見本子さんの話。")
    assert [mention.what for mention in mentions_of(seeker, to=desk)] == [str(row)]


def test_own_thread_words_of_seekers_and_other_names_are_no_mention(seeker, assignment, other, desk):
    say(assignment)
    ConversationEntryFactory(assignment=other, text=TEXT)
    say(other, "星空がきれいでした。")
    say(AssignmentFactory())
    assert mentions_of(seeker, to=desk) == []


@WAYS
def test_former_advisor_is_asked_too_and_what_they_no_longer_open_is_marked(write, seeker, assignment, desk, now):
    former = AdvisorFactory()
    AssignmentFactory(seeker=seeker, advisor=former, ended_at=now)
    write(AssignmentFactory(advisor=former, ended_at=now))
    [mention] = mentions_of(seeker, to=desk)
    assert (mention.advisor, mention.path) == (former.name, "")


def test_desk_is_told_where_when_and_whose_and_no_text(desk_client, leaving, other):
    entry = say(other)
    shown = unmarked(page(desk_client, leaving))
    assert f"conversation entry {entry.pk}" in shown
    assert f'{entry.pk} <span class="desk-fit">{other.advisor.name}</span>' in shown
    assert [hidden in shown for hidden in ("いらした方", other.seeker.name, other.seeker.member_number)] == [False] * 3


def test_list_ends_with_the_withdrawal_and_with_the_name(desk_client, leaving, other, now):
    entry = say(other)
    assert "May name the member" in page(desk_client, leaving)
    entry.text = "■■■■■■の紹介でいらした方。"
    entry.save()
    assert "May name the member" not in page(desk_client, leaving)
    say(other)
    leaving.move("cancelled", at=now, actor="staff")
    assert "May name the member" not in page(desk_client, leaving)


def test_advisor_at_the_desk_is_shown_their_own_only(seeker, assignment, other, now):
    later = AdvisorFactory()
    assignment.end(at=now)
    AssignmentFactory(seeker=seeker, advisor=later)
    say(AssignmentFactory(advisor=later))
    own = say(other)
    assert [mention.what for mention in mentions_of(seeker, to=assignment.advisor.user)] == [str(own)]


def test_advisor_of_who_leaves_is_led_to_their_own_texts(advisor_client, leaving, other, seeker):
    thread = reverse("admin:advisors_conversationentry_thread", args=[seeker.pk])
    assert "May name this job seeker" not in advisor_client.get(thread).content.decode()
    entry = say(other)
    link = reverse("admin:advisors_conversationentry_black_out", args=[entry.pk])
    assert f'href="{link}"' in advisor_client.get(thread).content.decode()
    advisor_client.post(link, {"passage": "星野 見本子"})
    assert f'href="{link}"' not in advisor_client.get(thread).content.decode()


def test_looking_costs_two_statements_however_much_was_written(seeker, other, desk):
    asked = []
    for _row in range(3):
        say(other)
        with counted() as sent:
            mentions_of(seeker, to=desk)
        asked.append(len(sent))
    assert asked == [2, 2, 2]


def test_page_of_withdrawing_says_what_becomes_of_names_in_others_notes(client):
    assert "it is found and blacked out" in client.get("/withdraw/").content.decode()


# Every column of free text is searched, or somebody has said why not

PUBLIC = "published to everybody: whoever is named in it has agreed to that"
OWN = "the words of the seeker themselves: theirs, and gone when they leave"
SERVICE = "written by the service, which names nobody; see test_traces.py"
SHORT = "the person's own, gone within days or with them"
FROM_A_LIST = "chosen from a list"
NOT_SEARCHED = {
    "admin.LogEntry.object_id": SERVICE,
    "admin.LogEntry.object_repr": SERVICE,
    "admin.LogEntry.change_message": SERVICE,
    "auth.Group.name": SERVICE,
    "auth.Permission.name": SERVICE,
    "auth.Permission.codename": SERVICE,
    "contenttypes.ContentType.app_label": SERVICE,
    "contenttypes.ContentType.model": SERVICE,
    "mfa.Authenticator.data": SHORT,
    "accounts.File.name": OWN,
    "accounts.File.content_type": SERVICE,
    "accounts.FileRemoval.stored": SERVICE,
    "accounts.Message.context": "a mail that is owed: forgotten once it is sent, within three days",
    "accounts.MailboxProof.details": SHORT,
    "accounts.Session.session_data": SHORT,
    "accounts.User.password": SERVICE,
    "advisors.Advisor.name": PUBLIC,
    "advisors.Advisor.introduction": PUBLIC,
    "advisors.Advisor.fields_of_work": FROM_A_LIST,
    "advisors.Advisor.languages": FROM_A_LIST,
    "advisors.Advisor.styles": FROM_A_LIST,
    "advisors.AdvisorChangeRequest.comment": "in confidence from advisors, and the seeker's own words",
    "advisors.AdvisorChangeRequest.wish": "in confidence from advisors, and the seeker's own words",
    "advisors.AdvisorChangeRequest.styles": FROM_A_LIST,
    "advisors.ClosedDay.reason": PUBLIC,
    "advisors.CounselingBooking.topics": OWN,
    "withdrawals.LeavingMessage.text": OWN,
    "advisors.Fetching.file_name": OWN,
    "accounts.LineEvent.body": SHORT,
    "support.MockInterview.practise": OWN,
    "advisors.Office.address": PUBLIC,
    "advisors.Office.access": PUBLIC,
    "jobs.Company.name": PUBLIC,
    "jobs.Company.about": PUBLIC,
    "jobs.DesiredCondition.reason": OWN,
    "jobs.JobPosting.title": PUBLIC,
    "jobs.JobPosting.description": PUBLIC,
    "jobs.Referral.decline_comment": OWN,
    "support.Document.note": OWN,
    "support.Resume.address": OWN,
    "support.Resume.address_kana": OWN,
    "support.Resume.contact_address": OWN,
    "support.Resume.contact_kana": OWN,
    "support.Resume.motivation": OWN,
    "support.Resume.wishes": OWN,
    "support.Resume.summary": OWN,
    "support.Resume.skills": OWN,
    "support.Resume.self_pr": OWN,
    "support.ResumeEntry.name": OWN,
    "support.ResumeEntry.tasks": OWN,
    "support.ResumeEntry.results": OWN,
    "support.Seminar.title": PUBLIC,
    "support.Seminar.description": PUBLIC,
    "support.Seminar.to_bring": PUBLIC,
    "support.Seminar.why_off": PUBLIC,
    "withdrawals.WithdrawalRequest.erased": SERVICE,
    "withdrawals.WithdrawalStatement.comment": OWN,
}


def holds_free_text(field: models.Field) -> bool:
    is_long = type(field) is models.CharField and field.max_length >= 100 and not field.choices
    return is_long or isinstance(field, models.TextField | models.JSONField)


def free_texts(found) -> set[str]:
    return {
        f"{model._meta.label}.{field.name}"
        for model in found
        for field in model._meta.concrete_fields
        if holds_free_text(field)
    }


def test_every_free_text_is_searched_or_excused():
    searched = {f"{kind.model._meta.label}.{kind.column}" for kind in KINDS.values()}
    assert free_texts(apps.get_models(include_auto_created=True)) == searched | NOT_SEARCHED.keys()
    assert searched & NOT_SEARCHED.keys() == set()


@isolate_apps("advisors")
def test_a_free_text_of_tomorrow_is_missed():
    class Remark(models.Model):  # noqa: DJ008
        text = models.TextField()
        short = models.CharField(max_length=9)
        said = models.CharField(max_length=200)

        class Meta:
            app_label = "advisors"

    assert free_texts([Remark]) == {"advisors.Remark.text", "advisors.Remark.said"}
