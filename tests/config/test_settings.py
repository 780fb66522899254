from datetime import date

import pytest
from django.core.exceptions import ImproperlyConfigured

PRODUCTION = {
    "DATABASE_URL": "postgres://app@db:5432/app?sslmode=require",
    "SECRET_KEY": "long and random",
    "ALLOWED_HOSTS": "example.jp",
    "SITE_URL": "https://example.jp/",
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
    assert settings["EMAIL_USE_TLS"]
    assert settings["DEFAULT_FROM_EMAIL"] == "no-reply@example.jp"


def test_database_url_keeps_its_own_options(settings_of):
    options = settings_of(**PRODUCTION)["DATABASES"]["default"]["OPTIONS"]
    assert options == {"sslmode": "require", "pool": {"min_size": 0, "max_size": 8, "timeout": 5}}


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
    settings = settings_of(ALLOWED_HOSTS=" a.example , b.example,, ", EXTRA_CLOSED_DAYS=" 2026-12-28 ,2027-01-04,")
    assert settings["ALLOWED_HOSTS"] == ["a.example", "b.example"]
    assert settings["EXTRA_CLOSED_DAYS"] == {date(2026, 12, 28), date(2027, 1, 4)}


def test_secret_may_begin_with_a_dollar_sign(settings_of):
    assert settings_of(SECRET_KEY="$HOME")["SECRET_KEY"] == "$HOME"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DEBUG", "ture"),
        ("STAFF_SECOND_FACTOR", "maybe"),
        ("WITHDRAWAL_BUSINESS_DAYS", "five"),
        ("WITHDRAWAL_GRACE_BUSINESS_DAYS", "-1"),
        ("TRUSTED_PROXY_COUNT", "1.5"),
        ("EXTRA_CLOSED_DAYS", "2026-12-32"),
        ("YEAR_END_CLOSED_DAYS", "12-31,1-1"),
    ],
)
def test_value_that_cannot_be_read_is_named(settings_of, name, value):
    with pytest.raises(ImproperlyConfigured, match=f"^{name}="):
        settings_of(**{name: value})


def test_database_of_another_kind_is_refused(settings_of):
    with pytest.raises(ImproperlyConfigured, match="PostgreSQL"):
        settings_of(DATABASE_URL="mysql://app@db/app", DEBUG="true")
