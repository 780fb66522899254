import os

import pytest

from config import disk


def of(monkeypatch, *, blocks=(100, 1000), files=(100, 1000), size=4096, flag=0) -> list[disk.Room]:
    names = dict(
        f_bavail=blocks[0], f_blocks=blocks[1], f_favail=files[0], f_files=files[1], f_frsize=size, f_flag=flag
    )
    monkeypatch.setattr(disk.os, "statvfs", lambda folder: type("Disk", (), names))
    return list(disk.rooms("/"))


@pytest.mark.parametrize(
    ("of_disk", "is_well"),
    [
        ({}, True),  # a tenth of each
        ({"blocks": (99, 1000)}, False),
        ({"files": (99, 1000)}, False),
        ({"files": (0, 0)}, True),  # a file system that counts none
        ({"blocks": (3_000_000, 1_000_000_000)}, True),  # 12 GB of 4 TB
        ({"blocks": (2_000_000, 1_000_000_000)}, False),
        ({"files": (100_000, 90_000_000)}, True),
        ({"flag": os.ST_RDONLY}, False),
    ],
)
def test_disk_is_well_with_a_tenth_or_ten_gigabytes_free(monkeypatch, of_disk, is_well):
    assert all(room.is_well for room in of(monkeypatch, **of_disk)) == is_well


def test_folder_that_is_gone_is_not_well(tmp_path):
    assert [room.is_well for room in disk.rooms(tmp_path / "gone")] == [False]


def test_every_folder_that_is_written_to_is_looked_at(settings, tmp_path):
    settings.VAR, settings.MEDIA_ROOT = tmp_path / "var", tmp_path / "media"
    settings.ERASURE_LIST = str(tmp_path / "erasures" / "not" / "yet" / "list.txt")
    for name in ("var", "media", "erasures"):
        (tmp_path / name).mkdir()
    assert {tmp_path / "var", tmp_path / "media", tmp_path / "erasures"} <= disk.folders()


def test_disk_with_the_least_room_is_told_of(monkeypatch, now):
    rooms = [disk.Room(0.5, 0.1), disk.Room(0.02, 0.1), disk.Room(0.01, 0.001), disk.Room(0.9, 0.1)]
    monkeypatch.setattr(disk, "rooms", lambda folder: iter(rooms))
    assert disk.fullest_disk(now=now) == rooms[1]
    rooms.append(disk.Room(None, 0.1))
    assert disk.fullest_disk(now=now) == rooms[-1]
