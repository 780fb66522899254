"""What this app holds about a member; see accounts/holdings.py."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.holdings import Erased, Holding, Kept, Unlinked
from withdrawals.erasure.models import Erasure
from withdrawals.requests.calls import CallBack
from withdrawals.requests.identity import statements_of
from withdrawals.requests.leaving_messages import LeavingMessage
from withdrawals.requests.models import WithdrawalEvent, WithdrawalRequest, WithdrawalStatement

ITEMS = {
    "leaving_message": _("Messages that say that you leave"),
    "statement": _("Phone number, e-mail address and comment of your withdrawal"),
}

HOLDINGS: list[Holding] = [
    Erased(
        WithdrawalStatement,
        "statement",
        lambda seeker: Q(pk__in=statements_of(seeker)),
        shown=lambda seeker: Q(request__seeker=seeker) | Q(email=seeker.user.email),
    ),
    Erased(LeavingMessage, "leaving_message", lambda seeker: Q(seeker=seeker)),
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
            "business_days": _("to show that the promise was kept"),
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
        CallBack,
        _("when the desk calls somebody back, and how often nobody answered"),
        ("request", "call_at", "tries", "tell_at"),
    ),
    Kept(
        Erasure,
        _("a random number, so that a restored backup is erased again"),
        ("id", "erasure_id", "erased_at", "listed_at", "told_at"),
    ),
]
