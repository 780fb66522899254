"""A mail's text as HTML, for those with several links: the same words, each link a button below what it is for.

Nothing is fetched from anywhere, and no colour is set but a button's, so that it reads in the dark as in the light.
"""

import re
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.translation import get_language, gettext

SIGNATURE = "\n--\n"
ADDRESS = re.compile(r"https?://\S+")
LED_TO = re.compile(r"[^。！？.!?]+[:：]")  # one sentence that ends in what it leads to is a button by itself
SEVERAL = 2


@dataclass(frozen=True)
class Line:
    """One of a paragraph: a link if it has an address."""

    text: str
    url: str = ""


def as_html(subject: str, body: str) -> str:
    """Empty where the text has at most one link: it is plain enough."""
    said, _dashes, signature = body.partition(SIGNATURE)
    paragraphs = [lines(paragraph) for paragraph in said.strip().split("\n\n")]
    if sum(bool(line.url) for paragraph in paragraphs for line in paragraph) < SEVERAL:
        return ""
    context = {
        "language": get_language(),
        "subject": subject,
        "paragraphs": paragraphs,
        "signature": [Line(line, line if ADDRESS.fullmatch(line) else "") for line in signature.strip().splitlines()],
    }
    return render_to_string("components/mail.html", context)


def lines(paragraph: str) -> list[Line]:
    found: list[Line] = []
    for line in paragraph.strip().splitlines():
        if not ADDRESS.fullmatch(line):
            found.append(Line(line))
        elif found and not found[-1].url and LED_TO.fullmatch(found[-1].text):
            found.append(Line(found.pop().text.rstrip(":："), line))
        else:
            found.append(Line(gettext("Open the page"), line))
    return found
