"""Nothing in this folder knows the service: it runs in a process of its own, which may be killed."""

from dataclasses import dataclass


class Refused(Exception):
    """A file that is not kept; `why` names the refusal in `support/documents/refusals.py`."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class Made:
    """What is kept instead of what was sent: written anew. `pages` are those that can be drawn."""

    content: bytes
    content_type: str
    pages: int
