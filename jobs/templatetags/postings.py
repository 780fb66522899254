from django import template

from jobs.conditions import facts_in_words

register = template.Library()
register.filter("pay_in_words", facts_in_words.pay)
