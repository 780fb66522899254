"""How what is typed into the editor is read, field by field, and what of it cannot be printed."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from support.resume.fields import KanaField, MonthField, PostalCodeField, PrintedField
from support.resume.letters import letters_of_the_font, unprintable
from support.resume.writing_help import KANA


def refused(field, typed) -> list[str]:
    with pytest.raises(ValidationError) as refusal:
        field.clean(typed)
    return refusal.value.messages


# Texts


def test_what_cannot_be_seen_is_left_out_and_what_divides_stays():
    typed = "\u200b 一\r\n二\r三\n四\t五\x07六\u202e七\u200b八 \u200b"
    assert PrintedField(most=99, lines=9).clean(typed) == "一\n二\n三\n四 五六七八"
    assert PrintedField(most=99).clean(typed) == "一 二 三 四 五六七八"
    assert PrintedField(most=99).clean(None) == ""


def test_lines_have_an_end():
    field = PrintedField(most=99, lines=2)
    assert field.clean("一\n二") == "一\n二"
    assert refused(field, "一\n二\n三") == ["At most 2 lines, so that it fits the box."]


def test_letters_that_cannot_be_printed_are_named_once_and_five_at_most():
    assert refused(PrintedField(most=99), "😀見本😀") == ["This cannot be printed: 😀. Please leave it out."]
    assert refused(PrintedField(most=99), "😀😁😂🤣😃😄") == [
        "This cannot be printed: 😀 😁 😂 🤣 😃. Please leave it out."
    ]


def test_letters_are_printed_from_the_first_to_the_last_of_each_run_of_the_font():
    begins, ends = letters_of_the_font()
    assert unprintable("".join(map(chr, (*begins, *ends)))) == []
    beyond = [chr(end + 1) for end, begin in zip(ends, begins[1:], strict=False) if end + 1 < begin]
    assert unprintable("\x01" + "".join(beyond)) == ["\x01", *beyond]


def test_sign_that_chooses_how_a_letter_is_drawn_is_none_that_is_lacking():
    """Those of both runs, to the first and the last."""
    assert unprintable("葛\ufe00\ufe0f\U000e0100\U000e01ef") == []
    assert unprintable("\ufdff\U000e00ff\U000e01f0") == ["\ufdff", "\U000e00ff", "\U000e01f0"]


# Kana, a postal code, a month


@pytest.mark.parametrize(
    ("typed", "held"),
    [
        ("みすゞ ゝ ゖ", "みすゞ ゝ ゖ"),
        ("らーめん・みほん", "らーめん・みほん"),
        ("ＡＢＣ びる 1-2", "ABC びる 1-2"),
        ("A.B., C'D & (E)", "A.B., C'D & (E)"),
    ],
)
def test_kana_is_read_with_what_stands_between_it(typed, held):
    assert KanaField(most=99).clean(typed) == held


@pytest.mark.parametrize("typed", ["高崎", "みほん漢", "か゛", "みほん!"])
def test_what_is_no_kana_is_refused(typed):
    assert refused(KanaField(most=99), typed) == ["Write it in hiragana."]


def test_kana_comes_with_help_and_says_first_what_cannot_be_printed():
    field = KanaField(most=99)
    assert field.writing == (KANA,)
    assert refused(field, "😀") == ["This cannot be printed: 😀. Please leave it out."]


@pytest.mark.parametrize("between", ["-", "‐", "−", "–", "—", "ー", "－", " ", "　"])
def test_postal_code_is_read_however_it_is_divided(between):
    assert PostalCodeField().clean(f"〒123{between}4567") == "123-4567"


@pytest.mark.parametrize("typed", ["123456", "12345678", "123-456a", "१२३४५६७"])
def test_postal_code_is_of_seven_digits(typed):
    assert refused(PostalCodeField(), typed) == ["A postal code is seven digits, such as 123-4567."]


def test_postal_code_is_typed_on_the_keys_for_digits_and_filled_in_by_the_browser():
    attributes = PostalCodeField().widget.attrs
    assert (attributes["inputmode"], attributes["autocomplete"]) == ("numeric", "postal-code")


def test_month_is_its_first_day_and_may_be_left_out():
    field = MonthField(label="", required=False, today=date(2026, 11, 20))
    assert [field.clean(it) for it in (["2024", "3"], ["", ""], None)] == [date(2024, 3, 1), None, None]
    for half in (["2024", ""], ["", "3"]):
        assert refused(field, half) == ["Choose both the year and the month."]
