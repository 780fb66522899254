"""What a member was referred, and each step of a selection, on their page for staff."""

from collections.abc import Iterable
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import JobSeeker, User
from config.admin.lines import Line, lines
from config.admin.timeline import Topic
from config.typed import Text
from jobs.referrals.models import Referral, ReferralEvent


def topics(seeker: JobSeeker, user: User) -> Iterable[Topic]:
    if not user.has_perm("jobs.view_referral"):
        return
    listed = reverse("admin:jobs_referral_changelist")
    everything = f"{listed}?{urlencode({'q': seeker.member_number})}"
    yield Topic(
        name=_("All referrals"),
        rows=lines(
            Referral.objects.visible_to(user).filter(seeker=seeker).order_by("-proposed_at", "-pk"),
            since="proposed_at",
            what="posting__title",
        ),
        title=lambda line: _("Referral"),
        said=lambda line: line.what,
        page=page_of,
        everything=everything,
    )
    yield Topic(
        name=_("All selections"),
        rows=lines(
            ReferralEvent.objects.visible_to(user).filter(referral__seeker=seeker).order_by("-at", "-pk"),
            key="referral",
            since="at",
            what="referral__posting__title",
            more="to_status",
        ),
        title=step_of,
        said=lambda line: line.what,
        page=page_of,
        everything=everything,
    )


def step_of(line: Line) -> Text:
    return Referral.Status(line.more).label


def page_of(line: Line) -> str:
    return reverse("admin:jobs_referral_change", args=[line.key])
