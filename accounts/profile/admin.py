"""The desk changes the e-mail address of a member who has lost the mailbox and is on the phone.

The member reads out the code that the new address was sent; so it is theirs, and no slip of the tongue gives the
membership away.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from accounts.attempts.budgets import WRONG_CODES_OF_A_MEMBER, Share, mails, spend
from accounts.attempts.limits import too_often
from accounts.attempts.refusals import TooOften
from accounts.profile import correcting as actions
from accounts.profile.forms import CodeForm
from accounts.registration.models import MailboxProof
from accounts.registration.views import CodePage
from accounts.users.fields import EmailField
from accounts.users.models import JobSeeker, User
from config import clock
from config.admin.visible import ServiceAdmin
from config.typed import Text

BEGUN_HERE = "email_change"  # the session remembers which proof its owner began, after the identity check


class NewEmailForm(forms.Form):
    email = EmailField(label=_("New e-mail address"))
    identity_checked = forms.BooleanField(
        label=_("Identity checked: I have called the member back on the registered phone number."),
        error_messages={"required": _("Please call the member back before you change it.")},
    )

    def __init__(self, *args: Any, present: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.present = present

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        if email == self.present:
            raise ValidationError(_("This is the present address."))
        return email


@dataclass(frozen=True)
class ReadOutPage(CodePage):
    """Takes the code that the member reads out, and looks like the desk's pages."""

    page: Callable[..., HttpResponse]

    def shown(
        self, request: HttpRequest, proof: MailboxProof, form: CodeForm, *, refusal: TooOften | None = None
    ) -> HttpResponse:
        return self.page(form, proof=proof, refusal=refusal and refusal.said)


def of_change_by_desk(request: HttpRequest, proof: MailboxProof) -> tuple[Share, ...]:
    """Each member's own, beside what they type themselves: who has their session cannot keep the desk from helping."""
    return (WRONG_CODES_OF_A_MEMBER.of(f"desk {proof.user_id}", email=proof.user.email if proof.user else ""),)


class ChangingEmail(ServiceAdmin[JobSeeker]):
    """A page of members."""

    email_template = "admin/accounts/jobseeker/email.html"

    class Media:
        css = {"all": ["css/admin-queue.css"]}

    def get_urls(self) -> list[URLPattern]:
        page = self.admin_site.admin_view(self.email_view)
        return [path("<path:object_id>/email/", page, name="accounts_jobseeker_email"), *super().get_urls()]

    def email_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """First the new address, then the code that was sent to it."""
        seeker = self.get_object(request, object_id)
        if not self.has_change_permission(request, seeker):
            raise PermissionDenied
        begun = request.session.get(BEGUN_HERE)
        proof = MailboxProof.objects.filter(pk=begun, user=seeker.user_id).first() if begun else None
        if proof and "again" not in request.GET and proof.is_open(clock.now()):
            return self.code_step(request, seeker, proof)
        return self.address_step(request, seeker)

    def address_step(self, request: HttpRequest, seeker: JobSeeker) -> HttpResponse:
        form = NewEmailForm(request.POST or None, present=seeker.user.email)
        if request.method != "POST" or not form.is_valid():
            return self.email_page(request, seeker, form)
        email, now = form.cleaned_data["email"], clock.now()
        try:
            spend(mails(email, source=f"desk {request.user.pk}"), now=now)
        except TooOften as refusal:
            page = self.email_page(request, seeker, form, refusal=refusal.said)
            return too_often(page, retry_at=refusal.retry_at, now=now)
        proof = actions.begin_contact_change(seeker.user, email=email, language=seeker.user.language, now=now)
        request.session[BEGUN_HERE] = proof.pk
        return redirect("admin:accounts_jobseeker_email", seeker.pk)

    def code_step(self, request: HttpRequest, seeker: JobSeeker, proof: MailboxProof) -> HttpResponse:
        here = reverse("admin:accounts_jobseeker_email", args=[seeker.pk])
        write, page = partial(self.write_email, seeker=seeker), partial(self.email_page, request, seeker)
        return ReadOutPage(self.email_template, write, here, of_change_by_desk, page).answer(request, proof)

    def write_email(self, request: HttpRequest, proof: MailboxProof, *, seeker: JobSeeker) -> HttpResponse:
        try:
            actions.complete_contact_change(proof, ends_sessions=True)
        except actions.AddressTaken as refusal:
            messages.error(request, refusal.said)
            return redirect("admin:accounts_jobseeker_email", seeker.pk)
        except User.DoesNotExist:
            messages.error(request, gettext("This membership has ended meanwhile."))
            return redirect("admin:accounts_jobseeker_changelist")
        self.log_change(request, seeker, gettext_noop("e-mail address changed after an identity check"))
        text = gettext(
            "The e-mail address is changed. The member is signed out everywhere, and the old address is told."
        )
        messages.success(request, text)
        return redirect("admin:accounts_jobseeker_change", seeker.pk)

    def email_page(
        self,
        request: HttpRequest,
        seeker: JobSeeker,
        form: forms.Form,
        *,
        proof: MailboxProof | None = None,
        refusal: Text | None = None,
    ) -> HttpResponse:
        context = {
            "member": seeker,
            "is_leaving": seeker.is_leaving,
            "form": form,
            "proof": proof,
            "refusal": refusal,
        }
        return self.own_page(request, self.email_template, gettext("Change the e-mail address"), context)
