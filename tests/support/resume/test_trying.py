"""Files are read by libraries that may fail for all: whoever runs the service learns of it before those who need it."""

from collections.abc import Callable
from datetime import timedelta
from types import ModuleType

import pytest

from accounts.files.bounded.running import NoAnswer
from accounts.models import Pulse
from config.figures import figures
from support.documents import judging
from support.documents.refusals import TooHeavy
from support.resume import printing
from support.resume.refusals import NotAPhoto
from support.tasks import try_reading

pytestmark = pytest.mark.django_db


def is_well(now) -> bool:
    return figures("last_reading", now=now)["last_reading"].is_well


def fail_where(room: ModuleType, fails: Callable[..., bool], monkeypatch) -> None:
    """From now on what this room asks is given no answer where this says so."""
    run = room.run

    def run_or_fail(*asked, bounds):
        if fails(*asked):
            raise NoAnswer
        return run(*asked, bounds=bounds)

    monkeypatch.setattr(room, "run", run_or_fail)


def test_files_are_read_every_few_minutes(now):
    try_reading.apply(throw=True)
    assert is_well(now + timedelta(minutes=19))
    assert not is_well(now + timedelta(minutes=21))


def test_that_no_sheet_is_drawn_keeps_nothing_from_being_read(now, monkeypatch):
    fail_where(printing, lambda module, given: module == "support.resume.press", monkeypatch)
    try_reading.apply(throw=True)
    assert is_well(now)


@pytest.mark.parametrize(
    ("room", "fails", "refusal"),
    [
        (judging, lambda module, given, *task: task[0] == "draw", TooHeavy),
        (judging, lambda module, given, *task: given.startswith(b"%PDF"), TooHeavy),
        (judging, lambda module, given, *task: given.startswith(b"\x89PNG"), TooHeavy),
        (printing, lambda module, given: module == "support.resume.photo", NotAPhoto),
    ],
    ids=["pages", "papers", "pictures", "photos"],
)
def test_what_is_read_no_more_is_seen_before_somebody_hands_it_in(room, fails, refusal, now, monkeypatch):
    fail_where(room, fails, monkeypatch)
    with pytest.raises(refusal):
        try_reading.apply(throw=True)
    assert (Pulse.objects.filter(pk=Pulse.Name.READING).exists(), is_well(now)) == (False, False)
