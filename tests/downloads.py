"""A member's data, as they download it."""

import io
import json
import zipfile
from dataclasses import dataclass, field

from django.http import StreamingHttpResponse
from django.test import Client


@dataclass(frozen=True)
class Download:
    """What is told, and the files by their names."""

    response: StreamingHttpResponse
    content: bytes
    held: dict = field(repr=False)
    files: dict[str, bytes] = field(repr=False)


def downloaded(client: Client) -> Download:
    response = client.get("/mypage/data/download/")
    content = response.getvalue()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    return Download(response, content, json.loads(parts.pop("my-data.json")), parts)
