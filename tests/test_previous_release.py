"""The release before the last change of the schema keeps working on the new schema.

While a new release is rolled out, `migrate` has run and old processes still serve: nothing they write may be refused
and nothing that they read may be gone. The old release is taken from git, and does its own work on the new schema:
its demo lives through everything, its pages are read, its worker lets a member go.
"""

import os
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from tests.source import ROOT

MIGRATIONS = "*/migrations/[0-9]*.py"
WORK = """
import django, sys
django.setup()
from datetime import timedelta
from django.db.models import F
from django.test import Client
from django.utils import timezone
from accounts.models import JobSeeker, User
from accounts.tasks import sweep_messages
from config.celery import app
from withdrawals.models import WithdrawalRequest
from withdrawals.tasks import process_withdrawal, sweep_withdrawals

app.conf.task_always_eager = True
SITE = {"HTTP_HOST": "localhost"}
wrong = []

def visit(who, *pages):
    client = Client(**SITE)
    if who:
        client.force_login(who, backend="accounts.backends.MemberBackend")
    for page in pages:
        answer = client.get(page, follow=True)
        if answer.status_code != 200:
            wrong.append((page, answer.status_code))

visit(None, "/", "/jobs/", "/support/", "/register/", "/withdraw/", "/readyz")
member = JobSeeker.objects.filter(assignments__isnull=False).order_by("pk").first()
visit(member.user, "/mypage/", "/mypage/profile/", "/mypage/conditions/", "/mypage/data/", "/counseling/",
      "/referrals/", "/advisor/", "/support/documents/", "/support/resume/", "/support/seminars/", "/support/suits/")
staff = [User.objects.filter(advisor__isnull=False).first(), User.objects.filter(is_superuser=True).first()]
for person in staff:
    visit(person, "/admin/", "/admin/accounts/jobseeker/", "/admin/jobs/referral/")
JobSeeker.objects.filter(pk=member.pk).update(joined_at=timezone.now() - timedelta(days=2))
typed = {"phone": str(member.phone), "email": member.user.email, "reason": "", "comment": ""}
answer = Client(**SITE).post("/withdraw/", typed)
if answer.status_code != 302:
    wrong.append(("/withdraw/", answer.status_code))
request = WithdrawalRequest.objects.latest("pk")
process_withdrawal(request.pk)
WithdrawalRequest.objects.filter(pk=request.pk).update(completes_at=timezone.now(), next_step_at=timezone.now())
process_withdrawal(request.pk)
sweep_withdrawals.apply(throw=True)
sweep_messages.apply(throw=True)
request.refresh_from_db()
if request.status != "completed" or JobSeeker.objects.filter(pk=member.pk).exists():
    wrong.append(("withdrawal", request.status))
print(wrong)
sys.exit(bool(wrong))
"""


def git(*command: str) -> str:
    ran = subprocess.run(["git", "-C", ROOT, *command], capture_output=True, text=True, check=False)
    if ran.returncode:
        pytest.skip("the history of this checkout is not here")
    return ran.stdout.strip()


def before_the_last_migration() -> str:
    """The commit before that which added the newest migration; the last one, if it is not committed yet."""
    if git("status", "--porcelain", "--untracked-files=all", "--", MIGRATIONS):
        return "HEAD"
    added = git("log", "-1", "--diff-filter=A", "--format=%H", "--", MIGRATIONS)
    if not added or git("rev-parse", "--is-shallow-repository") == "true":
        pytest.skip("the history of this checkout is not here")
    return f"{added}^"


@pytest.fixture
def old_release(tmp_path) -> Path:
    folder = tmp_path / "release"
    folder.mkdir()
    git("archive", "--output", str(tmp_path / "release.tar"), before_the_last_migration())
    with tarfile.open(tmp_path / "release.tar") as archive:
        archive.extractall(folder, filter="data")
    return folder


@pytest.fixture
def database(tmp_path, migrated) -> str:
    """The address of a database, gone after the test: on SQLite one that has been migrated, elsewhere an empty one."""
    if connection.vendor == "sqlite":
        shutil.copy(migrated, tmp_path / "db.sqlite3")
        yield f"sqlite:///{tmp_path / 'db.sqlite3'}"
        return
    it = connection.settings_dict
    name = f"{it['NAME']}_next"
    with psycopg.connect(**connection.get_connection_params() | {"dbname": "postgres", "autocommit": True}) as server:
        server.execute(f'DROP DATABASE IF EXISTS "{name}"')
        server.execute(f"CREATE DATABASE \"{name}\" TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'")
        yield f"postgres://{it['USER']}:{it['PASSWORD']}@{it['HOST']}:{it['PORT']}/{name}"
        server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.mark.story
def test_previous_release_works_on_the_new_schema(db, old_release, database, tmp_path):
    nothing_set = {
        name: "" for name in ("REDIS_URL", "DATABASE_REPLICA_URL", "EMAIL_URL", "MEDIA_ROOT", "ERASURE_LIST")
    }
    named = {"DEBUG": "true", "ALLOWED_HOSTS": "localhost", "DJANGO_SETTINGS_MODULE": "config.settings"}
    named |= {"VAR_DIR": str(tmp_path / "var"), "DATABASE_URL": database, "SITE_URL": "http://localhost"}
    environment = os.environ | nothing_set | named

    def run(folder: Path, *command: str) -> None:
        ran = subprocess.run(
            [sys.executable, *command], cwd=folder, env=environment, capture_output=True, text=True, timeout=280
        )
        assert ran.returncode == 0, (command[:2], ran.stdout[-2000:], ran.stderr[-4000:])

    run(ROOT, "manage.py", "migrate", "-v0")
    run(old_release, "manage.py", "seed_demo", "-v0")
    run(old_release, "-c", WORK)
