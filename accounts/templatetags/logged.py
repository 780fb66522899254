"""The log of the admin in the reader's language."""

from django import template

from accounts.users.admin import log

register = template.Library()
register.filter(log.row_in_words)
register.filter(log.done_in_words)
