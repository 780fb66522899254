from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.i18n import set_language as set_language_cookie

from accounts.models import Language, User
from config.buttons import button_on


@login_not_required
@button_on("accounts:landing")
def set_language(request: HttpRequest) -> HttpResponse:
    """Switch the language of the pages for this browser and, for somebody signed in, of their mails."""
    chosen = request.POST.get("language", "")
    if request.user.is_authenticated and chosen in Language.values:
        User.objects.filter(pk=request.user.pk).update(language=chosen)
    return set_language_cookie(request)
