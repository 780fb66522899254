"""Members by the thousand, to see the service at scale."""

from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.db import transaction

from accounts.demo.people import details, phone
from accounts.models import JobSeeker, User
from advisors.demo.staff import advisors
from advisors.models import Advisor, Assignment

BATCH = 2000
FIRST_PHONE = 1_000_000


def email(number: int) -> str:
    return f"crowd{number:07d}@example.jp"


def gather(count: int, *, now: datetime) -> int:
    """Make it `count` members, each with an advisor; how many were missing. Safe to run again."""
    last = User.objects.filter(email__startswith="crowd", email__endswith="@example.jp").order_by("-email").first()
    present = int(last.email[5:12]) if last else 0
    for first in range(present + 1, count + 1, BATCH):
        gather_some(range(first, min(first + BATCH, count + 1)), advisors(), now=now)
    return max(count - present, 0)


@transaction.atomic
def gather_some(numbers: range, choice: list[Advisor], *, now: datetime) -> None:
    """One batch in four inserts; everybody joined a minute after the one before."""
    times = {number: now - timedelta(days=400) + timedelta(minutes=number % (390 * 24 * 60)) for number in numbers}
    users = User.objects.bulk_create(User(email=email(n), password="!", joined_at=times[n]) for n in numbers)
    EmailAddress.objects.bulk_create(
        EmailAddress(user=user, email=user.email, verified=True, primary=True) for user in users
    )
    seekers = JobSeeker.objects.bulk_create(
        member(number, user, times[number]) for number, user in zip(numbers, users, strict=True)
    )
    Assignment.objects.bulk_create(
        Assignment(seeker=seeker, advisor=choice[seeker.pk % len(choice)], began_at=seeker.joined_at)
        for seeker in seekers
    )


def member(number: int, user: User, joined_at: datetime) -> JobSeeker:
    """Numbered in a row: of a million random member numbers some would be the same."""
    counted = f"{number:010d}"
    typed = {**details(number, joined_at.year), "phone": phone(FIRST_PHONE + number), "advisor_gender": "any"}
    return JobSeeker(
        user=user,
        member_number=f"{counted[:4]}-{counted[4:8]}-{counted[8:]}",
        joined_at=joined_at,
        **typed,
    )
