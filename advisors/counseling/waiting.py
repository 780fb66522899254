"""A seeker whom no slot fits waits for one, and is told once when there is one."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from accounts.messages.queue import queue_message
from accounts.models import AdvisorGender, JobSeeker, leaving
from accounts.profile.correcting import correct_details
from accounts.users.prefectures import Prefecture
from advisors.assignment.assigning import lock_seeker
from advisors.conversation.models import ContactWish
from advisors.conversation.quiet import not_before
from advisors.counseling.fitting import slots_for
from advisors.counseling.models import CounselingSlot, SlotWait
from config.each import do_each


@transaction.atomic
def wait_for_slot(
    seeker: JobSeeker, *, gender: AdvisorGender, prefecture: Prefecture | str, now: datetime | None = None
) -> SlotWait:
    """Wait, for whom and where is asked for; who waits already keeps their place, who was told waits anew."""
    locked = lock_seeker(seeker.pk)
    now = now or locked.locked_at
    wait = SlotWait.objects.untold().filter(seeker=seeker).first()
    wanted = {"gender": gender, "prefecture": prefecture, "since": wait.since if wait else now, "told_at": None}
    return SlotWait.objects.update_or_create(seeker=seeker, defaults=wanted)[0]


def stop_waiting(seeker: JobSeeker) -> None:
    SlotWait.objects.filter(seeker=seeker).delete()


def lift_wish(seeker: JobSeeker) -> None:
    """The seeker takes an advisor of any gender."""
    correct_details(seeker, {"advisor_gender": AdvisorGender.ANY})


def tell_waiting(*, now: datetime) -> None:
    """Tell everybody who waits and for whom there is a slot now, whoever has waited longest first. Safe to repeat.

    At the hours they allow only: a mail that waited for them would tell of a slot that may be gone. Raises
    `SomeFailed`.
    """
    waiting = SlotWait.objects.untold().filter(~leaving("seeker"))
    if not waiting.exists() or not CounselingSlot.objects.free().beginning_from(now).exists():
        return
    waits = {wait.pk: wait for wait in waiting.select_related("seeker__contact_wish").order_by("since")}
    do_each(lambda key: tell_if_fits(waits[key], now=now), waits)


def tell_if_fits(wait: SlotWait, *, now: datetime) -> None:
    wish = getattr(wait.seeker, "contact_wish", ContactWish())
    if not not_before(wish, now=now) and fitting_slots(wait, now=now).exists():
        tell(wait.pk, now=now)


def fitting_slots(wait: SlotWait, *, now: datetime) -> QuerySet[CounselingSlot]:
    slots = slots_for(wait.seeker, now=now, wish=wait.gender)
    return slots.filter(office__prefecture=wait.prefecture) if wait.prefecture else slots


@transaction.atomic
def tell(wait_id: int, *, now: datetime) -> None:
    untold = SlotWait.objects.untold().select_related("seeker__user").select_for_update(of=("self",), skip_locked=True)
    wait = untold.filter(pk=wait_id).first()
    if wait:
        wait.tell(at=now)
        queue_message("advisors/slot_open", wait.seeker.user)
