"""Japanese data - names, companies, offices, what somebody wrote - on a page in another language says that it is so.

A screen reader then reads it in Japanese, and the browser takes the Japanese shapes of the characters.
"""

import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import get_language

SIGN = "[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff]"
WRITTEN = re.compile(SIGN)
# From one Japanese sign to the last before words of another language: 「東京都 1-2-3 渋谷」, 「Javaを使ったWeb開発」.
RUN = re.compile(
    f"[「『（]?[A-Za-z0-9]{{0,20}}{SIGN}(?:(?:[^A-Za-z]|[A-Za-z]+(?={SIGN}))*{SIGN})?[A-Za-z0-9]*[、。」』）]?"
)
AROUND = re.compile(r"^(\s*)(.*?)(\s*)$", re.DOTALL)
LATIN = re.compile("[A-Za-z]")
TAG = re.compile(r"(<script\b.*?</script>|<style\b.*?</style>|<!--.*?-->|<[^>]*>)", re.DOTALL)
OPENING = re.compile(r"<([a-z0-9]+)[\s>]")
TYPED = re.compile(f'<input\\b[^>]*\\bvalue="[^"]*{SIGN}')
# In these stand no other elements: they say it themselves, or not at all.
OF_TEXT_ONLY = {"title", "option", "text", "tspan", "desc"}


def say_so(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Stands inside what counts the bytes of a page."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        is_page = response.get("Content-Type", "").startswith("text/html")
        if is_page and isinstance(response, HttpResponse) and get_language() != "ja":
            response.content = marked(response.content.decode())
        return response

    return middleware


def marked(html: str) -> str:
    """The same page with `lang="ja"` on each element that holds nothing but Japanese, and else around the words."""
    parts = TAG.split(html)
    for at, part in enumerate(parts):
        if at % 2 and TYPED.match(part):
            parts[at] = saying_so(part)
        elif not at % 2 and at and WRITTEN.search(part):
            parts[at - 1 : at + 1] = marked_text(*parts[at - 1 : at + 2])
    return "".join(parts)


def marked_text(before: str, text: str, after: str) -> tuple[str, str]:
    opening = OPENING.match(before)
    name = opening[1] if opening else ""
    is_japanese = not LATIN.search(text) or RUN.fullmatch(text.strip())
    if is_japanese and after.startswith(f"</{name}>") or name == "textarea":
        return saying_so(before), text
    if name in OF_TEXT_ONLY or says_so(before):
        return before, text
    # One element for all of it: where children are laid out side by side, each piece would stand apart.
    if is_japanese:
        return before, AROUND.sub(r'\1<span lang="ja">\2</span>\3', text)
    return before, AROUND.sub(r"\1<span>\2</span>\3", RUN.sub(r'<span lang="ja">\g<0></span>', text))


def saying_so(tag: str) -> str:
    return tag if says_so(tag) else f'{tag[:-1]} lang="ja">'


def says_so(tag: str) -> bool:
    return ' lang="' in tag
