"""What a member decides about their own withdrawal: by a mailed link, on my page, or when they register again."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.models import JobSeeker, MailboxProof, User
from accounts.registration.pending import pending_registration
from accounts.registration.views import sign_in
from accounts.users.access import MemberRequest, for_members
from config.buttons import button_on
from config.steps import InvalidTransition
from config.typed import Text
from withdrawals.requests import filing as actions
from withdrawals.requests.links import Purpose, status_path
from withdrawals.requests.models import Actor, WithdrawalRequest
from withdrawals.requests.views.leaving import find_request

Status = WithdrawalRequest.Status


Choice = Callable[[HttpRequest, MailboxProof, WithdrawalRequest], User]


@dataclass(frozen=True)
class Link:
    """What stands on the page behind a mailed link, and what its button does."""

    title: Text
    explanation: Text
    button: Text
    done: Text
    act: Callable[[int, Actor], WithdrawalRequest]
    while_status: str


LINKS = {
    Purpose.STOP: Link(
        _("Stop the withdrawal"),
        _("Your membership goes on as it is, and nothing is erased."),
        _("Stop the withdrawal"),
        _("The withdrawal is stopped. Your membership goes on as it was."),
        lambda pk, actor: actions.cancel(pk, actor=actor),
        Status.SCHEDULED,
    ),
    Purpose.COMPLETE: Link(
        _("Complete the withdrawal now"),
        _("Everything we hold about you is erased within minutes. This cannot be undone."),
        _("Complete it now"),
        _("Your withdrawal is being completed. The receipt reaches you by mail within minutes."),
        lambda pk, actor: actions.hurry(pk, actor=actor),
        Status.SCHEDULED,
    ),
    Purpose.CONFIRM: Link(
        _("Confirm your withdrawal"),
        _("You confirm that you have asked to withdraw from the service."),
        _("Yes, I want to withdraw"),
        _("Thank you. Your withdrawal is under way; the details reach you by mail."),
        lambda pk, actor: actions.confirm_mailbox(pk),
        Status.NEEDS_REVIEW,
    ),
}


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def link(request: HttpRequest, token: str) -> HttpResponse:
    """A mailed link. Opening it changes nothing, because mail scanners open links; the button does.

    One that was used, is over, was cut off or is none of ours: all are told the same.
    """
    purpose, found = find_request(token, *LINKS)
    if purpose is None or found is None:
        return render(request, "withdrawals/requests/link_void.html")
    behind = LINKS[purpose]
    if request.method == "POST":
        return press(request, found, behind, actor=Actor.LINK)
    if found.status != behind.while_status:
        return render(request, "withdrawals/requests/link_void.html")
    context = {"title": behind.title, "explanation": behind.explanation, "button": behind.button}
    return render(request, "withdrawals/requests/link.html", context)


def press(request: HttpRequest, found: WithdrawalRequest, behind: Link, *, actor: Actor) -> HttpResponse:
    try:
        behind.act(found.pk, actor)
    except InvalidTransition:
        return render(request, "withdrawals/requests/link_void.html")
    context = {"title": behind.title, "text": behind.done, "status_url": status_path(Purpose.FOLLOW, found)}
    return render(request, "withdrawals/requests/link_done.html", context)


@for_members
@button_on("accounts:mypage")
def cancel_own(request: MemberRequest) -> HttpResponse:
    withdrawal = request.seeker.withdrawal
    try:
        if withdrawal:
            actions.cancel(withdrawal.pk, actor=Actor.MEMBER)
    except InvalidTransition:
        withdrawal = None
    if withdrawal:
        messages.success(request, gettext("The withdrawal is stopped. Your membership goes on as it was."))
    return redirect("accounts:mypage")


@require_http_methods(["GET", "POST"])
@for_members
def complete_own(request: MemberRequest) -> HttpResponse:
    withdrawal = request.seeker.withdrawal
    if withdrawal is None:
        return redirect("accounts:mypage")
    behind = LINKS[Purpose.COMPLETE]
    if request.method == "POST":
        return press(request, withdrawal, behind, actor=Actor.MEMBER)
    context = {"title": behind.title, "explanation": behind.explanation, "button": behind.button}
    return render(request, "withdrawals/requests/link.html", context)


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def return_choice(request: HttpRequest) -> HttpResponse:
    """Somebody registers while their withdrawal is pending, and has proven the mailbox: stop it, or start afresh."""
    proof = pending_registration(request)
    if proof is None or proof.proven_at is None:
        return redirect("accounts:register")
    seeker = JobSeeker.objects.filter(user__email=proof.email).first()
    withdrawal = seeker.withdrawal if seeker else None
    if withdrawal is None:
        return redirect("accounts:register_code")
    choose = CHOICES.get(request.POST.get("choice", ""))
    if request.method == "POST" and choose:
        return chosen(request, choose, proof, withdrawal)
    return render(request, "withdrawals/requests/return_choice.html", {"request_": withdrawal})


def chosen(request: HttpRequest, choose: Choice, proof: MailboxProof, withdrawal: WithdrawalRequest) -> HttpResponse:
    try:
        return sign_in(request, choose(request, proof, withdrawal))
    except InvalidTransition:  # completed, or stopped in another browser, a moment ago
        return redirect("accounts:register_code")


def stay(request: HttpRequest, proof: MailboxProof, withdrawal: WithdrawalRequest) -> User:
    actions.cancel(withdrawal.pk, actor=Actor.LINK)
    messages.success(request, gettext("The withdrawal is stopped. Your membership goes on as it was."))
    return User.objects.get(email=proof.email)


def start_afresh(request: HttpRequest, proof: MailboxProof, withdrawal: WithdrawalRequest) -> User:
    user = actions.start_afresh(proof, withdrawal.pk)
    messages.success(request, gettext("Your former membership is erased. Welcome: you are newly registered."))
    return user


CHOICES = {"stop": stay, "fresh": start_afresh}
