from django.db.models import QuerySet
from django.http import FileResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from accounts.files.showing import show
from accounts.models import JobSeeker
from accounts.users.access import SignedInRequest
from advisors.counseling.fitting import advisors_for
from advisors.people.models import Advisor


@require_safe
def photo(request: SignedInRequest, advisor_id: int) -> FileResponse:
    """An advisor's photo, for whoever has or may book them, and for staff who see them."""
    return show(get_object_or_404(advisors_known_to(request), pk=advisor_id).photo)


def advisors_known_to(request: SignedInRequest) -> QuerySet[Advisor]:
    seeker = JobSeeker.objects.filter(user=request.user).first()
    own = Advisor.objects.visible_to(request.user).values("pk")
    if seeker is None:
        return Advisor.objects.filter(pk__in=own)
    return Advisor.objects.filter(pk__in=own) | Advisor.objects.filter(pk__in=advisors_for(seeker).values("pk"))
