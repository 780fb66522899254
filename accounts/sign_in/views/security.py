"""allauth's pages of the second factor, where a factor that no key opens any more counts as none."""

from typing import Any

from allauth.mfa.base import views as base_views
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes import views as recovery_views
from allauth.mfa.totp import views as totp_views
from allauth.mfa.utils import is_mfa_enabled
from allauth.mfa.webauthn import views as passkey_views
from django.db import transaction
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.views import View

from accounts.sign_in.second_factors import drop_unreadable, unreadable
from accounts.users.access import SignedInRequest
from config.admin.site import FACTORS
from config.typed import FormView, Typed


class Index(base_views.IndexView):
    def get_context_data(self, **kwargs: Any) -> Typed:
        context = super().get_context_data(**kwargs)
        over = {authenticator.type for authenticator in unreadable(self.request.user)}
        usable = {kind: held for kind, held in context["authenticators"].items() if kind not in over}
        return {**context, "authenticators": usable, "is_over": bool(over)}


class Renewing(FormView[BaseForm]):
    """Takes the place of what no key opens, once the new factor is proved; until then that row stays."""

    request: SignedInRequest

    @transaction.atomic
    def form_valid(self, form: BaseForm) -> HttpResponse:
        drop_unreadable(self.request.user)
        return super().form_valid(form)

    def get_context_data(self, **kwargs: Any) -> Typed:
        return {**super().get_context_data(**kwargs), "is_over": bool(unreadable(self.request.user))}


class SetUpApp(Renewing, totp_views.ActivateTOTPView):
    pass


class AddPasskey(Renewing, passkey_views.AddWebAuthnView):
    pass


class OnlyReadable(View):
    """Leads whose codes no key opens to where new ones are made."""

    request: SignedInRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if Authenticator.Type.RECOVERY_CODES in {authenticator.type for authenticator in unreadable(self.request.user)}:
            return redirect("mfa_generate_recovery_codes")
        return super().dispatch(request, *args, **kwargs)


class RecoveryCodes(OnlyReadable, recovery_views.ViewRecoveryCodesView):
    pass


class DownloadCodes(OnlyReadable, recovery_views.DownloadRecoveryCodesView):
    pass


class MakeCodes(recovery_views.GenerateRecoveryCodesView):
    """Recovery codes stand in for a factor; who has none that can be used sets that up first."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not is_mfa_enabled(request.user, FACTORS):
            return redirect("mfa_index")
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> Typed:
        context = super().get_context_data(**kwargs)
        return {**context, "unused_code_count": 0} if unreadable(self.request.user) else context


index = Index.as_view()
set_up_app = SetUpApp.as_view()
add_passkey = AddPasskey.as_view()
recovery_codes = RecoveryCodes.as_view()
download_codes = DownloadCodes.as_view()
make_codes = MakeCodes.as_view()
