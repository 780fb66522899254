from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WithdrawalsConfig(AppConfig):
    """How members leave: requests, finding the member, deadlines, erasure, the desk's queue."""

    name = "withdrawals"
    verbose_name = _("Withdrawals")
