"""What seekers want of a job, and who asks for referrals, as the advisor and the desk read it."""

from django.contrib import admin
from django.forms import BaseInlineFormSet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from accounts.admin.seekers import JobSeekerAdmin
from config.admin import ReadOnlyAdmin, ServiceAdmin, ServiceInline
from jobs.models import DesiredCondition, ReferralWish
from jobs.wording import in_words


class InWords:
    @admin.display(description=_("what is wished for"), empty_value="-")
    def words(self, condition: DesiredCondition) -> str:
        return in_words(condition)


class ShownOnly(BaseInlineFormSet):
    """Rows beside a form, to be read: nothing of them is sent with it, and nothing stored."""

    def __init__(self, data=None, files=None, **kwargs):
        super().__init__(**kwargs)
        self.new_objects = self.changed_objects = self.deleted_objects = []

    def is_valid(self) -> bool:
        return True

    def save(self, commit: bool = True) -> list:
        return []


class ConditionInline(ReadOnlyAdmin, InWords, ServiceInline):
    """On the page of the seeker."""

    model = DesiredCondition
    formset = ShownOnly
    fields = readonly_fields = ["is_must", "rank", "kind", "words", "reason"]


JobSeekerAdmin.inlines = [*JobSeekerAdmin.inlines, ConditionInline]


@admin.register(DesiredCondition)
class DesiredConditionAdmin(ReadOnlyAdmin, InWords, ServiceAdmin):
    """Seekers write them themselves, in their own words."""

    list_display = ["member_number", "kind", "words", "is_must", "rank", "reason"]
    list_select_related = ["seeker"]
    list_filter = ["is_must", "kind"]
    ordering = ["seeker", "-is_must", "rank", "id"]
    search_fields = ["seeker__member_number"]
    search_help_text = _("Any part of the member number")
    fields = ["member_number", "kind", "words", "is_must", "rank", "reason"]
    readonly_fields = ["member_number", "words"]

    @admin.display(description=_("member number"))
    def member_number(self, condition: DesiredCondition) -> str:
        return condition.seeker.member_number


@admin.register(ReferralWish)
class ReferralWishAdmin(ReadOnlyAdmin, ServiceAdmin):
    """Who asks for referrals, whoever has waited longest first."""

    list_display = ["member_number", "name", "asked_at", "page"]
    list_select_related = ["seeker"]
    ordering = ["asked_at", "seeker"]
    fields = ["member_number", "name", "asked_at", "page"]
    readonly_fields = ["member_number", "name", "page"]

    @admin.display(description=_("member number"))
    def member_number(self, wish: ReferralWish) -> str:
        return wish.seeker.member_number

    @admin.display(description=_("name"))
    def name(self, wish: ReferralWish) -> str:
        return wish.seeker.name

    @admin.display(description=_("page of the job seeker"))
    def page(self, wish: ReferralWish) -> str:
        address = reverse("admin:accounts_jobseeker_change", args=[wish.pk])
        return format_html('<a href="{}">{}</a>', address, _("See conditions"))
