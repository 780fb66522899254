import os
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from tests import source

PRODUCTION = {
    "DATABASE_URL": "postgres://app@db:5432/app?sslmode=require",
    "SECRET_KEY": "long and random",
    "ALLOWED_HOSTS": "example.jp",
    "SITE_URL": "https://example.jp/",
    "TRUSTED_PROXY_COUNT": "1",
    "EMAIL_URL": "smtp+tls://user:secret@mail.example.jp:587",
    "SUPPORT_PHONE": "0120-111-222",
}


def test_nothing_set_runs_in_one_folder(settings_of, tmp_path):
    settings = settings_of()
    var = str(tmp_path / "var")
    assert settings["DATABASES"]["default"]["NAME"] == f"{var}/db.sqlite3"
    assert settings["CELERY_BROKER_URL"] == "filesystem://localhost"
    assert settings["EMAIL_FILE_PATH"] == f"{var}/mail"
    assert (settings["LANGUAGE_CODE"], settings["TIME_ZONE"]) == ("ja", "Asia/Tokyo")
    assert (settings["DEBUG"], settings["STAFF_SECOND_FACTOR"]) == (False, True)


def test_secret_key_of_a_bare_checkout_is_kept_and_readable_by_its_owner_only(settings_of, tmp_path):
    key = settings_of()["SECRET_KEY"]
    assert settings_of()["SECRET_KEY"] == key
    assert (tmp_path / "var/secret_key").stat().st_mode & 0o777 == 0o600


def test_production_is_secure(settings_of):
    settings = settings_of(**PRODUCTION)
    assert settings["SITE_URL"] == "https://example.jp"
    assert settings["SESSION_COOKIE_SECURE"]
    assert settings["CSRF_COOKIE_SECURE"]
    assert settings["SECURE_HSTS_SECONDS"] > 0
    assert settings["SECURE_HSTS_INCLUDE_SUBDOMAINS"]
    cookies = [settings[f"{name}_COOKIE_NAME"] for name in ("SESSION", "CSRF", "LANGUAGE")]
    assert cookies == ["__Host-session", "__Host-csrf", "__Host-language"]
    assert settings["EMAIL_USE_TLS"]
    assert settings["DEFAULT_FROM_EMAIL"] == "no-reply@example.jp"


def test_https_without_a_proxy_that_ends_it_is_refused_in_one_line(settings_of):
    """Every page would redirect to itself for ever."""
    with pytest.raises(ImproperlyConfigured, match="^TRUSTED_PROXY_COUNT=0 cannot be used") as refusal:
        settings_of(**PRODUCTION | {"TRUSTED_PROXY_COUNT": "0"})
    assert "\n" not in str(refusal.value)
    assert settings_of(**PRODUCTION | {"SITE_URL": "http://example.jp", "TRUSTED_PROXY_COUNT": ""})


def test_database_url_keeps_its_own_options(settings_of):
    options = settings_of(**PRODUCTION)["DATABASES"]["default"]["OPTIONS"]
    pool = {"min_size": 0, "max_size": 8, "timeout": 5}
    assert options == {"options": "-c jit=off", "sslmode": "require", "pool": pool}


@pytest.mark.parametrize(("named", "wishes"), [("false", {"options": "-c jit=off"}), ("true", {})])
def test_behind_pgbouncer_a_session_wishes_for_nothing_and_keeps_no_cursor(settings_of, named, wishes):
    database = settings_of(**PRODUCTION, PGBOUNCER=named)["DATABASES"]["default"]
    assert {name: value for name, value in database["OPTIONS"].items() if name == "options"} == wishes
    assert database["DISABLE_SERVER_SIDE_CURSORS"] == (not wishes)


@pytest.mark.parametrize("missing", ["SECRET_KEY", "ALLOWED_HOSTS", "SITE_URL", "EMAIL_URL", "SUPPORT_PHONE"])
@pytest.mark.parametrize("left", ["", "  "])
def test_production_that_lacks_a_value_does_not_start(settings_of, missing, left):
    with pytest.raises(ImproperlyConfigured, match=f"^{missing} must be set"):
        settings_of(**PRODUCTION | {missing: left})


def test_same_value_may_be_missing_while_debug_is_on(settings_of):
    assert settings_of(DATABASE_URL=PRODUCTION["DATABASE_URL"], DEBUG="true")["SITE_URL"] == "http://127.0.0.1:8000"


def test_port_gives_the_address_of_the_site(settings_of):
    assert settings_of(PORT="8123")["SITE_URL"] == "http://127.0.0.1:8123"


def test_blanks_in_lists_are_no_part_of_their_words(settings_of):
    settings = settings_of(ALLOWED_HOSTS=" a.example , b.example, ,", EXTRA_CLOSED_DAYS=" 2026-12-28 ,2027-01-04,")
    assert settings["ALLOWED_HOSTS"] == ["a.example", "b.example"]
    assert settings["EXTRA_CLOSED_DAYS"] == {date(2026, 12, 28), date(2027, 1, 4)}


def test_secret_may_begin_with_a_dollar_sign(settings_of):
    assert settings_of(SECRET_KEY="$HOME")["SECRET_KEY"] == "$HOME"


CHANNEL = {"LINE_CHANNEL_SECRET": "himitsu", "LINE_CHANNEL_ACCESS_TOKEN": "token"}


@pytest.mark.parametrize("alone", CHANNEL)
def test_half_a_line_channel_does_not_start_production_and_is_none_elsewhere(settings_of, alone):
    half = {alone: CHANNEL[alone]}
    with pytest.raises(
        ImproperlyConfigured, match="^LINE_CHANNEL_SECRET and LINE_CHANNEL_ACCESS_TOKEN must"
    ) as refusal:
        settings_of(**PRODUCTION | half)
    assert "himitsu" not in str(refusal.value)
    assert not settings_of(**half)["LINE_CHANNEL"]
    assert settings_of(**PRODUCTION | CHANNEL)["LINE_CHANNEL"]


WRONG = {
    "DATABASE_URL": ["mysql://app@db/app", "postgres://app@db:port/app", "postgres://db", "example.jp"],
    "DATABASE_POOL": ["0", "many"],
    "REDIS_URL": ["http://x", "redis://", "127.0.0.1:6379", "redis://x:port/0", "redis://x:6379/first", "redis://[::1"],
    "EMAIL_URL": [
        "mail.example.jp",
        "smtp://",
        "http://mail.example.jp",
        "smtp://mail:port",
        "filemail:////dev/null/x",
    ],
    "DEFAULT_FROM_EMAIL": ["nobody", "A name <a@example.jp>", "a@b@c"],
    "SECRET_KEY": ["two\nlines"],
    "DEBUG": ["ture"],
    "ALLOWED_HOSTS": ["https://example.jp", "example.jp:8000", "example.jp,a b", "example.jp/"],
    "SITE_URL": [
        "example.jp",
        "ftp://example.jp",
        "https://",
        "https://example.jp/a",
        "https://a:port",
        "https://user@example.jp",
        "https://[::1",
    ],
    "TRUSTED_PROXY_COUNT": ["1.5", "-1", "１", "1000000"],
    "STAFF_SECOND_FACTOR": ["maybe"],
    "SERVICE_NAME": ["two\nlines"],
    "SUPPORT_PHONE": ["abc", "0120", "0120-111-222 (desk)", "01201112223334445"],
    "SUPPORT_HOURS": ["two\nlines"],
    "WITHDRAWAL_BUSINESS_DAYS": ["five", "0", "-1", "61", "9" * 5000],
    "WITHDRAWAL_GRACE_BUSINESS_DAYS": ["-1", "6", "1e3"],
    "STAFF_SESSION_HOURS": ["twelve", "0", "-1", "25", "1.5"],
    "STAFF_IDLE_MINUTES": ["an hour", "0", "4", "721", "1441"],
    "FRESH_PROOF_MINUTES": ["ten", "0", "61"],
    "YEAR_END_CLOSED_DAYS": ["12-31,1-1", "13-01", ",".join(["12-31"] * 61)],
    "EXTRA_CLOSED_DAYS": ["2026-12-32", "12-28"],
    "VAR_DIR": ["/dev/null/var"],
    "MEDIA_ROOT": ["/dev/null", "/dev/null/media"],
    "CLAMAV_ADDRESS": ["clamav", "clamav:", ":3310", "clamav:http", "*:3310", "tcp://clamav:3310"],
    "ERASURE_LIST": ["/tmp", "/dev/null/erasures.txt"],
    "LINE_CHANNEL_SECRET": ["two\nlines"],
    "LINE_CHANNEL_ACCESS_TOKEN": ["two\nlines"],
    "LINE_API_BASE": ["api.line.me", "https://api.line.me/v2", "ftp://api.line.me"],
    "PGBOUNCER": ["6432"],
    "DATABASE_REPLICA_URL": ["mysql://app@db/app", "postgres://db"],
    "FILES_URL": ["https://key:secret@host/bucket", "s3://host/bucket", "s3://key:secret@host/"],
    "METRICS_TOKEN": ["two\nlines"],
    "HEARTBEAT_URL": ["example.jp/ping", "ftp://example.jp/", "https://", "https://a:port/"],
    "SENTRY_DSN": ["key@example.jp/1", "https://example.jp/1", "https://key@example.jp/project"],
    "PORT": ["http", "0", "70000"],
}
# Whatever they hold, it is theirs: earlier keys, and what only compose reads.
TAKES_ANYTHING = {"SECRET_KEY_FALLBACKS", "POSTGRES_PASSWORD", "WEB_REPLICAS", "WORKER_REPLICAS"}
TAKES_ANYTHING |= {"OPERATOR_NAME", "OPERATOR_ADDRESS", "OPERATOR_LICENCE", "OPERATOR_CONTACT"}


def explained() -> list[str]:
    """The variables of .env.example."""
    lines = (source.ROOT / ".env.example").read_text().splitlines()
    return [line.split("=")[0] for line in lines if line and not line.startswith("#")]


@pytest.mark.parametrize(("name", "value"), [(name, value) for name in WRONG for value in WRONG[name]])
def test_value_that_cannot_be_meant_is_refused_in_one_line_that_names_it(settings_of, name, value):
    with pytest.raises(ImproperlyConfigured, match=f"^{name}\\b") as refusal:
        settings_of(**{"DEBUG": "true", name: value})
    assert "\n" not in str(refusal.value)


def test_every_variable_refuses_what_it_cannot_be():
    assert set(explained()) - set(WRONG) == TAKES_ANYTHING


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *((name, "nonsense://user:himitsu@host") for name in ("DATABASE_URL", "REDIS_URL", "EMAIL_URL")),
        ("SECRET_KEY", "himitsu\nhimitsu"),
    ],
)
def test_refusal_does_not_tell_a_password(settings_of, name, value):
    with pytest.raises(ImproperlyConfigured, match=f"^{name} cannot") as refusal:
        settings_of(**{"DEBUG": "true", name: value})
    assert "himitsu" not in str(refusal.value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SITE_URL", "http://[::1]:8000/"),
        ("ALLOWED_HOSTS", ".example.jp,*,[::1]"),
        ("SUPPORT_PHONE", "+81 (0)3-1234-5678"),
        ("REDIS_URL", "rediss://:secret@redis.example.jp:6380"),
        ("WITHDRAWAL_GRACE_BUSINESS_DAYS", "5"),
        ("STAFF_SESSION_HOURS", "1"),
        ("STAFF_IDLE_MINUTES", "720"),
        ("EMAIL_URL", "smtp://mail:1025"),
        ("CLAMAV_ADDRESS", "[::1]:3310"),
        ("DATABASE_URL", "postgres:///app"),
    ],
)
def test_value_that_can_be_meant_is_taken(settings_of, name, value):
    assert settings_of(DEBUG="true", **{name: value})


def test_folder_with_signs_of_addresses_in_its_name_is_taken(settings_of, tmp_path):
    settings = settings_of(VAR_DIR=str(tmp_path / "a+b?c#d%41"))
    assert settings["DATABASES"]["default"]["NAME"] == f"{tmp_path}/a+b?c#d%41/db.sqlite3"
    assert settings["EMAIL_FILE_PATH"] == f"{tmp_path}/a+b?c#d%41/mail"


COMMANDS = {
    "manage.py": ["python", "manage.py", "check"],
    "gunicorn": ["gunicorn", "config.wsgi", "--bind", "127.0.0.1:0", "--no-control-socket"],
    "worker": ["celery", "-A", "config", "worker"],
    "beat": ["celery", "-A", "config", "beat"],
}


@pytest.mark.parametrize("command", COMMANDS)
def test_whatever_is_started_ends_with_one_line(command, tmp_path):
    """No traceback: who runs it reads one line, wherever the settings are read first."""
    program, *rest = COMMANDS[command]
    named = {"DJANGO_SETTINGS_MODULE": "config.settings", "SUPPORT_PHONE": "abc", "VAR_DIR": str(tmp_path)}
    ran = subprocess.run(
        [str(Path(sys.executable).parent / program), *rest],
        env=os.environ | named,
        cwd=source.ROOT,
        capture_output=True,
        text=True,
        timeout=30,
    )
    assert ran.returncode != 0
    assert ran.stdout == ""
    assert re.fullmatch(r"SUPPORT_PHONE='abc' cannot be used\. .*\n", ran.stderr)
