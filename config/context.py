from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from config import office_hours
from config.kana import KANA
from config.typed import Text


def service(request: HttpRequest) -> dict[str, Text | bool]:
    """What every page may say of the service itself."""
    return {
        "SITE_URL": settings.SITE_URL,
        "SERVICE_NAME": settings.SERVICE_NAME,
        "SUPPORT_PHONE": settings.SUPPORT_PHONE,
        "SUPPORT_HOURS": office_hours.in_words(),
        "LINE": settings.LINE_CHANNEL,
        "KANA": get_language() == "ja" and bool(request.COOKIES.get(KANA)),
    }
