"""Where a request comes from, and when it may come again."""

from datetime import timedelta

import pytest
from django.http import HttpResponse

from accounts.attempts.limits import source, too_often


@pytest.mark.parametrize(
    ("address", "counted_as"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::4", "2001:db8:1:3::/64"),
    ],
)
def test_household_is_one_source_whichever_of_its_addresses_it_takes(rf, address, counted_as):
    assert source(rf.get("/", REMOTE_ADDR=address)) == counted_as


@pytest.mark.parametrize(("seconds", "said"), [(0, "1"), (0.4, "1"), (59.2, "60"), (60, "60")])
def test_who_waits_as_long_as_said_is_not_refused_again(now, seconds, said):
    page = too_often(HttpResponse(), retry_at=now + timedelta(seconds=seconds), now=now)
    assert (page.status_code, page["Retry-After"]) == (429, said)
