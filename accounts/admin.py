from accounts.looks import admin as looks  # noqa: F401 - importing them registers them
from accounts.messages import admin as messages  # noqa: F401 - importing them registers them
from accounts.users.admin import (
    groups,  # noqa: F401 - importing them registers them
    log,  # noqa: F401 - importing them registers them
    seekers,  # noqa: F401 - importing them registers them
    staff,  # noqa: F401 - importing them registers them
)
