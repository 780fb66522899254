from django.conf import settings
from django.http import HttpRequest

from config.typed import Text


def service(request: HttpRequest) -> dict[str, Text | bool]:
    """What every page may say of the service itself."""
    return {
        "SERVICE_NAME": settings.SERVICE_NAME,
        "SUPPORT_PHONE": settings.SUPPORT_PHONE,
        "SUPPORT_HOURS": settings.SUPPORT_HOURS,
        "LINE": settings.LINE_CHANNEL,
    }
