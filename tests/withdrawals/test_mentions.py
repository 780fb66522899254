"""Where a member's advisors may have named them in notes and messages about others: listed while they leave."""

from datetime import date

import pytest
from django.urls import reverse

from tests.costs import counted
from tests.factories import (
    AdvisorFactory,
    AssignmentFactory,
    CompanyNoteFactory,
    ConversationEntryFactory,
    CounselingBookingFactory,
    CounselingNotesFactory,
    CounselingSlotFactory,
    JobSeekerFactory,
    ReferralFactory,
    WithdrawalRequestFactory,
)
from withdrawals.mentions import mentions_of

TEXT = "星野 見本子さんの紹介でいらした方。"

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


def say(tie, text=TEXT, **more):
    return ConversationEntryFactory(assignment=tie, is_from_seeker=False, text=text, **more)


def note(tie, text=TEXT):
    slot = CounselingSlotFactory(advisor=tie.advisor, held_on=date(2026, 11, 2))
    booking = CounselingBookingFactory(slot=slot, seeker=tie.seeker, status="completed")
    return CounselingNotesFactory(booking=booking, assignment=tie, text=text)


def company_note(tie, text=TEXT):
    return CompanyNoteFactory(referral=ReferralFactory(seeker=tie.seeker), written_by=tie.advisor.user, text=text)


def page(client, request) -> str:
    return client.get(reverse("admin:withdrawals_withdrawalrequest_change", args=[request.pk])).content.decode()


@pytest.mark.parametrize("write", [say, note, company_note])
def test_what_an_advisor_wrote_about_others_is_found(write, seeker, other, desk):
    row = write(other)
    [mention] = mentions_of(seeker, to=desk)
    assert (mention.what, mention.advisor) == (str(row), other.advisor.name)
    assert mention.path.endswith(f"/black-out/{row.pk}/")


@pytest.mark.parametrize(
    "text",
    ["星野　見本子", "星野見本子", "星野さん", "見本子さん", "Tel 090-1234-5678", "09012345678", "HOSHINO@example.com"],
)
def test_name_phone_and_email_are_looked_for_in_any_usual_writing(seeker, other, desk, text):
    say(other, f"前の方（{text}）")
    assert len(mentions_of(seeker, to=desk)) == 1


def test_own_thread_words_of_seekers_and_other_names_are_no_mention(seeker, assignment, other, desk):
    say(assignment)
    ConversationEntryFactory(assignment=other, text=TEXT)
    say(other, "星空がきれいでした。")
    say(AssignmentFactory())
    assert mentions_of(seeker, to=desk) == []


def test_former_advisor_is_asked_too_and_what_they_no_longer_open_is_marked(seeker, assignment, desk, now):
    former = AdvisorFactory()
    AssignmentFactory(seeker=seeker, advisor=former, ended_at=now)
    say(AssignmentFactory(advisor=former, ended_at=now))
    [mention] = mentions_of(seeker, to=desk)
    assert (mention.advisor, mention.path) == (former.name, "")


def test_desk_is_told_where_when_and_whose_and_no_text(desk_client, leaving, other):
    entry = say(other)
    shown = page(desk_client, leaving)
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


def test_looking_costs_four_statements_however_much_was_written(seeker, other, desk):
    asked = []
    for _row in range(3):
        say(other)
        with counted() as sent:
            mentions_of(seeker, to=desk)
        asked.append(len(sent))
    assert asked == [4, 4, 4]


def test_page_of_withdrawing_says_what_becomes_of_names_in_others_notes(client):
    assert "the advisor blacks it out" in client.get("/withdraw/").content.decode()
