"""Close the service on a single day, and open it again. A deadline that was promised stays what it is."""

from datetime import date

from django.db import transaction
from django.db.models import QuerySet

from advisors.counseling.models import HELD_ON_ANY_DAY, CounselingBooking, CounselingSlot
from advisors.counseling.slots import make_slots_of, offer
from advisors.people.models import ClosedDay
from advisors.tasks import make_slots
from config.business_days import closed_by_desk


@transaction.atomic
def close(closed: ClosedDay, *, today: date) -> None:
    """From now on it is no business day. Its slots go; what is booked stays, for somebody to decide about."""
    closed.save(force_insert=True)
    slots = CounselingSlot.objects.filter(held_on=closed.day)
    for advisor_id in slots.order_by("advisor").values_list("advisor", flat=True).distinct():
        make_slots_of(advisor_id, today=today)
    take_back_free(slots.filter(~HELD_ON_ANY_DAY, is_offered=True))
    transaction.on_commit(closed_by_desk.forget)


def take_back_free(slots: QuerySet[CounselingSlot]) -> None:
    """Who has booked is asked once the slots are locked: a booking that was faster is seen, and a later one waits."""
    locked = list(slots.order_by("pk").select_for_update(of=("self",)).values_list("pk", flat=True))
    held = set(CounselingBooking.objects.holding().filter(slot__in=locked).values_list("slot", flat=True))
    offer(set(locked) - held, is_offered=False)


@transaction.atomic
def open_again(closed: ClosedDay) -> None:
    """It is a business day again; the worker makes its slots."""
    closed.delete()
    transaction.on_commit(closed_by_desk.forget)
    make_slots.delay_on_commit()
