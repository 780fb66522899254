"""How a phone number and an e-mail address are read, so that one person's contact has exactly one written form."""

import unicodedata

from phonenumber_field.phonenumber import PhoneNumber
from phonenumbers import NumberParseException

JAPAN = 81


class NotAPhoneNumber(ValueError):
    """What was typed cannot be rung in Japan."""


def normalise_email(text: str) -> str:
    """NFKC (full-width letters become plain ones), without surrounding space, in lower case."""
    return unicodedata.normalize("NFKC", text).strip().lower()


def parse_phone(text: str) -> PhoneNumber:
    """A Japanese number in any usual writing, as E.164; raises `NotAPhoneNumber`.

    Full-width digits, every kind of dash, spaces, brackets, +81, 010 81 and 0081 are read; letters, extensions and
    foreign numbers are not, though the library would take them.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    if plain.startswith("0081"):
        plain = "+81" + plain[4:]
    if any(character.isalpha() and character != "ー" for character in plain):
        raise NotAPhoneNumber
    try:
        number = PhoneNumber.from_string(plain, region="JP")
    except NumberParseException as refusal:
        raise NotAPhoneNumber from refusal
    if not number.is_valid() or number.country_code != JAPAN or number.extension:
        raise NotAPhoneNumber
    return number


def stored(number: PhoneNumber) -> str:
    """The number as a column holds it."""
    held: str = number.as_e164 if number.is_valid() else number.raw_input
    return held
