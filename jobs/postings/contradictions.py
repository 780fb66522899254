from django.utils.translation import gettext_lazy as _

from config.typed import Text, Typed


def contradictions(facts: Typed) -> dict[str, Text]:
    """What a posting says that cannot be so together: a sentence for the field it is said in."""
    found: dict[str, Text] = {}
    least, most = facts.get("pay_min"), facts.get("pay_max")
    if least is not None and most is not None and most < least:
        found["pay_max"] = _("This is less than the pay it begins with.")
    opens, closes = facts.get("opens_on"), facts.get("closes_on")
    if opens and closes and closes < opens:
        found["closes_on"] = _("This is before the posting opens.")
    if facts.get("headcount") == 0:
        found["headcount"] = _("At least one person is wanted.")
    elif facts.get("headcount") and facts["headcount"] < facts.get("filled", 0):
        found["headcount"] = _("More people than this have accepted an offer already.")
    return found
