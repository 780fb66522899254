import uuid
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from accounts.models import JobSeeker, Pulse
from config import clock
from withdrawals.erasure.erasing import erase_member
from withdrawals.requests.advancing import close_duplicates
from withdrawals.requests.blacking_out import black_out_sure
from withdrawals.requests.models import Actor, WithdrawalRequest


def backed_up_at() -> datetime | None:
    """Of which moment a restored database is: when its service last said that it lives. Ask before it is started."""
    last: datetime | None = Pulse.objects.aggregate(last=Max("at"))["last"]
    return last


@transaction.atomic
def erase_again(erasure_id: uuid.UUID, *, now: datetime | None = None) -> bool:
    """Erase a member whom a restored backup has brought back; False if it has not.

    A withdrawal that the backup shows as scheduled is completed with it. No mail goes out: the receipt was sent then.
    What leads to nobody else in texts about others becomes black again, too.
    """
    theirs = WithdrawalRequest.objects.scheduled().filter(seeker__erasure_id=erasure_id)
    request = theirs.select_for_update(of=("self",)).first()
    members = JobSeeker.objects.select_for_update(of=("self",)).select_related("user")
    member = members.filter(erasure_id=erasure_id).first()
    if member is None:
        return False
    now = now or clock.now()
    close_duplicates(member, now=now)
    black_out_sure([member])
    erased = erase_member(member, now=now)
    if request:
        request.move(WithdrawalRequest.Status.COMPLETED, at=now, actor=Actor.WORKER, erased=erased, seeker=None)
    return True
