"""A PDF as fresh pages: what is drawn of each, in a new file.

Scripts, actions, forms and attached files hang on the file, on pages and on what is drawn: nothing but the last comes
along, and of that only what is needed to draw it.
"""

import io
from collections.abc import Iterator

import pikepdf
import pypdfium2

from support.documents.apart.refused import Made, Refused

MOST_PAGES = 30
DEEPEST = 32
OF_A_PAGE = {"/Type", "/Parent", "/MediaBox", "/CropBox", "/Rotate", "/UserUnit", "/Contents", "/Resources", "/Group"}
# Whatever may carry them, drawing needs none of them.
NOT_DRAWN = ("/AF", "/AA", "/OpenAction", "/PieceInfo", "/Metadata", "/OPI", "/Ref", "/EF", "/JS", "/StructParents")


def fresh(content: bytes) -> Made:
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            made = of_pages(pdf)
    except pikepdf.PasswordError as refusal:
        raise Refused("locked_pdf") from refusal
    return Made(made, "application/pdf", drawable(made))


def of_pages(pdf: pikepdf.Pdf) -> bytes:
    """The same for the same pages, byte for byte: by that a file is known that is sent again."""
    if pdf.is_encrypted:
        raise Refused("locked_pdf")
    if len(pdf.pages) > MOST_PAGES:
        raise Refused("too_many_pages")
    if any(is_undrawn(note) for page in pdf.pages for note in notes_of(page)):
        raise Refused("unprinted_form")
    # What was typed into a form, or marked in it, becomes part of the page.
    pdf.flatten_annotations("screen")
    new = pikepdf.new()
    new.pages.extend(pdf.pages)
    for page in new.pages:
        for name in set(page.obj.keys()) - OF_A_PAGE:
            del page[name]
    for part in parts(new):
        strip(part)
    written = io.BytesIO()
    new.save(written, deterministic_id=True)
    return written.getvalue()


def notes_of(page: pikepdf.Page) -> list[pikepdf.Object]:
    """The library leaves out what is no list of notes."""
    return [it for it in page.get("/Annots", []) if isinstance(it, pikepdf.Dictionary)]


def is_undrawn(note: pikepdf.Object) -> bool:
    """A field that somebody has filled in, and that only a program which knows forms would show so."""
    is_field = note.get("/Subtype") == "/Widget" and said_of(note, "/FT") in ("/Tx", "/Ch")
    return is_field and "/AP" not in note and bool(str(said_of(note, "/V")))


def said_of(field: pikepdf.Object, name: str) -> object:
    """Of the field, or of one that it is a part of; some lead round in a circle."""
    for _level in range(DEEPEST):
        if name in field or not isinstance(field.get("/Parent"), pikepdf.Dictionary):
            break
        field = field["/Parent"]
    return field.get(name, "")


def parts(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """All that is in it, however deep."""
    waiting: list[pikepdf.Object] = list(pdf.objects)
    while waiting:
        part = waiting.pop()
        if isinstance(part, pikepdf.Array):
            waiting += [it for it in part if is_inside(it)]
        elif isinstance(part, pikepdf.Dictionary | pikepdf.Stream):
            yield part
            waiting += [it for _name, it in part.items() if is_inside(it)]


def is_inside(part: object) -> bool:
    """What has a number of its own is met by that."""
    return isinstance(part, pikepdf.Dictionary | pikepdf.Array) and not part.is_indirect


def strip(part: pikepdf.Object) -> None:
    """A dictionary of neither type may hold names that a page has chosen, as for its fonts."""
    if isinstance(part, pikepdf.Stream):
        names = [*NOT_DRAWN, "/F", "/FFilter", "/FDecodeParms"]
    elif {"/Type", "/S", "/EF"} & set(part.keys()):
        names = [*NOT_DRAWN]
    else:
        return
    for name in names:
        if name in part:
            del part[name]


def drawable(content: bytes) -> int:
    """How many pages there are, of which the first can be drawn."""
    with pypdfium2.PdfDocument(content) as pdf:
        pdf[0].render(scale=0.1)
        return len(pdf)
