"""What a member has said by LINE, as it is handed to whoever listens: `LINE_SAID` in the settings."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class SaidBy(StrEnum):
    """By what it was said."""

    TEXT = "text"
    IMAGE = "image"
    FILE = "file"
    STICKER = "sticker"
    VIDEO = "video"
    AUDIO = "audio"
    LOCATION = "location"
    OTHER = "other"


@dataclass(frozen=True)
class Said:
    """`at` is when it was written, by LINE's clock; by `content_id` the worker asks LINE for a picture or a file."""

    kind: str
    text: str
    at: datetime
    content_id: str = ""
    file_name: str = ""
