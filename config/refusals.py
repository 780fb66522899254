"""What was asked for is not done, and why: one class for each reason, raised by the action that refuses.

Whoever asked, on a page or in the admin, is shown its sentence.
"""

from django.utils.translation import gettext_lazy as _

from config.typed import Text


class Refusal(Exception):
    """Nothing was changed; `said` is the sentence for whoever asked."""

    said: Text = _("Nothing was changed.")
