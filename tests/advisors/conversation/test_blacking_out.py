"""An advisor blacks out a passage of what they wrote themselves; it is recorded, and what it said is not."""

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from tests.factories import (
    CompanyNoteFactory,
    ConversationEntryFactory,
    CounselingBookingFactory,
    CounselingNotesFactory,
    CounselingSlotFactory,
    JobInterviewFactory,
    ReferralFactory,
)

TEXT = "星野さんの紹介。星野さんと同じ会社を希望。"
BLACK = "■■さんの紹介。■■さんと同じ会社を希望。"

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def written(assignment):
    """What the advisor wrote about the seeker, with where it stands and where it is blacked out."""
    slot = CounselingSlotFactory(advisor=assignment.advisor)
    booking = CounselingBookingFactory(slot=slot, seeker=assignment.seeker, status="completed")
    note = CounselingNotesFactory(booking=booking, assignment=assignment, text=TEXT)
    entry = ConversationEntryFactory(assignment=assignment, is_from_seeker=False, text=TEXT)
    by = {"referred_by": assignment.advisor.user, "note": TEXT}
    referral = ReferralFactory(seeker=assignment.seeker, status="interview", **by)
    company = CompanyNoteFactory(referral=referral, written_by=assignment.advisor.user, text=TEXT)
    interview = JobInterviewFactory(referral=referral, place=TEXT, notes=TEXT)
    thread = reverse("admin:advisors_conversationentry_thread", args=[entry.seeker_id])
    page = reverse("admin:jobs_referral_change", args=[referral.pk])
    booked = reverse("admin:advisors_counselingbooking_change", args=[booking.pk])
    return {
        "notes": (note, "text", booked, "advisors_counselingbooking_black_out"),
        "message": (entry, "text", thread, "advisors_conversationentry_black_out"),
        "company": (company, "text", page, "jobs_referral_black_out"),
        "referral": (referral, "note", page, "jobs_referral_black_out_note"),
        "interview": (interview, "notes", page, "jobs_referral_black_out_interview"),
        "place": (interview, "place", page, "jobs_referral_black_out_place"),
    }


def address(name: str, row) -> str:
    return reverse(f"admin:{name}", args=[row.pk])


def text_of(row, column: str) -> str:
    row.refresh_from_db()
    return getattr(row, column)


KINDS = pytest.mark.parametrize("kind", ["notes", "message", "company", "referral", "interview", "place"])


@KINDS
def test_writer_is_led_to_it_and_blacks_it_out(kind, advisor_client, advisor, written):
    row, column, page, name = written[kind]
    black_out = address(name, row)
    assert f'href="{black_out}"' in advisor_client.get(page).content.decode()
    assert TEXT in advisor_client.get(black_out).content.decode()
    assert advisor_client.post(black_out, {"passage": "星野"}).url == page
    assert text_of(row, column) == BLACK
    log = LogEntry.objects.get()
    assert (log.user, log.object_id) == (advisor.user, str(row.pk))
    assert "星野" not in log.object_repr + log.change_message


@KINDS
def test_words_that_are_not_there_are_refused_and_kept(kind, advisor_client, written):
    row, column, _page, name = written[kind]
    refused = advisor_client.post(address(name, row), {"passage": "月野"})
    assert refused.context["form"].errors == {"passage": ["The text does not hold these words."]}
    assert text_of(row, column) == TEXT


@KINDS
@pytest.mark.parametrize(
    "who", ["other_advisor_client", "desk_client", "administrator_client", "seeker_client", "other_seeker_client"]
)
def test_nobody_else_does(kind, who, request, written):
    row, column, _page, name = written[kind]
    client = request.getfixturevalue(who)
    for response in (client.get(address(name, row)), client.post(address(name, row), {"passage": "星野"})):
        assert response.status_code in {403, 404}
    assert text_of(row, column) == TEXT


@KINDS
def test_former_advisor_does_not(kind, advisor_client, assignment, written, now):
    row, _column, _page, name = written[kind]
    assignment.end(at=now)
    assert advisor_client.get(address(name, row)).status_code in {403, 404}


def test_words_of_a_seeker_are_theirs(advisor_client, assignment):
    entry = ConversationEntryFactory(assignment=assignment, text=TEXT)
    black_out = address("advisors_conversationentry_black_out", entry)
    assert advisor_client.post(black_out, {"passage": "星野"}).status_code == 404
