from django.http import FileResponse, Http404

from accounts.files.models import File


def show(file: File | None) -> FileResponse:
    """What is in it, for whoever may see the row it belongs to: ask that first. Raises 404 if there is none."""
    if file is None:
        raise Http404
    try:
        return FileResponse(file.stored.open(), content_type=file.content_type)
    except FileNotFoundError:
        raise Http404 from None
