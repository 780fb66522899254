"""What seekers ask their advisor to refer, on the advisor's first page."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from config.admin.lines import Line, lines, on_that_day
from config.admin.start import Waiting
from jobs.conditions.asked import asked_of


def parts(user: User, *, now: datetime) -> Iterable[Waiting]:
    if not user.is_advisor:
        return
    yield Waiting(
        name="asked-for",
        title=_("Postings that job seekers ask for"),
        help=_(
            "A referral answers it. If a posting does not fit, please write to them why; they take it back themselves."
        ),
        rows=lines(
            asked_of(user),
            key="posting",
            since="asked_at",
            seeker="seeker",
            what="posting__title",
            more="posting__company__name",
        ),
        label=lambda line: line.what,
        page=lambda line: f"{reverse('admin:jobs_referral_add')}?seeker={line.seeker}&posting={line.key}",
        told=company_and_day,
        also=conversation,
        urgency="near",
    )


def company_and_day(line: Line) -> str:
    asked = gettext("asked on %(day)s") % {"day": on_that_day(line)}
    return f"{line.more} · {asked}"


def conversation(line: Line) -> tuple[str, str]:
    return gettext("Conversation"), reverse("admin:advisors_conversationentry_thread", args=[line.seeker])
