import logging
import time
from typing import Any

from celery.beat import PersistentScheduler
from django.db import DatabaseError, connection

from accounts.pulses.models import Pulse
from config import clock, heartbeat
from config.celery import SweptTask

log = logging.getLogger(__name__)


class PulsingScheduler(PersistentScheduler):
    """The scheduler, which also writes down twice a minute that it lives: in the database, whatever the broker does."""

    EVERY = 30.0
    written_at = -EVERY

    def tick(self, *args: Any, **kwargs: Any) -> float:
        wait: float = super().tick(*args, **kwargs)
        if time.monotonic() - self.written_at >= self.EVERY:
            self.write()
        return min(wait, self.EVERY)

    def write(self) -> None:
        """A database that is down does not stop the beat."""
        is_first, self.written_at = self.written_at < 0, time.monotonic()
        try:
            if is_first:
                Pulse.expect_all(at=clock.now())
            Pulse.beats(Pulse.Name.BEAT, at=clock.now())
        except DatabaseError as error:
            log.warning("pulse not written: %s", type(error).__name__)
        finally:
            connection.close()


class PulsingTask(SweptTask):
    """A sweep, which writes down that it went well: one that fails each time is seen to stand still.

    One that is `heard` is told of outside as well, once that is stored.
    """

    abstract = True
    pulse: Pulse.Name
    heard = False

    def on_success(self, *args: object, **kwargs: object) -> None:
        Pulse.beats(self.pulse, at=clock.stamp())
        if self.heard:
            heartbeat.beat()
