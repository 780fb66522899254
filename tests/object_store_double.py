"""A double of a store that speaks as S3 does: one bucket, in memory. `failing` makes it refuse."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs, unquote, urlsplit

BUCKET = "files"


@dataclass
class Store:
    url: str = ""
    objects: dict[str, bytes] = field(default_factory=dict)
    kept_at: dict[str, datetime] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    failing: int = 0


@contextmanager
def object_store() -> Iterator[Store]:
    store = Store()

    class Handler(Answering):
        pass

    Handler.store = store
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        store.url = f"s3+http://key:s%2Fcret@127.0.0.1:{server.server_port}/{BUCKET}"
        Thread(target=server.serve_forever, daemon=True).start()
        yield store
        server.shutdown()


class Answering(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    store: Store

    def handle_one(self, act) -> None:
        store, parts = self.store, urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        store.asked.append(f"{self.command} {parts.path}")
        assert self.headers["Authorization"].startswith("AWS4-HMAC-SHA256 Credential=key/")
        if store.failing:
            self.answer(store.failing, b"<Error><Code>Refused</Code></Error>")
        else:
            act(unquote(parts.path).removeprefix(f"/{BUCKET}").removeprefix("/"), parse_qs(parts.query), body)

    def do_PUT(self) -> None:
        def put(key, query, body):
            assert "aws-chunked" not in self.headers.get("Content-Encoding", "")
            self.store.objects[key], self.store.kept_at[key] = body, datetime.now(UTC)
            self.answer(200, b"", ETag='"1"')

        self.handle_one(put)

    def do_GET(self) -> None:
        self.handle_one(lambda key, query, body: self.get(key) if key else self.list(query))

    def do_HEAD(self) -> None:
        self.handle_one(lambda key, query, body: self.get(key))

    def do_DELETE(self) -> None:
        def delete(key, query, body):
            self.store.objects.pop(key, None)  # of one that is not there, S3 says the same
            self.answer(204, b"")

        self.handle_one(delete)

    def get(self, key: str) -> None:
        if key not in self.store.objects:
            self.answer(404, b"<Error><Code>NoSuchKey</Code></Error>")
            return
        headers = {"Last-Modified": format_datetime(self.store.kept_at[key], usegmt=True), "ETag": '"1"'}
        content, asked = self.store.objects[key], re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range", ""))
        if not asked:
            self.answer(200, content, **headers)
            return
        first, last = int(asked[1]), min(int(asked[2] or len(content)), len(content) - 1)
        headers["Content-Range"] = f"bytes {first}-{last}/{len(content)}"
        self.answer(206, content[first : last + 1], **headers)

    def list(self, query: dict[str, list[str]]) -> None:
        prefix = query.get("prefix", [""])[0]
        found = "".join(
            f"<Contents><Key>{key}</Key><Size>{len(content)}</Size><LastModified>2026-11-20T00:00:00Z</LastModified></Contents>"
            for key, content in sorted(self.store.objects.items())
            if re.match(re.escape(prefix), key)
        )
        self.answer(200, f"<ListBucketResult><IsTruncated>false</IsTruncated>{found}</ListBucketResult>".encode())

    def answer(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *args) -> None:
        pass
