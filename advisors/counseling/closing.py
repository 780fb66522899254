"""Close the service on a single day, and open it again. A deadline that was promised stays what it is."""

from datetime import date

from django.db import transaction

from advisors.counseling.models import CounselingSlot
from advisors.counseling.slots import make_slots_of
from advisors.people.models import ClosedDay
from advisors.tasks import make_slots
from config.business_days import closed_by_desk


@transaction.atomic
def close(closed: ClosedDay, *, today: date) -> None:
    """From now on it is no business day, and nothing on it is free; what is booked stays, for somebody to decide about.

    Slots that are remembered or made by hand stay as they are, for the day to be opened again. Each is locked once: a
    booking that was faster is seen after this, and a later one waits and finds the day closed.
    """
    closed.save(force_insert=True)
    slots = CounselingSlot.objects.filter(held_on=closed.day)
    for advisor_id in slots.order_by("advisor").values_list("advisor", flat=True).distinct():
        make_slots_of(advisor_id, today=today)
    list(slots.order_by("pk").select_for_update(of=("self",)).values_list("pk"))
    transaction.on_commit(closed_by_desk.forget)


@transaction.atomic
def open_again(closed: ClosedDay) -> None:
    """It is a business day again; the worker makes those of its slots that went."""
    closed.delete()
    transaction.on_commit(closed_by_desk.forget)
    make_slots.delay_on_commit()
