"""The desk blacks out a name in a text that its writer opens no more, without reading it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from config import days
from config.admin.buttons import Question, ask
from config.admin.visible import staff
from config.noted import listed
from withdrawals.requests.admin.taking import TakingAdmin
from withdrawals.requests.blacking_out import black_out_unseen
from withdrawals.requests.mentions import Mention, mentions_of
from withdrawals.requests.models import WithdrawalRequest

EXPLANATION = _(
    "The name, phone number and e-mail address of the member become black wherever they stand in this text. "
    "You are not shown what it says: a person of the same name becomes black as well."
)


class UnseenAdmin(TakingAdmin):
    """The page behind "Black it out unseen": which text it is, and a button."""

    def get_urls(self) -> list[URLPattern]:
        page = self.admin_site.admin_view(self.black_out_view)
        address = "<int:request_id>/black-out/<slug:kind>/<int:key>/"
        return [path(address, page, name="withdrawals_withdrawalrequest_black_out"), *super().get_urls()]

    def black_out_view(self, request: HttpRequest, request_id: int, kind: str, key: int) -> HttpResponse:
        withdrawal = self.get_object(request, str(request_id))
        if not self.has_change_permission(request, withdrawal):
            raise PermissionDenied
        if request.method == "POST":
            return self.black_out(request, withdrawal, kind, key)
        mentions = (
            mentions_of(withdrawal.seeker, to=staff(request)) if withdrawal.seeker and withdrawal.is_scheduled else []
        )
        mention = next((it for it in mentions if it.is_for_desk and (it.kind, it.key) == (kind, key)), None)
        if mention is None:
            return self.say_nothing_left(request, withdrawal)
        return ask(self, request, self.question_of(request, withdrawal, mention))

    def black_out(self, request: HttpRequest, withdrawal: WithdrawalRequest, kind: str, key: int) -> HttpResponse:
        if not black_out_unseen(withdrawal.pk, kind, key, by=staff(request)):
            return self.say_nothing_left(request, withdrawal)
        # That it was done is recorded, by whom and when; in which text is not.
        self.log_change(request, withdrawal, gettext_noop("blacked out words unseen"))
        messages.success(request, gettext("The words are blacked out."))
        return HttpResponseRedirect(page_of(withdrawal))

    def say_nothing_left(self, request: HttpRequest, withdrawal: WithdrawalRequest) -> HttpResponse:
        messages.info(request, gettext("There is nothing to black out in this text any more."))
        return HttpResponseRedirect(page_of(withdrawal))

    def question_of(self, request: HttpRequest, withdrawal: WithdrawalRequest, mention: Mention) -> Question:
        about = [mention.what, listed([mention.advisor, days.day(mention.at)])]
        button = gettext("Black it out unseen")
        return Question(about, str(EXPLANATION), button, action=request.path, back=page_of(withdrawal))


def page_of(withdrawal: WithdrawalRequest) -> str:
    return reverse("admin:withdrawals_withdrawalrequest_change", args=[withdrawal.pk])
