"""LINE's Messaging API, as far as the service uses it. Only the worker speaks to it.

line-bot-sdk, whose import takes seconds, is loaded by the first call. What LINE answers may quote whom it is about: it
is never handed on, only what follows from it.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from typing import Any

from django.conf import settings

from accounts.messages.carrying import NotReached, NotTaken
from accounts.messages.models import Message

API, CONTENT, DIALOG = "https://api.line.me", "https://api-data.line.me", "https://access.line.me"
# Seconds to reach LINE, and to wait for what it says.
PATIENCE = (3, 10)
# LINE takes so many texts at once, each of so many UTF-16 units.
MOST_TEXTS, LONGEST = 5, 5000
LARGEST = 10 * 1024 * 1024
MESSAGE_ID = re.compile(r"[0-9A-Za-z]{1,40}")


class TooLarge(Exception):
    """A picture or a file of more than ten megabytes."""


class Refused(Exception):
    """LINE says no, and will say it again."""


def push(line_user_id: str, text: str, *, retry_key: str) -> None:
    """Raises `NotTaken` and `NotReached`. That LINE has it already is as good as that it takes it."""
    texts = pieces(text)
    if not 1 <= len(texts) <= MOST_TEXTS:
        raise NotTaken(Message.NotByLine.REFUSED)
    try:
        with client() as api:
            said = [sdk().TextMessage(text=piece) for piece in texts]
            request = sdk().PushMessageRequest(to=line_user_id, messages=said)
            api.push_message(request, x_line_retry_key=retry_key, _request_timeout=PATIENCE)
    except Exception as error:
        if (status := status_of(error)) != 409:
            raise not_sent(status) from None


def not_sent(status: int) -> Exception:
    """What would be refused again goes by mail; whatever else has happened, the retry key sorts out."""
    if status == 429:
        return NotTaken(Message.NotByLine.QUOTA)
    return NotTaken(Message.NotByLine.REFUSED) if 400 <= status < 500 else NotReached()


def reply(reply_token: str, text: str) -> None:
    """Answer an event, within the minute for which LINE takes it. Raises `Refused` and `NotReached`."""
    with asked() as api:
        said = sdk().ReplyMessageRequest(replyToken=reply_token, messages=[sdk().TextMessage(text=text)])
        api.reply_message(said, _request_timeout=PATIENCE)


def link_token(line_user_id: str) -> str:
    """With which LINE begins to link this user, once, within ten minutes. Raises `Refused` and `NotReached`."""
    with asked() as api:
        return str(api.issue_link_token(line_user_id, _request_timeout=PATIENCE).link_token)


def basic_id() -> str:
    """By which people find the service's account at LINE. Raises `Refused` and `NotReached`."""
    with asked() as api:
        return str(api.get_bot_info(_request_timeout=PATIENCE).basic_id)


def content(content_id: str) -> bytes:
    """A picture or a file that somebody sent, read no further than to the bound. Raises `TooLarge`, `Refused` and
    `NotReached`.

    By the connection of the SDK, whose own call reads whatever comes, from a server that cannot be named.
    """
    if not MESSAGE_ID.fullmatch(content_id):
        raise Refused
    try:
        with client() as api:
            status, held = read_at_most(api.api_client.rest_client.pool_manager, content_id)
    except Exception:
        raise NotReached from None
    if status != 200:  # 202: it is being made ready
        raise Refused if 400 <= status < 500 and status != 429 else NotReached
    if len(held) > LARGEST:
        raise TooLarge
    return held


def read_at_most(pool: Any, content_id: str) -> tuple[int, bytes]:
    """What LINE answers, and up to a byte more than is taken of what it sends."""
    address = f"{settings.LINE_API_BASE or CONTENT}/v2/bot/message/{content_id}/content"
    token = {"Authorization": f"Bearer {settings.LINE_CHANNEL_ACCESS_TOKEN}"}
    found = pool.request("GET", address, headers=token, preload_content=False, timeout=PATIENCE[1], retries=False)
    try:
        return found.status, found.read(LARGEST + 1) if found.status == 200 else b""
    finally:
        found.close()


def account_link_dialog() -> str:
    """Where a member goes with link token and nonce, to say yes to LINE."""
    return f"{settings.LINE_API_BASE or DIALOG}/dialog/bot/accountLink"


@cache
def sdk() -> Any:
    return import_module("linebot.v3.messaging")


@contextmanager
def client() -> Iterator[Any]:
    """One that does not try again by itself: who calls knows when."""
    configuration = sdk().Configuration(access_token=settings.LINE_CHANNEL_ACCESS_TOKEN)
    configuration.retries = False
    with sdk().ApiClient(configuration) as connection:
        api = sdk().MessagingApi(connection)
        api.line_base_path = settings.LINE_API_BASE or API
        yield api


@contextmanager
def asked() -> Iterator[Any]:
    """The same, for a question that may be asked anew. Raises `Refused` and `NotReached`."""
    try:
        with client() as api:
            yield api
    except (NotReached, Refused):
        raise
    except Exception as error:
        status = status_of(error)
        raise (Refused if 400 <= status < 500 and status != 429 else NotReached) from None


def status_of(error: Exception) -> int:
    """What LINE answered; 0 if it did not, or could not be understood."""
    return getattr(error, "status", 0) or 0


def pieces(text: str) -> list[str]:
    """Texts that LINE takes, parted between lines where that is possible."""
    found = [""]
    for line in text.splitlines(keepends=True):
        for part in cut(line):
            if units(found[-1] + part.rstrip()) > LONGEST:
                found.append("")
            found[-1] += part
    return [it.strip() for it in found if it.strip()]


def cut(line: str) -> list[str]:
    """A line in parts of which each is taken, whichever signs are in it."""
    return [line[at : at + LONGEST // 2] for at in range(0, len(line), LONGEST // 2)]


def units(text: str) -> int:
    """As LINE counts signs: an emoji is two."""
    return len(text.encode("utf-16-le", "replace")) // 2
