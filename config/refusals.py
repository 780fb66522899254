"""What was asked for is not done, and why: one class for each reason, raised by the action that refuses.

Whoever asked, on a page or in the admin, is shown its sentence.
"""

from django.utils.translation import gettext_lazy as _

from config.typed import Text


class Refusal(Exception):
    """Nothing was changed; `said` is the sentence for whoever asked.

    Where that speaks to a member of themselves, `said_of_member` is the same for staff who asked for them.
    """

    said: Text = _("Nothing was changed.")
    said_of_member: Text = ""

    @property
    def to_staff(self) -> Text:
        return self.said_of_member or self.said
