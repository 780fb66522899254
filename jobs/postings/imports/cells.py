"""What people write in the cells of a table, read as what is meant; anything else is refused in a sentence."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override
from import_export.widgets import Widget

from config.moments import DATES
from config.typed import Text

Cells = Mapping[str, str]  # a row of the file, by the codes of its columns
YES = {"はい", "有", "あり", "有り", "可", "○", "〇", "◯", "yes", "y", "true", "1"}
NO = {"いいえ", "無", "なし", "無し", "不可", "×", "✕", "x", "no", "n", "false", "0"}
AMOUNT = re.compile(r"¥?(\d{1,9}(?:\.\d{1,4})?)(万)?(?:円|時間|日|人|名)?")
FEW = 13


def folded(text: str) -> str:
    """In one width and case, without spaces."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).lower()


def said(value: Text) -> list[str]:
    """A choice as it is named in each language."""
    names = []
    for language, _name in settings.LANGUAGES:
        with override(language):
            names.append(folded(str(value)))
    return names


class TextCell(Widget):
    def clean(self, value: str, row: Cells | None = None, **kwargs: Any) -> str:
        return value


class KeyCell(Widget):
    """The number of something in the file; nothing is no number."""

    def clean(self, value: str, row: Cells | None = None, **kwargs: Any) -> str | None:
        return value or None


class YesNoCell(Widget):
    def clean(self, value: str, row: Cells | None = None, **kwargs: Any) -> bool | None:
        answer = folded(value)
        if answer and answer not in YES | NO:
            raise ValueError(
                _("“%(text)s” is neither yes nor no. Write はい or いいえ, or leave it empty.") % {"text": value}
            )
        return answer in YES if answer else None


class NumberCell(Widget):
    """A whole number, as 220000, 220,000円 or 22万円."""

    def __init__(self, empty: int | None = None) -> None:
        super().__init__()
        self.empty = empty

    def clean(self, value: str, row: Cells | None = None, **kwargs: Any) -> int | None:
        if not value:
            return self.empty
        written = AMOUNT.fullmatch(folded(value).replace(",", ""))
        number = float(written[1]) * (10_000 if written[2] else 1) if written else 0.5
        if number != int(number):
            raise ValueError(_("“%(text)s” is not a whole number.") % {"text": value})
        return int(number)


class DateCell(Widget):
    def clean(self, value: str, row: Cells | None = None, **kwargs: Any) -> date | None:
        for pattern in DATES if value else ():
            try:
                return datetime.strptime(folded(value), pattern).date()
            except ValueError:
                continue
        if value:
            raise ValueError(_("“%(text)s” is not a date. It looks like 2026-04-05.") % {"text": value})
        return None


class ChoiceCell(Widget):
    """One of several, by its code or its name in either language."""

    def __init__(self, choices: Sequence[tuple[str, Text]]) -> None:
        super().__init__()
        self.choices = choices
        self.codes = {name: code for code, label in choices for name in (folded(code), *said(label))}

    def clean(self, value: str, row: Cells | None = None, **kwargs: Any) -> str:
        name = folded(value)
        code = self.codes.get(name) or self.codes.get(name.zfill(2))
        if name and code is None:
            text = _("“%(text)s” is not one of the choices.") % {"text": value}
            names = " / ".join(str(label) for _code, label in self.choices)
            raise ValueError(f"{text} {names}" if len(self.choices) <= FEW else text)
        return code or ""
