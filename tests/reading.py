"""How tests read a page."""

import re


def unmarked(html: str) -> str:
    """A page in English without what says of its Japanese words that they are (`config/japanese.py`)."""
    plain = re.sub(r'<span lang="ja">(.*?)</span>', r"\1", html).replace(' lang="ja"', "")
    return re.sub(r"<span>([^<]*)</span>", r"\1", plain)
