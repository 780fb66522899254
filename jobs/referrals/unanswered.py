"""What has been referred to a member and waits for them, as the number beside the link says it. It waits for ever."""

from django.db.models import OuterRef, QuerySet

from jobs.referrals.models import Referral


def rows(seeker: OuterRef) -> QuerySet[Referral]:
    return Referral.objects.filter(seeker=seeker, status=Referral.Status.PROPOSED)
