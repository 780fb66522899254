"""Words that lead to who leaves become black unseen: where their writer cannot any more, and at the end."""

import re
from collections.abc import Sequence

from django.db import transaction

from accounts.models import JobSeeker, User
from advisors.conversation.blacking_out import black_out
from withdrawals.requests.mentions import KINDS, Found, find, find_each
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


def black_out_sure(members: Sequence[JobSeeker]) -> int:
    """What leads to one of these and to nobody else, in texts of whomever; how often. Call it before the erasure.

    A name alone stays: it may be a namesake's, and who could tell has been asked. Rows are locked in one order.
    """
    found = [(it, Naming(member)) for member, texts in zip(members, find_each(members), strict=True) for it in texts]
    found.sort(key=lambda pair: (pair[0].kind, pair[0].key))
    return sum(cover(it, naming.sure(it.about)) for it, naming in found)


def cover(found: Found, words: re.Pattern[str]) -> bool:
    kind = KINDS[found.kind]
    return black_out(kind.model._default_manager.all(), found.key, words, column=kind.column)
