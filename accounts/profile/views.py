"""A member's own pages."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe
from django.views.i18n import set_language as set_language_cookie

from accounts.attempts.budgets import WRONG_CODES_OF_A_MEMBER, Share, mails, spend
from accounts.attempts.limits import too_often
from accounts.attempts.refusals import TooOften
from accounts.messages import links
from accounts.messages.models import Notice
from accounts.profile import correcting as actions
from accounts.profile.agenda import agenda
from accounts.profile.forms import MemberForm, NoticesForm
from accounts.registration.models import MailboxProof
from accounts.registration.views import CodePage
from accounts.sign_in.fresh import ask_for_proof, is_fresh
from accounts.users.access import MemberRequest, for_members
from accounts.users.models import JobSeeker, Language, User
from config import clock
from config.buttons import button_on
from config.typed import Typed

TYPED = "contact_typed"


@login_not_required
@require_safe
def landing(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/landing.html")


@require_safe
def after_sign_in(request: HttpRequest) -> HttpResponse:
    """Staff go to the admin, members to their page."""
    return redirect("admin:index" if request.user.is_staff else "accounts:mypage")


@require_safe
@for_members
def mypage(request: MemberRequest) -> HttpResponse:
    seeker, now = request.seeker, timezone.now()
    withdrawal = seeker.withdrawal
    shown = agenda(seeker, now=now, is_leaving=withdrawal is not None)
    context = {"seeker": seeker, "withdrawal": withdrawal, "agenda": shown, "standing": shown.standing}
    return render(request, "accounts/mypage.html", context)


@require_http_methods(["GET", "POST"])
@for_members
def profile(request: MemberRequest) -> HttpResponse:
    seeker, today = request.seeker, timezone.localdate()
    asks_wish = not actions.has_advisor(seeker)
    form = MemberForm(
        request.POST or None, today=today, asks_wish=asks_wish, initial=held_about(seeker) | typed(request)
    )
    context = {"form": form, "asks_wish": asks_wish, "seeker": seeker, "refusal": ""}
    if request.method == "POST" and form.is_valid():
        details = form.details()
        phone, email = details.pop("phone"), form.cleaned_data["email"]
        actions.correct_details(seeker, details)
        if phone == seeker.phone.as_e164 and email == request.user.email:
            messages.success(request, _("Your profile is saved."))
            return redirect("accounts:mypage")
        if email != request.user.email and not is_fresh(request):
            request.session[TYPED] = {"email": email, "phone": form.cleaned_data["phone"].as_national}
            return ask_for_proof(request, then=request.path)
        return prove_contact(request, context, email=email, phone=phone)
    return render(request, "accounts/profile/profile.html", context)


def typed(request: HttpRequest) -> Typed:
    """The contact somebody typed before they were led through a fresh proof: shown once more, to be saved now."""
    if request.method != "GET" or TYPED not in request.session:
        return {}
    messages.info(request, _("Your new contact is filled in. Please save it now."))
    contact: Typed = request.session.pop(TYPED)
    return contact


def held_about(seeker: JobSeeker) -> Typed:
    names = ("family_name", "given_name", "family_kana", "given_kana", "birth_date", "prefecture", "advisor_gender")
    held = {name: getattr(seeker, name) for name in names}
    return {**held, "email": seeker.user.email, "phone": seeker.phone.as_national}


def prove_contact(request: MemberRequest, context: Typed, *, email: str, phone: str) -> HttpResponse:
    now = clock.now()
    try:
        spend(mails(email, source=f"member {request.user.pk}"), now=now)
    except TooOften as refusal:
        page = render(request, "accounts/profile/profile.html", {**context, "refusal": refusal.said})
        return too_often(page, retry_at=refusal.retry_at, now=now)
    actions.begin_contact_change(request.user, email=email, phone=phone, language=get_language(), now=now)
    return redirect("accounts:contact_code")


@require_http_methods(["GET", "POST"])
@for_members
def contact_code(request: MemberRequest) -> HttpResponse:
    proof = MailboxProof.objects.filter(user=request.user).select_related("user").first()
    return CONTACT_PAGE.answer(request, proof) if proof else redirect("accounts:profile")


def of_contact_change(request: HttpRequest, proof: MailboxProof) -> tuple[Share, ...]:
    """Each member's own, so that nobody's wrong codes keep another one from an address that is theirs."""
    return (WRONG_CODES_OF_A_MEMBER.of(str(proof.user_id), email=proof.user.email if proof.user else ""),)


def write_contact(request: HttpRequest, proof: MailboxProof) -> HttpResponse:
    try:
        actions.complete_contact_change(proof)
    except actions.AddressTaken as refusal:
        messages.error(request, refusal.said)
        return redirect("accounts:profile")
    except User.DoesNotExist:
        raise Http404 from None
    messages.success(request, _("Your contact is saved."))
    return redirect("accounts:mypage")


CONTACT_PAGE = CodePage("accounts/profile/contact_code.html", write_contact, "accounts:profile", of_contact_change)


@require_http_methods(["GET", "POST"])
@for_members
def notices(request: MemberRequest) -> HttpResponse:
    seeker = request.seeker
    stopped = set(seeker.stopped_notices.values_list("kind", flat=True))
    form = NoticesForm(request.POST or None, initial={"kinds": [kind for kind in Notice.values if kind not in stopped]})
    if request.method == "POST" and form.is_valid():
        actions.choose_notices(seeker, stopped=set(Notice.values) - set(form.cleaned_data["kinds"]))
        messages.success(request, _("Your notice settings are saved."))
        if seeker.is_notices_only and Notice.JOB not in form.cleaned_data["kinds"]:
            text = _("You have chosen “notices only” and turned job notices off: nothing at all reaches you now.")
            messages.warning(request, text)
        return redirect("accounts:mypage")
    return render(request, "accounts/profile/notices.html", {"form": form})


@csrf_exempt  # mail programs post here by themselves (RFC 8058); the sealed address is the permission
@login_not_required
@require_http_methods(["GET", "POST"])
def stop_notice(request: HttpRequest, token: str) -> HttpResponse:
    named = links.read(token)
    if named is None:
        raise Http404
    seeker_id, kind = named
    context = {"kind": Notice(kind).label}
    if request.method == "POST":
        actions.stop_notice(seeker_id, kind)
        return render(request, "accounts/profile/notice_stopped.html", context)
    return render(request, "accounts/profile/notice_stop.html", context)


@login_not_required
@button_on("accounts:landing")
def set_language(request: HttpRequest) -> HttpResponse:
    """Switch the language of the pages for this browser and, for somebody signed in, of their mails."""
    chosen = request.POST.get("language", "")
    if request.user.is_authenticated and chosen in Language.values:
        User.objects.filter(pk=request.user.pk).update(language=chosen)
    return set_language_cookie(request)
