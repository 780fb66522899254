"""A double of LINE: its Messaging API, its dialog to link an account, and the people who write from their phones.

It answers as LINE does and forgets nothing it was sent; `failing` makes it fail. Tests start it by the fixture `line`;
by itself (`python -m tests.line_double`, or `make run LINE=demo`) it has a page on which one is a member with a phone.
"""

import base64
import hashlib
import hmac
import json
import re
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from urllib.error import HTTPError
from urllib.parse import parse_qs, urlsplit
from urllib.request import Request, urlopen

TOKEN_LIFE = 600
REPLY_LIFE = 60
LONGEST = 5000


@dataclass(frozen=True)
class Sent:
    """A text that somebody saw: from the service, or their own."""

    user: str
    text: str
    is_own: bool = False


@dataclass
class Line:
    """What LINE knows. Whoever adds the service is in `friends`, until they block it."""

    secret: str = "the channel's secret"
    token: str = "the channel's token"
    webhook: str = ""
    basic_id: str = "@123abcde"
    now: Callable[[], float] = time.time
    users: set[str] = field(default_factory=set)
    friends: set[str] = field(default_factory=set)
    seen: list[Sent] = field(default_factory=list)
    retry_keys: dict[str, str] = field(default_factory=dict)
    asked: list[tuple[str, str, str]] = field(default_factory=list)  # method, path, retry key
    link_tokens: dict[str, tuple[str, float]] = field(default_factory=dict)
    reply_tokens: dict[str, tuple[str, float]] = field(default_factory=dict)
    contents: dict[str, bytes] = field(default_factory=dict)
    delivered: list[bytes] = field(default_factory=list)
    failing: list[int | str] = field(default_factory=list)  # of the next calls: a status, "slow", or "lost" (it has it)
    quota: int | None = None
    lock: Lock = field(default_factory=Lock)

    # What people do

    def new_user(self) -> str:
        user = f"U{secrets.token_hex(16)}"
        self.users.add(user)
        return user

    def follow(self, user: str) -> dict:
        self.users.add(user)
        self.friends.add(user)
        return self.event("follow", user, follow={"isUnblocked": False})

    def block(self, user: str) -> dict:
        self.friends.discard(user)
        return self.event("unfollow", user, reply=False)

    def say(self, user: str, text: str) -> dict:
        self.seen.append(Sent(user, text, is_own=True))
        return self.message(user, type="text", text=text, quoteToken="q")

    def show(self, user: str, content: bytes, kind: str = "image", **more) -> dict:
        """Send a picture, or a file by its name."""
        self.seen.append(Sent(user, f"[{kind}]", is_own=True))
        event = self.message(user, type=kind, contentProvider={"type": "line"}, **more)
        self.contents[event["message"]["id"]] = content
        return event

    def message(self, user: str, **said) -> dict:
        return self.event("message", user, message={"id": str(secrets.randbelow(10**18)), **said})

    def agree(self, link_token: str, nonce: str, user: str) -> dict | None:
        """Open the dialog on this user's phone. A token of somebody else, used or run out links nothing."""
        owner, until = self.link_tokens.get(link_token, ("", 0.0))
        if owner != user or until < self.now():
            return None
        del self.link_tokens[link_token]
        return self.event("accountLink", user, link={"result": "ok", "nonce": nonce})

    # What LINE tells the service

    def event(self, kind: str, user: str, *, reply: bool = True, **more) -> dict:
        event = {
            "type": kind,
            "mode": "active",
            "timestamp": int(self.now() * 1000),
            "source": {"type": "user", "userId": user},
            "webhookEventId": f"01{secrets.token_hex(12).upper()}",
            "deliveryContext": {"isRedelivery": False},
            **more,
        }
        if reply:
            event["replyToken"] = secrets.token_hex(16)
            self.reply_tokens[event["replyToken"]] = (user, self.now() + REPLY_LIFE)
        return event

    def body(self, *events: dict) -> bytes:
        return json.dumps({"destination": "U" + "0" * 32, "events": events}, ensure_ascii=False).encode()

    def signature(self, body: bytes) -> str:
        return base64.b64encode(hmac.new(self.secret.encode(), body, hashlib.sha256).digest()).decode()

    def tell(self, *events: dict) -> int:
        """Deliver to the webhook; the status it answered."""
        body = self.body(*events)
        self.delivered.append(body)
        headers = {"Content-Type": "application/json; charset=utf-8", "X-Line-Signature": self.signature(body)}
        try:
            with urlopen(Request(self.webhook, body, headers), timeout=5) as answer:
                return int(answer.status)
        except HTTPError as refusal:
            return refusal.code

    def seen_by(self, user: str) -> list[str]:
        """What the service has told them."""
        return [sent.text for sent in self.seen if sent.user == user and not sent.is_own]

    # What the service asks of LINE

    def push(self, said: dict, retry_key: str) -> tuple[int, dict]:
        with self.lock:
            if retry_key and retry_key in self.retry_keys:
                return 409, {"message": "The retry key is already accepted", "sentMessages": [{"id": "1"}]}
            if said.get("to") not in self.users:
                return 400, {"message": "Failed to send messages"}
            if said["to"] not in self.friends:  # blocked, which LINE does not tell
                return 200, {"sentMessages": [{"id": "1"}]}
            if self.quota is not None and self.quota <= 0:
                return 429, {"message": "You have reached your monthly limit."}
            status, answer = self.texts(said["to"], said)
            if status == 200:
                self.retry_keys[retry_key] = said["to"]
                self.quota = None if self.quota is None else self.quota - 1
            return status, answer

    def reply(self, said: dict) -> tuple[int, dict]:
        user, until = self.reply_tokens.pop(said.get("replyToken", ""), ("", 0.0))
        if not user or until < self.now():
            return 400, {"message": "Invalid reply token"}
        return self.texts(user, said)

    def texts(self, user: str, said: dict) -> tuple[int, dict]:
        texts = [message.get("text", "") for message in said.get("messages", [])]
        if not 1 <= len(texts) <= 5 or not all(0 < len(text.encode("utf-16-le")) // 2 <= LONGEST for text in texts):
            return 400, {"message": "The request body has 1 error(s)"}
        self.seen += [Sent(user, text) for text in texts]
        return 200, {"sentMessages": [{"id": str(secrets.randbelow(10**18)), "quoteToken": "q"} for _ in texts]}

    def link_token(self, user: str) -> tuple[int, dict]:
        if user not in self.friends:
            return 400, {"message": "The user hasn't added the LINE Official Account as a friend."}
        token = secrets.token_urlsafe(24)
        self.link_tokens[token] = (user, self.now() + TOKEN_LIFE)
        return 200, {"linkToken": token}

    def info(self) -> tuple[int, dict]:
        told = {"userId": "U" + "0" * 32, "basicId": self.basic_id, "displayName": "みちしるべ"}
        return 200, told | {"chatMode": "chat", "markAsReadMode": "manual"}


class Phone(BaseHTTPRequestHandler):
    """Answers as api.line.me, api-data.line.me and access.line.me do, all of them at one address."""

    line: Line
    server_version = "line"

    def log_message(self, *args: object) -> None:
        pass

    def do_GET(self) -> None:
        self.answered()

    def do_POST(self) -> None:
        self.answered()

    def answered(self) -> None:
        said = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if urlsplit(self.path).path.startswith("/v2/"):
            self.api(said)
        else:
            self.page(said)

    def api(self, said: bytes) -> None:
        key = self.headers.get("X-Line-Retry-Key", "")
        self.line.asked.append((self.command, self.path, key))
        if self.headers.get("Authorization") != f"Bearer {self.line.token}":
            return self.json(401, {"message": "Authentication failed."})
        failure = self.line.failing.pop(0) if self.line.failing else None
        if isinstance(failure, int):
            return self.json(failure, {"message": f"{self.path} of somebody"})
        if failure == "slow":
            time.sleep(1)
            return None
        status, answer = self.called(json.loads(said or b"{}"), key)
        if failure == "lost":
            return None  # it has it, and nobody hears so
        return self.json(status, answer) if isinstance(answer, dict) else self.send(status, answer, "image/jpeg")

    def called(self, said: dict, key: str) -> tuple[int, dict | bytes]:
        parts = self.path.strip("/").split("/")
        if self.path == "/v2/bot/message/push":
            return self.line.push(said, key)
        if self.path == "/v2/bot/message/reply":
            return self.line.reply(said)
        if self.path == "/v2/bot/info":
            return self.line.info()
        if self.path == "/v2/bot/message/quota":
            quota = self.line.quota
            return 200, {"type": "none"} if quota is None else {"type": "limited", "value": quota}
        if re.fullmatch(r"/v2/bot/user/U[0-9a-f]+/linkToken", self.path):
            return self.line.link_token(parts[3])
        if re.fullmatch(r"/v2/bot/message/\w+/content", self.path) and parts[3] in self.line.contents:
            return 200, self.line.contents[parts[3]]
        return 404, {"message": "Not found"}

    def page(self, said: bytes) -> None:
        """The dialog to link an account, on the phone of whoever is asked for `as`."""
        asked = parse_qs(urlsplit(self.path).query)
        if urlsplit(self.path).path != "/dialog/bot/accountLink":
            return self.send(404, b"", "text/plain")
        event = self.line.agree(asked["linkToken"][0], asked["nonce"][0], asked.get("as", [""])[0])
        return self.send(200 if event else 400, self.line.body(event) if event else b"", "application/json")

    def json(self, status: int, answer: dict) -> None:
        self.send(status, json.dumps(answer).encode(), "application/json")

    def send(self, status: int, answer: bytes, kind: str, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(answer)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(answer)


@dataclass
class Double:
    """The double at work, at `base`."""

    line: Line
    port: int = 0
    handler: type[Phone] = Phone

    def __enter__(self) -> Line:
        handler = type("Handler", (self.handler,), {"line": self.line})
        self.server = ThreadingHTTPServer(("127.0.0.1", self.port), handler)
        self.server.daemon_threads = True
        self.base = f"http://127.0.0.1:{self.server.server_port}"
        Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self.line

    def __exit__(self, *args: object) -> None:
        self.server.shutdown()
        self.server.server_close()
