"""What is kept for a while only."""

from datetime import datetime, timedelta

from accounts.models import Attempt, FormerAddress, LineEvent, LineLinking, Look, MailboxProof, Message, Session

FINISHED_MESSAGES_KEPT = READ_EVENTS_KEPT = timedelta(days=30)


def forget(*, now: datetime) -> None:
    """Delete what has run out: proofs, sessions, former addresses, counts, looks, and messages finished a month ago."""
    MailboxProof.objects.expired(now).delete()
    FormerAddress.objects.run_out(now).delete()
    Attempt.objects.filter(ends_at__lte=now).delete()
    Look.objects.filter(at__lte=now - Look.KEPT_FOR).delete()
    Session.objects.filter(expire_date__lte=now).delete()
    Message.objects.filter(finished_at__lte=now - FINISHED_MESSAGES_KEPT).delete()
    LineEvent.objects.filter(handled_at__lte=now - READ_EVENTS_KEPT).delete()
    LineLinking.objects.filter(expires_at__lte=now - LineLinking.KEPT_FOR).delete()
