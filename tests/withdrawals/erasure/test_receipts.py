"""The receipt: itemised, signed, nothing personal, checked on a public page."""

import re
from datetime import date

import pytest
from django.core import mail

from tests.factories import FileFactory, WithdrawalRequestFactory
from withdrawals.erasure.erasing import erase_member
from withdrawals.erasure.receipts import Receipt, read_receipt
from withdrawals.requests.advancing import advance
from withdrawals.requests.filing import confirm_mailbox, hurry, match_by_desk, record_request

RECEIPT = Receipt("W-AAAAAAAA", date(2026, 11, 24), {"profile": 1, "messages": 3})


def test_receipt_is_read_back_as_it_was_signed():
    assert read_receipt(RECEIPT.signed()) == RECEIPT


@pytest.mark.parametrize("broken", [lambda text: "\r\n".join(f"> {line}" for line in text.split("\n")), str.strip])
def test_receipt_survives_a_mail_program(broken):
    assert read_receipt(broken(RECEIPT.signed())) == RECEIPT


@pytest.mark.parametrize("text", ["", "x", "あ", "W-AAAAAAAA", "\x00", "." * 500])
def test_what_we_did_not_sign_is_no_receipt(text):
    assert read_receipt(text) is None


@pytest.mark.parametrize("files", [0, 2])
def test_receipt_counts_files_where_there_were_any(seeker, now, files, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    for _ in range(files):
        FileFactory(owner=seeker.user)
    erased = erase_member(seeker, now=now)
    assert (erased.get("files"), erased["profile"], erased["settings"]) == (files or None, 1, 0)


def test_changed_receipt_is_none():
    text = RECEIPT.signed()
    assert read_receipt(("B" if text[0] != "B" else "C") + text[1:]) is None


def test_mailed_receipt_can_be_checked_and_names_nobody(client, seeker, worker, settings):
    settings.WITHDRAWAL_GRACE_BUSINESS_DAYS = 0
    client.post("/withdraw/", {"phone": seeker.phone.as_e164, "email": seeker.user.email})
    worker()
    body = mail.outbox[-1].body
    receipt = re.search(r"BEGIN[^\n]*\n(.+?)\n[^\n]*END", body, re.DOTALL).group(1)
    page = client.post("/withdraw/receipt/", {"receipt": receipt})
    assert page.context["result"].erased["profile"] == 1
    assert page.context["result"].reference in body
    for personal in (seeker.user.email, seeker.family_name, seeker.phone.as_e164, seeker.member_number):
        assert personal not in body + page.content.decode()


def by_desk(seeker, desk, now):
    """Typed: a stranger's address, and nothing that is the member's."""
    request = WithdrawalRequestFactory(status="needs_review", statement__email="stranger@example.com")
    return match_by_desk(request.pk, seeker, by=desk, now=now)


def by_mailbox(seeker, desk, now):
    request = WithdrawalRequestFactory(
        status="needs_review", statement__email=seeker.user.email, mailbox_asked_at=now, received_at=now
    )
    return confirm_mailbox(request.pk, now=now)


def by_both(seeker, desk, now):
    typed = {"statement__email": seeker.user.email, "statement__phone": seeker.phone.as_e164}
    request = WithdrawalRequestFactory(status="received", received_at=now, **typed)
    advance(request.pk, now=now)
    return request


def by_word(seeker, desk, now):
    said = {"channel": "phone", "reason": "", "told_at": now, "identity_checked": True}
    return record_request(seeker, **said, by=desk, now=now)


@pytest.mark.parametrize("moves", [False, True], ids=["same address", "new address meanwhile"])
@pytest.mark.parametrize("reach", [by_desk, by_mailbox, by_both, by_word])
def test_receipt_goes_to_the_registered_address_however_the_request_reached_it(reach, moves, seeker, desk, worker, now):
    request = reach(seeker, desk, now)
    worker()
    if moves:
        seeker.user.email = "moved@example.com"
        seeker.user.save(update_fields=["email"])
    mail.outbox.clear()
    hurry(request.pk, now=now)
    worker()
    assert [sent.to for sent in mail.outbox] == [[seeker.user.email]]


def test_page_says_that_a_forged_receipt_is_not_ours(client, db):
    page = client.post("/withdraw/receipt/", {"receipt": "made up"})
    assert (page.status_code, page.context["invalid"]) == (200, True)
