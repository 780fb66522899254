"""A page of the admin weighs what one of the site does: what is sent of it, compressed, scripts and styles included."""

import gzip
import re

import pytest
from django.contrib.staticfiles import finders

from tests import factories

LIGHT = 100_000
SENT = re.compile(r'(?:src|href)="/static/([^"?]+\.(?:css|js|svg|png|webp))"')

pytestmark = pytest.mark.django_db


def weight(html: str) -> int:
    """Of the page and all that it loads, as the web server sends it."""
    files = [finders.find(name) for name in set(SENT.findall(html))]
    return sum(len(gzip.compress(content)) for content in (html.encode(), *(open_bytes(file) for file in files)))


def open_bytes(path: str) -> bytes:
    with open(path, "rb") as file:
        return file.read()


@pytest.mark.parametrize(
    "of", ["jobs/jobposting", "accounts/jobseeker", "withdrawals/withdrawalrequest", "jobs/referral"]
)
def test_list_of_fifty_is_light(administrator_client, seeker, of):
    factories.JobPostingFactory.create_batch(50)
    factories.JobSeekerFactory.create_batch(49)
    factories.WithdrawalRequestFactory.create_batch(50, status="needs_review")
    html = administrator_client.get(f"/admin/{of}/").content.decode()
    assert weight(html) < LIGHT


def test_form_of_a_posting_is_light(desk_client):
    assert weight(desk_client.get("/admin/jobs/jobposting/add/").content.decode()) < LIGHT


def test_first_page_and_page_of_a_member_are_light(advisor_client, assignment):
    for page in ("/admin/", f"/admin/accounts/jobseeker/{assignment.seeker.pk}/change/", "/admin/jobs/referral/add/"):
        assert weight(advisor_client.get(page).content.decode()) < LIGHT
