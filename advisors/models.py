from advisors.assignment.models import Assignment
from advisors.conversation.models import ContactWish, ConversationEntry, Fetching
from advisors.counseling.models import CounselingBooking, CounselingNotes, CounselingSlot, SlotWait
from advisors.handover.models import AdvisorChangeRequest
from advisors.hours.models import DayOff, WeeklyHours
from advisors.invitation.models import Invitation, ProposedAdvisor
from advisors.people.models import Advisor, ClosedDay, Office, Style, WorkField
from advisors.tallies.models import Tally

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
    "Fetching",
    "Invitation",
    "Office",
    "ProposedAdvisor",
    "SlotWait",
    "Style",
    "Tally",
    "WeeklyHours",
    "WorkField",
]
