"""No log line quotes what somebody typed, an address that holds a token, or a task's arguments."""

import logging

import pytest
from celery.app.trace import build_tracer
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import SuspiciousOperation
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import path

from accounts.models import User
from config import urls
from config.celery import app

SECRET = "himitsu-0312"


def broken(request, token):
    raise ValueError(f"{token} {request.GET} {request.POST}")


def suspicious(request, token):
    raise SuspiciousOperation(f"{token} looks wrong")


def fine(request, token):
    return HttpResponse("ok")


urlpatterns = [
    *urls.urlpatterns,
    path("broken/<token>/", login_not_required(broken)),
    path("suspicious/<token>/", login_not_required(suspicious)),
    path("fine/<token>/", login_not_required(fine)),
]


@pytest.fixture
def visitor(settings) -> Client:
    settings.ROOT_URLCONF = __name__
    return Client(raise_request_exception=False, enforce_csrf_checks=False)


@pytest.mark.parametrize(
    ("address", "status", "route"),
    [
        ("broken", 500, "broken/<token>/"),
        ("suspicious", 400, "suspicious/<token>/"),
        ("fine", 200, "fine/<token>/"),
        ("missing", 404, None),
    ],
)
def test_request_is_logged_by_its_route(visitor, log, address, status, route):
    visitor.post(f"/{address}/{SECRET}/?q={SECRET}", {"comment": SECRET}, headers={"referer": f"http://x/{SECRET}"})
    line = log.lines()[-1]
    assert (line["says"], line["method"], line["status"], line["route"]) == ("request", "POST", status, route)
    assert SECRET not in log.getvalue()


def test_failed_request_is_told_by_class_and_frames(visitor, log):
    visitor.get(f"/broken/{SECRET}/")
    failure = next(line for line in log.lines() if line["level"] == "error")
    assert (failure["error"], failure["error_says"], failure["status"]) == ("ValueError", "", 500)
    assert failure["frames"][-1].endswith(" broken")
    assert failure["frames"][-1].startswith("tests/config/test_logs.py:")


def test_host_that_is_not_ours_is_not_quoted(visitor, log):
    assert visitor.get("/fine/x/", headers={"host": f"{SECRET}.example"}).status_code == 400
    assert [line["says"] for line in log.lines() if line["logger"].startswith("django.security")] == ["Bad Request"]
    assert SECRET not in log.getvalue()


def test_refused_form_is_not_quoted(settings, log):
    settings.ROOT_URLCONF = __name__
    strict = Client(enforce_csrf_checks=True)
    response = strict.post(f"/fine/{SECRET}/", {"comment": SECRET}, headers={"origin": f"http://{SECRET}"})
    assert response.status_code == 403
    assert "Forbidden" in log.getvalue()
    assert SECRET not in log.getvalue()


def test_broken_rule_of_the_database_is_named_and_its_values_are_not(db, log):
    User.objects.create_user(f"{SECRET}@example.com")
    try:
        with transaction.atomic():
            User.objects.create_user(f"{SECRET}@example.com")
    except IntegrityError:
        logging.getLogger("accounts.somewhere").exception("not stored")
    (line,) = log.lines()
    assert (line["says"], line["error"]) == ("not stored", "IntegrityError")
    assert "email" in line["error_says"]
    assert SECRET not in log.getvalue()


@app.task(name="tests.fail")
def fail(said, quoting):
    raise ValueError(said, quoting)


def test_failed_task_is_told_without_its_arguments(log):
    build_tracer(fail.name, fail, app=app)("4711", (SECRET,), {"quoting": SECRET}, {"id": "4711"})
    (failure,) = log.lines()
    assert failure["says"] == "Task tests.fail[4711] raised unexpected: ..."
    assert (failure["task"], failure["error"], failure["error_says"]) == ("tests.fail", "ValueError", "")
    assert failure["frames"][-1].endswith(" fail")
    assert SECRET not in log.getvalue()


def test_library_is_quoted_without_its_values(log):
    logging.getLogger("somelibrary").warning("cannot write to %s", SECRET)
    logging.getLogger("gunicorn.error").error("Error handling request %s", f"/withdraw/link/{SECRET}/")
    assert [line["says"] for line in log.lines()] == ["cannot write to %s", "Error handling request %s"]


def test_our_own_words_keep_their_values(log):
    logging.getLogger("accounts.messages.delivery").info("delivered %s", 12, extra={"id": 7})
    (line,) = log.lines()
    assert (line["says"], line["id"], line["level"]) == ("delivered 12", 7, "info")
