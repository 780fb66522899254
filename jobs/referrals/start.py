"""Applications that wait for the advisor, on the advisor's first page."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User, leaving
from advisors.models import Assignment
from config.admin.lines import Line, lines, since_then
from config.admin.start import Waiting
from jobs.referrals.models import Referral, ReferralQuerySet


def parts(user: User, *, now: datetime) -> Iterable[Waiting]:
    if not user.is_advisor:
        return
    yield Waiting(
        name="applications",
        title=_("Applications to send to the company"),
        rows=lines(
            of_own(user).filter(status=Referral.Status.APPLIED).order_by("applied_at", "pk"),
            since="applied_at",
            seeker="seeker",
            what="posting__title",
            more="posting__company__name",
            leaving=leaving("seeker"),
        ),
        page=page_of,
        told=posting_and_since,
        everything=f"{reverse('admin:jobs_referral_changelist')}?status__exact=applied",
        urgency="near",
    )


def of_own(user: User) -> ReferralQuerySet:
    """Of the seekers whom this person accompanies now, whatever else they may see."""
    return Referral.objects.filter(seeker__in=Assignment.objects.current().filter(advisor__user=user).values("seeker"))


def page_of(line: Line) -> str:
    return reverse("admin:jobs_referral_change", args=[line.key])


def posting_and_since(line: Line) -> str:
    return f"{line.what} ({line.more}) · {since_then(line)}"
