"""Who is beside a member, and what of theirs is new, on my page."""

from datetime import datetime, time
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import JobSeeker, Notice
from accounts.profile.agenda import Rank, Standing, Step
from advisors.assignment.models import Assignment
from advisors.conversation.models import ConversationEntry
from advisors.counseling.fitting import BOOKED_AHEAD
from advisors.counseling.models import CounselingBooking, CounselingSlot
from advisors.people.models import Advisor
from config import clock
from config.typed import Typed


def entries(seeker: JobSeeker, *, now: datetime) -> list[Standing | Step]:
    found = asked(seeker, now)
    messages = [new_messages(found["unread"], now=now)] if found["unread"] else []
    return [standing(found), *messages]


def asked(seeker: JobSeeker, now: datetime) -> Typed:
    """All of it in one statement; what is of a later app by the name of its relation."""
    me: QuerySet[JobSeeker] = JobSeeker.objects.filter(pk=OuterRef("pk"))
    bookings = CounselingBooking.objects.counseling().filter(seeker=OuterRef("pk"))
    current = Assignment.objects.current().filter(seeker=OuterRef("pk"))
    free = free_times(now)
    columns = {
        "id_of_advisor": current.values("advisor"),
        "name_of_advisor": current.values("advisor__name"),
        "photo_of_advisor": current.values("advisor__photo"),
        "unread": unread(),
        "free_on": free.values("held_on")[:1],
        "free_hour": free.values("hour")[:1],
        "awaits_counseling": Exists(bookings.booked()),
        "has_been_counseled": Exists(bookings.completed()),
        "has_wishes": Exists(me.filter(desired_conditions__isnull=False)),
        "is_stopped": Exists(me.filter(stopped_notices__kind=Notice.JOB)),
    }
    found: Typed = JobSeeker.objects.filter(pk=seeker.pk).annotate(**columns).values(*columns).get()
    return found


def free_times(now: datetime) -> QuerySet[CounselingSlot]:
    """The free times of the member's own advisor, the soonest first."""
    theirs = {"advisor__assignments__seeker": OuterRef("pk"), "advisor__assignments__ended_at": None}
    at_work = Advisor.objects.at_work().values("pk")
    free = CounselingSlot.objects.free().beginning_from(now + BOOKED_AHEAD).filter(**theirs, advisor__in=at_work)
    return free.order_by("held_on", "hour")


def unread() -> QuerySet[ConversationEntry, Any]:
    """How much of what the advisor wrote is new."""
    new = ConversationEntry.objects.unread().filter(is_from_seeker=False, goes_at__lte=clock.stamp())
    of_now = new.filter(assignment__seeker=OuterRef("pk"), assignment__ended_at=None)
    return of_now.order_by().values("assignment").annotate(number=Count("pk")).values("number")


def standing(found: Typed) -> Standing:
    photo = reverse("advisors:photo", args=[found["id_of_advisor"]]) if found["photo_of_advisor"] else ""
    free_at = found["free_on"] and timezone.make_aware(datetime.combine(found["free_on"], time(found["free_hour"])))
    return Standing(
        advisor=found["name_of_advisor"] or "",
        photo=photo and f"{photo}?{found['photo_of_advisor']}",
        free_at=free_at,
        awaits_counseling=found["awaits_counseling"],
        has_been_counseled=found["has_been_counseled"],
        has_wishes=found["has_wishes"],
        hears_of_jobs=not found["is_stopped"],
    )


def new_messages(number: int, *, now: datetime) -> Step:
    what = ngettext("%(number)s new message", "%(number)s new messages", number) % {"number": number}
    return Step(rank=Rank.MESSAGES, what=what, page=reverse("advisors:advisor"), button=_("See the messages"), at=now)
