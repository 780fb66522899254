"""What the settings read from the environment, as what it is meant to be; anything else stops the start in one line."""

import os
import re
import warnings
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import parse_qs, unquote, urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import validate_email

HOST = re.compile(r"\*|\.?[a-z0-9_]([a-z0-9_.-]*[a-z0-9_])?|\[[0-9a-f:.]+\]", re.IGNORECASE)
PHONE = re.compile(r"\+?[0-9]+([ ()-]{1,2}[0-9]+)*")
SECRET = re.compile("KEY|SECRET|TOKEN|PASSWORD|HEARTBEAT|DSN|FILES")
LONGEST_WAIT, MOST_CLOSED_DAYS = 60, 60

Read = TypeVar("Read")
Config = dict[str, Any]  # what Django takes of a server


class Refused(ImproperlyConfigured, SystemExit):
    """A setting that cannot be what it is: whatever was to start ends with these words and no traceback."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.code = words


def given(name: str, default: str = "") -> str:
    """The value of a variable; one that is set to nothing counts as not set."""
    return os.environ.get(name, "").strip() or default


def read(name: str, default: str, as_what: Callable[[str], Read]) -> Read:
    """A value as something other than text; one that cannot be read is refused by its name."""
    value = given(name, default)
    try:
        return as_what(value)
    except (ValueError, OSError, ImproperlyConfigured) as refusal:
        shown = name if SECRET.search(name) or "@" in value else f"{name}={value!r}"
        raise Refused(
            f"{shown} cannot be used. {(as_what.__doc__ or '').splitlines()[0]} See .env.example."
        ) from refusal


def words(text: str) -> list[str]:
    return [word.strip() for word in text.split(",") if word.strip()]


def yes(text: str) -> bool:
    """It must be true or false."""
    if text.lower() in {"1", "true", "yes", "on"}:
        return True
    if text.lower() in {"0", "false", "no", "off"}:
        return False
    raise ValueError


def dates(text: str) -> frozenset[date]:
    """It must be days as YYYY-MM-DD, parted by commas."""
    return frozenset(date.fromisoformat(word) for word in words(text))


def days_of_year(text: str) -> frozenset[tuple[int, int]]:
    """It must be at most 60 days as MM-DD, parted by commas."""
    days = [date.fromisoformat(f"2000-{word}") for word in words(text)]
    if len(days) > MOST_CLOSED_DAYS:
        raise ValueError
    return frozenset((day.month, day.day) for day in days)


def count(text: str) -> int:
    """It must be a whole number, 0 or more."""
    if not re.fullmatch("[0-9]{1,6}", text):
        raise ValueError
    return int(text)


def some(text: str) -> int:
    """It must be a whole number, 1 or more."""
    if count(text) < 1:
        raise ValueError
    return count(text)


def between(least: int, most: int) -> Callable[[str], int]:
    """Reads a whole number in this range, and says so where it is refused."""

    def number(text: str) -> int:
        if not least <= count(text) <= most:
            raise ValueError
        return count(text)

    number.__doc__ = f"It must be a whole number from {least} to {most}."
    return number


business_days = between(1, LONGEST_WAIT)
hours_of_a_day = between(1, 24)
idle_minutes = between(5, 1440)
proof_minutes = between(1, 60)


def port(text: str) -> int:
    """It must be a number from 1 to 65535."""
    if not 1 <= count(text) <= 65535:
        raise ValueError
    return count(text)


def hosts(text: str) -> list[str]:
    """It must be host names without http:// and port, parted by commas."""
    if not all(HOST.fullmatch(word) for word in words(text)):
        raise ValueError
    return words(text)


def site(text: str) -> str:
    """It must be https:// (or http://) and a host, without a path."""
    address = text.rstrip("/")
    parts = urlsplit(address)
    is_bare = address == f"{parts.scheme}://{parts.netloc}" and "@" not in address
    if parts.scheme not in {"http", "https"} or not HOST.fullmatch(bracketed(parts.hostname)) or not is_bare:
        raise ValueError
    port(str(parts.port if parts.port is not None else 80))
    return address


def server(text: str) -> str:
    """It must be https:// (or http://) and a host, without a path."""
    return site(text) if text else ""


def address(text: str) -> str:
    """It must be https:// (or http://), a host, and what follows it."""
    parts = urlsplit(line(text))
    if text and (parts.scheme not in {"http", "https"} or not HOST.fullmatch(bracketed(parts.hostname))):
        raise ValueError
    if text:
        port(str(parts.port if parts.port is not None else 80))
    return text


def dsn(text: str) -> str:
    """It must be as Sentry shows it, such as https://key@sentry.example.jp/1."""
    parts = urlsplit(address(text))
    if text and not (parts.username and parts.path.rsplit("/", 1)[-1].isdecimal()):
        raise ValueError
    return text


def bracketed(host: str | None) -> str:
    """A host as it stands in an address: one of IPv6 between brackets."""
    return f"[{host}]" if ":" in (host or "") else host or ""


def phone(text: str) -> str:
    """It must be a phone number of 9 to 15 digits, such as 0120-123-456."""
    if not PHONE.fullmatch(text) or not 9 <= sum(sign.isdigit() for sign in text) <= 15:
        raise ValueError
    return text


def sender(text: str) -> str:
    """It must be an e-mail address alone, such as no-reply@example.jp; its name is SERVICE_NAME."""
    try:
        validate_email(text)
    except ValidationError as refusal:
        if not re.fullmatch(r"[\w.+-]+@[\w.-]+|[\w.+-]+@\[[0-9a-f:.]+\]", text, re.ASCII):  # a host of this network
            raise ValueError from refusal
    return text


def line(text: str) -> str:
    """It must be one line."""
    if not text.isprintable():
        raise ValueError
    return text


def redis(text: str) -> str:
    """It must be redis:// or rediss:// and a host, such as redis://127.0.0.1:6379/0."""
    parts = urlsplit(text)
    if text and (parts.scheme not in {"redis", "rediss"} or not parts.hostname):
        raise ValueError
    if text:
        count(parts.path.strip("/") or "0")
        port(str(parts.port if parts.port is not None else 6379))
    return text


def scanner(text: str) -> tuple[str, int] | None:
    """It must be a host and a port, such as clamav:3310."""
    if not text:
        return None
    host, _colon, number = text.rpartition(":")
    if not HOST.fullmatch(host) or host == "*":
        raise ValueError
    return host.strip("[]"), port(number)


def bucket(text: str) -> Config:
    """It must be s3://key:secret@host/bucket (or s3+http://), with ?region=... behind it if there is one."""
    if not text:
        return {}
    parts = urlsplit(text)
    scheme, name = {"s3": "https", "s3+http": "http"}.get(parts.scheme, ""), parts.path.strip("/")
    if not (scheme and HOST.fullmatch(bracketed(parts.hostname)) and name and "/" not in name):
        raise ValueError
    if not (parts.username and parts.password):
        raise ValueError
    return {
        "endpoint_url": f"{scheme}://{parts.netloc.rpartition('@')[2]}",
        "access_key": unquote(parts.username),
        "secret_key": unquote(parts.password),
        "bucket_name": name,
        "region_name": parse_qs(parts.query).get("region", ["us-east-1"])[0],
    }


def replica(text: str) -> Config:
    """It must name a database as DATABASE_URL does, or nothing."""
    return database(text) if text else {}


def database(text: str) -> Config:
    """It must name a PostgreSQL or an SQLite database, such as postgres://user:password@host:5432/name."""
    config = parsed(environ.Env.db_url_config, text)
    if not config["ENGINE"].endswith((".sqlite3", ".backends.postgresql")) or not config["NAME"]:
        raise ValueError
    return config


def mail(text: str) -> Config:
    """It must name a mail server, such as smtp+tls://user:password@host:587, or be filemail:/// and a folder."""
    config = parsed(environ.Env.email_url_config, text)
    if config["EMAIL_BACKEND"].endswith("smtp.EmailBackend") and not config["EMAIL_HOST"]:
        raise ValueError
    if config["EMAIL_BACKEND"].endswith("filebased.EmailBackend"):
        folder(config["EMAIL_FILE_PATH"])
    return config


def parsed(parse: Callable[[str], Config], text: str) -> Config:
    """An address taken apart; one that lacks its scheme is none."""
    if "://" not in text:
        raise ValueError
    with warnings.catch_warnings(action="ignore"):
        return parse(text)


def folder(text: str) -> Path:
    """It must be a folder that can be made and written to."""
    path = Path(text)
    path.mkdir(parents=True, exist_ok=True)
    if not os.access(path, os.W_OK | os.X_OK):
        raise PermissionError
    return path


def file(text: str) -> Path:
    """It must be a file, or one that can be made, and no folder."""
    path = Path(text)
    if path.is_dir() or any(parent.exists() and not parent.is_dir() for parent in path.parents):
        raise ValueError
    return path
