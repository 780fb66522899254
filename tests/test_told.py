"""Every move of a member that mails somebody says so on its button or beside it."""

import re

import pytest

from accounts.messages.kinds import catalogues
from tests import source

TEMPLATES = source.ROOT / "templates"
# The sentence itself, a name for it, or a line of its own beside the button.
TOLD = re.compile(r'told=(?!"")|class="told"')
# Mails that go out as a member presses a button, with the pages that it stands on.
BY_A_MEMBER = {
    "accounts/contact_changed": {"accounts/profile/contact_code.html"},
    "accounts/line_linked": {"accounts/line/link.html"},
    "accounts/line_unlinked": {"accounts/line/line.html"},
    "accounts/security_changed": {
        "mfa/recovery_codes/generate.html",
        "mfa/totp/activate_form.html",
        "mfa/totp/deactivate_form.html",
        "mfa/webauthn/add_form.html",
        "mfa/webauthn/authenticator_confirm_delete.html",
    },
    "accounts/welcome": {"accounts/registration/register_code.html", "accounts/sign_in/mailed_link.html"},
    "advisors/booked": {"advisors/counseling/book.html", "support/mock_interviews/book.html"},
    "advisors/cancelled": {"advisors/counseling/cancel.html"},
    "advisors/day_changed": {"advisors/counseling/book.html", "advisors/counseling/cancel.html"},
    "advisors/moved": {"advisors/counseling/book.html"},
    "advisors/seeker_wrote": {"advisors/conversation/advisor.html"},
    "jobs/conditions_changed": {"jobs/conditions/condition.html", "jobs/conditions/conditions.html"},
    "jobs/seeker_moved": {"jobs/referrals/accept.html", "jobs/referrals/ask.html"},
    "support/seat_free": {"support/seminars/_seat.html", "support/seminars/leave.html"},
    "support/seat_left": {"support/seminars/_seat.html", "support/seminars/leave.html"},
    "support/seat_offered": {"support/seminars/_seat.html", "support/seminars/leave.html"},
    "support/seat_taken": {"support/seminars/_seat.html"},
    "support/seat_waiting": {"support/seminars/_seat.html"},
    "support/suit_cancelled": {"support/suits/cancel.html"},
    "support/suit_moved": {"support/suits/move.html"},
    "support/suit_reserved": {"support/suits/suits.html"},
    "withdrawals/cancelled": {"accounts/_withdrawal.html", "withdrawals/requests/link.html"},
    "withdrawals/completed": {"withdrawals/requests/link.html", "withdrawals/requests/return_choice.html"},
    "withdrawals/confirm_mailbox": {"withdrawals/requests/withdraw.html"},
    "withdrawals/scheduled": {"withdrawals/requests/link.html", "withdrawals/requests/withdraw.html"},
    "withdrawals/under_review": {"withdrawals/requests/withdraw.html"},
    "withdrawals/under_way": {"withdrawals/requests/withdraw.html"},
}
# Where more than one button does; on each other page one.
BUTTONS = {
    "advisors/counseling/cancel.html": 2,
    "support/seminars/_seat.html": 7,
    "withdrawals/requests/return_choice.html": 2,
}
# The label of the button is that they come: a code, or a link instead.
ASKED_FOR = {"contact_change_code", "proof_code", "registration_code", "registration_link", "sign_in_code"}
ASKED_FOR |= {"sign_in_link", "unknown_account"}
# Sent by staff, by what is due, or in answer to what was said by LINE.
BY_OTHERS = {
    "accounts": {"line_not_linked", "service_news", "staff_address_changed", "staff_welcome"},
    "advisors": {
        *("advisor_away", "advisor_wrote", "cancelled_for_you", "change_closed", "file_refused", "invitation"),
        *("invitation_undelivered", "moved_for_you", "nobody_reads", "not_held", "office_closed", "reminder"),
        *("slot_open", "your_advisor"),
    },
    "jobs": {
        *("interview_off", "interview_set", "job_notice", "posting_closed", "referred", "referred_as_asked"),
        "selection_moved",
    },
    "support": {
        *("feedback_sent", "file_removed", "marked_up_removed", "material_removed", "no_seat", "review_returned"),
        *("seat_passed", "seminar_changed", "seminar_materials", "seminar_notice", "seminar_off", "seminar_reminder"),
        *("suit_changed", "suit_freed", "suit_not_moved", "suit_overdue", "suit_pick_up", "suit_return"),
    },
    "withdrawals": {
        *("deadline_missed", "deadline_near", "due_by_itself", "failing", "heeded", "named", "not_a_member"),
        *("not_called_back", "not_meant", "overdue_by_itself", "unlisted", "unreached", "unrecorded"),
    },
}


def test_each_mail_is_known_to_be_sent_by_a_member_or_by_others():
    kinds = {f"{app}/{name}" for app, mails in catalogues().items() for name in mails}
    others = {f"{app}/{name}" for app, names in BY_OTHERS.items() for name in names}
    asked_for = {f"accounts/{name}" for name in ASKED_FOR}
    assert sorted([*BY_A_MEMBER, *others, *asked_for]) == sorted(kinds)


@pytest.mark.parametrize("kind", BY_A_MEMBER)
def test_each_button_that_mails_somebody_says_so(kind):
    told = {page: len(TOLD.findall((TEMPLATES / page).read_text())) for page in BY_A_MEMBER[kind]}
    assert told == {page: BUTTONS.get(page, 1) for page in BY_A_MEMBER[kind]}
