"""Which mail of this app goes out when, and whether what it says still holds then."""

from accounts.messages.kinds import Kind

MAILS: dict[str, Kind] = {}
