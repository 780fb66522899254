from withdrawals.erasure.models import RECEIPT, Erasure
from withdrawals.requests.calls import CallBack
from withdrawals.requests.leaving_messages import LeavingMessage
from withdrawals.requests.models import (
    REFERENCE_LETTERS,
    STUCK_SINCE,
    UNDER_WAY,
    WARNING,
    Actor,
    Channel,
    Reason,
    WithdrawalEvent,
    WithdrawalRequest,
    WithdrawalStatement,
    new_reference,
)

__all__ = [
    "RECEIPT",
    "REFERENCE_LETTERS",
    "STUCK_SINCE",
    "UNDER_WAY",
    "WARNING",
    "Actor",
    "CallBack",
    "Channel",
    "Erasure",
    "LeavingMessage",
    "Reason",
    "WithdrawalEvent",
    "WithdrawalRequest",
    "WithdrawalStatement",
    "new_reference",
]
