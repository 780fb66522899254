"""Link a LINE account to a membership, by LINE's own account linking, and end it.

LINE gives a link token for one of its users; the member signs in here, by a fresh proof, and presses a button; LINE
asks its user, and sends back the nonce that this press made. All of it has to fit: the token's user is who said yes,
the nonce is used once and in time, the session of the press is still theirs, and neither side is linked otherwise.
Source: developers.line.biz, "User account linking".
"""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet, TextChoices
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from accounts.line import channel
from accounts.line.models import LineAccount, LineEvent, LineLinking, LineLinkingQuerySet, LineTopic
from accounts.line.tokens import digest, new_nonce
from accounts.messages import queue
from accounts.messages.kinds import kinds_about
from accounts.messages.models import Message
from accounts.messages.topics import Topic
from accounts.sign_in.models import Session
from accounts.users.models import JobSeeker
from config.refusals import Refusal

AT_FIRST = (Topic.CONVERSATION, Topic.APPOINTMENTS)


class LinkNotKnown(Refusal):
    """No token of ours, or one that is used up, run out, or another member's."""

    said = _("This link no longer counts. Write to us by LINE once more: you get a new one.")


class LinkedAlready(Refusal):
    said = _("A LINE account is linked already. End that link first.")


class NotLinked(Refusal):
    said = _("The link to LINE has ended meanwhile. Nothing was changed.")


class Leaving(Refusal):
    said = _("A withdrawal is under way, so LINE cannot be linked any more.")


class Because(TextChoices):
    """Why nothing was linked; told to the member whose button it was."""

    USED = "used"
    LATE = "late"
    OTHER_SESSION = "session"
    OTHER_USER = "user"
    TAKEN = "taken"
    HAS_ANOTHER = "another"
    LEAVING = "leaving"
    FAILED = "failed"


def check(seeker: JobSeeker, token: str, *, now: datetime) -> None:
    """Whether the button may be pressed. Raises `Leaving`, `LinkedAlready` and `LinkNotKnown`."""
    if seeker.is_leaving:
        raise Leaving
    if LineAccount.objects.filter(seeker=seeker).exists():
        raise LinkedAlready
    if not good_for(token, seeker, now=now).exists():
        raise LinkNotKnown


def good_for(token: str, seeker: JobSeeker, *, now: datetime) -> LineLinkingQuerySet:
    """The attempt of this token, if nobody has pressed the button for it but this member."""
    mine_or_nobodys = Q(seeker=None) | Q(seeker=seeker)
    return LineLinking.objects.good(now).filter(mine_or_nobodys, token_digest=digest(token))


def lock_members(seekers: QuerySet[JobSeeker]) -> None:
    """Before anything else of theirs, as where they are erased."""
    ids = list(seekers.values_list("pk", flat=True))
    list(JobSeeker.objects.filter(pk__in=ids).order_by("pk").select_for_update(of=("self",)).values("pk"))


@transaction.atomic
def ask_line(seeker: JobSeeker, token: str, *, session_key: str, now: datetime) -> str:
    """The button is pressed: where at LINE they say yes. Raises what `check` does."""
    lock_members(JobSeeker.objects.filter(pk=seeker.pk))
    check(seeker, token, now=now)
    linking = good_for(token, seeker, now=now).select_for_update(of=("self",)).first()
    if linking is None:  # pressed by another member since
        raise LinkNotKnown
    nonce = new_nonce()
    linking.seeker, linking.asked_at = seeker, now
    linking.session_digest, linking.nonce_digest = digest(session_key), digest(nonce)
    linking.save(update_fields=["seeker", "asked_at", "session_digest", "nonce_digest"])
    return f"{channel.account_link_dialog()}?{urlencode({'linkToken': token, 'nonce': nonce})}"


def complete(event: LineEvent, *, now: datetime) -> None:
    """LINE says that its user has said yes. Whatever comes of it, the nonce is used, and the member is told by mail.

    Call it with the member locked.
    """
    asked = LineLinking.objects.select_for_update(of=("self",)).select_related("seeker__user")
    linking = asked.filter(nonce_digest=digest(event.body["nonce"])).first()
    if linking is None or linking.seeker is None:
        return
    seeker = linking.seeker
    because = refusal(linking, event)
    if linking.used_at is None:
        linking.used_at = now
        linking.save(update_fields=["used_at"])
    if because:
        queue.queue_message("accounts/line_not_linked", seeker.user, because=because.value)
        return
    link(seeker, event.line_user_id, at=event.occurred_at)


def link(seeker: JobSeeker, line_user_id: str, *, at: datetime) -> None:
    """Call with them locked."""
    account, made = LineAccount.objects.get_or_create(
        seeker=seeker, line_user_id=line_user_id, defaults={"linked_at": at}
    )
    if made:
        LineTopic.objects.bulk_create(LineTopic(account=account, topic=topic) for topic in AT_FIRST)
        queue.queue_message("accounts/line_linked", seeker.user)


def refusal(linking: LineLinking, event: LineEvent) -> Because | None:
    seeker = linking.seeker
    assert seeker is not None  # as `complete` has found it
    wrong = {
        Because.FAILED: event.body["result"] != "ok",
        Because.USED: linking.used_at is not None,
        Because.LATE: event.occurred_at > linking.expires_at,
        Because.OTHER_USER: event.line_user_id != linking.line_user_id,
        Because.OTHER_SESSION: not is_signed_in_still(linking),
        Because.LEAVING: seeker.is_leaving or not seeker.user.is_active,
        Because.TAKEN: LineAccount.objects.filter(line_user_id=event.line_user_id).exclude(seeker=seeker).exists(),
        Because.HAS_ANOTHER: LineAccount.objects.filter(seeker=seeker)
        .exclude(line_user_id=event.line_user_id)
        .exists(),
    }
    return next((because for because, is_so in wrong.items() if is_so), None)


def is_signed_in_still(linking: LineLinking) -> bool:
    """Whether the session in which the button was pressed is that member's still."""
    assert linking.seeker is not None  # as `complete` has found it
    sessions = Session.objects.filter(user=linking.seeker.user_id, expire_date__gt=timezone.now())
    return any(digest(key) == linking.session_digest for key in sessions.values_list("session_key", flat=True))


def give_up(line_user_id: str, *, begun_by: datetime, now: datetime) -> None:
    """End what was begun by then: LINE's yes may come later than the block that followed it. Call with them locked."""
    begun = LineLinking.objects.filter(line_user_id=line_user_id, expires_at__lte=begun_by + LineLinking.GOOD_FOR)
    begun.filter(asked_at=None).delete()
    begun.filter(used_at=None).update(used_at=now)


@transaction.atomic
def unlink_by_member(seeker: JobSeeker) -> None:
    lock_members(JobSeeker.objects.filter(pk=seeker.pk))
    account = LineAccount.objects.select_related("seeker__user").filter(seeker=seeker).first()
    if account:
        unlink(account, because=Message.NotByLine.UNLINKED)


def unlink(account: LineAccount, *, because: Message.NotByLine) -> None:
    """End it at once: what waits goes by mail and says why. The member is told. Call with them locked."""
    user, topics = account.seeker.user, list(account.topics.values_list("topic", flat=True))
    waiting = Message.objects.filter(recipient=user, status=Message.Status.QUEUED, kind__in=kinds_about(topics))
    waiting.update(channel=Message.Channel.MAIL, not_by_line=because)
    account.delete()
    queue.queue_message("accounts/line_unlinked", user, because=because.value)


@transaction.atomic
def choose_topics(seeker: JobSeeker, topics: Collection[str]) -> None:
    """Raises `NotLinked`."""
    lock_members(JobSeeker.objects.filter(pk=seeker.pk))
    account = LineAccount.objects.filter(seeker=seeker).first()
    if account is None:
        raise NotLinked
    account.topics.exclude(topic__in=topics).delete()
    rows = [LineTopic(account=account, topic=topic) for topic in topics]
    LineTopic.objects.bulk_create(rows, ignore_conflicts=True)
