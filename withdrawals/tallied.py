"""What withdrawals counts by the month; see config/tallied.py. By no office and no advisor: see decision 0040."""

from django.utils.translation import gettext_lazy as _

from config.tallied import Tallied
from withdrawals.requests.models import Channel, Reason

TALLIED = [
    Tallied(
        what="withdrawn",
        label=_("Withdrawals"),
        meaning=_("A withdrawal was completed. Business days are counted from the day on which it came in."),
        channels={channel.value: channel.label for channel in Channel},
        kinds={"": _("No reason given"), **{reason.value: reason.label for reason in Reason}},
        has_days=True,
    )
]
