"""The broker that needs no server: a folder of messages, each of which appears whole or not at all.

kombu's own file-system transport writes a message in place, so a reader may meet half of it; a half-written
message stops the worker (kombu #1551). Here a message is written beside the queue and then renamed into it.
"""

import os
import time
import uuid
from pathlib import Path
from typing import Any

from kombu.transport import TRANSPORT_ALIASES, filesystem
from kombu.utils.encoding import str_to_bytes
from kombu.utils.json import dumps


class Channel(filesystem.Channel):
    def _put(  # type: ignore[override]  # kombu's own names differ
        self, queue: str, payload: dict[str, Any], **kwargs: Any
    ) -> None:
        folder = Path(self.data_folder_out)
        name = f"{time.time_ns():020d}_{uuid.uuid4()}.{queue}.msg"
        draft = folder / f"{name}.part"
        with draft.open("wb") as file:
            file.write(str_to_bytes(dumps(payload)))
            file.flush()
            os.fsync(file.fileno())
        os.replace(draft, folder / name)


class Transport(filesystem.Transport):
    Channel = Channel

    def drain_events(self, connection: Any, timeout: float | None = None, **kwargs: Any) -> None:
        """Look for messages for a quarter of a second at most, so that a worker that is asked to stop soon does.

        Celery looks twice more for its two seconds before it stops.
        """
        soon = timeout and min(timeout, 0.25)
        super().drain_events(connection, timeout=soon)  # type: ignore[no-untyped-call]  # kombu says nothing of it


TRANSPORT_ALIASES["filesystem"] = "config.spool:Transport"
