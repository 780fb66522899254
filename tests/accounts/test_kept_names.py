"""What is signed, digested or stored under a name outlives the module it was written in: the name stays.

Else a move of code would sign everybody out, void links and receipts that are on their way, and begin all counts anew.
"""

import pytest
from django.contrib.auth import BACKEND_SESSION_KEY
from django.core import signing
from django.utils.crypto import salted_hmac

from accounts.attempts.budgets import digest
from accounts.messages import links as notice_links
from accounts.messages.tokens import token
from accounts.registration import links
from accounts.sign_in.known import mark
from advisors.invitation import links as invitation_links
from support.seminars import links as seat_links
from withdrawals.erasure import receipts
from withdrawals.requests import links as withdrawal_links


def test_session_of_before_is_still_somebodys(seeker, client):
    client.force_login(seeker.user, backend="accounts.backends.MemberBackend")
    assert client.session[BACKEND_SESSION_KEY] == "accounts.backends.MemberBackend"
    assert client.get("/mypage/").status_code == 200


def test_browser_of_before_is_still_known(seeker):
    assert mark(seeker.user) == salted_hmac("accounts.known", str(seeker.user.pk), algorithm="sha256").hexdigest()


def test_what_was_counted_before_counts_still():
    before = salted_hmac("accounts.budgets.address", "a@example.com", algorithm="sha256").hexdigest()
    assert digest("address", "a@example.com") == before


def test_link_of_before_still_leads_somewhere():
    token = signing.TimestampSigner(salt="accounts.links").sign_object(["sign in", 1, "", ""])
    assert links.read(token) == links.Link("sign in", 1, "", "")


def test_token_of_before_still_holds(settings):
    settings.SECRET_KEY = "a key"
    assert token("withdrawals.link.stop", "W-7K3PQ9XM") == "W-7K3PQ9XMmdf36JOu0vAcRV4T"


@pytest.mark.parametrize(
    ("salt", "name"),
    [
        (notice_links.SALT, "accounts.stop_notice"),
        (receipts.SALT, "withdrawals.receipt"),
        (withdrawal_links.SALT, "withdrawals.link"),
        (invitation_links.SALT, "advisors.invitation"),
        (seat_links.SALT, "support.leave_seat"),
    ],
)
def test_other_signatures_of_before_hold(salt, name):
    assert salt == name
