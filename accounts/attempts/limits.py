"""How often one source may do what no code depends on. Counted in the cache, under digests, for an hour at most.

What guards a code is counted in the database (`accounts/attempts/budgets.py`).
"""

import ipaddress
import math
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http import HTTPStatus

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac


@dataclass(frozen=True)
class Limit:
    """At most `amount` times in each stretch of `per`, for each `who`."""

    name: str
    amount: int
    per: timedelta

    def use(self, who: str, *, now: datetime) -> datetime | None:
        """Count one use; None while there is room, else when to try again."""
        seconds = int(self.per.total_seconds())
        stretch = int(now.timestamp()) // seconds
        key = f"limit:{self.name}:{salted_hmac('limits', who).hexdigest()}:{stretch}"
        cache.add(key, 0, seconds)
        if cache.incr(key) <= self.amount:
            return None
        return datetime.fromtimestamp((stretch + 1) * seconds, tz=UTC)


# Offices and phone carriers put many people behind one address, so these are wide.
WITHDRAWALS = Limit("withdraw", 30, timedelta(hours=1))
RECEIPTS_VERIFIED = Limit("verify", 60, timedelta(minutes=10))


def source(request: HttpRequest) -> str:
    """Where a request comes from: the IPv4 address, or the IPv6 network of one household."""
    address = ipaddress.ip_address(get_adapter(request).get_client_ip(request))
    if address.version == 6:
        return str(ipaddress.IPv6Network((address, 64), strict=False))
    return str(address)


def too_often(response: HttpResponse, *, retry_at: datetime, now: datetime) -> HttpResponse:
    """The page that says so, as programs read it too."""
    response.status_code = HTTPStatus.TOO_MANY_REQUESTS
    response["Retry-After"] = str(max(1, math.ceil((retry_at - now).total_seconds())))
    return response
