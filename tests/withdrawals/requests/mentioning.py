"""Each way in which an advisor may name somebody in a text about somebody else: as a function of their tie."""

from datetime import date

import pytest

from tests.factories import (
    CompanyNoteFactory,
    ConversationEntryFactory,
    CounselingBookingFactory,
    CounselingNotesFactory,
    CounselingSlotFactory,
    DocumentReviewFactory,
    InterviewFeedbackFactory,
    JobInterviewFactory,
    ReferralFactory,
)

TEXT = "星野 見本子さんの紹介でいらした方。"


def say(tie, text=TEXT, **more):
    return ConversationEntryFactory(assignment=tie, is_from_seeker=False, text=text, **more)


def note(tie, text=TEXT):
    slot = CounselingSlotFactory(advisor=tie.advisor, held_on=date(2026, 11, 2))
    booking = CounselingBookingFactory(slot=slot, seeker=tie.seeker, status="completed")
    return CounselingNotesFactory(booking=booking, assignment=tie, text=text)


def company_note(tie, text=TEXT):
    return CompanyNoteFactory(referral=ReferralFactory(seeker=tie.seeker), written_by=tie.advisor.user, text=text)


def referral(tie, text=TEXT):
    return ReferralFactory(seeker=tie.seeker, referred_by=tie.advisor.user, note=text)


def interview(tie, text=TEXT):
    return JobInterviewFactory(referral=ReferralFactory(seeker=tie.seeker, status="interview"), notes=text)


def place(tie, text=TEXT):
    return JobInterviewFactory(referral=ReferralFactory(seeker=tie.seeker, status="interview"), place=text)


def review(tie, text=TEXT):
    return DocumentReviewFactory(
        document__seeker=tie.seeker, status="returned", returned_by=tie.advisor.user, comment=text
    )


def sheet(tie, text=TEXT):
    return InterviewFeedbackFactory(assignment=tie, to_practise=text)


def strength(tie, text=TEXT):
    return InterviewFeedbackFactory(assignment=tie, second_strength=text)


KIND_OF = {
    say: "message",
    note: "notes",
    company_note: "company",
    referral: "referral",
    interview: "interview",
    place: "place",
    sheet: "sheet_to_practise",
    strength: "sheet_second_strength",
    review: "review",
}
WAYS = pytest.mark.parametrize("write", KIND_OF)
