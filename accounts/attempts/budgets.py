"""How often codes may be asked for and tried: counted in the database, so that a limit outlives Redis.

Each is counted before what it limits is done, in one statement: of eight tries at one moment each has a number of its
own, and none beyond the budget is judged. Strangers have budgets of their own (source and address together), so that
nobody can use up somebody else's.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import F
from django.utils.crypto import salted_hmac

from accounts.attempts.models import Attempt
from accounts.attempts.refusals import CodeTriedOut, ManyWrongCodes, TooOften
from accounts.users.models import User
from config import clock

COUNT = """
INSERT INTO "accounts_attempt" ("key", "address", "amount", "ends_at") VALUES {rows}
ON CONFLICT ("key") DO UPDATE SET ("amount", "ends_at") = (
    SELECT CASE WHEN "accounts_attempt"."ends_at" <= reading.now THEN 1 ELSE "accounts_attempt"."amount" + 1 END,
        CASE WHEN "accounts_attempt"."ends_at" <= reading.now THEN {begun_anew} ELSE "accounts_attempt"."ends_at" END
    FROM (SELECT {now} AS now) AS reading
)
RETURNING "key", "amount"
"""
# Whether a stretch is over is asked once the lock of its count is held; on SQLite nobody waits within a statement.
UNDER_LOCK = {"now": "clock_timestamp()", "begun_anew": 'excluded."ends_at" + (reading.now - %s)'}
AS_SAID = {"now": "%s", "begun_anew": 'excluded."ends_at"'}


@dataclass(frozen=True)
class Budget:
    """At most `amount` times in the stretch of `per` that begins with the first, or else the `refusal`."""

    name: str
    amount: int
    per: timedelta
    refusal: type[TooOften] = TooOften

    def of(self, who: str, *, email: str = "") -> "Share":
        """What of it is `who`'s; `email` is the address concerned, whose erasure takes the count along."""
        return Share(self, digest(self.name, who), digest("address", email) if email else "")


@dataclass(frozen=True)
class Share:
    """Somebody's part of a budget, under keyed digests."""

    budget: Budget
    key: str
    address: str


# Offices and phone carriers put many people behind one source, so what a source may is wide.
REGISTRATIONS = Budget("register", 30, timedelta(hours=1))
SIGN_INS = Budget("sign in", 120, timedelta(hours=1))
CODES_MAILED = Budget("mail", 6, timedelta(hours=1))
CODES_TRIED = Budget("try", 60, timedelta(minutes=10))
WRONG_CODES_OF_A_SOURCE = Budget("wrong from", 300, timedelta(days=1))
WRONG_CODES = Budget("wrong", 20, timedelta(days=1), ManyWrongCodes)
WRONG_CODES_OF_A_MEMBER = Budget("wrong of a member", 20, timedelta(days=1))
TRIES_OF_A_CODE = Budget("one code", 5, timedelta(hours=1), CodeTriedOut)
SECOND_FACTORS = Budget("second factor", 10, timedelta(minutes=30))
SECOND_FACTORS_A_DAY = Budget("second factor a day", 30, timedelta(days=1))
LINKS = Budget("link", 1, timedelta(days=1))
# Nothing that somebody needs hangs on these: what they answer is kept and worked on, with a mail or without.
WITHDRAWALS_ANSWERED = Budget("withdrawal", 3, timedelta(days=1))


def digest(what: str, who: str) -> str:
    return salted_hmac(f"accounts.budgets.{what}", who, algorithm="sha256").hexdigest()


def spend(*shares: Share, now: datetime) -> None:
    """Count one of each, whatever comes of it; raises `TooOften`. Call it outside of a transaction: it is to stay."""
    counts = counted(shares, now=now)
    over = [share for share in shares if counts[share.key] > share.budget.amount]
    if over:
        ends_at = dict(Attempt.objects.filter(key__in=[share.key for share in over]).values_list("key", "ends_at"))
        last = max(over, key=lambda share: ends_at.get(share.key, now))
        raise last.budget.refusal(ends_at.get(last.key, now))


def has_room(share: Share, *, now: datetime) -> bool:
    """Count one, and say whether it is within the budget. In the transaction of what it counts, it goes with that."""
    return counted((share,), now=now)[share.key] <= share.budget.amount


def counted(shares: tuple[Share, ...], *, now: datetime) -> dict[str, int]:
    """One statement for all; in the order of their keys, so that two requests wait for one another in one order."""
    written, values = connection.ops.adapt_datetimefield_value, []
    for share in sorted(shares, key=lambda share: share.key):
        values += [share.key, share.address, written(now + share.budget.per)]
    with connection.cursor() as cursor:
        rows = ", ".join(["(%s, %s, 1, %s)"] * len(shares))
        asked = UNDER_LOCK if clock.is_elsewhere() else AS_SAID
        cursor.execute(COUNT.format(rows=rows, **asked), [*values, written(now)])
        return dict(cursor.fetchall())


def give_back(*shares: Share) -> None:
    """A right code costs nothing."""
    Attempt.objects.filter(key__in=[share.key for share in shares], amount__gt=0).update(amount=F("amount") - 1)


def is_spent(share: Share, *, now: datetime) -> bool:
    return Attempt.objects.filter(key=share.key, amount__gte=share.budget.amount, ends_at__gt=now).exists()


def wrong_codes(email: str, *, owner: User | None = None) -> Share:
    """A day's wrong codes for one address: from everywhere together, beside those from the `owner`'s own browser."""
    return WRONG_CODES.of(f"own {owner.pk}" if owner else email, email=email)


def mails(email: str, *, source: str, owner: User | None = None) -> Share:
    """The codes mailed to one address: as each source asks, beside what the `owner`'s own browser asks for."""
    return CODES_MAILED.of(f"own {owner.pk}" if owner else f"{source} {email}", email=email)
