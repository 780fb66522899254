"""What seekers want of a job, and who asks for referrals, as the advisor and the desk read it."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from accounts.models import JobSeeker
from accounts.users.admin.leaving import MarksLeaving
from accounts.users.admin.seekers import JobSeekerAdmin
from config.admin.menu import InMenu
from config.admin.visible import ReadOnlyAdmin, ServiceAdmin, ServiceInline, staff
from config.typed import BaseInlineFormSet, Row
from jobs.conditions.in_words import in_words
from jobs.conditions.models import DesiredCondition, PostingWish, ReferralWish


class InWords:
    @admin.display(description=_("what is wished for"), empty_value="-")
    def words(self, condition: DesiredCondition) -> str:
        return in_words(condition)


class ShownOnly(BaseInlineFormSet[Row, JobSeeker, Any]):
    """Rows beside a form, to be read: nothing of them is sent with it, and nothing stored."""

    def __init__(self, data: object = None, files: object = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.new_objects, self.changed_objects, self.deleted_objects = [], [], []

    def is_valid(self) -> bool:
        return True

    def save(self, commit: bool = True) -> list[Row]:
        return []


class ConditionInline(ReadOnlyAdmin[Any], InWords, ServiceInline[DesiredCondition]):
    """On the page of the seeker."""

    model = DesiredCondition
    template = "admin/shown_rows.html"
    formset = ShownOnly[DesiredCondition]
    fields = ("is_must", "rank", "kind", "words", "reason")
    readonly_fields = fields


class PostingWishInline(ReadOnlyAdmin[Any], ServiceInline[PostingWish]):
    """On the page of the seeker, for whoever is their advisor: what they ask to be referred to."""

    model = PostingWish
    template = "admin/shown_rows.html"
    formset = ShownOnly[PostingWish]
    fields = ("title", "company", "asked_at", "refer")
    readonly_fields = fields

    def has_view_permission(self, request: HttpRequest, obj: JobSeeker | None = None) -> bool:
        return staff(request).is_advisor and super().has_view_permission(request, obj)

    def get_queryset(self, request: HttpRequest) -> QuerySet[PostingWish]:
        waiting = PostingWish.objects.waiting().values("pk")
        return super().get_queryset(request).filter(pk__in=waiting).select_related("posting__company")

    @admin.display(description=_("job posting"))
    def title(self, wish: PostingWish) -> str:
        return wish.posting.title

    @admin.display(description=_("company"))
    def company(self, wish: PostingWish) -> str:
        return wish.posting.company.name

    @admin.display(description=_("referral"))
    def refer(self, wish: PostingWish) -> str:
        asked = urlencode({"seeker": wish.seeker_id, "posting": wish.posting_id})
        return format_html('<a href="{}?{}">{}</a>', reverse("admin:jobs_referral_add"), asked, _("Refer it"))


JobSeekerAdmin.inlines = [*JobSeekerAdmin.inlines, PostingWishInline, ConditionInline]


@admin.register(DesiredCondition)
class DesiredConditionAdmin(ReadOnlyAdmin[DesiredCondition], InWords, ServiceAdmin[DesiredCondition]):
    """Seekers write them themselves, in their own words."""

    in_menu = InMenu(look=_("See what job seekers want"))
    list_display = ["member_number", "kind", "words", "is_must", "rank", "reason"]
    list_select_related = ["seeker"]
    list_filter = ["is_must", "kind"]
    ordering = ["seeker", "-is_must", "rank", "id"]
    search_fields = ["seeker__member_number"]
    search_help_text = _("Any part of the member number")
    fields = ["member_number", "kind", "words", "is_must", "rank", "reason"]
    readonly_fields = ["member_number", "words"]

    def choice_label(self, obj: DesiredCondition) -> str:
        return f"{obj.seeker.called} {obj.get_kind_display()}"

    @admin.display(description=_("member number"))
    def member_number(self, condition: DesiredCondition) -> str:
        return condition.seeker.member_number


@admin.register(ReferralWish)
class ReferralWishAdmin(MarksLeaving[ReferralWish], ReadOnlyAdmin[ReferralWish], ServiceAdmin[ReferralWish]):
    """Who asks for referrals, whoever has waited longest first."""

    in_menu = InMenu(look=_("See who asks for new referrals"))
    list_display = ["member_number", "member_name", "asked_at", "page"]
    list_select_related = ["seeker"]
    ordering = ["asked_at", "seeker"]
    fields = ["member_number", "member_name", "asked_at", "page"]
    readonly_fields = ["member_number", "member_name", "page"]

    def choice_label(self, obj: ReferralWish) -> str:
        return obj.seeker.called

    @admin.display(description=_("member number"))
    def member_number(self, wish: ReferralWish) -> str:
        return wish.seeker.member_number

    @admin.display(description=_("page of the job seeker"))
    def page(self, wish: ReferralWish) -> str:
        address = reverse("admin:accounts_jobseeker_change", args=[wish.pk])
        return format_html('<a href="{}">{}</a>', address, _("See conditions"))
