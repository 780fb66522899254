"""Files in a store that speaks as S3 does, instead of a folder: for a service of more than one machine.

To those who keep and read files it is a storage as any other: what goes wrong is an `OSError`, what is not there a
`FileNotFoundError`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from boto3.exceptions import Boto3Error
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.base import File
from storages.backends.s3 import S3Storage

NOT_THERE = {"404", "NoSuchKey"}


@contextmanager
def as_of_a_disk() -> Iterator[None]:
    try:
        yield
    except ClientError as error:
        code = error.response.get("Error", {}).get("Code", "")
        raise (FileNotFoundError if code in NOT_THERE else OSError)(f"the store of files answers {code}") from error
    except (BotoCoreError, Boto3Error) as error:
        raise OSError(f"the store of files is out of reach: {type(error).__name__}") from error


class ObjectStorage(S3Storage):
    """Private objects, reached through the service alone. Nobody waits long for a store that does not answer."""

    def get_default_settings(self) -> dict[str, Any]:
        waits = {"connect_timeout": 3, "read_timeout": 20, "retries": {"max_attempts": 2, "mode": "standard"}}
        # What stores other than Amazon's understand, too.
        plain = {"request_checksum_calculation": "when_required", "response_checksum_validation": "when_required"}
        spoken = {"signature_version": "s3v4", "s3": {"addressing_style": "path"}}
        # Nothing here is as large as what is sent in parts, and a request needs no threads of its own.
        whole = TransferConfig(multipart_threshold=64 * 1024**2, use_threads=False)
        stock: dict[str, Any] = super().get_default_settings()
        return stock | {"client_config": Config(**waits, **plain, **spoken), "transfer_config": whole}

    def _open(self, name: str, mode: str = "rb") -> "File[bytes]":
        with as_of_a_disk():
            opened: File[bytes] = super()._open(name, mode)
            opened.open()  # fetched now: what cannot be is found out here, not in the middle of an answer
            return opened

    def _save(self, name: str, content: "File[bytes]") -> str:
        with as_of_a_disk():
            saved: str = super()._save(name, content)
            return saved

    def delete(self, name: str) -> None:
        with as_of_a_disk():
            super().delete(name)

    def exists(self, name: str) -> bool:
        with as_of_a_disk():
            return bool(super().exists(name))

    def size(self, name: str) -> int:
        with as_of_a_disk():
            return int(super().size(name))

    def listdir(self, name: str) -> tuple[list[str], list[str]]:
        with as_of_a_disk():
            folders, files = super().listdir(name)
            return folders, files

    def get_modified_time(self, name: str) -> datetime:
        with as_of_a_disk():
            modified: datetime = super().get_modified_time(name)
            return modified
