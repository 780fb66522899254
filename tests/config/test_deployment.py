"""What the service is deployed with agrees with what its settings read."""

import ast
import configparser
import re
from urllib.parse import urlsplit

import pytest
import yaml

from config.settings import FIGURES
from tests import source

# The image sets these; PORT and POSTGRES_PASSWORD are for make and compose.
OF_THE_IMAGE = {"VAR_DIR", "MEDIA_ROOT", "ERASURE_LIST"}
# How long gunicorn lets a request end.
GRACEFUL = 30
NOT_OF_SETTINGS = {"POSTGRES_PASSWORD", "WEB_REPLICAS", "WORKER_REPLICAS"}


def read_by_settings() -> set[str]:
    path = source.ROOT / "config/settings.py"
    calls = [call for name, call in source.calls(path) if name in {"given", "needed", "read"}]
    return {call.args[0].value for call in calls if isinstance(call.args[0], ast.Constant)}


@pytest.fixture
def example() -> dict[str, str]:
    lines = (source.ROOT / ".env.example").read_text().splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


@pytest.fixture
def compose() -> dict:
    return yaml.safe_load((source.ROOT / "docker-compose.yml").read_text())


def test_every_variable_is_explained(example):
    assert set(example) - NOT_OF_SETTINGS == read_by_settings()


def test_readme_lists_every_variable(example):
    readme = (source.ROOT / "README.md").read_text()
    assert [name for name in sorted(example) if f"`{name}`" not in readme] == []


def test_values_written_in_the_example_are_the_defaults(settings_of, example):
    bare, written = settings_of(), settings_of(**{name: value for name, value in example.items() if value})
    differing = {name for name in bare if name.isupper() and repr(bare[name]) != repr(written[name])}
    assert differing - {"CONTENT_SECURITY_POLICY"} == set()


def test_compose_hands_on_every_variable(compose, example):
    for service in ("migrate", "web", "worker", "beat"):
        environment = compose["services"][service]["environment"]
        assert set(environment) | OF_THE_IMAGE | {"PORT"} == set(example) - NOT_OF_SETTINGS


def test_compose_asks_only_for_variables_that_are_explained(example):
    asked = re.findall(r"\$\{(\w+)", (source.ROOT / "docker-compose.yml").read_text())
    assert set(asked) - set(example) == set()


# What a service may say of itself under compose, as far as it is said here.
KNOWN = {"build", "command", "configs", "depends_on", "deploy", "environment", "healthcheck", "image", "init", "ports"}
KNOWN |= {"restart", "stop_grace_period", "volumes"}


@pytest.fixture
def scaled() -> dict:
    return yaml.safe_load((source.ROOT / "compose.scale.yml").read_text())


def test_scaled_form_adds_to_services_that_are_there(compose, scaled):
    assert {key for key in scaled if not key.startswith("x-")} == {"services"}
    there = compose["services"] | scaled["services"]
    for name, service in scaled["services"].items():
        assert set(service) <= KNOWN
        assert name in compose["services"] or {"image", "build"} & set(service)
        assert set(service.get("depends_on", {})) <= set(there)
        healthy = [it for it, on in service.get("depends_on", {}).items() if on == {"condition": "service_healthy"}]
        assert all("healthcheck" in there[it] for it in healthy)


def test_scaled_form_asks_only_for_variables_that_are_explained(scaled, example):
    asked = set(re.findall(r"(?<!\$)\$\{(\w+)", (source.ROOT / "compose.scale.yml").read_text()))
    assert asked - set(example) == set()
    for service in scaled["services"].values():
        assert set(service.get("environment", {})) - set(example) == set()


def test_scaled_form_has_several_of_each_and_one_beat(scaled, example):
    of = {name: service.get("deploy", {}).get("replicas") for name, service in scaled["services"].items()}
    assert (of["web"], of["worker"], of["beat"]) == ("${WEB_REPLICAS:-3}", "${WORKER_REPLICAS:-2}", 1)
    assert (example["WEB_REPLICAS"], example["WORKER_REPLICAS"]) == ("3", "2")


def test_many_processes_go_through_pgbouncer_and_share_a_store_of_files(compose, scaled, settings_of):
    for name in ("web", "worker", "beat"):
        named = scaled["services"][name]["environment"]
        assert urlsplit(named["DATABASE_URL"].replace("${POSTGRES_PASSWORD:?}", "x")).hostname == "pgbouncer"
        assert (named["PGBOUNCER"], named["FILES_URL"]) == ("true", "${FILES_URL:?}")
    assert "DATABASE_URL" not in scaled["services"]["migrate"]["environment"]
    lists = [volume for volume in compose["services"]["worker"]["volumes"] if volume.startswith("erasures:")]
    assert len(lists) == 1  # one for all workers


def test_pgbouncer_lends_a_session_for_a_transaction_and_quotes_nobody(compose):
    said = configparser.ConfigParser()
    said.read(source.ROOT / "pgbouncer.ini")
    bouncer = said["pgbouncer"]
    assert bouncer["pool_mode"] == "transaction"
    assert set(bouncer["ignore_startup_parameters"].split(",")) == {"extra_float_digits", "options"}
    assert int(bouncer.get("verbose", "0")) == 0
    # What a session does not say, the server does.
    assert "jit=off" in compose["services"]["postgres"]["command"]


@pytest.mark.parametrize("file", ["docker-compose.yml", "compose.scale.yml"])
def test_whoever_is_stopped_has_time_to_end_what_was_begun(file):
    services = yaml.safe_load((source.ROOT / file).read_text())["services"]
    assert int(services["web"]["stop_grace_period"].rstrip("s")) > GRACEFUL
    assert int(services["worker"]["stop_grace_period"].rstrip("s")) >= GRACEFUL


@pytest.mark.parametrize("name", FIGURES)
def test_whoever_is_woken_is_told_what_each_figure_means(name):
    assert f"`{name}`" in (source.ROOT / "docs/operations.md").read_text()


def test_compose_starts_after_the_migrations_and_beats_once(compose):
    services = compose["services"]
    for name in ("web", "worker", "beat"):
        assert services[name]["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}
    beats = [name for name, service in services.items() if {"beat", "--beat"} & set(service.get("command", []))]
    assert beats == ["beat"]
    watched = {name for name in services if "healthcheck" in services[name]}
    assert {"postgres", "redis", "web", "worker", "beat"} <= watched


def test_only_the_proxy_and_the_caught_mails_are_reached_from_outside(compose):
    """gunicorn has no patience with slow clients; the proxy hands on only what has arrived whole."""
    published = {name: service["ports"] for name, service in compose["services"].items() if "ports" in service}
    assert set(published) == {"proxy", "mail"}
    assert published["mail"] == ["127.0.0.1:8025:8025"]
    handed_on = (source.ROOT / "Caddyfile").read_text()
    for needed in ("read_header 10s", "max_size 12MB", "request_buffers unlimited", "reverse_proxy web:8000"):
        assert needed in handed_on


def test_database_server_does_not_log_what_people_typed(compose):
    command = compose["services"]["postgres"]["command"]
    assert {"log_error_verbosity=terse", "log_min_error_statement=panic"} <= set(command)


def test_image_runs_as_nobody_in_particular():
    lines = (source.ROOT / "Dockerfile").read_text().splitlines()
    assert [line for line in lines if line.startswith("USER")] == ["USER app"]
    assert lines.index("USER app") < next(n for n, line in enumerate(lines) if line.startswith("CMD"))


def test_bare_checkout_has_one_web_process():
    """Without Redis each process counts its own limits, so there is one."""
    assert "--workers 1 " in (source.ROOT / "Procfile").read_text()
