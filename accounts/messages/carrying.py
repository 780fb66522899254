"""How a letter is carried: by mail, or by LINE to who has chosen so."""

import uuid

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.utils.module_loading import import_string

from accounts.messages.compose import Letter
from accounts.messages.models import Message

# Whose retry keys these are: one for each message, whoever makes it and however often.
RETRY_KEYS = uuid.UUID("6f1d3a52-5a0c-4c0e-9c55-6b0f0a4b7d11")


class NotTaken(Exception):
    """LINE will not have it, now or later: `why` it goes by mail."""

    def __init__(self, why: Message.NotByLine) -> None:
        super().__init__(why)
        self.why = why


class NotReached(Exception):
    """LINE has not said that it has it. It may have it all the same, which the same retry key finds out."""


def as_mail(letter: Letter) -> EmailMultiAlternatives:
    """The plain text first, for who reads mails so."""
    to, headers = [letter.to.email], letter.to.headers
    mail = EmailMultiAlternatives(letter.subject, letter.body, letter.sender, to, headers=headers)
    if letter.html:
        mail.attach_alternative(letter.html, "text/html")
    if letter.calendar:
        mail.attach("calendar.ics", letter.calendar, "text/calendar")
    return mail


def push(message: Message, letter: Letter) -> None:
    """Raises `NotTaken` and `NotReached`. Nothing of it happens twice, however often it is called."""
    import_string(settings.LINE_PUSH)(letter.to.line_user_id, letter.body, retry_key=retry_key(message))


def retry_key(message: Message) -> str:
    return str(uuid.uuid5(RETRY_KEYS, str(message.pk)))
