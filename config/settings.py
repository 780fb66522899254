"""All settings, read from the environment; `.env.example` explains each variable.

Nothing set: SQLite, an embedded broker and mails as files, all in `var/`, so that a bare checkout runs.
`DATABASE_URL` set and `DEBUG` off: this is production, and a value it needs that is missing stops the start.
"""

import secrets
from collections.abc import Callable
from datetime import timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import environ
from celery.schedules import crontab
from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _

from config.environment import (
    Read,
    Refused,
    address,
    bracketed,
    bucket,
    business_days,
    count,
    database,
    dates,
    days_of_year,
    dsn,
    file,
    folder,
    given,
    hosts,
    hours_of_a_day,
    idle_minutes,
    line,
    mail,
    phone,
    port,
    proof_minutes,
    read,
    redis,
    replica,
    scanner,
    sender,
    server,
    site,
    some,
    words,
    yes,
)

BASE_DIR = Path(__file__).resolve().parent.parent

if (BASE_DIR / ".env").exists():
    environ.Env.read_env(BASE_DIR / ".env")


def needed(name: str, default: str, as_what: Callable[[str], Read]) -> Read:
    """A value with a default that serves a bare checkout, and that production must name itself."""
    if PRODUCTION and not given(name):
        raise Refused(f"{name} must be set when DEBUG is off and DATABASE_URL names a database. See .env.example.")
    return read(name, default, as_what)


def kept_secret(file: Path) -> str:
    """The key of a bare checkout: made once, kept beside its database."""
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(48))
    return file.read_text()


VAR = read("VAR_DIR", str(BASE_DIR / "var"), folder)
DEBUG = read("DEBUG", "false", yes)
PRODUCTION = not DEBUG and bool(given("DATABASE_URL"))

SECRET_KEY = needed("SECRET_KEY", "", line) or kept_secret(VAR / "secret_key")
SECRET_KEY_FALLBACKS = words(given("SECRET_KEY_FALLBACKS"))
ALLOWED_HOSTS = needed("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]", hosts)
SITE_URL = needed("SITE_URL", f"http://127.0.0.1:{read('PORT', '8000', port)}", site)

# The service

SERVICE_NAME = read("SERVICE_NAME", "", line) or _("Michishirube")
SUPPORT_PHONE = needed("SUPPORT_PHONE", "0120-000-000", phone)
SUPPORT_HOURS = read("SUPPORT_HOURS", "10:00-18:00", line)
# Who runs the service, as the page about it says; `check --deploy` asks for what is missing (config/checks.py).
OPERATOR = {
    "name": read("OPERATOR_NAME", "", line),
    "address": read("OPERATOR_ADDRESS", "", line),
    "licence": read("OPERATOR_LICENCE", "", line),
    "contact": read("OPERATOR_CONTACT", "", line),
}
WITHDRAWAL_BUSINESS_DAYS = read("WITHDRAWAL_BUSINESS_DAYS", "5", business_days)
WITHDRAWAL_GRACE_BUSINESS_DAYS = read("WITHDRAWAL_GRACE_BUSINESS_DAYS", "1", count)
if WITHDRAWAL_GRACE_BUSINESS_DAYS > WITHDRAWAL_BUSINESS_DAYS:
    raise Refused(
        f"WITHDRAWAL_GRACE_BUSINESS_DAYS={WITHDRAWAL_GRACE_BUSINESS_DAYS} cannot be used: "
        f"it must not be more than WITHDRAWAL_BUSINESS_DAYS={WITHDRAWAL_BUSINESS_DAYS}. See .env.example."
    )
YEAR_END_CLOSED_DAYS = read("YEAR_END_CLOSED_DAYS", "12-29,12-30,12-31,01-01,01-02,01-03", days_of_year)
EXTRA_CLOSED_DAYS = read("EXTRA_CLOSED_DAYS", "", dates)
# What knows the single days that the desk has closed besides (config/business_days.py).
CLOSED_DAYS_FOUND_BY = "advisors.hours.closures.closed_days"
STAFF_SECOND_FACTOR = read("STAFF_SECOND_FACTOR", str(not DEBUG), yes)
STAFF_SESSION_LIFE = timedelta(hours=read("STAFF_SESSION_HOURS", "12", hours_of_a_day))
STAFF_SESSION_IDLE = timedelta(minutes=read("STAFF_IDLE_MINUTES", "60", idle_minutes))
if STAFF_SESSION_IDLE > STAFF_SESSION_LIFE:
    raise Refused(
        f"STAFF_IDLE_MINUTES={STAFF_SESSION_IDLE // timedelta(minutes=1)} cannot be used: "
        f"it must not be more than the {STAFF_SESSION_LIFE // timedelta(hours=1)} hours of STAFF_SESSION_HOURS. "
        "See .env.example."
    )
FRESH_PROOF = timedelta(minutes=read("FRESH_PROOF_MINUTES", "10", proof_minutes))
ERASURE_LIST = read("ERASURE_LIST", str(VAR / "erasures.txt"), file)
TRUSTED_PROXY_COUNT = read("TRUSTED_PROXY_COUNT", "0", count)
if SITE_URL.startswith("https://") and not TRUSTED_PROXY_COUNT:  # every page would redirect to itself for ever
    raise Refused(
        "TRUSTED_PROXY_COUNT=0 cannot be used with an https:// SITE_URL: "
        "it must be the number of proxies in front, 1 or more. See .env.example."
    )

# Applications

INSTALLED_APPS = [
    "config.apps.StaffAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django.forms",
    "phonenumber_field",
    "csp",
    "accounts",
    "advisors",
    "jobs",
    "support",
    "withdrawals",
]

MIDDLEWARE = [
    "config.middleware.request_log",
    "config.middleware.permissions_policy",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.compressing.CompressedTexts",
    "config.middleware.not_stored",
    "config.middleware.readable",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "config.japanese.say_so",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.sign_in.awake.stay_awake",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "config.middleware.gone",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "config.context.service",
            ]
        },
    }
]
FORM_RENDERER = "config.forms.Renderer"

# Database

DATABASES = {"default": read("DATABASE_URL", f"sqlite:///{quote(str(VAR / 'db.sqlite3'))}", database)}
DATABASE = DATABASES["default"]
DATABASE_POOL = read("DATABASE_POOL", "8", some)
PGBOUNCER = read("PGBOUNCER", "false", yes)
if DATABASE["ENGINE"].endswith("sqlite3"):
    # Writers wait for one another instead of failing: with Django's defaults 79 of 600 transactions met "locked".
    DATABASE["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        # What is deleted is overwritten too: not every build of SQLite does so by itself.
        "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA secure_delete=ON;",
    }
else:
    # None in advance: a worker's process needs one session, and a pool that keeps one ready opens two.
    pool = {"min_size": 0, "max_size": DATABASE_POOL, "timeout": 5}
    # Compiling a statement gains nothing here, and costs the long one of an erasure more than all it does. PgBouncer
    # takes no such wish with a connection: the role has it then (config/checks.py asks).
    wishes = {} if PGBOUNCER else {"options": "-c jit=off"}
    DATABASE["OPTIONS"] = wishes | DATABASE.get("OPTIONS", {}) | {"pool": pool}
    # Behind PgBouncer each transaction may meet another session, which knows of no cursor that was left open.
    DATABASE["DISABLE_SERVER_SIDE_CURSORS"] = PGBOUNCER
    # A session that the server has ended meanwhile is replaced before somebody's request meets it.
    DATABASE["CONN_HEALTH_CHECKS"] = True
# What visitors look for, and figures, may be read from a copy that lags a little (config/replica.py).
REPLICA = read("DATABASE_REPLICA_URL", "", replica)
if REPLICA:
    at_once = {"connect_timeout": 1} if REPLICA["ENGINE"].endswith("postgresql") else {}
    REPLICA["OPTIONS"] = at_once | REPLICA.get("OPTIONS", {})
    # Without a pool, which would wait for a copy that is away.
    REPLICA |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True, "DISABLE_SERVER_SIDE_CURSORS": PGBOUNCER}
    DATABASES["replica"] = REPLICA
DATABASE_ROUTERS = ["config.replica.Router"]
# What is promised is timed by the database's clock, not by that of each machine (config/clock.py).
DATABASE_CLOCK = True

# Who signs in, and how: a code by mail, a passkey if wished, and for staff a second factor. Nobody has a password.

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.backends.MemberBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "accounts:after_sign_in"
SESSION_ENGINE = "accounts.sign_in.sessions"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30

ACCOUNT_ADAPTER = "accounts.sign_in.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_FORMS = {
    "request_login_code": "accounts.sign_in.forms.RequestLoginCodeForm",
    "confirm_login_code": "accounts.sign_in.forms.ConfirmLoginCodeForm",
}
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
# What limits codes is counted in the database (accounts/attempts/budgets.py): not in the session, and not in the cache.
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = 1_000_000
ACCOUNT_RATE_LIMITS = {"request_login_code": None, "login_failed": None}
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
ACCOUNT_REAUTHENTICATION_TIMEOUT = FRESH_PROOF.total_seconds()
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_SESSION_REMEMBER = True
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "length": 6, "dashed": False}
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXY_COUNT
MFA_ADAPTER = "accounts.sign_in.adapter.MFAAdapter"
MFA_FORMS = {
    "authenticate": "accounts.sign_in.forms.AuthenticateForm",
    "reauthenticate": "accounts.sign_in.forms.ReauthenticateForm",
    "add_webauthn": "accounts.sign_in.passkeys.AddPasskeyForm",
    "authenticate_webauthn": "accounts.sign_in.passkeys.SecondStepForm",
    "login_webauthn": "accounts.sign_in.passkeys.SignInForm",
    "reauthenticate_webauthn": "accounts.sign_in.passkeys.OnceMoreForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG
MFA_TOTP_ISSUER = SERVICE_NAME

# Language, time, phone numbers

LANGUAGE_CODE = "ja"
LANGUAGES = [("ja", _("Japanese")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
LANGUAGE_COOKIE_AGE = 60 * 60 * 24 * 365
LANGUAGE_COOKIE_SAMESITE = "Lax"
TIME_ZONE = "Asia/Tokyo"
USE_TZ = True
PHONENUMBER_DEFAULT_REGION = "JP"
FORMAT_MODULE_PATH = "config.formats"
PHONENUMBER_DB_FORMAT = "E164"
PHONENUMBER_DEFAULT_FORMAT = "NATIONAL"

# Cache and broker

REDIS_URL = read("REDIS_URL", "", redis)
if REDIS_URL:
    CACHES = {
        "default": {
            "BACKEND": "config.cache.ForgivingRedisCache",
            "LOCATION": REDIS_URL,
            "KEY_PREFIX": "cache",
            "KEY_FUNCTION": "config.cache.keyed",
            "OPTIONS": {"socket_connect_timeout": 0.2, "socket_timeout": 0.2},
        }
    }
else:
    # Large enough that no limit is forgotten before its time; Django's own 300 would be.
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
            "KEY_FUNCTION": "config.cache.keyed",
            "OPTIONS": {"MAX_ENTRIES": 100_000},
        }
    }

SPOOL = VAR / "broker"
CELERY_BROKER_URL = REDIS_URL or "filesystem://localhost"
if REDIS_URL:
    CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, object] = {
        # A page waits for the broker no longer than this; the row it wrote is found by the sweep.
        "socket_connect_timeout": 0.3,
        "socket_timeout": 0.3,
        "max_retries": 0,
        "visibility_timeout": 3600,
    }
else:
    for part in ("queue", "control"):
        (SPOOL / part).mkdir(parents=True, exist_ok=True)
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(SPOOL / "queue"),
        "data_folder_out": str(SPOOL / "queue"),
        "control_folder": str(SPOOL / "control"),
        "polling_interval": 0.1,
    }
    CELERY_WORKER_ENABLE_REMOTE_CONTROL = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_TIMEOUT = 0.5
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_REDIRECT_STDOUTS = False
CELERY_WORKER_SEND_TASK_EVENTS = False
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULER = "accounts.pulses.scheduler.PulsingScheduler"
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR / "beat")
CELERY_BEAT_SCHEDULE = {
    "withdrawals that are due": {"task": "withdrawals.tasks.sweep_withdrawals", "schedule": 60.0},
    "erasures to be listed": {"task": "withdrawals.tasks.list_erasures", "schedule": 300.0},
    "messages that were not sent": {"task": "accounts.tasks.sweep_messages", "schedule": 60.0},
    "events of LINE that were not read": {"task": "accounts.tasks.sweep_line_events", "schedule": 60.0},
    "the own name at LINE": {"task": "accounts.tasks.ask_for_line_name", "schedule": 60.0},
    "files to be removed": {"task": "accounts.tasks.remove_files", "schedule": 60.0},
    "files to be scanned": {"task": "support.tasks.scan_files", "schedule": 60.0},
    "files that no row stands for": {"task": "accounts.tasks.find_stray_files", "schedule": crontab(hour=4, minute=40)},
    "figures of the day": {"task": "advisors.tasks.gather_tallies", "schedule": crontab(hour=2, minute=20)},
    "counseling slots": {"task": "advisors.tasks.make_slots", "schedule": crontab(hour=3, minute=0)},
    "files that members sent by LINE": {"task": "advisors.tasks.sweep_files", "schedule": 60.0},
    "seekers who wait for a slot": {"task": "advisors.tasks.tell_who_waits", "schedule": 300.0},
    "counseling of tomorrow": {"task": "advisors.tasks.remind_of_tomorrow", "schedule": 600.0},
    "postings past their last day": {"task": "jobs.tasks.close_past_postings", "schedule": 3600.0},
    # From six on, and again while that may have been missed; a round that is done asks once and is over.
    "uploaded files of postings": {"task": "jobs.tasks.forget_uploads", "schedule": 3600.0},
    "job notices": {"task": "jobs.tasks.owe_notices", "schedule": crontab(hour="6-9", minute="*/10")},
    "suits of tomorrow and of yesterday": {"task": "support.tasks.remind_of_suits", "schedule": 600.0},
    "the press for résumés": {"task": "support.tasks.try_press", "schedule": 300.0},
    "the reading of files": {"task": "support.tasks.try_reading", "schedule": 300.0},
    "seats that are free": {"task": "support.tasks.sweep_seminars", "schedule": 60.0},
    "seminars of tomorrow": {"task": "support.tasks.remind_of_seminars", "schedule": 600.0},
    "seminar notices": {"task": "support.tasks.owe_seminar_notices", "schedule": crontab(hour="6-9", minute="*/10")},
    "what says that somebody leaves": {"task": "withdrawals.tasks.tell_of_unrecorded", "schedule": 600.0},
    "what was typed to withdraw": {"task": "withdrawals.tasks.forget_typed", "schedule": 600.0},
    "invitations that have run out": {"task": "advisors.tasks.end_invitations", "schedule": 600.0},
    "what has run out": {"task": "accounts.tasks.forget_expired", "schedule": 600.0},
}

# What `manage.py health` and /readyz tell, and what finds it (config/figures.py).
FIGURES = {
    "beat": "accounts.figures.last_beat",
    "message_sweep": "accounts.figures.last_message_sweep",
    "withdrawal_sweep": "accounts.figures.last_withdrawal_sweep",
    "oldest_due_reminder": "accounts.figures.oldest_due_reminder",
    "late_round": "accounts.figures.late_round",
    "oldest_unsent_message": "accounts.figures.oldest_unsent_message",
    "oldest_waiting_message": "accounts.figures.oldest_waiting_message",
    "oldest_file_removal": "accounts.figures.oldest_file_removal",
    "oldest_unread_line_event": "accounts.figures.oldest_unread_line_event",
    "oldest_unfetched_file": "advisors.figures.oldest_unfetched_file",
    "oldest_unscanned_file": "support.figures.oldest_unscanned_file",
    "oldest_due_withdrawal": "withdrawals.figures.oldest_due_withdrawal",
    "oldest_untold_leaving": "withdrawals.figures.oldest_untold_leaving",
    "failing_withdrawal": "withdrawals.figures.failing_withdrawal",
    "oldest_unlisted_erasure": "withdrawals.figures.oldest_unlisted_erasure",
    "oldest_overdue_offer": "support.figures.oldest_overdue_offer",
    "last_press": "support.figures.last_press",
    "last_reading": "support.figures.last_reading",
    "disk": "config.disk.fullest_disk",
    "replica": "accounts.figures.replica_behind",
}
# What knows when each round of the schedule last went well.
ROUNDS = "accounts.figures.rounds"
# What Prometheus shows to read them at /metrics. Not set: there is no such page.
METRICS_TOKEN = read("METRICS_TOKEN", "", line)
# What is asked for after each sweep of the withdrawals that went well. Not set: nobody is told.
HEARTBEAT_URL = read("HEARTBEAT_URL", "", address)
# What is told of failures, by the rules of the log (config/reporting.py). Not set: nobody.
SENTRY_DSN = read("SENTRY_DSN", "", dsn)
if SENTRY_DSN and not find_spec("sentry_sdk"):
    raise Refused("SENTRY_DSN needs the packages of requirements/production.txt. See .env.example.")

# What stands on a member's page, and what finds it (accounts/profile/agenda.py).
AGENDA = [
    "advisors.counseling.beside.entries",
    "advisors.counseling.ahead.entries",
    "jobs.referrals.ahead.entries",
    "support.documents.ahead.entries",
    "support.suits.ahead.entries",
    "support.seminars.ahead.entries",
]

# What waits for a member, as numbers beside links say it (accounts/users/waiting.py).
WAITING = {
    "messages": "advisors.conversation.unread.rows",
    "referrals": "jobs.referrals.unanswered.rows",
}

# What has been with a member, on their page for staff (config/admin/timeline.py).
TIMELINE = [
    "advisors.counseling.timeline.topics",
    "advisors.conversation.timeline.topics",
    "jobs.referrals.timeline.topics",
]

# What is counted by the month, in the order in which it is read (config/tallied.py).
TALLIED = [
    "accounts.tallied.TALLIED",
    "advisors.tallied.TALLIED",
    "jobs.tallied.TALLIED",
    "withdrawals.tallied.TALLIED",
    "advisors.tallied.HOURS",
    "support.tallied.TALLIED",
    "accounts.tallied.NOTICES",
]

# What stands on the admin's first page, in this order, and what finds it (config/admin/start.py).
START_PAGE = [
    "config.admin.health.parts",
    "advisors.today.start.parts",
    "withdrawals.requests.start.parts",
    "jobs.referrals.start.parts",
    "jobs.conditions.start.parts",
    "support.documents.start.parts",
    "support.mock_interviews.start.parts",
    "advisors.invitation.start.parts",
    "advisors.handover.start.parts",
    "advisors.counseling.start.parts",
    "support.suits.start.parts",
    "support.seminars.start.parts",
    "accounts.messages.start.parts",
]

# What of a file is kept that a member sends by LINE, and why not (advisors/conversation/fetching.py).
UPLOADS_JUDGED_BY = "support.documents.judging.judged_as"

# What is asked whether a member's words say that they leave (advisors/conversation/writing.py).
LEAVING_HEEDED_BY = "withdrawals.requests.heeding.heed"

# What is told as somebody who came by an invitation is a member (accounts/registration/registering.py).
INVITATIONS_FOLLOWED_BY = "advisors.invitation.following.follow"

# What goes along with an interview that is moved, called off, or will not be (jobs/referrals/following.py).
INTERVIEW_FOLLOWERS = ["support.suits.following.follow"]

# Mail

EMAIL = needed("EMAIL_URL", f"filemail:///{quote(str(VAR / 'mail'))}", mail)
EMAIL_BACKEND = EMAIL["EMAIL_BACKEND"]
EMAIL_FILE_PATH = EMAIL.get("EMAIL_FILE_PATH")
EMAIL_HOST, EMAIL_PORT = EMAIL.get("EMAIL_HOST"), EMAIL.get("EMAIL_PORT")
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = EMAIL.get("EMAIL_HOST_USER"), EMAIL.get("EMAIL_HOST_PASSWORD")
EMAIL_USE_TLS, EMAIL_USE_SSL = EMAIL.get("EMAIL_USE_TLS", False), EMAIL.get("EMAIL_USE_SSL", False)
EMAIL_TIMEOUT = 20
# What says when a mail to a member may leave, by the hours they have chosen.
LEAVES_AT = "advisors.conversation.quiet.leaves_at"
DEFAULT_FROM_EMAIL = read("DEFAULT_FROM_EMAIL", f"no-reply@{bracketed(urlsplit(SITE_URL).hostname)}", sender)

# LINE: both values or none; without them nothing here speaks of it

LINE_CHANNEL_SECRET = read("LINE_CHANNEL_SECRET", "", line)
LINE_CHANNEL_ACCESS_TOKEN = read("LINE_CHANNEL_ACCESS_TOKEN", "", line)
LINE_API_BASE = read("LINE_API_BASE", "", server)
LINE_CHANNEL = bool(LINE_CHANNEL_SECRET and LINE_CHANNEL_ACCESS_TOKEN)
# What hands LINE a text for one of its users (accounts/messages/carrying.py).
LINE_PUSH = "accounts.line.channel.push"
# What listens to what a member says by LINE (accounts/line/reading.py).
LINE_SAID = "advisors.conversation.by_line.take"
if PRODUCTION and not LINE_CHANNEL and (LINE_CHANNEL_SECRET or LINE_CHANNEL_ACCESS_TOKEN):
    raise Refused(
        "LINE_CHANNEL_SECRET and LINE_CHANNEL_ACCESS_TOKEN must be set together, or neither. See .env.example."
    )

# Files

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "config.style_sheet.StyleSheetFinder",
]
MEDIA_ROOT = read("MEDIA_ROOT", str(VAR / "media"), folder)
# The virus scanner. What it has not looked at is given to nobody.
CLAMAV_ADDRESS = read("CLAMAV_ADDRESS", "", scanner)
# Until collectstatic has written its list of names, files are served from where they lie.
WHITENOISE_USE_FINDERS = DEBUG or not (STATIC_ROOT / "staticfiles.json").exists()
# A store that speaks as S3 does, for more than one machine. Not set: MEDIA_ROOT.
FILES = read("FILES_URL", "", bucket)
if FILES and not find_spec("storages"):
    raise Refused("FILES_URL needs the packages of requirements/production.txt. See .env.example.")
STORAGES = {
    "default": {"BACKEND": "config.object_store.ObjectStorage", "OPTIONS": FILES}
    if FILES
    else {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "config.collected.CollectedFilesStorage"
    },
}

# Security

SECURE = SITE_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = SECURE
if SECURE:  # a browser takes cookies of these names from this very host only, and sends them to no other
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
    LANGUAGE_COOKIE_NAME = "__Host-language"
CSRF_TRUSTED_ORIGINS = [SITE_URL]
SECURE_SSL_REDIRECT = SECURE
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if SECURE else 0
# Browsers' own lists are for whoever owns the domain to enter, and hard to leave; the header does not ask for it.
SILENCED_SYSTEM_CHECKS = ["security.W021"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXY_COUNT else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# Logs: one JSON object a line on standard error, with no personal data (config/logs.py).

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "config.logs.JsonFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        "django.server": {"handlers": [], "level": "WARNING", "propagate": True},
        # Each request is logged by its route (config/middleware.py); what Django adds matters when it failed.
        "django.request": {"level": "ERROR"},
        "gunicorn.error": {"handlers": [], "level": "INFO", "propagate": True},
        "celery": {"level": "INFO"},
        "fontTools": {"level": "WARNING"},
    },
}
