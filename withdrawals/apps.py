from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from accounts.messages.kinds import Kind, Leaves


class WithdrawalsConfig(AppConfig):
    """How members leave: requests, finding the member, deadlines, erasure, the desk's queue."""

    name = "withdrawals"
    verbose_name = _("Withdrawals")
    mails = {
        "cancelled": Kind(_("Withdrawal stopped"), Leaves.AT_ONCE),
        "completed": Kind(_("Withdrawal completed, with the receipt"), Leaves.AT_ONCE),
        "confirm_mailbox": Kind(_("Withdrawal: mailbox asked to confirm"), Leaves.AT_ONCE),
        "deadline_missed": Kind(_("To the desk: deadline missed"), Leaves.AT_ONCE),
        "deadline_near": Kind(_("To the desk: deadline near"), Leaves.AT_ONCE),
        "failing": Kind(_("To the desk: it cannot be completed"), Leaves.AT_ONCE),
        "named": Kind(_("To the desk: texts about others may name the member"), Leaves.AT_ONCE),
        "not_a_member": Kind(_("Withdrawal: no membership found"), Leaves.AT_ONCE),
        "scheduled": Kind(_("Withdrawal scheduled"), Leaves.AT_ONCE),
        "under_review": Kind(_("Withdrawal is being reviewed"), Leaves.AT_ONCE),
        "under_way": Kind(_("Withdrawal under way already"), Leaves.AT_ONCE),
        "unlisted": Kind(_("To the desk: erasures cannot be listed"), Leaves.AT_ONCE),
        "unreached": Kind(_("To the desk: no mail reaches the member"), Leaves.AT_ONCE),
    }
