from accounts.models import Pulse
from accounts.pulses.rounds import hand_out
from accounts.pulses.scheduler import PulsingTask
from config import clock
from config.celery import task
from support.documents import waiting
from support.resume.drawing import draw_blank
from support.resume.trying import read_blank
from support.seminars import noticing, sweeping
from support.seminars import reminding as of_seminars
from support.suits import reminding as of_suits


@task()
def remind_of_suits() -> None:
    """Every few minutes: hand every loan whose day comes or has gone by to a task of its own."""
    due = of_suits.due(now=clock.now()).values_list("pk", flat=True)
    hand_out(due, remind_of_suit.delay, pulse=Pulse.Name.SUIT_REMINDERS)


@task()
def remind_of_suit(loan_id: int) -> None:
    of_suits.remind(loan_id, now=clock.now())


@task(base=PulsingTask, pulse=Pulse.Name.PRESS)
def try_press() -> None:
    """Every few minutes: whoever wants a résumé should not be the first to learn that none can be made."""
    draw_blank(now=clock.now())


@task(base=PulsingTask, pulse=Pulse.Name.READING)
def try_reading() -> None:
    """Every few minutes: whoever hands in a document or a photo should not be the first to learn that none is read."""
    read_blank()


@task()
def sweep_seminars() -> None:
    """Each minute: hand every seminar in which something has come about by itself to a task of its own."""
    due = sweeping.due(clock.now()).values_list("pk", flat=True)
    hand_out(due, look_after_seminar.delay, pulse=Pulse.Name.SEATS)


@task()
def look_after_seminar(seminar_id: int) -> None:
    sweeping.look_after(seminar_id)


@task()
def remind_of_seminars() -> None:
    """Every few minutes: hand every seat of tomorrow that is to be called to mind to a task of its own."""
    due = of_seminars.due(now=clock.now()).values_list("pk", flat=True)
    hand_out(due, remind_of_seat.delay, pulse=Pulse.Name.SEMINAR_REMINDERS)


@task()
def remind_of_seat(seat_id: int) -> None:
    of_seminars.remind(seat_id, now=clock.now())


@task(base=PulsingTask, pulse=Pulse.Name.SEMINAR_NOTICES)
def owe_seminar_notices() -> None:
    noticing.owe_notices(now=clock.now())


@task()
def scan_files() -> None:
    """Those that wait for the virus scanner, where there is one."""
    waiting.scan_waiting(now=clock.now())
