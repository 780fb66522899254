from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WithdrawalsConfig(AppConfig):
    """How members leave: requests, finding the member, deadlines, erasure, the desk's queue."""

    name = "withdrawals"
    verbose_name = _("Withdrawals")
    mails = {
        "cancelled": _("Withdrawal stopped"),
        "completed": _("Withdrawal completed, with the receipt"),
        "confirm_mailbox": _("Withdrawal: mailbox asked to confirm"),
        "deadline_missed": _("To the desk: deadline missed"),
        "deadline_near": _("To the desk: deadline near"),
        "failing": _("To the desk: it cannot be completed"),
        "not_a_member": _("Withdrawal: no membership found"),
        "scheduled": _("Withdrawal scheduled"),
        "under_review": _("Withdrawal is being reviewed"),
        "under_way": _("Withdrawal under way already"),
        "unreached": _("To the desk: no mail reaches the member"),
    }
