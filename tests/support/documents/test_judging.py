"""What is kept of a file: judged by what it is made of, whatever it is called and however it begins."""

import io
import time
import zipfile
from dataclasses import replace

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from accounts.files.bounded import running
from support.documents import judging
from support.documents.judging import ENDINGS, drawn, judged, judged_as, safe_name
from support.documents.refusals import NOT_FIT, Busy, NotFit, TooHeavy
from tests.support.documents import made


@pytest.mark.parametrize(
    ("content", "name", "ending", "pages"),
    [
        (made.pdf(pages=2), "履歴書.pdf", ".pdf", 2),
        (made.docx(), "履歴書.docx", ".docx", 0),
        (made.xlsx(), "履歴書.xlsx", ".xlsx", 0),
        (made.picture(), "履歴書.jpg", ".jpg", 1),
        (made.picture("PNG"), "履歴書.png", ".png", 1),
    ],
    ids=["pdf", "docx", "xlsx", "jpeg", "png"],
)
def test_kinds_that_are_kept(content, name, ending, pages):
    fit = judged(content, name)
    assert (fit.name, ENDINGS[fit.content_type], fit.pages) == (f"履歴書{ending}", ending, pages)


def test_kind_is_said_by_what_is_in_it():
    fit = judged(made.pdf(), "photo.jpg.exe")
    assert (fit.name, fit.content_type) == ("photo.pdf", "application/pdf")


word_part = "word/document.xml"
gif_and_pdf = made.picture("GIF")[:20] + made.pdf()
LINK = made.relation("hyperlink", "https://example.jp/portfolio", "External")
REFUSED = {
    "nothing known": (b"Dear company, ...", "not_a_kind"),
    "a program called a pdf": (made.EXE, "not_a_kind"),
    "a page of the web": (b"<html><script>alert(1)</script></html>", "not_a_kind"),
    "a drawing with scripts": (b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "not_a_kind"),
    "a moving picture": (made.picture("GIF"), "not_a_kind"),
    "an archive": (made.archive({"a.txt": b"a"}), "not_a_kind"),
    "a pdf cut short": (made.pdf()[:200], "damaged"),
    "a picture cut short": (made.picture("PNG", (600, 400))[:150], "damaged"),
    "a photo cut short": (made.picture("JPEG", (600, 400))[:300], "damaged"),
    "a zip cut short": (made.docx()[:-30], "damaged"),
    "gif and pdf": (gif_and_pdf, "two_in_one"),
    "pdf and zip": (made.pdf() + made.archive({"setup.exe": made.EXE}), "two_in_one"),
    "picture and zip": (made.picture() + made.archive({"setup.exe": made.EXE}), "two_in_one"),
    "zip behind a page": (b"<script>alert(1)</script>" + made.docx(), "two_in_one"),
    "a zip behind another": (made.archive({"setup.exe": made.EXE}) + made.docx(), "two_in_one"),
    "zip with a remark": (made.archive(made.docx_parts(), comment=b"<script>"), "two_in_one"),
    "a locked pdf": (made.locked_pdf(), "locked_pdf"),
    "a pdf that opens and may not be printed": (made.locked_pdf(user=""), "locked_pdf"),
    "a pdf of many pages": (made.pdf(pages=31), "too_many_pages"),
    "a form that only some programs show": (made.filled_form(is_drawn=False), "unprinted_form"),
    "an old word file": (made.old_doc(), "old_office"),
    "a locked word file": (made.locked_docx(), "locked_office"),
    "a zip with a password": (made.with_flag(made.docx(), 1), "locked_office"),
    "macros, renamed": (made.docm(), "macros"),
    "macros that are not declared": (made.docx(word__vbaProject_dot_bin=b"x"), "macros"),
    "macros by relation": (
        made.docx(word___rels__document_dot_xml_dot_rels=made.relation("vbaProject", "x.bin")),
        "macros",
    ),
    "a template from elsewhere": (
        made.docx(
            word___rels__settings_dot_xml_dot_rels=made.relation(
                "attachedTemplate", "https://evil.example/a.dotm", "External"
            )
        ),
        "from_elsewhere",
    ),
    "a picture from elsewhere": (
        made.docx(word___rels__document_dot_xml_dot_rels=made.relation("image", r"\\evil\share\a.png", "External")),
        "from_elsewhere",
    ),
    "elsewhere, without saying so": (
        made.docx(word___rels__document_dot_xml_dot_rels=made.relation("image", "file:///c:/a.png")),
        "from_elsewhere",
    ),
    "a link to a program": (
        made.docx(word___rels__document_dot_xml_dot_rels=made.relation("hyperlink", "file:///c:/a.exe", "External")),
        "from_elsewhere",
    ),
    "a field that runs a program": (
        made.docx(
            word__document_dot_xml=made.word(
                body='<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
                "<w:r><w:instrText> DDE</w:instrText></w:r><w:r><w:instrText>AUTO c:\\\\cmd.exe</w:instrText></w:r>"
            )
        ),
        "from_elsewhere",
    ),
    "a short field that runs a program": (
        made.docx(word__document_dot_xml=made.word(body='<w:fldSimple w:instr="DDE cmd"/>')),
        "from_elsewhere",
    ),
    "a workbook that reads another": (made.docx(xl__externalLinks__link1_dot_xml=b"<a/>"), "from_elsewhere"),
    "a program inside": (made.docx(word__media__image1_dot_png=made.EXE), "program"),
    "an object inside": (made.docx(word__embeddings__oleObject1_dot_bin=b"x"), "file_inside"),
    "a page of the web inside": (
        made.docx(word___rels__document_dot_xml_dot_rels=made.relation("aFChunk", "a.html")),
        "file_inside",
    ),
    "entities": (made.docx(word__document_dot_xml=b'<!DOCTYPE a [<!ENTITY b "b">]><a>&b;</a>'), "damaged"),
    "a bomb": (made.docx(word__document_dot_xml=bytes(30 * 1024 * 1024)), "bomb"),
    "a bomb by number": (made.archive({f"{n}.xml": b"" for n in range(2_001)}), "bomb"),
    "a bomb in all": (made.docx(**{f"a{n}": bytes(1024) * 1024 * 17 for n in range(4)}), "bomb"),
    "a bomb that lies": (made.with_lying_size(made.docx(a=bytes(3 * 1024 * 1024)), 10), "damaged"),
    "a path upwards": (made.archive(made.docx_parts() | {"../../etc/cron.d/x": b"x"}), "wrong_paths"),
    "a path from the root": (made.archive(made.docx_parts() | {"/etc/passwd": b"x"}), "wrong_paths"),
    "a path of Windows": (made.archive(made.docx_parts() | {"..\\x": b"x", "c:x": b"x"}), "wrong_paths"),
    "two parts that differ in case": (made.archive(made.docx_parts() | {"WORD/document.xml": b"<a/>"}), "wrong_paths"),
    "two kinds in one": (
        made.archive(
            made.docx_parts()
            | {
                "[Content_Types].xml": made.types(f"{made.DOCX}.main+xml", "a").replace(
                    b"</Types>", f'<Override ContentType="{made.XLSX}.main+xml"/></Types>'.encode()
                )
            }
        ),
        "not_a_kind",
    ),
    "a picture of too many dots": (made.png_bomb(), "too_many_pixels"),
    "a picture of more dots than are needed": (made.large_png(), "too_many_pixels"),
    "a photo of an iPhone": (b"\x00\x00\x00\x24ftypheic" + bytes(64), "heic"),
}


@pytest.mark.parametrize(("content", "why"), REFUSED.values(), ids=REFUSED)
def test_what_is_refused_and_why(content, why):
    with pytest.raises(NotFit) as refusal:
        judged(content, "履歴書.pdf")
    assert type(refusal.value) is NOT_FIT[why]


def test_every_reason_is_met_by_some_file():
    assert {why for _content, why in REFUSED.values()} == NOT_FIT.keys()


# What is kept is written anew


def test_pdf_is_fresh_pages_and_nothing_that_hung_on_them():
    content = made.pdf_with_everything()
    assert made.EXE in content
    kept = judged(content, "a.pdf").content
    with pikepdf.open(io.BytesIO(kept)) as pdf:
        plain = made.saved(pdf, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.all)
        assert set(pdf.Root.keys()) == {"/Type", "/Pages"}
    for hidden in (made.EXE, b"JavaScript", b"gotcha", b"Launch", b"setup.exe", b"EmbeddedFile", b"Annots", b"/AF"):
        assert hidden not in kept
        assert hidden not in plain
    assert text_of(kept) == "Hello 1"


def text_of(content: bytes) -> str:
    with pypdfium2.PdfDocument(content) as pdf:
        return pdf[0].get_textpage().get_text_range().strip()


def test_pages_keep_what_they_inherit():
    pdf = made.written_pdf()
    pdf.Root.Pages.Resources = pdf.pages[0].Resources
    pdf.Root.Pages.MediaBox = pdf.pages[0].MediaBox
    del pdf.pages[0]["/Resources"], pdf.pages[0]["/MediaBox"]
    assert text_of(judged(made.saved(pdf), "a.pdf").content) == "Hello 1"


def test_what_was_typed_into_a_form_becomes_part_of_the_page():
    kept = judged(made.filled_form(is_drawn=True), "a.pdf").content
    assert "Mihon" in text_of(kept)
    with pikepdf.open(io.BytesIO(kept)) as pdf:
        assert ("/Annots" in pdf.pages[0], "/AcroForm" in pdf.Root) == (False, False)


def test_font_may_be_called_as_an_action_is():
    pdf = made.written_pdf()
    page = pdf.pages[0]
    page.Resources.Font = pikepdf.Dictionary({"/AA": page.Resources.Font.F1})
    page.Contents = pdf.make_stream(b"BT /AA 24 Tf 72 720 Td (Hello 1) Tj ET")
    assert text_of(judged(made.saved(pdf), "a.pdf").content) == "Hello 1"


def test_same_file_is_kept_the_same():
    """By that it is known when it is sent again, however much later: a PDF else tells the second it was written in."""
    contents = made.pdf(), made.docx(), made.picture()
    first = [judged(content, "a").content for content in contents]
    time.sleep(1)
    assert [judged(content, "a").content for content in contents] == first


@pytest.mark.parametrize("content", [made.photo_of_a_phone(), made.png_that_says_more()], ids=["jpeg", "png"])
def test_picture_keeps_its_pixels_and_no_place_or_name(content):
    assert b"SECRET" in content
    kept = judged(content, "a.jpg").content
    with Image.open(io.BytesIO(kept)) as picture:
        assert (dict(picture.getexif()), "comment" in picture.info) == ({}, False)
    assert b"SECRET" not in kept


def test_photo_is_turned_upright_and_no_larger_than_a_page():
    with Image.open(io.BytesIO(judged(made.photo_of_a_phone(), "a.jpg").content)) as picture:
        assert picture.size == (40, 60)
    with Image.open(io.BytesIO(judged(made.picture(size=(6000, 3000)), "a.jpg").content)) as picture:
        assert picture.size == (4000, 2000)


def test_word_file_keeps_its_parts_and_its_links():
    kept = judged(made.docx(word___rels__document_dot_xml_dot_rels=LINK), "a.docx").content
    with zipfile.ZipFile(io.BytesIO(kept)) as archive:
        assert archive.read("word/_rels/document.xml.rels") == LINK
        assert archive.namelist() == [*made.docx_parts(), "word/_rels/document.xml.rels"]


def test_link_whose_address_holds_a_word_of_a_field_is_a_link():
    field = '<w:fldSimple w:instr=" HYPERLINK &quot;https://example.jp/ LINK &quot;"/>'
    assert judged(made.docx(word__document_dot_xml=made.word(body=field)), "a.docx").name == "a.docx"


# Names

ENDS = ".pdf.doc.docx.docm.dot.dotx.dotm.xls.xlsx.xlsm.xlsb.jpg.jpeg.png.gif.heic.htm.html.svg.zip.exe.com.scr.bat"
ENDS += ".cmd.js.vbs.ps1.hta.lnk.msi"


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("履歴書_見本花子.pdf", "履歴書_見本花子.pdf"),
        ("か\u3099くせいの履歴書.pdf", "がくせいの履歴書.pdf"),  # as a Mac names it
        ("resume.pdf.exe", "resume.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\me\\resume.pdf", "resume.pdf"),
        ("resume\u202efdp.exe", "resumefdp.pdf"),
        ('a"; filename="b.exe', "a__ filename=_b.pdf"),
        ("\r\nSet-Cookie: a=b.pdf", "Set-Cookie_ a=b.pdf"),
        ("a/b:*?\"<>|'`;%$&c.pdf", "b_____________c.pdf"),
        (".htaccess", "htaccess.pdf"),
        ("_ 履歴書 _.pdf", "履歴書.pdf"),
        (f"履歴書{ENDS}", "履歴書.pdf"),
        ("履歴書2026.11.29.PDF", "履歴書2026.11.29.pdf"),
        ("履歴書（１）.pdf", "履歴書（１）.pdf"),
        (".pdf", "document.pdf"),
        ("", "document.pdf"),
        ("长" * 300 + ".pdf", "长" * 80 + ".pdf"),
    ],
)
def test_name_says_what_it_is_and_leads_nowhere(name, safe):
    assert safe_name(name, "application/pdf") == safe


# In a process of its own


@pytest.mark.parametrize("content", [made.pdf(pages=2), made.picture()], ids=["pdf", "picture"])
def test_page_is_drawn(content):
    picture = drawn(judged(content, "a").content, 1)
    with Image.open(io.BytesIO(picture)) as drawing:
        assert drawing.format == "PNG"
        assert drawing.width * drawing.height <= 3_000_000


def test_huge_page_is_drawn_small():
    pdf = made.written_pdf()
    pdf.pages[0].MediaBox = [0, 0, 14_400, 14_400]
    with Image.open(io.BytesIO(drawn(judged(made.saved(pdf), "a").content, 1))) as drawing:
        assert 2_990_000 <= drawing.width * drawing.height <= 3_010_000


def test_first_page_is_tried_before_it_is_kept():
    """Even in small, this one takes more memory than there is: nobody could look at it."""
    pdf = made.written_pdf()
    pdf.pages[0].MediaBox = [0, 0, 1_000_000, 1_000_000]
    with pytest.raises(TooHeavy):
        judged(made.saved(pdf), "a.pdf")


def test_page_that_is_not_there_is_refused():
    with pytest.raises(NotFit):
        drawn(made.pdf(), 2)


def test_reading_that_does_not_end_is_ended(monkeypatch):
    monkeypatch.setattr(judging, "BOUNDS", replace(judging.BOUNDS, until_ended=0.01))
    with pytest.raises(TooHeavy):
        judged(made.pdf(), "a.pdf")


def test_what_is_far_larger_once_it_is_written_anew_is_refused(monkeypatch):
    length = len(judged(made.pdf(), "a.pdf").content)
    monkeypatch.setattr(judging, "LARGEST", (length + 1) // 2)  # what is kept may be twice as large
    assert judged(made.pdf(), "a.pdf").pages == 1
    monkeypatch.setattr(judging, "LARGEST", (length + 1) // 2 - 1)
    with pytest.raises(TooHeavy):
        judged(made.pdf(), "a.pdf")


def test_who_comes_while_others_are_read_waits_a_little_and_is_told(monkeypatch):
    monkeypatch.setattr(running, "PATIENCE", 0.01)
    held = [running.AT_ONCE.acquire() for _ in range(running.AT_ONCE._initial_value)]
    try:
        with pytest.raises(Busy):
            judged(made.pdf(), "a.pdf")
        assert judged_as(made.pdf(), "a.pdf") is None  # it came by LINE, and is tried again
    finally:
        for _ in held:
            running.AT_ONCE.release()
    assert judged(made.pdf(), "a.pdf").pages == 1
