"""A sweep and the tasks it hands its rows to, at a moment of the test's."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from types import ModuleType

from django.db import transaction
from django.utils import timezone

from accounts.models import Pulse
from config.figures import figures


def remind_all(reminding: ModuleType, *, now: datetime) -> None:
    """A round, after which nothing is due: what stayed so would be looked at in each round to come."""
    remind_due(reminding, now=now)
    assert not reminding.due(now=now).exists()


def remind_due(reminding: ModuleType, *, now: datetime) -> None:
    """As a round does, beside others: each row that is due."""
    for key in list(reminding.due(now=now).values_list("pk", flat=True)):
        reminding.remind(key, now=now)


def poison(monkeypatch, module: ModuleType, name: str, poisoned: int) -> None:
    """From now on this function fails each time it meets the row of this id, whatever it does with the others."""
    sound = getattr(module, name)

    def fails(*args, **kwargs):
        if poisoned in [getattr(it, "pk", it) for it in args]:
            raise RuntimeError("poisoned")
        return sound(*args, **kwargs)

    monkeypatch.setattr(module, name, fails)


def work_on(worker, *, times: int = 5) -> None:
    """The worker goes on after a task that fails, as it does."""
    for _ in range(times):
        with suppress(RuntimeError), transaction.atomic():
            worker()


def go_on(
    sweep: Callable[[], None], pulse: Pulse.Name, *, worker, clock, since: datetime, until: int = 40
) -> list[str]:
    """A round each ten minutes, while all others go well: which figures are not well after that."""
    Pulse.beats(pulse, at=since)
    for minutes in range(10, until + 1, 10):
        clock.move_to(since + timedelta(minutes=minutes), tick=False)
        for other in set(Pulse.Name) - {pulse}:
            Pulse.beats(other, at=timezone.now())
        sweep()
        work_on(worker)
    return [name for name, figure in figures(now=timezone.now()).items() if not figure.is_well]
