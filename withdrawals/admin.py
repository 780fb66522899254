from withdrawals.requests.admin import (
    logs,  # noqa: F401 - importing them registers them
    requests,  # noqa: F401 - importing them registers them
)
