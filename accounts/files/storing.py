"""How a file comes in: written to the storage first, then its row, so that no row promises what is not there."""

import hashlib
from datetime import datetime

from django.core.files.base import File as Content

from accounts.files.models import File
from accounts.users.models import User


def store(
    content: "Content[bytes]",
    *,
    owner: User | None,
    use: File.Use,
    content_type: str,
    scanned_at: datetime | None = None,
) -> File:
    """Keep it; what is for several is nobody's. `scanned_at` is when a virus scanner has found nothing in it.

    If the transaction comes to nothing, the sweep finds what was written (`removing.py`).
    """
    digest = hashlib.sha256()
    for part in content.chunks():
        digest.update(part)
    name = (content.name or "")[-200:]
    told = {"name": name, "content_type": content_type, "size": content.size, "sha256": digest.hexdigest()}
    return File.objects.create(stored=content, owner=owner, use=use, scanned_at=scanned_at, **told)
