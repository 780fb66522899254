"""What accounts counts by the month; see config/tallied.py."""

from django.utils.translation import gettext_lazy as _

from accounts.messages.models import Message, Notice
from config.tallied import Tallied

SENT_KINDS = {kind.value: kind.label for kind in (Notice.JOB, Notice.SEMINAR)}

TALLIED = [
    Tallied(what="registered", label=_("Registrations"), meaning=_("A mailbox was proven, and a membership began."))
]
NOTICES = [
    Tallied(
        what="notice_sent",
        label=_("Notices sent"),
        meaning=_("A notice that members may turn off left, by mail or LINE."),
        channels={channel.value: channel.label for channel in Message.Channel},
        kinds=SENT_KINDS,
    ),
    Tallied(
        what="notice_stopped",
        label=_("Notices stopped"),
        meaning=_("A member turned off a kind of notice."),
        kinds={notice.value: notice.label for notice in Notice},
    ),
]
