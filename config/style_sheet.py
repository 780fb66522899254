"""The style sheets of the site leave as one: `css/site.css`, put together from its parts whenever one of them is newer.

A browser then asks once before it draws the page, and nobody has to build anything.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.checks import CheckMessage
from django.core.files.storage import FileSystemStorage

SHEET = "css/site.css"
PARTS = ("tokens", "base", "layout", "components")


def made() -> Path:
    """Where the sheet is, as its parts are now. Written beside its place and moved there: nobody reads half of it."""
    sheet = settings.VAR / "static" / SHEET
    text = "".join((settings.BASE_DIR / f"static/css/{part}.css").read_text() for part in PARTS)
    if not sheet.exists() or sheet.read_text() != text:
        sheet.parent.mkdir(parents=True, exist_ok=True)
        draft = sheet.with_suffix(f".{os.getpid()}")
        draft.write_text(text)
        draft.replace(sheet)
    return sheet


class StyleSheetFinder(BaseFinder):
    def check(self, **kwargs: Any) -> list[CheckMessage]:
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        found = [str(made())] if path == SHEET else []
        return found if find_all else "".join(found) or []

    def list(self, ignore_patterns: Any) -> Iterator[tuple[str, FileSystemStorage]]:
        yield SHEET, FileSystemStorage(location=made().parents[1])
