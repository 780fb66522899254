"""Words that lead to who leaves become black unseen: where their writer cannot any more, and at the end."""

import re

from django.db import transaction

from accounts.models import JobSeeker, User
from advisors.conversation.blacking_out import black_out
from withdrawals.requests.mentions import KINDS, Found, find
from withdrawals.requests.models import WithdrawalRequest
from withdrawals.requests.naming import Naming


@transaction.atomic
def black_out_unseen(request_id: int, kind: str, key: int, *, by: User) -> bool:
    """For the desk, in a text that its writer opens no more; False where there is nothing (left) to black out."""
    requests = WithdrawalRequest.objects.visible_to(by).scheduled().select_for_update(of=("self",))
    request = requests.filter(pk=request_id).first()
    if request is None or request.seeker is None:
        return False
    texts = find(request.seeker, to=by)
    found = next((it for it in texts if (it.kind, it.key) == (kind, key) and not it.is_theirs), None)
    return found is not None and cover(found, Naming(request.seeker).sure_or_called(found.about))


def black_out_sure(member: JobSeeker) -> int:
    """What leads to this member and to nobody else, in texts of whomever; in how many. Call it before the erasure.

    A name alone stays: it may be a namesake's, and who could tell has been asked. Rows are locked in one order.
    """
    naming = Naming(member)
    texts = sorted(find(member), key=lambda it: (it.kind, it.key))
    return sum(cover(found, naming.sure(found.about)) for found in texts)


def cover(found: Found, words: re.Pattern[str]) -> bool:
    kind = KINDS[found.kind]
    return black_out(kind.model._default_manager.all(), found.key, words, column=kind.column)
