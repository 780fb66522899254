"""What the desk searches the queue for: what somebody reads out to them, or has typed."""

import re
import unicodedata

from django.db.models import Q, QuerySet

from accounts.models import JobSeeker
from accounts.users.contacts import NotAPhoneNumber, normalise_email, parse_phone
from accounts.users.search import find_members
from withdrawals.requests.models import REFERENCE_LETTERS, WithdrawalRequest, WithdrawalStatement

REFERENCE = re.compile(rf"(?:W-?)?([{REFERENCE_LETTERS}]{{8}})")
DASHES = re.compile(r"[‐‑‒–—―−ー]")


def find_requests(text: str) -> QuerySet[WithdrawalRequest]:
    """By reference number, by the phone number or e-mail address typed, or by the member a request is bound to."""
    plain = DASHES.sub("-", unicodedata.normalize("NFKC", text)).strip().upper()
    if found := REFERENCE.fullmatch(plain):
        return WithdrawalRequest.objects.filter(reference=f"W-{found[1]}")
    # Each through its own index: an OR over two tables would read them whole.
    typed = WithdrawalStatement.objects.filter(typed_contact(text)).values("pk")
    bound = WithdrawalRequest.objects.filter(seeker__in=find_members(JobSeeker.objects.all(), text)).values("pk")
    return WithdrawalRequest.objects.filter(pk__in=typed.union(bound))


def typed_contact(text: str) -> Q:
    """The statement's phone number or e-mail address, as it is stored; `=`, never a pattern."""
    try:
        return Q(phone=parse_phone(text).as_e164)
    except NotAPhoneNumber:
        return Q(email=normalise_email(text))
