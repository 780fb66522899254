from django.http import HttpRequest, HttpResponseBase
from django.middleware.gzip import GZipMiddleware

TEXTS = ("text/", "application/json", "application/xml")


class CompressedTexts(GZipMiddleware):
    """Pages and other texts leave compressed; what is a picture or a document is so already, and leaves as it is.

    Django adds bytes of a random number to each, against guessing a secret by the length of what is sent around it.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        is_text = response.get("Content-Type", "").startswith(TEXTS) and not response.streaming
        return super().process_response(request, response) if is_text else response
