"""What somebody is told who has asked for codes, or tried them, too often."""

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.attempts.budgets import TRIES_OF_A_CODE, WRONG_CODES, TooOften


def sentence(refusal: TooOften) -> str:
    """One sentence that says what to do; the same whether the address is somebody's or nobody's."""
    if refusal.budget is TRIES_OF_A_CODE:
        return _("This code no longer counts. Please have a new one sent.")
    if refusal.budget is WRONG_CODES:
        return _(
            "Many wrong codes were typed for this address, so none counts here before %(time)s. "
            "The link that we mail to it does, or the support desk helps: %(phone)s."
        ) % said(refusal)
    return _("That was very often. Please try again after %(time)s, or ring us: %(phone)s.") % said(refusal)


def said(refusal: TooOften) -> dict[str, str]:
    at = timezone.localtime(refusal.retry_at)
    form = "%H:%M" if at.date() == timezone.localdate() else "%Y-%m-%d %H:%M"
    return {"time": at.strftime(form), "phone": settings.SUPPORT_PHONE}
