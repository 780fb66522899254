"""What somebody is told at LINE whom we do not know there: how to link, once while that holds."""

from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.http import urlencode

from accounts.line import channel
from accounts.line.models import LineLinking
from accounts.line.tokens import digest
from accounts.messages.carrying import NotReached


def invite(line_user_id: str, reply_token: str, *, now: datetime) -> None:
    """Answer with a link that begins to link their account. What they wrote is not kept.

    An answer that LINE no longer takes is none: they get one as they write again. Raises `NotReached` where LINE does
    not even begin.
    """
    if not reply_token or LineLinking.objects.good(now).filter(line_user_id=line_user_id).exists():
        return
    try:
        token = channel.link_token(line_user_id)
    except channel.Refused:  # they have blocked us since
        return
    linking = offer(line_user_id, token, now=now)
    if linking is None:
        return
    try:
        channel.reply(reply_token, invitation(token))
    except (channel.Refused, NotReached):
        linking.delete()


def offer(line_user_id: str, token: str, *, now: datetime) -> LineLinking | None:
    """The attempt that this token begins; None if another worker has just begun one."""
    offers = LineLinking.objects.filter(line_user_id=line_user_id, asked_at=None)
    try:
        with transaction.atomic():
            offers.filter(expires_at__lte=now).delete()
            return LineLinking.objects.create(
                line_user_id=line_user_id, token_digest=digest(token), expires_at=now + LineLinking.GOOD_FOR
            )
    except IntegrityError:
        return None


def invitation(token: str) -> str:
    """In the language of the service: that of somebody unknown is not known."""
    page = f"{settings.SITE_URL}{reverse('accounts:line_link')}?{urlencode({'linkToken': token})}"
    told = {"link_url": page, "SERVICE_NAME": settings.SERVICE_NAME, "SITE_URL": settings.SITE_URL}
    with translation.override(settings.LANGUAGE_CODE):
        return render_to_string("accounts/line/invitation.txt", told).strip()
