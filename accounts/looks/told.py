"""What a member is told of who looked: on which day, in which role, at what. Names are not for them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models.functions import TruncDate

from accounts.looks.models import Look
from accounts.users.models import JobSeeker
from config.typed import Text

SHOWN = 50


@dataclass(frozen=True)
class Seen:
    """One or more looks of a day that were alike."""

    on: date
    role: Text
    kind: Text


def seen_of(seeker: JobSeeker) -> list[Seen]:
    """The newest days first; older ones are in the download."""
    days = Look.objects.filter(seeker=seeker).annotate(on=TruncDate("at")).values_list("on", "role", "kind")
    newest = days.distinct().order_by("-on", "role", "kind")[:SHOWN]
    return [Seen(on, Look.Role(role).label, Look.Kind(kind).label) for on, role, kind in newest]


def every_look(seeker: JobSeeker) -> list[dict[str, Any]]:
    """For the download."""
    looks = Look.objects.filter(seeker=seeker).order_by("-at", "-pk")
    return [{"at": look.at, "role": look.role, "kind": look.kind} for look in looks]
