"""What this app holds about a member; see accounts/holdings.py."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.holdings import Erased, Holding, Kept
from accounts.models import JobSeeker
from config.typed import Text
from support.models import (
    Document,
    DocumentReview,
    InterviewFeedback,
    MockInterview,
    Resume,
    ResumeEntry,
    Seminar,
    SeminarMaterial,
    SeminarNoticeRound,
    SeminarSeat,
    Suit,
    SuitLoan,
)

ITEMS: dict[str, Text] = {
    "mock_interviews": _("Mock interviews: what you wanted to practise, and the feedback"),
    "documents": _("Documents for applications, and what your advisor said of them"),
    "resume": _("Résumé: what you wrote in the editor"),
    "seminars": _("Seminars: your seats, and where you waited for one"),
    "suits": _("Suits reserved and borrowed"),
}


def of_documents(seeker: JobSeeker) -> Q:
    return Q(document__in=seeker.documents.values("pk"))


HOLDINGS: list[Holding] = [
    Erased(InterviewFeedback, "mock_interviews", lambda seeker: Q(assignment__in=seeker.assignments.values("pk"))),
    Erased(MockInterview, "mock_interviews", lambda seeker: Q(booking__in=seeker.counseling_bookings.values("pk"))),
    # Who looked at it is staff's; what they said is the member's.
    Erased(DocumentReview, "documents", of_documents, secret=("returned_by",)),
    Erased(Document, "documents", lambda seeker: Q(seeker=seeker)),
    # Who of the staff arranged something is staff's.
    Erased(SeminarSeat, "seminars", lambda seeker: Q(seeker=seeker), secret=("arranged_by", "ended_by")),
    Kept(
        Seminar,
        _("what the service holds for everybody, and how many came"),
        (
            "id",
            "kind",
            "title",
            "starts_at",
            "minutes",
            "office",
            "meeting_url",
            "capacity",
            "speaker",
            "description",
            "to_bring",
            "series",
            "status",
            "opened_at",
            "called_off_at",
            "why_off",
            "free_told",
            "held",
            "waiting",
            "attended",
            "absent",
        ),
    ),
    Kept(SeminarMaterial, _("files of the service"), ("id", "seminar", "file", "told_at")),
    Kept(
        SeminarNoticeRound,
        _("how far the notices of new seminars have come"),
        ("frequency", "told_until", "telling_until", "reached"),
    ),
    # One that is out leaves an item behind that is "not returned", by a trigger, and that does not say who had it.
    Erased(SuitLoan, "suits", lambda seeker: Q(seeker=seeker), secret=("arranged_by",)),
    Kept(
        Suit,
        _("suits of the service, by number"),
        ("id", "number", "office", "cut", "size", "condition", "cleaned_until", "out_since"),
    ),
    Erased(ResumeEntry, "resume", lambda seeker: Q(resume=seeker.pk)),
    Erased(Resume, "resume", lambda seeker: Q(seeker=seeker.pk)),
]
