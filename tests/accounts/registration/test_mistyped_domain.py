"""A domain that looks mistyped is asked about once, of whoever it may be; what is sent again as it is, counts."""

import re

import pytest

from accounts.models import MailboxProof
from tests.accounts.registration.test_registration import TYPED as MEMBER
from tests.costs import counted
from tests.factories import JobSeekerFactory
from withdrawals.models import WithdrawalRequest, WithdrawalStatement

pytestmark = pytest.mark.django_db
FORMS = [("/withdraw/", {"phone": "090-1234-5678"}), ("/register/", MEMBER)]
ASKED = "“gmial.com” - did you mean “gmail.com”? If it is right as you typed it, please send the form once more."


def sent_again(page, **changes) -> dict:
    """What a browser without JavaScript sends when the button is pressed once more."""
    fields = re.findall(r'<input type="hidden" name="asked_about" value="([^"]*)"', page.content.decode())
    return {**page.wsgi_request.POST.dict(), "asked_about": fields[0], **changes}


@pytest.mark.parametrize(("path", "typed"), FORMS)
def test_asked_once_then_it_counts(client, path, typed):
    page = client.post(path, {**typed, "email": "Hanako@gmial.com"})
    assert (page.status_code, page.context["form"].errors) == (200, {"email": [ASKED]})
    assert page.context["form"]["email"].value() == "Hanako@gmial.com"
    assert not WithdrawalRequest.objects.exists()
    assert client.post(path, sent_again(page)).status_code == 302


@pytest.mark.parametrize(("path", "typed"), FORMS)
def test_another_slip_is_another_question(client, path, typed):
    page = client.post(path, {**typed, "email": "hanako@gmial.com"})
    other = client.post(path, sent_again(page, email="hanako@gmeil.com"))
    assert other.context["form"].errors == {"email": [ASKED.replace("gmial", "gmeil")]}
    assert client.post(path, sent_again(page, email="hanako@gmail.com")).status_code == 302


@pytest.mark.parametrize("domain", ["gmail.com", "docomo.ne.jp", "mail.com", "example.com", "school.ac.jp"])
def test_other_domains_are_not_asked_about(client, domain):
    assert client.post("/withdraw/", {"phone": "090-1234-5678", "email": f"a@{domain}"}).status_code == 302


def test_asked_alike_whether_somebody_has_the_address_or_not(client):
    JobSeekerFactory(user__email="hanako@gmial.com", phone="+819012345678")
    pages = []
    for email in ("hanako@gmial.com", "nobody@gmial.com"):
        with counted() as sent:
            page = client.post("/withdraw/", {"phone": "090-1234-5678", "email": email})
        pages.append((len(sent), re.sub(r'name="csrf\w+" value="\w+"', "", page.content.decode()).replace(email, "")))
    assert pages[0] == pages[1]


def test_what_was_asked_is_kept_nowhere(client):
    for path, typed in FORMS:
        page = client.post(path, {**typed, "email": "hanako@gmial.com"})
        client.post(path, sent_again(page))
    assert WithdrawalStatement.objects.get().email == "hanako@gmial.com"
    assert "asked_about" not in MailboxProof.objects.get().details


def test_member_is_not_asked_about_the_address_they_have(client):
    member = JobSeekerFactory(user__email="hanako@gmial.com", phone="+819012345678")
    client.force_login(member.user)
    assert client.post("/mypage/profile/", {**MEMBER, "email": "hanako@gmial.com"}).status_code == 302
