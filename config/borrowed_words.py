"""Sentences of Django and allauth that the Japanese catalogue says in this service's own words.

Nothing imports this module: it is read when the catalogue is extracted, and a project's catalogue goes before those of
its libraries.
"""

from django.utils.translation import gettext_noop, ngettext_lazy

# Fields, whoever drew the form
gettext_noop("This field is required.")
gettext_noop("Null characters are not allowed.")
gettext_noop("Select a valid choice. %(value)s is not one of the available choices.")
gettext_noop("Select a valid choice. That choice is not one of the available choices.")
ngettext_lazy(
    "Ensure this value has at most %(limit_value)d character (it has %(show_value)d).",
    "Ensure this value has at most %(limit_value)d characters (it has %(show_value)d).",
)
ngettext_lazy("%(num)d month", "%(num)d months", "num")

# Signing in
gettext_noop("Be patient, you are sending too many requests.")
gettext_noop("Too many failed login attempts. Try again later.")
gettext_noop("This account is currently inactive.")
gettext_noop("Incorrect code.")

# The second step
gettext_noop("Authenticator code")
gettext_noop("Use authenticator app or code")
gettext_noop("Use a security key")
gettext_noop("Master key")
gettext_noop("Backup key")
gettext_noop("Key nr. {number}")
gettext_noop("You cannot deactivate two-factor authentication.")
gettext_noop("You cannot generate recovery codes without having two-factor authentication enabled.")
gettext_noop("You cannot activate two-factor authentication until you have verified your email address.")

# The admin
gettext_noop("Select %s to change")
gettext_noop("Select %s to view")
gettext_noop("Add %s")
gettext_noop("Change %s")
gettext_noop("Add %(name)s")
gettext_noop(" By %(filter_title)s ")
gettext_noop("None available")
gettext_noop("This object doesn’t have a change history. It probably wasn’t added via this admin site.")
gettext_noop("The {name} “{obj}” was added successfully.")
gettext_noop("The {name} “{obj}” was changed successfully.")
gettext_noop("content type")
gettext_noop("log entry")
gettext_noop("log entries")
gettext_noop("object repr")
gettext_noop("permission")
gettext_noop("permissions")
gettext_noop("superuser status")
