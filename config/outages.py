"""A server that did not answer is not asked again for a few seconds, so that one request waits for it and not all."""

import time


class Outage:
    """Remembers, in this process, that a server is out of reach."""

    PAUSE = 5.0

    def __init__(self) -> None:
        self.ends = 0.0

    def begin(self) -> None:
        self.ends = time.monotonic() + self.PAUSE

    def is_on(self) -> bool:
        return time.monotonic() < self.ends

    def end(self) -> None:
        self.ends = 0.0
