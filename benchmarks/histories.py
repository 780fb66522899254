"""What every fourth member has been through: an hour with their advisor, a referral, a talk, another address before."""

from accounts.models import FormerAddress
from advisors.models import ConversationEntry, CounselingBooking, CounselingNotes, CounselingSlot
from jobs.models import Referral, ReferralEvent, SavedPosting

SOME = "FROM generate_series(4, %(members)s, 4) n"

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
            "held_on": "current_date - 1 - (n %% %(each)s / 4) / 8",
            "hour": "10 + (n / 4) %% 8",
        },
        SOME,
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
        SOME,
    ),
    (CounselingNotes, {"booking_id": "n", "assignment_id": "n", "text": "'話したこと'"}, SOME),
    (ConversationEntry, {"seeker_id": "n", "assignment_id": "n", "is_from_seeker": "true", "text": "'質問です'"}, SOME),
    (SavedPosting, {"seeker_id": "n", "posting_id": "1 + n %% %(postings)s", "saved_at": "now()"}, SOME),
    (
        Referral,
        {
            "id": "n",
            "seeker_id": "n",
            "posting_id": "1 + n %% %(postings)s",
            "status": "'proposed'",
        },
        SOME,
    ),
    (
        ReferralEvent,
        {"referral_id": "n", "from_status": "''", "to_status": "'proposed'", "actor": "'advisor'", "at": "now()"},
        SOME,
    ),
]
