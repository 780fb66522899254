"""What the lines of the admin's first page say, and where they lead; which parts each role has, and in which order."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.messages.models import IN_CONFIDENCE
from accounts.models import Message
from advisors.invitation.inviting import invite
from support.models import SuitLoan
from tests import factories
from tests.conftest import signed_in
from withdrawals.models import CallBack, Erasure

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture(autouse=True)
def numbers_differ(db):
    """So that a line that leads to another row than it means is not right by chance."""
    factories.JobSeekerFactory(pk=700).delete()
    factories.SeminarFactory(pk=900).delete()


def parts(client) -> dict[str, object]:
    return {part.name: part for part in client.get("/admin/").context["start"].parts}


def told(client, name: str) -> list[tuple]:
    """Of each line of a part: its words, where these lead, and what is said behind."""
    said = parts(client)[name].said
    return [(str(it.label), it.page, it.said) for it in (*said["open"], *said["folded"])]


def change(model: str, row) -> str:
    return f"/admin/{model}/{row.pk}/change/"


# An advisor's


def test_line_of_who_waits_leads_to_the_conversation_and_says_how_much_is_unread(assignment, advisor_client, now):
    seeker = assignment.seeker
    for minutes in (2, 1):
        factories.ConversationEntryFactory(assignment=assignment, written_at=now - timedelta(minutes=minutes))
    [(label, page, said)] = told(advisor_client, "waiting")
    assert (label, page) == (seeker.member_number, f"/admin/advisors/conversationentry/with/{seeker.pk}/")
    assert said == "since Fri 20 Nov, 09:58 · 2 unread"
    assignment.conversation.update(read_at=now)
    assert [said for *_, said in told(advisor_client, "waiting")] == ["since Fri 20 Nov, 09:58"]


def test_line_of_an_interview_says_when_and_where_and_leads_to_the_referral(assignment, advisor_client, now):
    referral = factories.ReferralFactory(seeker=assignment.seeker, status="interview")
    factories.JobInterviewFactory(referral=referral, starts_at=now + timedelta(days=7))
    factories.JobInterviewFactory(referral=referral, starts_at=now + timedelta(days=8))
    company = referral.posting.company.name
    assert told(advisor_client, "interviews") == [
        (assignment.seeker.member_number, change("jobs/referral", referral), f"Fri 27 Nov, 10:00 · {company}")
    ]


def test_line_of_who_is_new_says_since_when_and_leads_to_the_member(advisor, advisor_client, now):
    seeker = factories.AssignmentFactory(advisor=advisor, began_at=now).seeker
    assert told(advisor_client, "unbooked") == [
        (seeker.member_number, change("accounts/jobseeker", seeker), "assigned on Fri 20 Nov")
    ]


def test_tiles_of_an_advisor_count_the_unrecorded_first_and_who_waits_always(assignment, advisor_client, now):
    def tiles() -> list[tuple]:
        return [(it.number, str(it.label), it.page) for it in advisor_client.get("/admin/").context["start"].tiles]

    everything = "/admin/advisors/conversationentry/"
    of_hours = [(0, "Today's appointments", "#today"), (0, "In the next seven days", "#counseling-coming")]
    assert tiles() == [*of_hours, (0, "Waiting for an answer", everything)]
    slot = factories.CounselingSlotFactory(advisor=assignment.advisor, held_on=now.date() - timedelta(days=1))
    factories.CounselingBookingFactory(slot=slot, seeker=assignment.seeker)
    assert tiles()[:3] == [(1, "Outcome not recorded", "#unrecorded"), *of_hours]


def test_line_of_what_is_asked_for_names_the_posting_and_leads_to_referring_it(assignment, advisor_client, now):
    wish = factories.PostingWishFactory(seeker=assignment.seeker, asked_at=now)
    posting, seeker = wish.posting, assignment.seeker
    assert told(advisor_client, "asked-for") == [
        (
            posting.title,
            f"/admin/jobs/referral/add/?seeker={seeker.pk}&posting={posting.pk}",
            f"{posting.company.name} · asked on Fri 20 Nov",
        )
    ]
    [line] = parts(advisor_client)["asked-for"].said["open"]
    assert (line.also, line.seekers_page) == (
        ("Conversation", f"/admin/advisors/conversationentry/with/{seeker.pk}/"),
        change("accounts/jobseeker", seeker),
    )


def test_line_of_an_application_names_posting_and_company(assignment, advisor_client, now):
    referral = factories.ReferralFactory(seeker=assignment.seeker, status="applied", applied_at=now)
    posting = referral.posting
    [(label, page, said)] = told(advisor_client, "applications")
    assert (label, page) == (assignment.seeker.member_number, change("jobs/referral", referral))
    assert said == f"{posting.title} ({posting.company.name}) · since Fri 20 Nov, 10:00"
    [line] = parts(advisor_client)["applications"].said["open"]
    assert line.seekers_page == ""


def test_line_of_a_review_names_kind_and_version(assignment, advisor_client, now):
    factories.DocumentFactory(seeker=assignment.seeker)
    review = factories.DocumentReviewFactory(document__seeker=assignment.seeker, submitted_at=now)
    assert told(advisor_client, "reviews") == [
        ("Résumé, version 2", change("support/documentreview", review), "since Fri 20 Nov, 10:00")
    ]


# Feedback sheets


@pytest.fixture
def held(assignment, now):
    slot = factories.CounselingSlotFactory(advisor=assignment.advisor, held_on=now.date() - timedelta(days=7), hour=9)
    mine = {"booking__seeker": assignment.seeker, "booking__slot": slot, "booking__status": "completed"}
    return factories.MockInterviewFactory(**mine)


@pytest.fixture
def seat(seeker, assignment, now):
    group = factories.SeminarFactory(kind="mock_interview", title="模擬面接会", starts_at=now - timedelta(days=7))
    return factories.SeminarSeatFactory(seminar=group, seeker=seeker, status="attended")


NONE = "/admin/support/interviewfeedback/none"
WRITE = "/admin/support/interviewfeedback/write"


def test_line_of_a_sheet_leads_its_writer_to_it_and_the_desk_to_the_interview(held, advisor_client, desk_client):
    name = held.booking.slot.advisor.name
    [(_, page, said)] = told(advisor_client, "sheets")
    assert (page, said) == (f"{WRITE}/{held.pk}/", "Fri 13 Nov, 09:00 · First interview")
    [(_, page, said)] = told(desk_client, "sheets-overdue")
    assert (page, said) == (change("support/mockinterview", held), f"Fri 13 Nov · {name}")
    for client, part in ((advisor_client, "sheets"), (desk_client, "sheets-overdue")):
        [line] = parts(client)[part].said["open"]
        assert line.also == ("There will be none", f"{NONE}/{held.pk}/")


def test_line_of_a_groups_sheet_leads_to_where_this_person_may_do_something(
    seat, advisor_client, desk_client, administrator_client
):
    title, writer = seat.seminar.title, seat.seeker.assignments.get().advisor.name
    mine, overdue = "group-sheets", "group-sheets-overdue"
    write, seminar = f"{WRITE}/seat/{seat.pk}/", change("support/seminar", seat.seminar)
    assert [told(advisor_client, mine)[0][1:]] == [(write, f"Fri 13 Nov, 10:00 · {title}")]
    assert [told(desk_client, overdue)[0][1:]] == [(seminar, f"Fri 13 Nov · {title} · {writer}")]
    assert told(administrator_client, overdue)[0][1] == write
    for client, part in ((advisor_client, mine), (desk_client, overdue), (administrator_client, overdue)):
        [line] = parts(client)[part].said["open"]
        assert line.also == ("There will be none", f"{NONE}/seat/{seat.pk}/")


def test_what_an_advisor_at_the_desk_is_to_write_is_not_said_to_be_overdue_too(held, seat, desk, advisor):
    advisor.user.groups.add(*desk.groups.all())
    names = set(parts(signed_in(advisor.user)))
    assert {"sheets", "group-sheets"} <= names
    assert names & {"sheets-overdue", "group-sheets-overdue"} == set()


# The desk's


def test_line_of_a_seminar_says_what_is_to_be_done_or_how_many_wait(desk_client, now):
    shut = factories.SeminarFactory(office=factories.OfficeFactory(is_open=False), meeting_url="")
    begun = factories.SeminarSeatFactory(seminar__starts_at=now - timedelta(hours=1)).seminar
    queue = factories.SeminarFactory()
    factories.SeminarSeatFactory.create_batch(2, seminar=queue, status="waiting")
    of_seminar = "support/seminar"
    closed = "The office is closed then: hold it on another day or elsewhere, or call it off"
    assert told(desk_client, "seminars") == [
        (begun.title, change(of_seminar, begun), "Fri 20 Nov, 09:00 · Record who was there"),
        (shut.title, change(of_seminar, shut), f"Fri 4 Dec, 14:00 · {closed}"),
    ]
    assert told(desk_client, "seminar-lines") == [
        (queue.title, change(of_seminar, queue), "Fri 4 Dec, 14:00 · 2 wait for a seat")
    ]


def test_line_of_who_waits_for_a_time_leads_to_booking_one(desk_client):
    seeker = factories.SlotWaitFactory().seeker
    [(label, page, _)] = told(desk_client, "slot-waits")
    assert (label, page) == (seeker.member_number, f"/admin/advisors/counselingbooking/add/?seeker={seeker.pk}")


def test_line_of_an_invitation_names_its_day(advisor, advisor_client, now):
    lost = invite("n@example.com", advisor=advisor, language="ja", by=advisor.user)
    lost.message.finish(Message.Status.FAILED, at=now)
    assert told(advisor_client, "invitations") == [
        ("Invitation of Fri 20 Nov", change("advisors/invitation", lost), "")
    ]
    [line] = parts(advisor_client)["invitations"].said["open"]
    assert line.seekers_page == ""


def undelivered(user, at, kind: str = "accounts/welcome"):
    return Message.objects.create(kind=kind, recipient=user, status="failed", finished_at=at)


def test_line_of_a_message_names_what_it_was_and_leads_to_it(desk_client, seeker, now):
    """Of many the newest are read; they stand as all do, the oldest first."""
    old, new = (undelivered(seeker.user, now - timedelta(days=days)) for days in (1, 0))
    first, (label, page, said) = told(desk_client, "undelivered")
    assert (first[1], page, said) == (*(change("accounts/message", it) for it in (old, new)), "Fri 20 Nov, 10:00")
    assert "accounts/" not in label
    everything = parts(desk_client)["undelivered"].said["waiting"].everything
    assert everything == "/admin/accounts/message/?status__exact=failed"


def test_advisor_at_the_desk_is_not_told_of_what_is_in_confidence_from_advisors(
    advisor, desk, desk_client, seeker, now
):
    undelivered(seeker.user, now, f"{IN_CONFIDENCE}closed")
    advisor.user.groups.add(*desk.groups.all())
    assert ["undelivered" in parts(it) for it in (desk_client, signed_in(advisor.user))] == [True, False]


def test_line_of_who_writes_that_they_leave_says_by_when_and_that_it_is_late(
    desk_client, advisor_client, assignment, now
):
    factories.LeavingMessageFactory(status="not_meant", ended_at=now, tell_at=None)
    factories.ConversationEntryFactory(assignment=assignment)
    entry = factories.ConversationEntryFactory(assignment=assignment, written_at=now)
    message = factories.LeavingMessageFactory(entry=entry, seeker=assignment.seeker)
    old = factories.LeavingMessageFactory(entry__written_at=now - timedelta(days=9))
    late, [label, page, said] = told(desk_client, "say-they-leave")
    assert (label, page) == (assignment.seeker.member_number, change("withdrawals/leavingmessage", message))
    assert (late[1], said) == (
        change("withdrawals/leavingmessage", old),
        "due Mon 30 Nov · Message to the advisor · Fri 20 Nov, 10:00",
    )
    marks = [it.mark and str(it.mark.word) for it in parts(desk_client)["say-they-leave"].said["open"]]
    assert marks == ["Not recorded yet", None]
    [(_, page, _)] = told(advisor_client, "say-they-leave")
    assert page == f"/admin/withdrawals/withdrawalrequest/take/{entry.pk}/"
    everything = [parts(it)["say-they-leave"].said["waiting"].everything for it in (desk_client, advisor_client)]
    assert everything == ["/admin/withdrawals/leavingmessage/", ""]


def test_receipts_that_wait_are_counted_before_the_desk_and_lead_nowhere(desk_client, advisor_client, now):
    for minutes in (0, 60 * 24 * 3):
        erased_at = now - timedelta(minutes=minutes)
        Erasure.objects.create(erasure_id=f"00000000-0000-4000-8000-{minutes:012}", erased_at=erased_at)
    page = desk_client.get("/admin/")
    [tile] = [it for it in page.context["start"].tiles if it.page == "#unlisted"]
    assert (tile.number, tile.urgency) == (1, "overdue")
    assert (parts(desk_client)["unlisted"].said["open"], "unlisted" in parts(advisor_client)) == ([], False)


def test_tiles_of_withdrawals_lead_to_what_they_count(desk_client, now):
    def tiles() -> list[tuple]:
        found = desk_client.get("/admin/").context["start"].tiles
        return [(it.number, it.page.partition("?")[2], it.urgency) for it in found if "withdrawalrequest/?" in it.page]

    asked = ("urgency=overdue", "urgency=today", "urgency=near", "status=needs_review")
    assert tiles() == [(0, it, "") for it in asked]
    for days in (-1, 0, 3, 30):
        factories.WithdrawalRequestFactory(due_on=now.date() + timedelta(days=days))
    factories.WithdrawalRequestFactory.create_batch(2, status="needs_review", due_on=now.date() + timedelta(days=30))
    counted = [(1, "urgency=overdue", "overdue"), (1, "urgency=today", "today"), (1, "urgency=near", "near")]
    counted.append((2, "status=needs_review", ""))
    assert tiles() == counted
    factories.WithdrawalRequestFactory(due_on=now.date() + timedelta(days=30), failing_since=now, tries=5)
    assert tiles() == [(1, "acts=desk", "overdue"), *counted]


def test_line_of_who_is_to_be_called_back_says_from_when_on(desk_client, now):
    request = factories.WithdrawalRequestFactory(status="needs_review", channel="phone")
    CallBack.objects.create(request=request, call_at=now, tell_at=now)
    page = change("withdrawals/withdrawalrequest", request)
    assert told(desk_client, "call-back") == [(request.reference, page, "from Fri 20 Nov, 10:00 on")]


def test_tiles_of_suits_count_what_presses_only_where_there_is_some(desk_client, administrator_client, now):
    def counts() -> list[tuple]:
        found = desk_client.get("/admin/").context["start"].tiles
        return [(it.number, it.page, it.urgency) for it in found if it.page.startswith("#suits-")]

    today = now.date()
    assert counts() == [(0, "#suits-out", ""), (0, "#suits-back", "")]
    before = {"status": "lent", "pick_up_on": today - timedelta(days=9), "needed_on": today - timedelta(days=7)}
    factories.SuitLoanFactory.create_batch(3, pick_up_on=today)
    factories.SuitLoanFactory.create_batch(2, return_on=today, **before)
    late = factories.SuitLoanFactory(return_on=today, **before)
    days = [today + timedelta(days=count) for count in (12, 14, 18)]
    factories.SuitLoanFactory(item=late.suit, pick_up_on=days[0], needed_on=days[1], return_on=days[2])
    SuitLoan.objects.filter(pk=late.pk).update(return_on=today - timedelta(days=1))
    assert counts() == [
        (1, "#suits-affected", "near"),
        (1, "#suits-overdue", "near"),
        (3, "#suits-out", ""),
        (2, "#suits-back", ""),
    ]


def test_wish_that_is_closed_is_on_the_first_page_no_more(desk_client):
    factories.AdvisorChangeRequestFactory(status="withdrawn")
    wish = factories.AdvisorChangeRequestFactory()
    [(_, page, _)] = told(desk_client, "wishes")
    assert page == change("advisors/advisorchangerequest", wish)


# Who has which, and in which order


def fill(assignment, now) -> None:
    """Something in each part."""
    advisor, seeker, long_ago = assignment.advisor, assignment.seeker, now - timedelta(days=12)
    factories.ConversationEntryFactory(assignment=factories.AssignmentFactory(advisor=advisor, began_at=now))
    factories.LeavingMessageFactory(entry__assignment=assignment, seeker=seeker)
    factories.ReferralFactory(seeker=seeker, status="applied")
    interview = factories.ReferralFactory(seeker=seeker, status="interview")
    factories.JobInterviewFactory(referral=interview, starts_at=now + timedelta(days=1))
    factories.PostingWishFactory(seeker=seeker)
    factories.ReferralWishFactory(seeker=seeker)
    factories.DocumentReviewFactory(document__seeker=seeker, submitted_at=long_ago)
    slot = factories.CounselingSlotFactory(advisor=advisor, held_on=timezone.localdate(long_ago))
    factories.CounselingBookingFactory(slot=slot, seeker=seeker)
    factories.AdvisorChangeRequestFactory()
    factories.SlotWaitFactory()
    factories.SeminarSeatFactory(status="waiting")
    factories.SeminarSeatFactory(seminar__starts_at=now)
    Message.objects.create(kind="accounts/welcome", recipient=seeker.user, status="failed", finished_at=now)


ADVISORS = ["today", "waiting", "interviews", "asking", "unbooked", "say-they-leave"]
OF_SEEKERS = ["applications", "asked-for", "reviews"]
DESKS = ["left-waiting", "wishes", "without-advisor", "unrecorded-desk", "slot-waits"]
DESKS += ["suits", "seminars", "seminar-lines", "undelivered"]
SHOWN = {
    "advisor": [*ADVISORS, *OF_SEEKERS],
    "desk": ["say-they-leave", "withdrawals", *DESKS],
    "administrator": ["health", "say-they-leave", "withdrawals", *DESKS],
    "other_advisor": ["today"],
}


@pytest.mark.parametrize("who", SHOWN)
def test_each_has_their_own_parts_in_one_order(who, request, assignment, now):
    fill(assignment, now)
    assert list(parts(request.getfixturevalue(f"{who}_client"))) == SHOWN[who]
