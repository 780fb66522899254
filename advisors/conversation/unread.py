"""What a member has not read of what their advisor wrote, as the number beside the link says it."""

from django.db.models import OuterRef, QuerySet

from advisors.conversation.models import ConversationEntry
from config import clock


def rows(seeker: OuterRef) -> QuerySet[ConversationEntry]:
    entries = ConversationEntry.objects.unread().gone(clock.Stamp())
    return entries.filter(seeker=seeker, assignment__ended_at=None, is_from_seeker=False)
