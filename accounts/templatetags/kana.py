from django import template
from django.utils.safestring import SafeString

from config.kana import with_kana

register = template.Library()


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
