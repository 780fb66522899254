"""What is looked at in a PDF or a picture, and what of it is kept.

Judged in this process: that it happens in one of its own is told by `test_judging.py`.
"""

import io

import pikepdf
import pytest
from PIL import Image

from support.documents.apart import picture
from support.documents.apart.__main__ import answer
from support.documents.apart.refused import Made, Refused
from tests.support.documents import made


def judged(content: bytes) -> Made:
    return answer("judge", content)


def why_not(content: bytes, task: str = "judge", *numbers: str) -> str:
    with pytest.raises(Refused) as refusal:
        answer(task, content, *numbers)
    return refusal.value.why


def test_what_a_library_stumbles_over_is_damaged_and_want_of_memory_is_not(monkeypatch):
    for stumbles, ends_as in ((TypeError, Refused), (MemoryError, MemoryError)):
        monkeypatch.setattr(picture, "on_white", lambda _picture, stumbles=stumbles: (_ for _ in ()).throw(stumbles))
        with pytest.raises(ends_as):
            judged(made.picture())


def test_pdf_without_a_page_is_damaged():
    assert why_not(made.saved(pikepdf.new())) == "damaged"


@pytest.mark.parametrize("number", ["0", "2"])
def test_page_that_is_not_there_is_not_drawn(number):
    assert why_not(made.pdf(), "draw", number) == "damaged"
    assert why_not(b"%PDF-1.7 broken", "draw", "1") == "damaged"


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(judged(content).content))


def test_photo_is_turned_though_what_the_camera_says_besides_makes_no_sense():
    """A width that is a word: nobody can write that anew, and nobody needs to."""
    exif = Image.Exif()
    exif[0x0112], exif[0x0100] = 6, 60
    content = made.picture(exif=exif)
    wide = b"\x01\x00\x00\x04\x00\x00\x00\x01"
    begin = content.find(wide)
    assert begin > 0
    broken = content[: begin + 2] + b"\x00\x0b" + content[begin + 4 :]
    assert opened(broken).size == (40, 60)


def test_word_file_that_does_not_unpack_is_damaged():
    content = made.docx()
    begin = content.index(b"word/document.xml") + len(b"word/document.xml")
    assert why_not(content[:begin] + b"\xff" * 20 + content[begin + 20 :]) == "damaged"
