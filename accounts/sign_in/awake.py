from django.http import HttpRequest, HttpResponse


def stay_awake(get_response):
    """Each page that staff ask for begins their idle time anew; nobody is looked up who was not already."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        user = getattr(request, "_cached_user", None)
        if user and user.is_staff:
            request.session.stay_awake()
        return response

    return middleware
