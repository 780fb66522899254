from advisors.admin.advisors import AdvisorAdmin
from advisors.admin.assignments import AssignmentAdmin
from advisors.admin.conversation import ConversationEntryAdmin

__all__ = ["AdvisorAdmin", "AssignmentAdmin", "ConversationEntryAdmin"]
