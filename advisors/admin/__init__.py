from advisors.admin.advisors import AdvisorAdmin
from advisors.admin.assignments import AssignmentAdmin

__all__ = ["AdvisorAdmin", "AssignmentAdmin"]
