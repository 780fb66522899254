"""Where a member's advisors may have named them in what they wrote about others: for the desk, before the erasure.

Found anew each time somebody looks, and stored nowhere: so the list ends with the withdrawal, and what has been blacked
out is no longer on it. Wishes for another advisor are the members' own words and are never searched.
"""

from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from operator import or_

from django.db.models import Exists, F, Model, OuterRef, Q, QuerySet
from django.urls import reverse

from accounts.models import JobSeeker, User
from advisors.models import Advisor, Assignment, ConversationEntry, CounselingNotes
from config.numbered import numbered
from jobs.models import CompanyNote

CALLED = ("さん", "様", "氏", "君", "くん", "ちゃん")
MOST = 50
BLACK_OUT = {
    CounselingNotes: "admin:advisors_counselingbooking_black_out",
    ConversationEntry: "admin:advisors_conversationentry_black_out",
    CompanyNote: "admin:jobs_referral_black_out",
}


@dataclass(frozen=True)
class Mention:
    """A text that may name the member: what and which it is, of when and whose. Not what it says, nor about whom."""

    what: str
    at: datetime | date
    advisor: str
    path: str  # of the page on which its writer blacks it out; nothing once they accompany whom it is about no more


def mentions_of(member: JobSeeker, *, to: User) -> list[Mention]:
    """What the member's advisors, of now and before, wrote about others. Three queries.

    Somebody at the desk who is or was one of them is shown their own only: who came after them is not theirs to learn.
    """
    advisors = Advisor.objects.filter(assignments__seeker=member)
    if member.has_had(to):
        advisors = advisors.filter(user=to)
    return [
        Mention(numbered(row), row.at, row.by, reverse(BLACK_OUT[type(row)], args=[row.pk]) if row.is_theirs else "")
        for rows in texts_of(advisors.values("pk"), member)
        for row in rows.filter(names(member)).order_by("-pk")[:MOST]
    ]


def texts_of(advisors: QuerySet, member: JobSeeker) -> tuple[QuerySet[Model], ...]:
    """Each with when it is of and who wrote it, as `at` and `by`, and whether it `is_theirs` to open."""
    tie, own = F("assignment__advisor__name"), accompanied(OuterRef("assignment__advisor"), "assignment__seeker")
    notes = CounselingNotes.objects.filter(assignment__advisor__in=advisors).exclude(booking__seeker=member)
    said = ConversationEntry.objects.filter(assignment__advisor__in=advisors, is_from_seeker=False)
    company = CompanyNote.objects.filter(written_by__advisor__in=advisors).exclude(referral__seeker=member)
    by_writer = accompanied(OuterRef("written_by__advisor"), "referral__seeker")
    return (
        notes.annotate(at=F("booking__slot__held_on"), by=tie, is_theirs=own),
        said.exclude(seeker=member).annotate(at=F("written_at"), by=tie, is_theirs=own),
        company.annotate(at=F("written_at"), by=F("written_by__advisor__name"), is_theirs=by_writer),
    )


def accompanied(advisor: OuterRef, seeker: str) -> Exists:
    return Exists(Assignment.objects.current().filter(advisor=advisor, seeker=OuterRef(seeker)))


def names(member: JobSeeker) -> Q:
    """Whether a text holds something that leads to this member. A namesake is found too: the advisor knows."""
    return reduce(or_, (Q(text__icontains=word) for word in words_for(member)))


def words_for(member: JobSeeker) -> list[str]:
    family, given, phone = member.family_name, member.given_name, member.phone
    full = [f"{family}{between}{given}" for between in ("", " ", "\u3000")] + [f"{given} {family}"]
    called = [f"{family}{word}" for word in CALLED] + [f"{given}{word}" for word in CALLED]
    numbers = [phone.as_national, phone.as_national.replace("-", ""), phone.as_e164]
    return [*full, *called, *numbers, member.user.email, member.member_number]
