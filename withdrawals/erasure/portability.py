"""My data: everything the service holds about a member, from the same declarations that erasure works from."""

from typing import Any

from django.core.serializers.python import Serializer
from django.db.models import Model, QuerySet

from accounts.holdings import Erased
from accounts.models import File, JobSeeker
from withdrawals.erasure.erasing import HOLDINGS

Values = dict[str, Any]  # of a row, by the names of its columns


def everything_about(seeker: JobSeeker) -> dict[str, list[Values]]:
    """Every row that erasure would delete, by model, without secrets such as keys; and the member's withdrawals."""
    held = {holding.model._meta.label: rows_of(holding, seeker) for holding in HOLDINGS if isinstance(holding, Erased)}
    shown = ("reference", "status", "channel", "reason", "received_at", "due_on", "ended_at")
    return {"withdrawals.WithdrawalRequest": list(seeker.withdrawal_requests.values(*shown)), **held}


def files_of(seeker: JobSeeker) -> list[File]:
    """Those that are theirs, but for what a virus scanner has not looked at yet."""
    return [file for file in File.objects.filter(owner=seeker.user_id).order_by("pk") if not file.is_held_back]


def rows_of(holding: Erased, seeker: JobSeeker) -> list[Values]:
    rows = holding.rows(seeker).filter(holding.shown(seeker)) if holding.shown else holding.rows(seeker)
    key = rows.model._meta.pk.name
    names = [field.name for field in rows.model._meta.concrete_fields if field.name not in holding.secret]
    return [{key: row["pk"]} | row["fields"] if key in names else row["fields"] for row in serialised(rows, names)]


def serialised(rows: QuerySet[Model], names: list[str]) -> list[Values]:
    values: list[Values] = Serializer().serialize(rows, fields=names)
    return values
