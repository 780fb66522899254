from django import template

from jobs.conditions import in_words

register = template.Library()
register.filter("in_words", in_words.in_words)
register.filter("briefly", in_words.briefly)
