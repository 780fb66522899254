from django.http import HttpRequest
from django.http.response import HttpResponseBase

from accounts.sign_in.sessions import SessionStore
from config.middleware import View


def stay_awake(get_response: View) -> View:
    """Each page that staff ask for begins their idle time anew; nobody is looked up who was not already."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        user = getattr(request, "_cached_user", None)
        if user and user.is_staff and isinstance(request.session, SessionStore):
            request.session.stay_awake()
        return response

    return middleware
