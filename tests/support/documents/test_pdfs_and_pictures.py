"""What is looked at in a PDF or a picture, and what of it is kept.

Judged in this process: that it happens in one of its own is told by `test_judging.py`.
"""

import io

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name
from PIL import Image

from support.documents.apart import picture
from support.documents.apart.__main__ import HEAD, answer
from support.documents.apart.drawing import WIDEST
from support.documents.apart.pdf import MOST_PAGES
from support.documents.apart.refused import Made, Refused
from tests.support.documents import made


def judged(content: bytes) -> Made:
    return answer("judge", content)


def why_not(content: bytes, task: str = "judge", *numbers: str) -> str:
    with pytest.raises(Refused) as refusal:
        answer(task, content, *numbers)
    return refusal.value.why


# What begins as what


@pytest.mark.parametrize("brand", [b"heic", b"heix", b"mif1", b"heim", b"avif"])
def test_picture_of_a_phone_is_told_how_to_be_saved_whatever_it_calls_itself(brand):
    assert why_not(b"\x00\x00\x00\x24ftyp" + brand + bytes(64)) == "heic"


def test_picture_in_which_a_pdf_begins_is_refused_as_far_as_programs_look_for_one():
    near, far = (made.picture(comment=b"." * many + b"%PDF-1.7") for many in (HEAD - 64, HEAD))
    assert (near.index(b"%PDF-") < HEAD < far.index(b"%PDF-"), why_not(near)) == (True, "two_in_one")
    assert judged(far).content_type == "image/jpeg"


def test_what_a_library_stumbles_over_is_damaged_and_want_of_memory_is_not(monkeypatch):
    for stumbles, ends_as in ((TypeError, Refused), (MemoryError, MemoryError)):
        monkeypatch.setattr(picture, "on_white", lambda _picture, stumbles=stumbles: (_ for _ in ()).throw(stumbles))
        with pytest.raises(ends_as):
            judged(made.picture())


# A PDF


def pages(content: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(judged(content).content))


def test_pages_have_an_end():
    assert judged(made.pdf(pages=MOST_PAGES)).pages == MOST_PAGES == 30
    assert why_not(made.pdf(pages=MOST_PAGES + 1)) == "too_many_pages"


def test_pdf_without_a_page_is_damaged():
    assert why_not(made.saved(pikepdf.new())) == "damaged"


def test_page_keeps_how_it_is_cut_turned_and_measured():
    pdf = made.written_pdf()
    held = {"/CropBox": [10, 10, 300, 400], "/Rotate": 90, "/UserUnit": 2}
    for name, value in held.items():
        pdf.pages[0][name] = Array(value) if isinstance(value, list) else value
    pdf.pages[0].Group = Dictionary(S=Name.Transparency)
    with pages(made.saved(pdf)) as found:
        page = found.pages[0]
        assert ([int(it) for it in page.CropBox], page.Rotate, page.UserUnit) == ([10, 10, 300, 400], 90, 2)
        assert Name.Transparency == page.Group.S
        assert [int(it) for it in page.obj.MediaBox] == [0, 0, 595, 842]


@pytest.mark.parametrize(
    "name", ["/AF", "/AA", "/OpenAction", "/PieceInfo", "/Metadata", "/OPI", "/Ref", "/EF", "/JS", "/StructParents"]
)
def test_what_hangs_on_a_drawing_and_is_not_drawn_is_taken_out(name):
    pdf = made.written_pdf()
    drawing = pdf.make_stream(b"0 0 m", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 9, 9]))
    drawing[name] = Dictionary(Note="gotcha")
    pdf.pages[0].Resources.XObject = Dictionary(X1=drawing)
    pdf.pages[0].Resources.ExtGState = Dictionary(G1=Dictionary({"/Type": Name.ExtGState, name: "gotcha"}))
    with pages(made.saved(pdf)) as found:
        assert name not in found.pages[0].Resources.XObject.X1
        assert list(found.pages[0].Resources.ExtGState.G1.keys()) == ["/Type"]


def hidden() -> dict[str, Dictionary]:
    """What carries a script or a program and says so in each of the ways there are."""
    script = {"JS": "app.alert('gotcha')"}
    return {"named": Dictionary(Type=Name.Action, **script), "of a kind": Dictionary(S=Name.JavaScript, **script)}


@pytest.mark.parametrize("how", hidden())
@pytest.mark.parametrize(
    "inside", [lambda it: it, lambda it: Array([it]), lambda it: Dictionary(Deep=Dictionary(In=it))]
)
def test_script_is_taken_out_however_deep_it_lies(how, inside):
    pdf = made.written_pdf()
    pdf.pages[0].Resources.Properties = Dictionary(P1=inside(hidden()[how]))
    content = made.saved(pdf, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    assert b"gotcha" in content
    with pages(content) as found:
        assert b"gotcha" not in made.saved(found, object_stream_mode=pikepdf.ObjectStreamMode.disable)


def test_program_is_taken_out_though_what_carries_it_does_not_say_what_it_is():
    pdf = made.written_pdf()
    program = pdf.make_stream(made.EXE)
    pdf.pages[0].Resources.Properties = Dictionary(P1=Dictionary(EF=Dictionary(F=program)))
    assert made.EXE in made.saved(pdf, compress_streams=False)
    with pages(made.saved(pdf)) as found:
        assert made.EXE not in made.saved(
            found, stream_decode_level=pikepdf.StreamDecodeLevel.all, compress_streams=False
        )


def test_what_is_drawn_is_fetched_from_nowhere():
    pdf = made.written_pdf()
    for name in ("/F", "/FFilter", "/FDecodeParms"):
        pdf.pages[0].Contents[name] = pikepdf.String(r"\\evil\share")
    with pages(made.saved(pdf)) as found:
        assert not {"/F", "/FFilter", "/FDecodeParms"} & set(found.pages[0].Contents.keys())


def form(**field: object) -> bytes:
    """A field that no program has drawn yet."""
    pdf = made.written_pdf()
    held = {"Type": Name.Annot, "Subtype": Name.Widget, "T": "name", "Rect": Array([72, 600, 300, 630]), "F": 4}
    pdf.pages[0].Annots = Array([pdf.make_indirect(Dictionary(**{**held, **field}))])
    return made.saved(pdf)


def test_choice_that_nobody_has_drawn_is_lost_as_a_text_is():
    assert [why_not(form(FT=kind, V="Mihon")) for kind in (Name.Tx, Name.Ch)] == ["unprinted_form"] * 2


def test_field_that_is_empty_or_a_button_loses_nothing():
    assert [judged(form(**field)).pages for field in ({"FT": Name.Tx}, {"FT": Name.Btn, "V": Name.Off})] == [1, 1]


def test_field_is_found_though_its_parts_say_the_rest_of_it():
    """What is typed once and shown in several places has the kind and the text above them."""
    for typed, ends_as in (("Mihon", "unprinted_form"), ("", 1)):
        pdf = made.written_pdf()
        field = pdf.make_indirect(Dictionary(FT=Name.Tx, V=typed))
        between = pdf.make_indirect(Dictionary(Parent=field))
        field.Parent = between  # which never ends
        place = Dictionary(Type=Name.Annot, Subtype=Name.Widget, Parent=between, Rect=Array([72, 600, 300, 630]))
        pdf.pages[0].Annots = Array([pdf.make_indirect(place)])
        content = made.saved(pdf)
        assert (why_not(content) if typed else judged(content).pages) == ends_as


def test_note_that_is_no_field_is_none():
    assert judged(form(Subtype=Name.Square, FT=Name.Tx, V="Mihon")).pages == 1


def drawings_of_filled_form(flag: int) -> list[str]:
    with pikepdf.open(io.BytesIO(made.filled_form(is_drawn=True))) as pdf:
        pdf.pages[0].Annots[0].F = flag
        content = made.saved(pdf)
    with pages(content) as found:
        return list(found.pages[0].Resources.get("/XObject", {}).keys())


def test_what_is_seen_on_the_screen_is_kept_though_it_would_not_be_printed():
    assert len(drawings_of_filled_form(0)) == 1


@pytest.mark.parametrize("flag", [2, 32, 36], ids=["everywhere", "on the screen", "until it is printed"])
def test_what_is_hidden_stays_hidden(flag):
    assert drawings_of_filled_form(flag) == []


@pytest.mark.parametrize("notes", [Name.Nothing, 5, Array([1, Name.Nothing])])
def test_notes_that_are_none_are_in_nobodys_way(notes):
    pdf = made.written_pdf()
    pdf.pages[0].Annots = notes
    assert judged(made.saved(pdf)).pages == 1


@pytest.mark.parametrize("number", ["0", "2"])
def test_page_that_is_not_there_is_not_drawn(number):
    assert why_not(made.pdf(), "draw", number) == "damaged"
    assert why_not(b"%PDF-1.7 broken", "draw", "1") == "damaged"


def test_page_is_drawn_as_fine_as_it_is_read():
    """At 110 dots an inch."""
    with Image.open(io.BytesIO(answer("draw", made.pdf(), "1").content)) as drawing:
        assert drawing.size == (910, 1287)


def test_nothing_but_what_is_kept_is_drawn():
    assert why_not(made.picture("GIF"), "draw", "1") == "damaged"


# A picture


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(judged(content).content))


def test_photo_of_a_phone_is_not_too_large():
    assert opened(made.picture(size=(8064, 6048))).size == (4000, 3000)


def test_dots_have_an_end(monkeypatch):
    monkeypatch.setattr(picture, "MOST_PIXELS", 60 * 40)
    assert judged(made.picture()).pages == 1
    assert why_not(made.picture(size=(61, 40))) == "too_many_pixels"


def test_png_that_would_be_too_large_becomes_a_jpeg(monkeypatch):
    kept = judged(made.picture("PNG"))
    assert kept.content_type == "image/png"
    monkeypatch.setattr(picture, "LARGEST_PNG", len(kept.content))
    assert judged(made.picture("PNG")) == kept
    monkeypatch.setattr(picture, "LARGEST_PNG", len(kept.content) - 1)
    assert judged(made.picture("PNG")).content_type == "image/jpeg"


def test_what_is_clear_is_white():
    written = io.BytesIO()
    Image.new("RGBA", (60, 40), (255, 0, 0, 0)).save(written, "PNG")
    assert opened(written.getvalue()).getpixel((5, 5)) == (255, 255, 255)


def test_photo_is_turned_though_what_the_camera_says_besides_makes_no_sense():
    assert opened(made.photo_of_an_odd_camera()).size == (40, 60)


@pytest.mark.parametrize("form", ["JPEG", "PNG"])
def test_picture_of_each_kind_is_turned_upright(form):
    exif = Image.Exif()
    exif[0x0112] = 6
    assert opened(made.picture(form, exif=exif)).size == (40, 60)


def test_picture_is_shown_no_wider_than_a_screen():
    shown = answer("draw", made.picture(size=(2 * WIDEST, WIDEST)), "1")
    with Image.open(io.BytesIO(shown.content)) as drawing:
        assert drawing.size == (WIDEST, WIDEST // 2)
