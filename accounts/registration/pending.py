"""Which registration this browser is in the middle of: a signed cookie, so that nothing is stored for a visitor."""

from django.http import HttpRequest, HttpResponse

from accounts.registration.models import MailboxProof

COOKIE = "registration"
INVITED = "invited"


def remember_registration(response: HttpResponse, proof: MailboxProof, *, secure: bool) -> HttpResponse:
    response.set_signed_cookie(COOKIE, str(proof.pk), max_age=proof.LIFE, secure=secure, httponly=True, samesite="Lax")
    return response


def pending_registration(request: HttpRequest) -> MailboxProof | None:
    proof_id = request.get_signed_cookie(COOKIE, default=None, max_age=MailboxProof.LIFE)
    if proof_id is None:
        return None
    return MailboxProof.objects.filter(pk=proof_id, purpose=MailboxProof.Purpose.REGISTRATION).first()


def remember_invitation(response: HttpResponse, invitation: str, *, secure: bool) -> HttpResponse:
    """By which invitation this browser is about to register, for as long as a registration takes."""
    life = MailboxProof.LIFE
    response.set_signed_cookie(INVITED, invitation, max_age=life, secure=secure, httponly=True, samesite="Lax")
    return response


def invited_by(request: HttpRequest) -> str:
    return request.get_signed_cookie(INVITED, default="", max_age=MailboxProof.LIFE) or ""
