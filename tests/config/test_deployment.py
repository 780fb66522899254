"""What the service is deployed with agrees with what its settings read."""

import ast
import re

import pytest
import yaml

from tests import source

# The image sets these; PORT and POSTGRES_PASSWORD are for make and compose.
OF_THE_IMAGE = {"VAR_DIR", "MEDIA_ROOT", "ERASURE_LIST"}
NOT_OF_SETTINGS = {"POSTGRES_PASSWORD"}


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
