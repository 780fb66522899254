"""That somebody wrote, on the member's page for staff; what they wrote stands in the conversation."""

from collections.abc import Iterable

from django.db.models import Case, CharField, Value, When
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import JobSeeker, User
from advisors.assignment.assigning import accompanies
from advisors.conversation.models import ConversationEntry
from config.admin.lines import lines
from config.admin.timeline import Topic

FROM = {"seeker": _("from the job seeker"), "advisor": _("from the advisor")}


def topics(seeker: JobSeeker, user: User) -> Iterable[Topic]:
    """For the advisor of now alone: nobody else has a page to read it on."""
    if not (user.has_perm("advisors.view_conversationentry") and accompanies(user, seeker)):
        return
    writer = Case(When(is_from_seeker=True, then=Value("seeker")), default=Value("advisor"), output_field=CharField())
    thread = reverse("admin:advisors_conversationentry_thread", args=[seeker.pk])
    yield Topic(
        name=_("The whole conversation"),
        rows=lines(
            ConversationEntry.objects.visible_to(user).filter(seeker=seeker).order_by("-goes_at", "-pk"),
            since="goes_at",
            what=writer,
        ),
        title=lambda line: _("Message"),
        said=lambda line: FROM[line.what],
        page=lambda line: thread,
        everything=thread,
    )
