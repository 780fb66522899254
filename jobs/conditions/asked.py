"""What seekers have asked their advisors to refer, as the pages of both show it."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from accounts.models import JobSeeker, User
from jobs.conditions.asking import MOST
from jobs.conditions.models import PostingWish
from jobs.conditions.referable import refusal, with_standing


@dataclass(frozen=True)
class Asked:
    """What of `wishes` is of an open posting, by its id, and why no more can be asked for: a word, or nothing."""

    wishes: list[PostingWish]
    because: str

    @property
    def days(self) -> dict[int, datetime]:
        return {wish.posting_id: wish.asked_at for wish in self.wishes if wish.posting.is_open}


def asked_by(seeker: JobSeeker) -> Asked:
    """In two queries."""
    wishes = list(seeker.posting_wishes.select_related("posting__company"))
    many = "many" if sum(wish.posting.is_open for wish in wishes) >= MOST else ""
    return Asked(wishes, refusal(with_standing(JobSeeker.objects.all()).get(pk=seeker.pk)) or many)


def asked_of(advisor: User) -> QuerySet[PostingWish]:
    """What this advisor's own seekers ask to be referred to now, whoever has waited longest first."""
    wishes = PostingWish.objects.visible_to(advisor).waiting()
    return wishes.select_related("seeker", "posting__company").order_by("asked_at", "pk")
