"""Which mail of this app goes out when, and what it says of how things are then."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.messages.kinds import Kind, Leaves
from accounts.models import Message, Topic
from config import clock
from config.typed import Typed
from support.suits.returning import NONE, how_to_return
from withdrawals.erasure.listing import list_new_erasures
from withdrawals.requests.deadlines import completes_at, is_late_notice
from withdrawals.requests.models import WithdrawalRequest


def withdrawal_of(message: Message) -> WithdrawalRequest | None:
    """The withdrawal that is under way of whom it goes to."""
    request: WithdrawalRequest | None = message.recipient.job_seeker.withdrawal if message.recipient else None
    return request


def scheduled(message: Message) -> Typed | None:
    """When it will be completed, if it leaves so late that the grace time begins anew; nothing once it has ended.

    And how to return the suit they have, if one.
    """
    request = withdrawal_of(message)
    if request is None:
        return None
    suit: Typed = {**how_to_return([request.leaver_id]).get(request.leaver_id, NONE)}
    now = clock.now()
    if not is_late_notice(message.queued_at, now):
        return suit
    return suit | {"completes_at": timezone.localtime(completes_at(now, request.due_on))}


def under_way(message: Message) -> Typed | None:
    """When the withdrawal it speaks of will be completed; nothing once that has ended."""
    request = withdrawal_of(message)
    if request is None or request.reference != message.context["reference"]:
        return None
    return {"completes_at": timezone.localtime(request.completes_at)}


def completed(message: Message) -> Typed:
    """Nothing more: but whoever is told of their erasure stays erased, whichever backup is restored.

    Before the receipt leaves, the erasure is on the disk of the list; while that cannot be written, the receipt waits
    and is tried again, as a mail that cannot be written.
    """
    list_new_erasures(now=clock.now())
    return {}


TOLD: dict[str, type] = {"reference": str, "due_on": date}
SUIT: dict[str, type] = dict.fromkeys(NONE, str)
LINKS: dict[str, type] = {"stop_url": str, "complete_url": str, "status_url": str}
ALARM: dict[str, type] = TOLD | {"status": str, "admin_url": str}
MAILS = {
    "cancelled": Kind(
        _("Withdrawal stopped"),
        "To the member, as their withdrawal is stopped, by themselves or by the desk.",
        Leaves.AT_ONCE,
        stored=TOLD,
    ),
    "completed": Kind(
        _("Withdrawal completed, with the receipt"),
        "To the address of a former member, as they are erased.",
        Leaves.AT_ONCE,
        stored={"reference": str, "completed_on": date, "items": list, "kept": list, "receipt": str} | SUIT,
        found=completed,
    ),
    "confirm_mailbox": Kind(
        _("Withdrawal: mailbox asked to confirm"),
        "To the member, as a request names their address and another phone number.",
        Leaves.AT_ONCE,
        stored=TOLD | {"confirm_url": str, "status_url": str},
    ),
    "deadline_missed": Kind(
        _("To the desk: deadline missed"),
        "To everybody at the desk, once, as the last day of a request is over that waits for them.",
        Leaves.AT_ONCE,
        stored=ALARM,
    ),
    "deadline_near": Kind(
        _("To the desk: deadline near"),
        "To everybody at the desk, once, two business days before the last day of a request that waits for them.",
        Leaves.AT_ONCE,
        stored=ALARM,
    ),
    "due_by_itself": Kind(
        _("To the desk: deadline near, it completes by itself"),
        "The same, of one that waits for nobody.",
        Leaves.AT_ONCE,
        stored=ALARM,
    ),
    "failing": Kind(
        _("To the desk: it cannot be completed"),
        "To everybody at the desk, once while it lasts, as the service cannot get on with a request.",
        Leaves.AT_ONCE,
        stored=ALARM | {"tries": int, "failure": str, "failing_at": datetime},
    ),
    "named": Kind(
        _("To the desk: texts about others may name the member"),
        "To whoever at the desk may see such texts, once while there are any and a withdrawal is scheduled.",
        Leaves.AT_ONCE,
        stored=ALARM | {"completes_at": datetime},
    ),
    "heeded": Kind(
        _("Answer to a message that says they leave"),
        "To the member, once, as they have written to their advisor that they leave and nobody has recorded it yet.",
        Leaves.AT_ONCE,
        topic=Topic.CONVERSATION,
        stored={"due_on": date},
    ),
    "not_a_member": Kind(
        _("Withdrawal: no membership found"),
        "To the address that was typed, as the desk has closed the request because it found no membership.",
        Leaves.AT_ONCE,
        stored=TOLD,
    ),
    "not_meant": Kind(
        _("A message was not meant as a withdrawal"),
        "To the member, as the desk has understood that what they wrote does not say that they leave.",
        Leaves.AT_ONCE,
        topic=Topic.CONVERSATION,
        stored={"written_at": datetime},
    ),
    "overdue_by_itself": Kind(
        _("To the desk: deadline missed, it completes by itself"),
        "To everybody at the desk, once, as the last day of a request is over that waits for nobody.",
        Leaves.AT_ONCE,
        stored=ALARM,
    ),
    "scheduled": Kind(
        _("Withdrawal scheduled"),
        "To the member, as a request is known to be theirs: when they will be erased, and how to stop it.",
        Leaves.AT_ONCE,
        stored=TOLD | LINKS | {"completes_at": datetime},
        found=scheduled,
    ),
    "under_review": Kind(
        _("Withdrawal is being reviewed"),
        "To the address that was typed, as no member is found by it at once.",
        Leaves.AT_ONCE,
        stored=TOLD | {"status_url": str},
    ),
    "under_way": Kind(
        _("Withdrawal under way already"),
        "To the member, as one more request is known to be theirs; three times a day at most.",
        Leaves.AT_ONCE,
        stored=TOLD | LINKS,
        found=under_way,
    ),
    "unlisted": Kind(
        _("To the desk: erasures cannot be listed"),
        "To everybody at the desk, once while it lasts, as erasures cannot be listed and their receipts wait.",
        Leaves.AT_ONCE,
        stored={"number": int, "since_at": datetime},
    ),
    "not_called_back": Kind(
        _("To the desk: a caller waits to be called back"),
        "To everybody at the desk, each business day from the next one on, until the caller was called.",
        Leaves.AT_ONCE,
        stored={"reference": str, "due_on": date, "admin_url": str},
    ),
    "unrecorded": Kind(
        _("To the desk: a message that says they leave waits"),
        "To everybody at the desk, each business day from the next one on, until somebody has recorded the message.",
        Leaves.AT_ONCE,
        stored={"due_on": date, "admin_url": str},
    ),
    "unreached": Kind(
        _("To the desk: no mail reaches the member"),
        "To everybody at the desk, once, on the business day before the last one, as no mail could tell the member.",
        Leaves.AT_ONCE,
        stored=ALARM | {"completes_at": datetime},
    ),
}
