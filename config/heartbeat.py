"""Tell somebody outside that the service lives, so that its silence is an alarm that needs none of its own parts.

`HEARTBEAT_URL` is asked for after each sweep of the withdrawals that went well: beat has started it, the broker has
brought it, the worker has run it and the database has kept that. Nothing else is said, and of nobody.
"""

import http.client
import logging
import re
import ssl
import threading
from contextlib import closing
from urllib.parse import urlsplit

from django.conf import settings

log = logging.getLogger(__name__)
# What a line of an answer begins with; more of it is not read.
ANSWER = re.compile(rb"HTTP/1\.[01] (\d{3})")
TIMEOUT = 5.0
# Nobody waits for the one before: a server that hangs takes one thread and no more.
calling = threading.Lock()


def beat() -> None:
    """Call without waiting for the answer; while a call is under way, not another time."""
    if settings.HEARTBEAT_URL and calling.acquire(blocking=False):
        threading.Thread(target=call, args=(settings.HEARTBEAT_URL,), name="heartbeat", daemon=True).start()


def call(url: str) -> None:
    """Ask for this very address: what it redirects to is not followed. A failure is told, without the address."""
    try:
        status = ask(url)
    except (OSError, http.client.HTTPException, UnicodeError) as error:
        log.warning("heartbeat not heard: %s", type(error).__name__)
    else:
        if not 200 <= status < 300:
            log.warning("heartbeat refused", extra={"status": status})
    finally:
        calling.release()


def ask(url: str) -> int:
    """The status of the answer, of which no more is read than its beginning."""
    parts = urlsplit(url)
    with closing(connection(parts.scheme, parts.hostname or "", parts.port)) as asked:
        asked.request("GET", (parts.path or "/") + (f"?{parts.query}" if parts.query else ""))
        told = ANSWER.match(asked.sock.recv(64))
    if not told:
        raise http.client.BadStatusLine("")
    return int(told[1])


def connection(scheme: str, host: str, port: int | None) -> http.client.HTTPConnection:
    if scheme == "https":
        return http.client.HTTPSConnection(host, port, timeout=TIMEOUT, context=ssl.create_default_context())
    return http.client.HTTPConnection(host, port, timeout=TIMEOUT)
