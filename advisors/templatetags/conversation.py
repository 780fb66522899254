"""Whether a member is one's own, on the pages of staff."""

from django import template

from advisors.assignment import assigning

register = template.Library()
register.simple_tag(assigning.accompanies)
