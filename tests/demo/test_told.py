"""Each form of the demo sent as it stands: where that mails somebody, the form says so."""

import pytest
from django.db import transaction
from django.test import Client

from accounts.models import Message
from tests import walking

# The label of the button is that it comes.
ASKED_FOR = {"accounts/proof_code"}

pytestmark = pytest.mark.django_db


def test_form_that_mails_somebody_says_so(role, walk, now):
    if role not in {"visitor", "seeker"}:
        pytest.skip("the site's forms only")
    browser, mailed, silent = walking.browser(role), 0, set()
    for form in walk.forms.values():
        if form.method != "post" or walking.is_left_alone(form.action):
            continue
        before = Message.objects.latest("pk").pk
        with transaction.atomic():
            send(browser, form)
            kinds = set(Message.objects.filter(pk__gt=before).values_list("kind", flat=True)) - ASKED_FOR
            transaction.set_rollback(True)
        mailed += bool(kinds)
        if kinds and not form.is_told:
            silent.add((form.action, *kinds))
    assert silent == set()
    assert (mailed > 5) == (role == "seeker")


def send(browser: Client, form: walking.Form) -> None:
    browser.post(form.action, {name: values for name, values in form.fields.items() if name not in form.files})
