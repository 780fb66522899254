"""Applications that wait for the advisor, on the advisor's first page."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import CharField, Value
from django.db.models.functions import Cast, Concat
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User, leaving
from advisors.models import Assignment
from config.admin.lines import Line, lines, on_that_day, since_then
from config.admin.start import Waiting
from config.noted import noted
from jobs.referrals.models import Referral, ReferralQuerySet
from jobs.referrals.whose_turn import overdue


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
    yield Waiting(
        name="overdue-words",
        title=_("Ask the company: the next word is overdue"),
        help=_("Enter by when it answers; the job seeker reads the day on their page, and is asked nothing."),
        rows=lines(
            overdue(of_own(user), now=now),
            since="waits_since",
            seeker="seeker",
            what=Concat("posting__title", Value(" ("), "posting__company__name", Value(")")),
            more=Cast("word_expected_on", CharField()),
            leaving=leaving("seeker"),
        ),
        page=page_of,
        told=posting_and_day,
        urgency="near",
    )


def of_own(user: User) -> ReferralQuerySet:
    """Of the seekers whom this person accompanies now, whatever else they may see."""
    return Referral.objects.filter(seeker__in=Assignment.objects.current().filter(advisor__user=user).values("seeker"))


def page_of(line: Line) -> str:
    return reverse("admin:jobs_referral_change", args=[line.key])


def posting_and_day(line: Line) -> str:
    if line.more:
        said = gettext("expected by %(day)s") % {"day": on_that_day(line)}
    else:
        said = gettext("with the company since %(day)s, no day named") % {"day": on_that_day(line)}
    return f"{line.what} · {said}"


def posting_and_since(line: Line) -> str:
    return f"{noted(line.what, line.more)} · {since_then(line)}"
