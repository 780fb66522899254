from withdrawals.admin import logs, requests  # noqa: F401 - importing them registers them
