"""Tokens of mailed addresses are short, hold for one purpose and one row, and outlive a change of the key."""

import re

import pytest
from django.conf import settings
from django.core import signing

from accounts.messages import links as notices
from accounts.messages.models import Notice
from accounts.messages.tokens import SEAL, key_in, number_in, number_token, token
from accounts.registration import links as proofs
from accounts.registration.models import MailboxProof
from advisors.invitation.links import link_to
from support.seminars.links import leave_url
from tests import factories
from withdrawals.requests.links import Purpose, act_url, status_url

LARGEST = 2**63 - 1


def test_token_is_of_its_key():
    assert key_in("a", token("a", "W-7K3PQ9XM")) == "W-7K3PQ9XM"
    assert [number_in("a", number_token("a", number)) for number in (1, 61, 62, LARGEST)] == [1, 61, 62, LARGEST]


def test_token_holds_for_one_purpose():
    assert key_in("b", token("a", "12")) is None


@pytest.mark.parametrize("at", range(SEAL + 2))
def test_token_with_another_letter_is_none(at):
    made = token("a", "12")
    other = "x" if made[at] != "x" else "y"
    assert key_in("a", made[:at] + other + made[at + 1 :]) is None


@pytest.mark.parametrize("cut", [slice(1, None), slice(None, -1), slice(2, None), slice(0, 0), slice(0, 1)])
def test_token_that_was_cut_off_is_none(cut):
    assert key_in("a", token("a", "12")[cut]) is None


@pytest.mark.parametrize("text", ["", "é" * 20, "x" * 5000, ":" * 17])
def test_what_is_no_token_is_none(text):
    assert key_in("a", text) is None


def test_seal_alone_is_no_token():
    assert key_in("a", token("a", "")) is None


def test_token_of_before_a_change_of_the_key_holds_until_that_key_is_dropped(settings):
    made = token("a", "12")
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another"
    assert (key_in("a", made), key_in("a", token("a", "12"))) == ("12", "12")
    settings.SECRET_KEY_FALLBACKS = []
    assert key_in("a", made) is None


@pytest.fixture
def mailed(seeker, db) -> dict[str, str]:
    """Every address by which a mail lets somebody do something."""
    seat, invitation = factories.SeminarSeatFactory(pk=LARGEST), factories.InvitationFactory(pk=LARGEST)
    request, proof = factories.WithdrawalRequestFactory(), MailboxProof(pk=10**9, salt="s" * 16)
    acts = {purpose: act_url(purpose, request) for purpose in (Purpose.STOP, Purpose.COMPLETE, Purpose.CONFIRM)}
    states = {purpose: status_url(purpose, request) for purpose in (Purpose.WATCH, Purpose.FOLLOW)}
    stops = {kind: notices.stop_url(10**9, kind) for kind in Notice.values}
    return {
        **acts,
        **states,
        **stops,
        "seat": leave_url(seat),
        "invitation": link_to(invitation),
        "sign in": proofs.to_sign_in(seeker.user),
        "registration": proofs.to_registration(proof),
    }


def test_mailed_addresses_are_short(mailed):
    long = {what: url for what, url in mailed.items() if len(url.removeprefix(settings.SITE_URL)) > 60}
    assert long == {}


def test_mailed_addresses_are_each_for_one_thing(mailed):
    """Letters and figures and the one dash of a reference: no mail program ends a link before its end."""
    tokens = [url.rstrip("/").rpartition("/")[2] for url in mailed.values()]
    assert len(set(tokens)) == len(mailed)
    assert [it for it in tokens if not re.fullmatch(r"(W-)?[0-9A-Za-z]{17,}", it)] == []


def test_mailed_addresses_lead_somewhere_and_with_another_seal_nowhere(mailed, client, seeker):
    pages = {what: client.get(url) for what, url in mailed.items()}
    assert {what for what, page in pages.items() if page.status_code not in {200, 302}} == set()
    forged = [client.get(url[:-2] + ("y/" if url[-2] == "x" else "x/")) for url in mailed.values()]
    assert [page.status_code for page in forged if page.status_code == 500] == []


def test_nothing_is_asked_of_the_database_for_what_is_forged(client, db, django_assert_num_queries):
    with django_assert_num_queries(0):
        for prefix in ("/withdraw/link/", "/withdraw/status/", "/notices/stop/", "/support/seminars/leave/"):
            client.get(f"{prefix}W-7K3PQ9XM{'x' * SEAL}/")


# The same of whatever counts no more


@pytest.mark.parametrize("method", ["get", "post"])
def test_seat_that_is_left_and_one_that_never_was_are_told_the_same(client, db, method):
    left = factories.SeminarSeatFactory(status="cancelled")
    urls = [leave_url(left), f"/support/seminars/leave/{number_token('support.leave_seat', left.pk + 9)}/"]
    urls += [f"/support/seminars/leave/{text}/" for text in ("nonsense", number_token("another", left.pk))]
    answers = [getattr(client, method)(url) for url in urls]
    assert {(answer.status_code, body_of(answer)) for answer in answers} == {(200, body_of(answers[0]))}


@pytest.mark.parametrize("method", ["get", "post"])
def test_withdrawal_that_is_over_and_one_that_never_was_are_told_the_same(client, db, method):
    over = factories.WithdrawalRequestFactory(status="cancelled")
    urls = [act_url(Purpose.STOP, over), f"/withdraw/link/{token('withdrawals.link.stop', 'W-22222222')}/"]
    urls += [f"/withdraw/link/{text}/" for text in ("nonsense", token("withdrawals.link.watch", over.reference))]
    answers = [getattr(client, method)(url) for url in urls]
    assert {(answer.status_code, body_of(answer)) for answer in answers} == {(200, body_of(answers[0]))}


def body_of(answer) -> str:
    return re.sub(
        r'name="csrfmiddlewaretoken" value="\w+"|nonce="[^"]+"|/(leave|link)/[^/"]+/', "", answer.content.decode()
    )


# Mails of before (docs/decisions/0047)


@pytest.fixture
def former(seeker, db) -> dict[str, str]:
    seat, request = factories.SeminarSeatFactory(), factories.WithdrawalRequestFactory(status="needs_review")
    stop = signing.Signer(salt="accounts.stop_notice").sign_object([seeker.pk, Notice.JOB])
    return {
        "support/seminars/leave": signing.dumps(seat.pk, salt="support.leave_seat"),
        "invitation": signing.dumps(factories.InvitationFactory().pk, salt="advisors.invitation"),
        "withdraw/status": signing.dumps(["watch", request.reference], salt="withdrawals.link"),
        "withdraw/link": signing.dumps(["confirm", request.reference], salt="withdrawals.link"),
        "notices/stop": stop,
    }


def test_mails_of_before_still_lead_where_they_led(client, former):
    pages = {where: client.get(f"/{where}/{text}/") for where, text in former.items()}
    assert pages["support/seminars/leave"].context["is_standing"]
    assert pages["invitation"].context["is_open"]
    assert pages["withdraw/status"].context["state"] == "received"
    assert pages["withdraw/link"].templates[0].name == "withdrawals/requests/link.html"
    assert pages["notices/stop"].context["kind"] == Notice.JOB.label


def test_nothing_of_before_is_taken_for_another_thing(client, former):
    client.raise_request_exception = True
    for where in former:
        for text in former.values():
            assert client.get(f"/{where}/{text}/").status_code in {200, 404}
