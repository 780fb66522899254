"""What a copy of the database is asked for that lags: visitors' lists, and nothing of what somebody has written."""

import json
import os
import shutil
import subprocess
import sys

import pytest
from django.db import connection, router
from django.db.models import QuerySet
from django.test import Client

from accounts.figures import replica_behind
from accounts.models import User
from config import replica
from jobs.models import JobPosting
from tests.factories import JobPostingFactory
from tests.source import ROOT

# Each database has a posting and a figure of its own, so that a page says which it was read from.
VISITS = """
import django, json, re
django.setup()
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from accounts.figures import replica_behind
from accounts.models import Pulse
from jobs.models import JobPosting
from tests.conftest import signed_in
from tests.factories import DeskUserFactory

TYPED = {"phone": "090-1234-5678", "email": "a@example.com"}
HERE, THERE = JobPosting.objects.using("default").get(), JobPosting.objects.using("replica").get()

def read_from(client, page):
    cache.clear()  # what the search suggests is kept for ten minutes, whoever asked
    text = client.get(page, HTTP_HOST="localhost").content.decode()
    return [name for name, posting in (("database", HERE), ("replica", THERE)) if posting.title in text]

visitor, member = Client(), Client()
member.force_login(get_user_model().objects.get(), backend="accounts.backends.MemberBackend")
said = {
    "visitor": read_from(visitor, "/jobs/"),
    "visitor's page of it": read_from(visitor, f"/jobs/{THERE.pk}/"),
    "member": read_from(member, "/jobs/"),
    "members there": get_user_model().objects.using("replica").count(),
    "withdrawal": visitor.post("/withdraw/", TYPED, HTTP_HOST="localhost").status_code,
    "outside": JobPosting.objects.get().title == HERE.title,
}
def figures_from(page):
    text = desk.get(page, HTTP_HOST="localhost").content.decode()
    return [name for name, many in (("database", "741"), ("replica", "963")) if re.search(rf"\\b{many}\\b", text)]

desk = signed_in(DeskUserFactory())
said["figures"] = figures_from("/admin/advisors/tally/")
said["figures taken away"] = figures_from("/admin/advisors/tally/figures.csv?by=month")
now = timezone.now()
Pulse.beats(Pulse.Name.BEAT, at=now)
said["behind"] = [replica_behind(now=now).is_well]
Pulse.objects.using("replica").create(name="beat", at=now)
said["behind"].append(replica_behind(now=now).is_well)
print(json.dumps(said))
"""


def environment(tmp_path, **named: str) -> dict[str, str]:
    bare = {"DEBUG": "true", "VAR_DIR": str(tmp_path), "REDIS_URL": "", "DJANGO_SETTINGS_MODULE": "config.settings"}
    bare |= {"ALLOWED_HOSTS": "localhost", "SITE_URL": "http://localhost", "LANGUAGE_CODE": "ja"}
    return os.environ | bare | named


def fill(path, title: str, *, registered: int, with_member: bool) -> str:
    """An own database with one open posting of this title, and so many registrations last month; its address."""
    script = f"""
import django
django.setup()
from django.utils import timezone
from advisors.models import Tally
from advisors.tallies.months import month_before, month_of
from tests.factories import JobPostingFactory, JobSeekerFactory
JobPostingFactory(title={title!r})
last = month_before(month_of(timezone.localdate()))
Tally.objects.create(what="registered", month=last, amount={registered})
{"JobSeekerFactory()" if with_member else ""}
"""
    named = environment(path.parent, DATABASE_URL=f"sqlite:///{path}", DATABASE_REPLICA_URL="")
    subprocess.run([sys.executable, "-c", script], cwd=ROOT, env=named, check=True, capture_output=True)
    return f"sqlite:///{path}"


@pytest.mark.skipif(connection.vendor != "sqlite", reason="it makes two databases of its own, of SQLite")
def test_visitors_read_from_the_copy_and_everybody_else_where_it_was_written(db, migrated, tmp_path):
    for name in ("here", "there"):
        shutil.copy(migrated, tmp_path / f"{name}.sqlite3")
    here = fill(tmp_path / "here.sqlite3", "ここの仕事", registered=741, with_member=True)
    there = fill(tmp_path / "there.sqlite3", "むこうの仕事", registered=963, with_member=False)
    named = environment(tmp_path, DATABASE_URL=here, DATABASE_REPLICA_URL=there)
    ran = subprocess.run([sys.executable, "-c", VISITS], cwd=ROOT, env=named, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr[-3000:]
    assert json.loads(ran.stdout.splitlines()[-1]) == {
        "visitor": ["replica"],
        "visitor's page of it": ["replica"],
        "member": ["database"],
        "members there": 0,
        "withdrawal": 302,
        "outside": True,
        "figures": ["replica"],
        "figures taken away": ["replica"],
        "behind": [False, True],
    }


@pytest.fixture
def reached(monkeypatch):
    monkeypatch.setattr(replica, "answers", lambda: True)


def test_every_write_and_what_follows_goes_to_the_database(reached):
    with replica.reading():
        assert router.db_for_read(User) == "replica"
        assert router.db_for_write(User) == "default"
    assert router.db_for_read(User) == "default"
    assert [router.allow_migrate(alias, "accounts") for alias in ("default", "replica")] == [True, False]


def test_row_read_there_may_be_named_in_one_that_is_written():
    here, there = User(), User()
    here._state.db, there._state.db = "default", "replica"
    assert router.allow_relation(here, there)


def test_copy_that_does_not_answer_is_not_well(db, monkeypatch, now):
    def refuse(*args):
        raise replica.DatabaseError

    assert replica_behind(now=now).is_well
    monkeypatch.setattr(replica, "is_there", lambda: True)
    monkeypatch.setattr(QuerySet, "using", refuse)
    assert not replica_behind(now=now).is_well


def test_what_fails_while_it_reads_reads_no_further_from_the_copy(reached):
    with pytest.raises(ZeroDivisionError), replica.reading():
        1 / 0  # noqa: B018
    assert router.db_for_read(User) == "default"


@pytest.mark.parametrize("page", ["/jobs/", "/sitemap.xml", "/sitemap-postings.xml"])
def test_without_a_copy_everybody_reads_from_the_database(db, client, page):
    JobPostingFactory()
    assert client.get(page).status_code == 200
    assert JobPosting.objects.get()._state.db == "default"


def test_copy_that_is_away_is_done_without_and_not_asked_again_at_once(db, client, monkeypatch, log):
    asked = []

    class Away:
        settings = {"replica": {}}

        def __getitem__(self, alias):
            asked.append(alias)
            raise replica.DatabaseError("secret")

    monkeypatch.setattr(replica, "connections", Away())
    for _ in range(3):
        assert client.get("/jobs/").status_code == 200
    replica.outage.end()
    assert asked == ["replica"]
    assert [line["says"] for line in log.lines() if "replica" in line["says"]] == ["replica unreachable: DatabaseError"]


def test_pages_of_somebody_with_a_session_never_ask_the_copy(db, seeker_client, monkeypatch):
    monkeypatch.setattr(replica, "answers", lambda: 1 / 0)
    assert seeker_client.get("/jobs/").status_code == 200
    with pytest.raises(ZeroDivisionError):
        Client().get("/jobs/")


def test_copy_is_read_without_a_pool_and_given_up_soon(settings_of):
    named = {
        "DATABASE_URL": "postgres://u:p@db/app",
        "DATABASE_REPLICA_URL": "postgres://u:p@copy/app",
        "DEBUG": "true",
    }
    found = settings_of(**named)["DATABASES"]
    assert (found["replica"]["HOST"], found["default"]["HOST"]) == ("copy", "db")
    assert found["replica"]["OPTIONS"] == {"connect_timeout": 1}
    assert "replica" not in settings_of(DATABASE_URL="postgres://u:p@db/app", DEBUG="true")["DATABASES"]
