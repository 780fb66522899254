"""What every member has been through: an hour with their advisor, a referral, a talk, another address before."""

from accounts.models import FormerAddress
from advisors.models import ConversationEntry, CounselingBooking, CounselingNotes, CounselingSlot
from jobs.models import Referral, ReferralEvent, SavedPosting

EACH = "FROM generate_series(1, %(members)s) n"
ACCOMPANIED = f"{EACH} WHERE n %% 100 > 0"

ROWS = [
    (
        FormerAddress,
        {"user_id": "n", "email": "'former' || n || '@example.com'"},
        "FROM generate_series(4, %(members)s, 40) n",
    ),
    # The id of each row is its member's. An advisor has eight such hours a day; which days does not matter.
    (
        CounselingSlot,
        {
            "id": "n",
            "advisor_id": "1 + n / %(each)s",
            "held_on": "current_date - 1 - n %% %(each)s / 8",
            "hour": "10 + n %% 8",
        },
        EACH,
    ),
    # Two weeks of free hours of each advisor.
    (
        CounselingSlot,
        {
            "id": "%(members)s + (advisor - 1) * 40 + (day - 1) * 4 + hour",
            "advisor_id": "advisor",
            "held_on": "current_date + day",
            "hour": "12 + hour",
        },
        "FROM generate_series(1, %(advisors)s) advisor, generate_series(1, 10) day, generate_series(1, 4) hour",
    ),
    (
        CounselingBooking,
        {
            "id": "n",
            "slot_id": "n",
            "seeker_id": "n",
            "form": "'online'",
            "status": "'completed'",
            "booked_at": "now() - interval '60 d'",
            "ended_at": "now()",
        },
        EACH,
    ),
    (CounselingNotes, {"booking_id": "n", "assignment_id": "n", "text": "'話したこと'"}, ACCOMPANIED),
    (
        ConversationEntry,
        {
            "seeker_id": "n",
            "assignment_id": "n",
            "is_from_seeker": "true",
            "text": "'質問です'",
            "written_at": "now()",
            "goes_at": "now()",
        },
        ACCOMPANIED,
    ),
    (SavedPosting, {"seeker_id": "n", "posting_id": "1 + n %% %(postings)s", "saved_at": "now()"}, EACH),
    (
        Referral,
        {
            "id": "n",
            "seeker_id": "n",
            "posting_id": "1 + n %% %(postings)s",
            "status": "'proposed'",
        },
        EACH,
    ),
    (
        ReferralEvent,
        {"referral_id": "n", "from_status": "''", "to_status": "'proposed'", "actor": "'advisor'", "at": "now()"},
        EACH,
    ),
]
