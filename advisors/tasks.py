from accounts.models import Pulse
from accounts.pulses.rounds import hand_out
from accounts.pulses.scheduler import PulsingTask
from advisors.conversation import fetching
from advisors.counseling import reminding, slots, waiting
from advisors.invitation import inviting
from advisors.tallies import gathering
from config import clock
from config.celery import task


@task(base=PulsingTask, pulse=Pulse.Name.SLOTS)
def make_slots() -> None:
    """Each night: the slots of four weeks."""
    try:
        slots.make_slots(today=clock.today())
    finally:
        tell_who_waits.delay()


@task(base=PulsingTask, pulse=Pulse.Name.TALLIES)
def gather_tallies() -> None:
    gathering.gather()


@task(base=PulsingTask, pulse=Pulse.Name.WAITING)
def tell_who_waits() -> None:
    waiting.tell_waiting(now=clock.now())


@task()
def sweep_files() -> None:
    """Each minute: hand every file that is to be fetched from LINE to a task of its own."""
    for entry_id in fetching.ready(clock.stamp()):
        fetch_file.delay(entry_id)


@task()
def fetch_file(entry_id: int) -> None:
    fetching.fetch_one(entry_id, now=clock.now())


@task()
def remind_of_tomorrow() -> None:
    """Every few minutes: hand every counseling of tomorrow that is to be called to mind to a task of its own."""
    due = reminding.due(now=clock.now()).values_list("pk", flat=True)
    hand_out(due, remind_of_counseling.delay, pulse=Pulse.Name.COUNSELING_REMINDERS)


@task()
def remind_of_counseling(booking_id: int) -> None:
    reminding.remind(booking_id, now=clock.now())


@task(base=PulsingTask, pulse=Pulse.Name.INVITATIONS)
def end_invitations() -> None:
    inviting.end_those_over(now=clock.now())
