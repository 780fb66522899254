"""`make mails`: docs/mails.md, which mail goes out when, printed from each app's catalogue in its `mails.py`."""

from collections.abc import Iterator
from pathlib import Path

from accounts.messages.kinds import Kind, catalogues

PAGE = Path(__file__).resolve().with_suffix(".md")
HEAD = """# Mails

Which mail goes out when. Printed by `make mails` from what each app says in its `mails.py` (`MAILS`); do not edit it
here.

What a member has not set off keeps the hours they chose under "When your advisor may write" (9:00 to 20:00 if they
chose none), in the time of Japan. It is decided when the mail is about to be sent, by `advisors/conversation/quiet.py`.

| leaves | |
| --- | --- |
| at once | codes, the withdrawal, what the member has just done themselves, whatever goes to staff |
| hours | waits for the next hour the member allows |
| hours, appointment | the same, but leaves a day before the appointment at the latest |
| hours, counted | the same as hours, and counts for the number a week; over it, it waits for room, in one mail |
"""


def main() -> None:
    PAGE.write_text(printed())


def printed() -> str:
    return "\n".join([HEAD, *("\n".join(listed(app, mails)) for app, mails in catalogues().items())])


def listed(app: str, mails: dict[str, Kind]) -> Iterator[str]:
    yield f"## {app}\n"
    yield from ("| mail | to whom, and when | leaves | found as it is sent |", "| --- | --- | --- | --- |")
    for name, kind in sorted(mails.items()):
        found = (kind.found.__doc__ or "").partition("\n")[0] if kind.found else ""
        yield f"| `{app}/{name}` | {kind.goes} | {kind.leaves.value} | {found} |"
    yield ""
