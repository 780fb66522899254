"""What somebody is told who has asked for codes, or tried them, too often.

One sentence that says what to do; the same whether the address is somebody's or nobody's.
"""

from datetime import datetime

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from config import days
from config.refusals import Refusal


class TooOften(Refusal):
    """A budget is used up, until `retry_at`."""

    text = _("That was very often. Please try again after %(time)s, or ring us: %(phone)s.")

    def __init__(self, retry_at: datetime) -> None:
        super().__init__(retry_at)
        self.retry_at = retry_at
        self.said = self.text % {"time": shown(retry_at), "phone": settings.SUPPORT_PHONE}


class CodeTriedOut(TooOften):
    """This one code; a new one may be asked for."""

    text = _("This code no longer counts. Please have a new one sent.")


class ManyWrongCodes(TooOften):
    """Of an address: whoever reads its mails gets in by the link that is mailed to it."""

    text = _(
        "Many wrong codes were typed for this address, so none counts here before %(time)s. "
        "The link that we mail to it does, or the support desk helps: %(phone)s."
    )


def shown(moment: datetime) -> str:
    is_today = timezone.localdate(moment) == timezone.localdate()
    return days.hour(moment) if is_today else days.when(moment)
