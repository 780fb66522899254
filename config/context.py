from django.conf import settings
from django.http import HttpRequest


def service(request: HttpRequest) -> dict[str, str]:
    """What every page may say of the service itself."""
    return {
        "SERVICE_NAME": settings.SERVICE_NAME,
        "SUPPORT_PHONE": settings.SUPPORT_PHONE,
        "SUPPORT_HOURS": settings.SUPPORT_HOURS,
    }
