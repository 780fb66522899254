"""One person's phone and e-mail have one written form, however they were typed."""

import pytest

from accounts.users.contacts import NotAPhoneNumber, normalise_email, parse_phone


@pytest.mark.parametrize(
    "typed",
    [
        "090-1234-5678",
        "09012345678",
        "０９０－１２３４－５６７８",
        "090ー1234ー5678",
        "090—1234―5678",
        "090 1234 5678",
        "090\u30001234\u30005678",
        "(090) 1234-5678",
        "+81 90 1234 5678",
        "+81(0)90-1234-5678",
        "010 81 90-1234-5678",
        "0081 90 1234 5678",
        "  090.1234.5678  ",
    ],
)
def test_phone_in_any_usual_writing_is_one_number(typed):
    assert parse_phone(typed).as_e164 == "+819012345678"


@pytest.mark.parametrize(
    "typed",
    ["", "090", "O90-1234-5678", "電話090-1234-5678", "090-1234-5678 ext. 12", "+1 202 555 0123", "🙂", "0" * 300],
)
def test_phone_that_cannot_be_rung_in_japan_is_refused(typed):
    with pytest.raises(NotAPhoneNumber):
        parse_phone(typed)


@pytest.mark.parametrize(
    "typed",
    ["Hanako@Example.JP", " hanako@example.jp ", "ｈａｎａｋｏ＠ｅｘａｍｐｌｅ．ｊｐ", "\u3000hanako@example.jp"],
)
def test_email_in_any_writing_is_one_address(typed):
    assert normalise_email(typed) == "hanako@example.jp"


def test_email_with_a_dotless_i_is_another_address():
    assert normalise_email("mıke@example.org") != normalise_email("mike@example.org")
