"""Something that is done with each of many rows in one task."""

import logging
from collections.abc import Callable, Iterable

log = logging.getLogger(__name__)


class SomeFailed(Exception):
    """With how many of how many rows it could not be done."""


def do_each(act: Callable[[int], object], keys: Iterable[int]) -> None:
    """Do it with each. A row that fails holds up none of the others; when all were tried, it fails the task.

    Raises `SomeFailed`.
    """
    failed, many, last = 0, 0, None
    for key in keys:
        many += 1
        try:
            act(key)
        except Exception as error:  # whatever it is: the others are owed the same
            failed, last = failed + 1, error
            log.error("not done: %s", type(error).__name__, extra={"id": key})
    if failed:
        raise SomeFailed(f"{failed} of {many}") from last
