from advisors.assignment.models import Assignment
from advisors.counseling.models import CounselingBooking, CounselingNotes, CounselingSlot, SlotWait
from advisors.hours.models import DayOff, WeeklyHours
from advisors.models.changes import AdvisorChangeRequest
from advisors.models.conversation import ContactWish, ConversationEntry
from advisors.people.models import Advisor, ClosedDay, Office, Style, WorkField

__all__ = [
    "Advisor",
    "AdvisorChangeRequest",
    "Assignment",
    "ClosedDay",
    "ContactWish",
    "ConversationEntry",
    "CounselingBooking",
    "CounselingNotes",
    "CounselingSlot",
    "DayOff",
    "Office",
    "SlotWait",
    "Style",
    "WeeklyHours",
    "WorkField",
]
