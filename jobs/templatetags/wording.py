from django import template

from jobs import wording

register = template.Library()
register.filter("in_words", wording.in_words)
