"""What LINE calls us with: told from what anybody may send by its signature, and kept, each event once, to be read."""

import base64
import hashlib
import hmac
import json
from datetime import UTC, datetime
from typing import Any

from django.conf import settings

from accounts.line.models import USER_ID, LineEvent
from accounts.line.said import SaidBy
from config import clock
from config.typed import Typed

# LINE's own bodies are a fraction of it.
LARGEST = 1024 * 1024
# What is read; of anything else nothing is kept. What somebody says in a group is not said to us.
KINDS = {"message", "follow", "unfollow", "accountLink"}
WITH_CONTENT = {SaidBy.IMAGE, SaidBy.FILE, SaidBy.VIDEO, SaidBy.AUDIO}


class NotUnderstood(Exception):
    """Signed by LINE, and no list of events."""


def is_signed(body: bytes, signature: str) -> bool:
    """Whether LINE has sent exactly these bytes: HMAC-SHA256 with the channel's secret."""
    expected = base64.b64encode(hmac.new(settings.LINE_CHANNEL_SECRET.encode(), body, hashlib.sha256).digest())
    return hmac.compare_digest(expected, signature.encode())


def receive(body: bytes) -> list[LineEvent]:
    """Keep what is new of these events. One that is here already, read or not, stays as it is."""
    at = clock.stamp()
    events = [event for told in events_in(body) if (event := event_of(told))]
    for event in events:
        event.received_at = event.try_at = at
    return LineEvent.objects.bulk_create(events, ignore_conflicts=True)


def events_in(body: bytes) -> list[Any]:
    try:
        events = json.loads(body)["events"]
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise NotUnderstood from error
    if not isinstance(events, list):
        raise NotUnderstood
    return events


def event_of(told: Any) -> LineEvent | None:
    """The row of an event that somebody has caused in their chat with us; None for any other."""
    try:
        kind, source = told["type"], told["source"]
        if kind not in KINDS or source["type"] != "user" or told.get("mode", "active") != "active":
            return None
        return LineEvent(
            event_id=named(told["webhookEventId"], 64),
            kind=kind,
            line_user_id=named(source["userId"], USER_ID),
            body={"reply": storable(told.get("replyToken")), **held_of(kind, told)},
            occurred_at=datetime.fromtimestamp(told["timestamp"] / 1000, UTC),
        )
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError, OSError):
        return None


def named(value: Any, longest: int) -> str:
    if not isinstance(value, str) or not 0 < len(value) <= longest or storable(value) != value:
        raise ValueError
    return value


def held_of(kind: str, told: Typed) -> Typed:
    """What is needed of it: what was said, or the nonce of a link."""
    if kind == "message":
        return {"said": said_in(told["message"])}
    if kind == "accountLink":
        return {"result": storable(told["link"]["result"]), "nonce": storable(told["link"]["nonce"])}
    return {}


def said_in(message: Typed) -> Typed:
    by = message["type"] if message["type"] in {*SaidBy} else SaidBy.OTHER
    words = {
        SaidBy.TEXT: ("text",),
        SaidBy.STICKER: ("keywords", "text"),
        SaidBy.LOCATION: ("title", "address"),
    }.get(by, ())
    text = " ".join(storable(message.get(name)) for name in words).strip()
    content_id = storable(message["id"]) if by in WITH_CONTENT else ""
    return {"kind": by, "text": text, "content_id": content_id, "file_name": storable(message.get("fileName"))}


def storable(text: Any) -> str:
    """As a database takes it: half signs and NULs, which JSON can hold, are left out."""
    if isinstance(text, list):
        return " ".join(map(storable, text))
    return str(text or "").replace("\0", "").encode("utf-8", "ignore").decode()
