from advisors.assignment.admin import AssignmentAdmin
from advisors.conversation.admin.thread import ConversationEntryAdmin
from advisors.counseling.admin.bookings import CounselingBookingAdmin
from advisors.counseling.admin.slots import CounselingSlotAdmin, SlotWaitAdmin
from advisors.handover.admin.changes import AdvisorChangeRequestAdmin
from advisors.hours.admin.closures import ClosedDayAdmin
from advisors.hours.admin.hours import DayOffAdmin, WeeklyHoursAdmin
from advisors.invitation.admin import InvitationAdmin
from advisors.people.admin.advisors import AdvisorAdmin
from advisors.people.admin.offices import OfficeAdmin
from advisors.tallies.admin import TallyAdmin

__all__ = [
    "AdvisorAdmin",
    "AdvisorChangeRequestAdmin",
    "AssignmentAdmin",
    "ClosedDayAdmin",
    "ConversationEntryAdmin",
    "CounselingBookingAdmin",
    "CounselingSlotAdmin",
    "DayOffAdmin",
    "InvitationAdmin",
    "OfficeAdmin",
    "SlotWaitAdmin",
    "TallyAdmin",
    "WeeklyHoursAdmin",
]
