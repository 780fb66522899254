"""Which mail of this app goes out when. The notice is for others to send."""

from django.utils.translation import gettext_lazy as _

from accounts.messages.kinds import Kind, Leaves
from accounts.models import Notice, Topic

MAILS = {
    "contact_change_code": Kind(
        _("Code to change the contact"),
        "To the new address that a member has typed, each time they ask for a code to change to it.",
        Leaves.AT_ONCE,
        stored={"code": str},
    ),
    "contact_changed": Kind(
        _("Contact changed"),
        "To a member's former address, once it is another.",
        Leaves.AT_ONCE,
    ),
    "line_linked": Kind(
        _("LINE linked"),
        "To a member, once LINE is linked to their membership.",
        Leaves.AT_ONCE,
    ),
    "line_not_linked": Kind(
        _("LINE not linked"),
        "To a member whose link to LINE came to nothing: used twice, late, of another session, or of somebody else.",
        Leaves.AT_ONCE,
        stored={"because": str},
    ),
    "line_unlinked": Kind(
        _("Link to LINE ended"),
        "To a member, as they have ended the link to LINE on their page, or blocked us there.",
        Leaves.AT_ONCE,
        stored={"because": str},
    ),
    "proof_code": Kind(
        _("Code to go on"),
        "To somebody signed in, who asks for a code before they change a sign-in or take their data along.",
        Leaves.AT_ONCE,
        stored={"code": str},
    ),
    "registration_code": Kind(
        _("Code to register"),
        "To the address that was typed to register, each time a code is asked for.",
        Leaves.AT_ONCE,
        stored={"code": str},
    ),
    "registration_link": Kind(
        _("Link to register"),
        "To the address that was typed to register, instead of a new code once too many wrong ones were typed for it.",
        Leaves.AT_ONCE,
        stored={"link_url": str},
    ),
    "security_changed": Kind(
        _("Sign-in changed"),
        "To whose authenticator app, passkey or recovery codes were added or removed.",
        Leaves.AT_ONCE,
    ),
    "service_news": Kind(
        Notice.NEWS.label,
        "To members who have not turned it off; none is sent yet.",
        Leaves.IN_HOURS,
        topic=Topic.NOTICES,
    ),
    "sign_in_code": Kind(
        _("Code to sign in"),
        "To somebody with an account, each time a code to sign in is asked for.",
        Leaves.AT_ONCE,
        stored={"code": str},
    ),
    "sign_in_link": Kind(
        _("Link to sign in"),
        "To somebody with an account, instead of a code once too many wrong ones were typed for it.",
        Leaves.AT_ONCE,
        stored={"link_url": str},
    ),
    "staff_address_changed": Kind(
        _("To staff: address changed"),
        "To both addresses, once an administrator has changed that of a staff account; the new one if it was in use.",
        Leaves.AT_ONCE,
    ),
    "staff_welcome": Kind(
        _("To new staff: how to begin"),
        "To somebody at work here who has never signed in, once an administrator has made their account or let it in.",
        Leaves.AT_ONCE,
        stored={"second_factor": bool},
    ),
    "unknown_account": Kind(
        _("Sign-in with an unknown address"),
        "To an address without an account, for which a code to sign in was asked for.",
        Leaves.AT_ONCE,
    ),
    "welcome": Kind(
        _("Welcome"),
        "To a new member, once they are registered.",
        Leaves.AT_ONCE,
    ),
}
