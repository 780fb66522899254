from accounts.expiry import forget
from accounts.files import removing
from accounts.line import bot, reading
from accounts.messages.delivery import claim_in_turn, deliver
from accounts.models import Pulse
from accounts.pulses.scheduler import PulsingTask
from config import clock
from config.celery import task

# Redis takes 0 first. Somebody may be waiting for a code; nobody waits for a night's notices.
BEHIND_THE_OTHERS = 9


@task()
def deliver_message(message_id: int) -> None:
    deliver(message_id, now=clock.now())


@task(base=PulsingTask, pulse=Pulse.Name.MESSAGES)
def sweep_messages() -> None:
    """Hand the messages that are ready to a task each, behind those that have just been written."""
    for claimed in claim_in_turn(now=clock.stamp()):
        for message_id in claimed:
            deliver_message.apply_async((message_id,), priority=BEHIND_THE_OTHERS)


@task()
def read_line_event(event_id: int) -> None:
    reading.read(event_id, now=clock.now())


@task()
def sweep_line_events() -> None:
    """Hand what LINE has told us, and nobody has read, to a task each."""
    for event_id in reading.ready_ids(now=clock.stamp()):
        read_line_event.delay(event_id)


@task()
def ask_for_line_name() -> None:
    if bot.ask_for_basic_id(now=clock.now()):
        Pulse.beats(Pulse.Name.LINE, at=clock.stamp())


@task()
def remove_files() -> None:
    removing.remove_files(now=clock.now())


@task(base=PulsingTask, pulse=Pulse.Name.STRAYS)
def find_stray_files() -> None:
    removing.find_strays(now=clock.now())


@task(base=PulsingTask, pulse=Pulse.Name.EXPIRED)
def forget_expired() -> None:
    forget(now=clock.now())
