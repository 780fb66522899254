from withdrawals.requests.admin import (
    leaving,  # noqa: F401 - importing them registers them
    logs,  # noqa: F401 - importing them registers them
    requests,  # noqa: F401 - importing them registers them
)
