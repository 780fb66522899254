"""What staff write beside a referral, for whoever wrote it to black words out."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from accounts.models import User
from advisors.conversation.admin.blacking_out import OwnText
from jobs.referrals.models import CompanyNote, JobInterview, Referral


def own_company_notes(user: User) -> QuerySet[CompanyNote]:
    return CompanyNote.objects.visible_to(user).filter(written_by=user)


def own_referrals(user: User) -> QuerySet[Referral]:
    return Referral.objects.visible_to(user).filter(referred_by=user)


def own_interviews(user: User) -> QuerySet[JobInterview]:
    """Whoever accompanies the seeker writes when and where, whoever wrote it before."""
    theirs = Referral.objects.filter(seeker__assignments__advisor__user=user, seeker__assignments__ended_at=None)
    return JobInterview.objects.filter(referral__in=theirs.values("pk"))


def page_of(row: CompanyNote | JobInterview) -> str:
    return reverse("admin:jobs_referral_change", args=[row.referral_id])


def page_of_referral(referral: Referral) -> str:
    return reverse("admin:jobs_referral_change", args=[referral.pk])


OWN_TEXTS: dict[str, OwnText[Any]] = {
    "black_out": OwnText(own_company_notes, page_of),
    "black_out_note": OwnText(own_referrals, page_of_referral, "note"),
    "black_out_interview": OwnText(own_interviews, page_of, "notes"),
    "black_out_place": OwnText(own_interviews, page_of, "place"),
}
