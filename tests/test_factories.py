"""The ground the other tests stand on: factories, the worker that waits, and templates that miss a variable."""

import pytest
from django.db import connection
from django.template import Context, engines
from django.template.base import Origin, Template

from accounts.messages.queue import queued
from accounts.models import Message
from accounts.profile.forms import letters_only
from tests import factories
from tests.templates import OURS
from withdrawals.models import WithdrawalRequest, WithdrawalStatement


@pytest.mark.parametrize("status", WithdrawalRequest.Status.values)
def test_request_factory_in_each_status_keeps_a_statement_while_open(db, status):
    request = factories.WithdrawalRequestFactory(status=status)
    assert WithdrawalStatement.objects.filter(request=request).exists() == request.is_open


@pytest.mark.parametrize("number", [0, 7, 10, 1234])
def test_name_of_a_member_is_one_the_form_takes(number):
    letters_only(factories.JobSeekerFactory.build(user=None, __sequence=number).given_name)


def test_worker_runs_nothing_before_it_is_called(seeker, worker):
    message = queued(kind="tests/unknown", recipient=seeker.user)
    seeker.user.is_active = False
    seeker.user.save()
    assert Message.objects.get(pk=message.pk).status == "queued"
    assert worker() == ["accounts.tasks.deliver_message"]
    assert Message.objects.get(pk=message.pk).status == "refused"
    assert not connection.run_on_commit
    assert worker() == []


def render(text: str, folder) -> str:
    engine = engines["django"].engine
    return Template(text, Origin(str(folder / "page.html")), engine=engine).render(Context({"known": 1}))


@pytest.mark.parametrize("text", ["{{ unknown }}", "{{ known.unknown }}", "{% if known %}{{ unknown }}{% endif %}"])
def test_template_of_ours_that_misses_a_variable_fails(text):
    with pytest.raises(pytest.fail.Exception):
        render(text, OURS / "accounts")


def test_template_of_a_library_may_miss_a_variable(tmp_path):
    assert render("{{ known }}{{ unknown }}", tmp_path) == "1"


@pytest.mark.parametrize("time", ["first", "second"])
def test_groups_keep_their_permissions_after_a_test_that_commits(transactional_db, time):
    assert factories.DeskUserFactory().has_perm("accounts.view_jobseeker")
