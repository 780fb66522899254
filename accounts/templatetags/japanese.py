"""Japanese data - names, companies, offices, titles, what somebody wrote - on a page in another language says so.

A screen reader then reads it in Japanese, and the browser takes the Japanese shapes of the characters.
"""

import re

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from config.kana import with_kana

register = template.Library()

WRITTEN = re.compile("[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uff66-\uff9f]")


@register.filter
def ja(text: object) -> SafeString:
    """Around a few words: `{{ posting.title|ja }}`, also for a variable of blocktranslate; not inside an attribute."""
    said = conditional_escape(str(text) if text is not None else "")
    return format_html('<span lang="ja">{}</span>', said) if is_foreign(said) else said


@register.filter
def person(name: object) -> SafeString:
    """The name of somebody: it breaks at the end of a line only where it is longer than one."""
    return format_html('<span class="name"{}>{}</span>', ja_attr(name), name)


@register.filter
def ja_attr(text: object) -> SafeString:
    """On the element around paragraphs, or an option: `<div{{ posting.description|ja_attr }}>`."""
    return SafeString(' lang="ja"') if is_foreign(str(text)) else SafeString("")


def is_foreign(text: str) -> bool:
    return get_language() != "ja" and WRITTEN.search(text) is not None


class Kana(template.Node):
    def __init__(self, inside: template.NodeList):
        self.inside = inside

    def render(self, context: template.Context) -> SafeString:
        drawn = self.inside.render(context)
        return with_kana(drawn) if context.get("KANA") else drawn


@register.tag
def kana(parser: template.base.Parser, token: template.base.Token) -> Kana:
    """Around fixed sentences: `{% kana %}{% translate "Jobs" %}{% endkana %}` has kana for whoever turned them on."""
    inside = parser.parse(("endkana",))
    parser.delete_first_token()
    return Kana(inside)
