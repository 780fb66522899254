"""The search for what is left of a member: each of their details is a mark, a word that occurs nowhere else."""

import base64
import binascii
import re
import unicodedata
import zlib
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.db import connection

from accounts.attempts.budgets import digest
from accounts.models import JobSeeker, User

MARKS = {
    "family name": "痕跡姓",
    "given name": "痕跡名",
    "earlier name": "痕跡旧姓",
    "e-mail": "konseki-now@example.jp",
    "digest of the e-mail": digest("address", "konseki-now@example.jp"),
    "earlier e-mail": "konseki-before@example.jp",
    "mistyped e-mail": "konseki-typo@example.jp",
    "birth date": "1998-07-23",
    "comment": "痕跡のひとこと",
    "browser": "konseki-browser",
    "address": "203.0.113.77",
    "user at LINE": "Ukonseki00000000000000000000000001",
    "secret": "KONSEKISECRET",
    "note": "痕跡のメモ",
}
PHONES = {"phone": "9071717171", "earlier phone": "9072727272", "mistyped phone": "9073737373"}


# Where a mark could be, and how it is seen there


def marks_in(*values) -> set[str]:
    """The names of the marks that some of these values hold, packed or not."""
    texts = [text for value in values for text in opened(value)]
    digits = [re.sub(r"[^0-9]", "", unicodedata.normalize("NFKC", text)) for text in texts]
    return {name for name, mark in MARKS.items() if any(mark in text for text in texts)} | {
        name for name, mark in PHONES.items() if any(mark in text for text in digits)
    }


def opened(value, depth: int = 3) -> Iterator[str]:
    """A value as text, and what is in it when it is unpacked: escapes, base64, zlib, one in the other."""
    text = bytes(value).decode(errors="replace") if isinstance(value, bytes | memoryview) else str(value)
    yield text
    if "\\u" in text:
        yield re.sub(r"\\u([0-9a-fA-F]{4})", lambda escape: chr(int(escape[1], 16)), text)
    if depth:
        for packed in re.findall(r"[A-Za-z0-9+/_-]{16,}", text):
            for plain in unpacked(packed):
                yield from opened(plain, depth - 1)


def unpacked(text: str) -> Iterator[bytes]:
    padded = text.replace("+", "-").replace("/", "_") + "=" * (-len(text) % 4)
    try:
        plain = base64.urlsafe_b64decode(padded)
    except binascii.Error:
        return
    yield plain
    try:
        yield zlib.decompress(plain)
    except zlib.error:
        return


def rows() -> Iterator[tuple[str, list[str], tuple]]:
    """Every row of every table, as the database itself lists them: table, names of the columns, values."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            columns = [column[0] for column in cursor.description]
            yield from ((table, columns, row) for row in cursor.fetchall())


def marked_columns() -> set[str]:
    return {
        f"{table}.{column}: {mark}"
        for table, columns, row in rows()
        for column, value in zip(columns, row, strict=True)
        for mark in marks_in(value)
    }


def pointing_columns(seeker: JobSeeker) -> set[str]:
    """The columns that refer to this member, by a foreign key or by the member number."""
    ids = {User._meta.db_table: seeker.user_id, JobSeeker._meta.db_table: seeker.pk}
    with connection.cursor() as cursor:
        keys = {
            (table, column): ids[target]
            for table in connection.introspection.table_names(cursor)
            for column, (_, target) in connection.introspection.get_relations(cursor, table).items()
            if target in ids
        }
    return {
        f"{table}.{column}"
        for table, columns, row in rows()
        for column, value in zip(columns, row, strict=True)
        if value is not None and (value == keys.get((table, column)) or seeker.member_number in str(value))
    }


def cached() -> list[str]:
    if settings.REDIS_URL:
        client = cache._cache.get_client()
        return [text for key in client.scan_iter(f"{cache.key_prefix}*") for text in opened(key + client.get(key))]
    return [str(entry) for entry in cache._cache.items()]


def files() -> dict[str, set[str]]:
    """What is in the service's own folders, by file; the database is read as such, and mails stand for mailboxes."""
    folders = {settings.VAR, Path(settings.MEDIA_ROOT)}
    found = (path for folder in folders for path in folder.rglob("*") if path.is_file())
    own = [path for path in found if path.parent.name != "mail" and "sqlite3" not in path.name]
    marked = {path.name: marks_in(path.name, path.read_bytes()) for path in own}
    return {name: marks for name, marks in marked.items() if marks}
