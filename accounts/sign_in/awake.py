from django.http import HttpRequest
from django.http.response import HttpResponseBase

from accounts.sign_in.sessions import SessionStore
from config.middleware import View


def stay_awake(get_response: View) -> View:
    """Each page that staff ask for begins their idle time anew; nobody is looked up who was not already."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        user, session = getattr(request, "_cached_user", None), request.session
        if user and user.is_authenticated and isinstance(session, SessionStore):
            session.owner = user
            if user.is_staff:
                session.stay_awake()
        return response

    return middleware
