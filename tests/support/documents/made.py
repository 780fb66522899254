"""Files as people send them, and as somebody would who means harm: each made here, for real."""

import io
import struct
import zipfile
import zlib

import pikepdf
from openpyxl import Workbook
from pikepdf import Array, Dictionary, Name
from PIL import Image, PngImagePlugin

from support.documents.judging import Fit

EXE = b"MZ\x90\x00" + b"This program cannot be run in DOS mode." + bytes(64)
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def saved(pdf: pikepdf.Pdf, **how) -> bytes:
    into = io.BytesIO()
    pdf.save(into, **how)
    return into.getvalue()


def written_pdf(text: str = "Hello", pages: int = 1) -> pikepdf.Pdf:
    pdf = pikepdf.new()
    font = pdf.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
    for number in range(pages):
        page = pdf.add_blank_page(page_size=(595, 842))
        page.Resources = Dictionary(Font=Dictionary(F1=font))
        page.Contents = pdf.make_stream(f"BT /F1 24 Tf 72 720 Td ({text} {number + 1}) Tj ET".encode())
    return pdf


def pdf(text: str = "Hello", pages: int = 1) -> bytes:
    return saved(written_pdf(text, pages))


def locked_pdf(user: str = "himitsu") -> bytes:
    return saved(written_pdf(), encryption=pikepdf.Encryption(owner="owner", user=user))


def attached(pdf: pikepdf.Pdf) -> Dictionary:
    """A program as a file that a PDF carries."""
    program = pdf.make_stream(EXE, Type=Name.EmbeddedFile)
    named = {"F": "setup.exe", "UF": "setup.exe"}
    return pdf.make_indirect(Dictionary(Type=Name.Filespec, EF=Dictionary(F=program), **named))


def pdf_with_everything() -> bytes:
    """A script, an action, and a program in each place that may hold one."""
    pdf = written_pdf()
    page, carried = pdf.pages[0], attached(pdf)
    script = Dictionary(S=Name.JavaScript, JS="app.alert('gotcha')")
    pdf.Root.OpenAction = script
    pdf.Root.AF = Array([carried])
    pdf.Root.Names = Dictionary(
        EmbeddedFiles=Dictionary(Names=Array(["setup.exe", carried])), JavaScript=Dictionary(Names=Array(["x", script]))
    )
    page.AF = Array([carried])
    page.AA = Dictionary(O=script)
    page.PieceInfo = Dictionary(Hidden=Dictionary(Private=pdf.make_stream(EXE)))
    pin = Dictionary(Type=Name.Annot, Subtype=Name.FileAttachment, FS=carried, Rect=Array([0, 0, 9, 9]))
    launch = Dictionary(S=Name.Launch, F="cmd.exe")
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), A=launch)
    page.Annots = Array([pin, link])
    drawing = pdf.make_stream(b"0 0 m", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 9, 9]))
    drawing.AF = Array([carried])
    drawing.PieceInfo = Dictionary(Hidden=Dictionary(Private=pdf.make_stream(EXE)))
    page.Resources.XObject = Dictionary(X1=drawing)
    return saved(pdf, compress_streams=False)


def filled_form(*, is_drawn: bool) -> bytes:
    pdf = written_pdf()
    field = Dictionary(
        Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T="name", V="Mihon", Rect=Array([72, 600, 300, 630]), F=4
    )
    if is_drawn:
        look = pdf.make_stream(b"BT /F1 18 Tf 2 5 Td (Mihon) Tj ET", Type=Name.XObject, Subtype=Name.Form)
        look.BBox, look.Resources = Array([0, 0, 228, 30]), Dictionary(pdf.pages[0].Resources)
        field.AP = Dictionary(N=look)
    field = pdf.make_indirect(field)
    pdf.pages[0].Annots = Array([field])
    pdf.Root.AcroForm = Dictionary(Fields=Array([field]))
    return saved(pdf)


def archive(parts: dict[str, bytes], *, comment: bytes = b"") -> bytes:
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as made:
        for name, part in parts.items():
            made.writestr(name, part)
        made.comment = comment
    return into.getvalue()


def types(main: str, part: str) -> bytes:
    return (
        '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Override PartName="/{part}" ContentType="{main}"/></Types>'
    ).encode()


def relation(kind: str, target: str, mode: str = "") -> bytes:
    how = f' TargetMode="{mode}"' if mode else ""
    return (
        '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{RELATIONS}/{kind}" Target="{target}"{how}/></Relationships>'
    ).encode()


def word(text: str = "Hello", body: str = "") -> bytes:
    return (
        '<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        f"<w:body><w:p><w:r><w:t>{text}</w:t></w:r>{body}</w:p></w:body></w:document>"
    ).encode()


def docx_parts() -> dict[str, bytes]:
    return {
        "[Content_Types].xml": types(f"{DOCX}.main+xml", "word/document.xml"),
        "_rels/.rels": relation("officeDocument", "word/document.xml"),
        "word/document.xml": word(),
    }


def docx(**more: bytes) -> bytes:
    """With parts whose names say `__` for `/` and `_dot_` for a dot."""
    named = {name.replace("__", "/").replace("_dot_", "."): part for name, part in more.items()}
    return archive(docx_parts() | named)


def xlsx() -> bytes:
    return archive(
        {
            "[Content_Types].xml": types(f"{XLSX}.main+xml", "xl/workbook.xml"),
            "_rels/.rels": relation("officeDocument", "xl/workbook.xml"),
            "xl/workbook.xml": b'<?xml version="1.0"?><workbook/>',
        }
    )


def calculated(formula: str) -> bytes:
    """A workbook in which a cell is calculated, as it is saved."""
    book, into = Workbook(), io.BytesIO()
    book.active["A1"] = formula
    book.save(into)
    return into.getvalue()


def docm() -> bytes:
    """With macros, as Word saves it, and renamed."""
    parts = docx_parts()
    parts["[Content_Types].xml"] = types("application/vnd.ms-word.document.macroEnabled.main+xml", "word/document.xml")
    return archive(parts | {"word/vbaProject.bin": b"\xd0\xcf\x11\xe0 macros"})


def locked_docx() -> bytes:
    """As Word saves it with a password: another container, in which a stream has this name."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1024) + "EncryptedPackage".encode("utf-16-le") + bytes(1024)


def old_doc() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1024) + "WordDocument".encode("utf-16-le") + bytes(1024)


def with_flag(content: bytes, flag: int) -> bytes:
    """The zip with a flag set on each part, in both places where it stands."""
    changed = bytearray(content)
    for sign, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = changed.find(sign)
        while start >= 0:
            changed[start + at] |= flag
            start = changed.find(sign, start + 4)
    return bytes(changed)


def with_lying_size(content: bytes, size: int) -> bytes:
    """The zip, whose directory says that the parts are of this size."""
    changed = bytearray(content)
    start = changed.find(b"PK\x01\x02")
    while start >= 0:
        changed[start + 24 : start + 28] = struct.pack("<L", size)
        start = changed.find(b"PK\x01\x02", start + 4)
    return bytes(changed)


def picture(form: str = "JPEG", size: tuple[int, int] = (60, 40), **how) -> bytes:
    into = io.BytesIO()
    Image.new("RGB", size, "teal").save(into, form, **how)
    return into.getvalue()


def photo_of_an_odd_camera() -> bytes:
    """Lying on its side; its width is a word, which nobody can write anew."""
    exif = Image.Exif()
    exif[0x0112], exif[0x0100] = 6, 60
    content = picture(exif=exif)
    begin = content.index(b"\x01\x00\x00\x04\x00\x00\x00\x01") + 2
    return content[:begin] + b"\x00\x0b" + content[begin + 2 :]


def photo_of_a_phone() -> bytes:
    """Lying on its side, with the place where it was taken, and a remark."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010E] = "SECRET PLACE"
    exif.get_ifd(0x8825)[29] = "2026:11:29"
    return picture(exif=exif, comment=b"SECRET REMARK")


def png_that_says_more() -> bytes:
    said = PngImagePlugin.PngInfo()
    said.add_text("Author", "SECRET NAME")
    return picture("PNG", pnginfo=said)


def png_bomb() -> bytes:
    """A picture of more dots than any machine has room for, in a few bytes."""
    content = bytearray(picture("PNG"))
    content[16:24] = struct.pack(">LL", 60_000, 60_000)
    content[29:33] = struct.pack(">L", zlib.crc32(bytes(content[12:29])))
    return bytes(content)


def large_png() -> bytes:
    """More dots than a page is drawn with, all of them there, in a few bytes."""
    written = io.BytesIO()
    Image.new("1", (8_000, 8_000)).save(written, "PNG")
    return written.getvalue()


def fit(text: str = "a") -> Fit:
    """A file as it was judged, of nothing but this text."""
    return Fit(text.encode(), "application/pdf", "履歴書.pdf", pages=1)
