"""Everything the service holds about a member, and how it is erased: one function, one transaction."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

import accounts.holdings
import advisors.holdings
import jobs.holdings
from accounts.holdings import Erased, Kept, Unlinked
from accounts.models import JobSeeker
from withdrawals.erasure.sql import change, empty_write_ahead_log
from withdrawals.requests.identity import statements_of
from withdrawals.requests.models import Erasure, WithdrawalEvent, WithdrawalRequest, WithdrawalStatement

WITHDRAWAL_HOLDINGS = [
    Erased(
        WithdrawalStatement,
        "statement",
        lambda seeker: Q(pk__in=statements_of(seeker)),
        shown=lambda seeker: Q(request__seeker=seeker) | Q(email=seeker.user.email),
    ),
    Unlinked(
        WithdrawalRequest,
        # The request that is being completed lets go of the member itself, as it closes.
        lambda seeker: Q(seeker=seeker) & ~Q(status="scheduled"),
        blank={"seeker": None},
        kept={
            "id": _("row number"),
            "reference": _("to show that the promise was kept"),
            "status": _("to show that the promise was kept"),
            "channel": _("to show how requests reach us"),
            "reason": _("the category only, to make the service better"),
            "language": _("which language the mails were in"),
            "received_at": _("to show that the promise was kept"),
            "due_on": _("to show that the promise was kept"),
            "completes_at": _("to show that the promise was kept"),
            "next_step_at": _("when the worker looks at it again"),
            "ended_at": _("to show that the promise was kept"),
            "closing": _("why it was closed"),
            "recorded_by": _("which staff member recorded it"),
            "identity_checked": _("that the desk checked"),
            "mailbox_asked_at": _("to show that the promise was kept"),
            "warned_at": _("that the desk was told"),
            "missed_at": _("that the desk was told"),
            "unreached_at": _("that the desk was told"),
            "named_at": _("that the desk was told"),
            "tries": _("how often the service has tried"),
            "failing_since": _("since when the service cannot get on"),
            "failure": _("the kind of error only"),
            "failure_told_at": _("that the desk was told"),
            "erased": _("how many of each kind were erased"),
        },
    ),
    Kept(
        WithdrawalEvent,
        _("to show that the promise was kept"),
        ("id", "request", "from_status", "to_status", "at", "actor", "by"),
    ),
    Kept(
        Erasure,
        _("a random number, so that a restored backup is erased again"),
        ("id", "erasure_id", "erased_at", "listed_at", "told_at"),
    ),
]

# Later apps first: what points to a member goes before the member.
HOLDINGS = [*WITHDRAWAL_HOLDINGS, *jobs.holdings.HOLDINGS, *advisors.holdings.HOLDINGS, *accounts.holdings.HOLDINGS]
ITEMS = {
    **accounts.holdings.ITEMS,
    **advisors.holdings.ITEMS,
    **jobs.holdings.ITEMS,
    "statement": _("Phone number, e-mail address and comment of your withdrawal"),
}


def erase_member(seeker: JobSeeker, *, now: datetime) -> dict[str, int]:
    """Delete every row the service holds about this member; how many of each item of the receipt.

    Call it in a transaction with the member's row locked: either all of it is gone, or nothing.
    """
    erased = dict.fromkeys(ITEMS, 0)
    changing = [holding for holding in HOLDINGS if not isinstance(holding, Kept)]
    for holding, amount in zip(changing, change(changing, seeker), strict=True):
        if isinstance(holding, Erased):
            erased[holding.item] += amount
    Erasure.objects.bulk_create([Erasure(erasure_id=seeker.erasure_id, erased_at=now)], ignore_conflicts=True)
    transaction.on_commit(empty_write_ahead_log)
    return erased
