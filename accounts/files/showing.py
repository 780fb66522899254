from django.http import FileResponse, Http404

from accounts.files.models import File


def show(file: File | None, *, as_attachment: bool = False) -> FileResponse:
    """What is in it, for whoever may see the row it belongs to: ask that first. Raises 404 if there is none."""
    if file is None:
        raise Http404
    try:
        content = file.stored.open()
    except FileNotFoundError:
        raise Http404 from None
    name = file.name if as_attachment else ""
    return FileResponse(content, content_type=file.content_type, as_attachment=as_attachment, filename=name)


def hand_out(file: File | None) -> FileResponse:
    """What somebody has uploaded, to be opened elsewhere: a browser shows nothing of it, and guesses nothing.

    Raises 404 as well while a virus scanner has not looked at it.
    """
    if file is None or file.is_held_back:
        raise Http404
    response = show(file, as_attachment=True)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
