from accounts.admin import groups, log, messages, seekers, users  # noqa: F401 - importing them registers them
