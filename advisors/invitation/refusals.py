from django.utils.translation import gettext_lazy as _

from accounts.attempts.refusals import TooOften


class ManyInvitations(TooOften):
    """As many as one person may write in a day, or to one address."""

    text = _("You have written many invitations today, or several to this address. The next can go after %(time)s.")
