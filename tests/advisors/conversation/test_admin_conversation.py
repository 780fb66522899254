"""The conversation in the admin: for the seeker's present advisor, and nobody else."""

import pytest
from django.urls import reverse

from advisors.models import ContactWish, ConversationEntry
from tests.costs import counted
from tests.factories import AssignmentFactory, ConversationEntryFactory, WithdrawalRequestFactory

LIST = "/admin/advisors/conversationentry/"
SECRET = "聞いてほしいことがあります"

pytestmark = pytest.mark.usefixtures("clock")


def thread(seeker) -> str:
    return reverse("admin:advisors_conversationentry_thread", args=[seeker.pk])


@pytest.fixture
def entry(assignment):
    return ConversationEntryFactory(assignment=assignment, text=SECRET)


def test_advisor_reads_it_and_it_counts_as_read(advisor_client, entry, now):
    page = advisor_client.get(thread(entry.seeker)).content.decode()
    assert SECRET in page
    assert ">New<" in page
    entry.refresh_from_db()
    assert entry.read_at == now
    assert ">New<" not in advisor_client.get(thread(entry.seeker)).content.decode()


@pytest.mark.parametrize("who", ["other_advisor_client", "administrator_client", "desk_client", "seeker_client"])
def test_nobody_else_reads_it(who, request, entry):
    client = request.getfixturevalue(who)
    pages = [thread(entry.seeker), LIST, f"{LIST}{entry.pk}/change/", f"{LIST}{entry.pk}/history/"]
    for address in pages:
        response = client.get(address)
        assert SECRET not in response.content.decode()
    assert client.get(pages[0]).status_code in {403, 404}
    assert client.post(pages[0], {"text": "あの"}).status_code in {403, 404}
    assert ConversationEntry.objects.get() == entry


def test_wrong_seeker_and_no_seeker_are_the_same(other_advisor_client, entry):
    there, not_there = (other_advisor_client.get(thread(entry.seeker)), other_advisor_client.get(f"{LIST}with/99999/"))
    assert (there.status_code, not_there.status_code) == (404, 404)


def test_former_advisor_reads_it_no_more(advisor_client, entry, now):
    entry.assignment.end(at=now)
    assert advisor_client.get(thread(entry.seeker)).status_code == 404
    assert SECRET not in advisor_client.get(LIST).content.decode()


@pytest.mark.parametrize("is_shared", [True, False])
def test_what_was_said_to_a_former_advisor_is_seen_as_far_as_shared(is_shared, advisor_client, assignment, now):
    former = AssignmentFactory(seeker=assignment.seeker, ended_at=now, is_shared=is_shared)
    ConversationEntryFactory(assignment=former, text=SECRET)
    page = advisor_client.get(thread(assignment.seeker)).content.decode()
    assert [shown in page for shown in (SECRET, "Said under a former advisor")] == [is_shared, is_shared]


def test_advisor_answers(advisor_client, entry):
    for _press in range(2):
        assert advisor_client.post(thread(entry.seeker), {"text": "もちろんです"}).url == thread(entry.seeker)
    answer = ConversationEntry.objects.get(is_from_seeker=False)
    assert (answer.text, answer.assignment) == ("もちろんです", entry.assignment)


def test_too_often_is_refused_with_the_time_and_the_text_is_kept(advisor_client, assignment):
    ContactWish.objects.create(seeker=assignment.seeker, most_per_week=1)
    advisor_client.post(thread(assignment.seeker), {"text": "一通目"})
    refused = advisor_client.post(thread(assignment.seeker), {"text": "二通目"})
    said = "no more messages this week. You can write again from Fri 27 Nov, 10:00"
    assert said in str(refused.context["form"].errors["text"])
    assert "二通目</textarea>" in refused.content.decode()
    assert said in advisor_client.get(thread(assignment.seeker)).content.decode()
    assert ConversationEntry.objects.count() == 1


def test_nothing_is_sent_to_a_leaving_seeker(advisor_client, assignment):
    WithdrawalRequestFactory(status="scheduled", seeker=assignment.seeker)
    refused = advisor_client.post(thread(assignment.seeker), {"text": "待って"})
    assert "Nothing can be sent to this job seeker at present." in str(refused.context["form"].errors["text"])
    assert not ConversationEntry.objects.exists()


def test_entry_leads_to_its_thread_and_is_not_written_by_hand(advisor_client, entry):
    assert advisor_client.get(f"{LIST}{entry.pk}/change/").url == thread(entry.seeker)
    assert advisor_client.post(f"{LIST}{entry.pk}/change/", {"text": "x"}).url == thread(entry.seeker)
    assert advisor_client.get(f"{LIST}add/").status_code == 403
    entry.refresh_from_db()
    assert entry.text == SECRET


def test_seekers_page_leads_to_the_conversation_for_the_advisor_only(
    advisor_client, desk_client, administrator_client, assignment
):
    page, link = f"/admin/accounts/jobseeker/{assignment.seeker.pk}/change/", thread(assignment.seeker)
    found = [
        link in client.get(page).content.decode() for client in (advisor_client, desk_client, administrator_client)
    ]
    assert found == [True, False, False]


@pytest.mark.parametrize(("which", "count"), [("", 3), ("unread", 1), ("theirs", 2), ("x", 3)])
def test_list_is_narrowed_to_what_is_unread(which, count, advisor_client, entry, now):
    ConversationEntryFactory(assignment=entry.assignment, read_at=now)
    ConversationEntryFactory(assignment=entry.assignment, is_from_seeker=False)
    assert len(advisor_client.get(f"{LIST}?which={which}").context["cl"].result_list) == count


def test_thread_and_list_ask_the_same_whatever_was_said(advisor_client, assignment):
    asked = []
    for _row in range(4):
        ConversationEntryFactory(assignment=assignment)
        asked.append([asks(advisor_client, address) for address in (thread(assignment.seeker), LIST)])
    assert asked[1:] == asked[:1] * 3
    assert max(asked[0]) < 15  # with the record that it was looked at, and whom the head names


def test_leaving_seeker_is_marked_and_no_form_is_offered(advisor_client, entry):
    offered = advisor_client.get(thread(entry.seeker)).content.decode()
    WithdrawalRequestFactory(status="scheduled", seeker=entry.seeker)
    page = advisor_client.get(thread(entry.seeker)).content.decode()
    assert ["<textarea" in offered, "<textarea" in page] == [True, False]
    assert ["withdrawal under way" in offered, "withdrawal under way" in page] == [False, True]
    assert "withdrawal under way" in advisor_client.get(LIST).content.decode()


def asks(client, address: str) -> int:
    with counted() as sent:
        client.get(address)
    return len(sent)
