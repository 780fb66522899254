"""The papers as files: what stands in them, and on which line; what their making may not do, and when it fails."""

import io
import re
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pikepdf
import pypdfium2
import pytest
from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.db import connections
from PIL import Image

from accounts.files.bounded.running import NoAnswer, NoTurn
from accounts.models import File, Pulse
from config.figures import figures
from support.resume import printing
from support.resume.refusals import NotAPhoto, PressBusy, PressFailed
from support.resume.views import drawn_for
from support.tasks import try_press
from tests import factories
from tests.conftest import signed_in
from tests.support.documents import made

pytestmark = pytest.mark.django_db
RESUME, WORK_HISTORY = "/support/resume/resume.pdf", "/support/resume/work-history.pdf"
SHEET_NAMES = ("resume", "work-history")
MILLIMETRE = 72 / 25.4
NEVER_FIRST = "、。，．」』）】〕ーっッゃゅょャュョ々！？：；"


@pytest.fixture
def resume(seeker):
    return factories.ResumeFactory(seeker=seeker, birth_date=date(2003, 4, 12), dated_on=date(2026, 11, 29))


def opened(client, address: str = RESUME) -> pypdfium2.PdfDocument:
    return pypdfium2.PdfDocument(client.get(address).content)


def said(pdf: pypdfium2.PdfDocument) -> str:
    return "\n".join(page.get_textpage().get_text_range().replace("\r\n", "\n") for page in pdf)


def photo(width: int = 900, height: int = 900, colour: str = "red", form: str = "JPEG", **more) -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(written, form, **more)
    return written.getvalue()


# What stands on the paper


def test_resume_is_two_pages_of_a4_even_if_empty(seeker_client):
    pdf = opened(seeker_client)
    assert [tuple(map(round, page.get_size())) for page in pdf] == [(595, 842)] * 2


def test_fields_are_those_of_the_form_of_the_ministry_and_no_others(seeker_client, resume):
    words = said(opened(seeker_client))
    fields = [
        "ふりがな",
        "氏　名",
        "現住所",
        "連絡先",
        "電話",
        "年",
        "月",
        "学歴・職歴（各別にまとめて書く）",
        "免許・資格",
    ]
    fields += ["志望の動機、特技、好きな学科、アピールポイントなど", "本人希望記入欄"]
    assert [field for field in fields if field not in words] == []
    assert [field for field in ("通勤", "扶養", "配偶者", "健康", "趣味", "印") if field in words] == []


@pytest.mark.parametrize(("gender", "times"), [("", 0), ("女性", 2)])
def test_gender_that_is_not_said_leaves_no_place_for_it(gender, times, seeker_client, resume):
    type(resume).objects.update(gender=gender)
    assert said(opened(seeker_client)).count("性別") == times


def test_letters_are_kept_as_they_were_typed(seeker_client, resume):
    type(resume).objects.update(family_name="髙﨑", given_name="𠮷見", address="神社町〜−ー")
    words = said(opened(seeker_client))
    assert "髙﨑　𠮷見" in words
    assert "神社町〜−ー" in words


def test_schools_come_before_jobs_and_the_end_is_marked(seeker_client, resume):
    of = {"resume": resume}
    factories.ResumeEntryFactory(**of, name="株式会社見本", employment="regular", began_on=date(2021, 4, 1))
    school = {"kind": "education", "name": "見本高等学校", "began_on": date(2019, 4, 1)}
    factories.ResumeEntryFactory(**of, **school, ended_on=date(2019, 5, 1), ending="left_school")
    rows = [row for row in said(opened(seeker_client)).split("\n") if row]
    at = rows.index("学歴")
    found = [part for row in rows[at:] for part in row.split(" ") if part]
    assert "".join(found).startswith(
        "学歴平成314見本高等学校入学令和元5見本高等学校中途退学職歴令和34株式会社見本入社現在に至る以上"
    )


def test_jobs_stand_by_their_months_and_the_latest_first_in_the_work_history(seeker_client, resume):
    for year in (2022, 2020, 2024):
        factories.ResumeEntryFactory(resume=resume, name=f"第{year}店", began_on=date(year, 4, 1))
    found = [re.findall(r"第(\d{4})店", said(opened(seeker_client, sheet))) for sheet in (RESUME, WORK_HISTORY)]
    assert found == [["2020", "2022", "2024"], ["2024", "2022", "2020"]]


def test_work_history_says_how_to_be_reached_and_from_when_until_now(seeker_client, resume):
    type(resume).objects.update(phone="+819012345678", email="hanako@example.jp")
    factories.ResumeEntryFactory(resume=resume)
    words = said(opened(seeker_client, WORK_HISTORY))
    assert [it in words for it in ("090-1234-5678", "hanako@example.jp", "令和4年4月〜現在")] == [True] * 3


def test_other_contact_stands_in_its_own_place(seeker_client, resume):
    here = {"postal_code": "111-1111", "address": "ある町", "address_kana": "あるまち", "phone": "+819012345678"}
    there = {"contact_postal_code": "222-2222", "contact_address": "別の町", "contact_kana": "べつのまち"}
    type(resume).objects.update(**here, **there, contact_phone="+815087654321", family_kana="みほん", wishes="朝の店")
    words = said(opened(seeker_client))
    drawn = [*here.values(), *there.values(), "050-8765-4321", "みほん", "朝の店", "平成15年4月12日生　（満 23 歳）"]
    assert [it for it in drawn if words.count(it.replace("+819012345678", "090-1234-5678")) != 1] == []


def test_paper_without_a_date_is_of_the_day_it_is_drawn(seeker_client, resume, now):
    type(resume).objects.update(dated_on=None)
    assert "令和8年11月20日現在" in said(opened(seeker_client))


def test_paper_of_the_early_morning_is_of_the_day_in_japan(seeker_client, resume, clock):
    clock.move_to(datetime(2026, 11, 19, 20, tzinfo=UTC))
    type(resume).objects.update(dated_on=None)
    answer = seeker_client.get(RESUME)
    assert answer["Content-Disposition"].endswith("_20261120.pdf")
    assert "令和8年11月20日現在" in said(pypdfium2.PdfDocument(answer.content))


def test_thirty_jobs_fit(seeker_client, resume):
    for number in range(30):
        began = date(2010 + number // 3, number % 3 * 4 + 1, 1)
        ended = began.replace(month=began.month + 3)
        job = {"name": f"株式会社とても長い名前の見本サービス東日本営業本部第{number:02}店舗運営部", "began_on": began}
        factories.ResumeEntryFactory(resume=resume, **job, ended_on=ended, ending="contract")
    for sheet, most in ((RESUME, 5), (WORK_HISTORY, 6)):
        pdf = opened(seeker_client, sheet)
        assert len(pdf) <= most
        words = "".join(said(pdf).split())
        assert [number for number in range(30) if f"第{number:02}店舗" not in words] == []


def test_empty_paper_has_the_rows_of_the_form(seeker_client):
    """15 for school and work, 6 more on the second page, 6 for licences; each table has one more for its heads."""
    with pikepdf.open(io.BytesIO(seeker_client.get(RESUME).content)) as pdf:
        parts = [it for it in pdf.objects if isinstance(it, pikepdf.Dictionary)]
    assert sum(it.get("/S") == "/TR" for it in parts) == (1 + 15) + (1 + 6) + (1 + 6)


def test_lines_go_on_where_a_page_is_full_and_none_is_lost(seeker_client, resume):
    for number in range(30):
        job = {"name": f"甲乙{number:02}", "began_on": date(2010, 4, 1), "ended_on": date(2011, 3, 1)}
        factories.ResumeEntryFactory(resume=resume, **job, ending="contract")
        factories.ResumeEntryFactory(resume=resume, kind="licence", name=f"丙丁{number:02}")
    pages = [page.get_textpage().get_text_range() for page in opened(seeker_client)]
    # The head of the jobs is the first of 15.
    assert [page.count("甲乙") for page in pages] == [14, 6, 27, 13, 0]
    assert [page.count("丙丁") for page in pages] == [0, 6, 0, 0, 24]


def test_no_line_begins_with_what_may_not_begin_one(seeker_client, resume):
    text = "接客では、「いつもありがとう。」と、言っていただきました。" * 13
    fields = {name: "あ" * begin + text for begin, name in enumerate(("motivation", "summary", "skills", "self_pr"))}
    type(resume).objects.update(**fields)
    lines = [line for sheet in (RESUME, WORK_HISTORY) for line in said(opened(seeker_client, sheet)).split("\n")]
    assert len(lines) > 60
    assert [line for line in lines if line and line[0] in NEVER_FIRST] == []


@pytest.mark.parametrize("letter", ["W", "あ", "、", "髙 "])
def test_longest_texts_stay_between_the_margins(letter, seeker_client, resume):
    for field in type(resume)._meta.fields:
        most = getattr(field, "max_length", None)
        if most and not field.choices and field.name not in ("phone", "contact_phone", "postal_code", "email"):
            setattr(resume, field.name, (letter * most)[:most])
    resume.motivation = "\n".join([letter * 30] * 20)
    resume.save()
    factories.ResumeEntryFactory(resume=resume, name=(letter * 120)[:120], tasks=letter * 300, results=letter * 300)
    for sheet, margin in ((RESUME, 13.9), (WORK_HISTORY, 19.9)):
        for page in opened(seeker_client, sheet):
            text = page.get_textpage()
            seen = [number for number in range(text.count_chars()) if text.get_text_range(number, 1).strip()]
            boxes = [text.get_charbox(number) for number in seen]
            assert min(left for left, *_ in boxes if left) > margin * MILLIMETRE
            assert max(right for _, _, right, _ in boxes) < (210 - margin) * MILLIMETRE
            assert min(bottom for _, bottom, *_ in boxes if bottom) > 8 * MILLIMETRE


def test_work_history_of_part_time_jobs_has_headings_of_its_own(seeker_client, resume):
    factories.ResumeEntryFactory(resume=resume, tasks="レジと品出し", results="発注を任された")
    factories.ResumeEntryFactory(resume=resume, name="正社員の会社", employment="regular")
    assert "■職務経歴" not in said(opened(seeker_client, WORK_HISTORY))
    assert "正社員の会社" in said(opened(seeker_client, WORK_HISTORY))
    type(resume).objects.update(about="part_time")
    words = said(opened(seeker_client, WORK_HISTORY))
    assert [word in words for word in ("アルバイト経験", "任されていた仕事", "レジと品出し", "発注を任された")] == [
        True
    ] * 4
    assert "正社員の会社" not in words


# The file


@pytest.mark.parametrize("sheet", [RESUME, WORK_HISTORY])
def test_file_is_tagged_titled_and_in_japanese(sheet, seeker_client, resume):
    content = seeker_client.get(sheet).content
    pdf = pypdfium2.PdfDocument(content)
    assert pdf.is_tagged()
    assert pdf.get_metadata_dict()["Title"].endswith(" 見本　花子")
    assert b"<pdfuaid:part>1</pdfuaid:part>" in content
    assert b"/Lang(ja-JP)" in content


@pytest.mark.parametrize("sheet", [RESUME, WORK_HISTORY])
def test_file_is_private_and_safely_named(sheet, seeker_client, resume):
    answer = seeker_client.get(sheet)
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Cache-Control"] == "no-store, private"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''%")
    assert answer["Content-Disposition"].isascii()


@pytest.mark.parametrize("as_what", ["pdf", "png"])
def test_file_says_itself_that_it_is_kept_nowhere_and_nothing_is_to_be_guessed(rf, seeker, resume, as_what):
    """The middleware says so too, where it is."""
    request = rf.get(RESUME)
    request.seeker = seeker
    answer = drawn_for(request, "resume", as_what)
    assert (answer["Cache-Control"], answer["X-Content-Type-Options"]) == ("no-store, private", "nosniff")


def test_text_that_looks_like_markup_stays_text(seeker_client, resume):
    typed = '#read("/etc/passwd") $x^2$ *太字* ~ \\ [ ] <a> // @preview #import "@preview/cetz:0.3.0"'
    type(resume).objects.update(motivation=typed)
    assert "".join(typed.split()) in "".join(said(opened(seeker_client)).split())


def test_preview_shows_the_pages_below_one_another(seeker_client, resume):
    answer = seeker_client.get("/support/resume/resume.png")
    picture = Image.open(io.BytesIO(answer.content))
    assert (answer["Content-Type"], answer["Cache-Control"]) == ("image/png", "no-store, private")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert picture.height > 2 * picture.width


# The photo


def test_photo_is_cut_from_its_pixels_to_three_by_four(seeker_client, seeker, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    exif = Image.Exif()
    exif[0x010E] = "東京都見本区の自宅で"
    upload = io.BytesIO(photo(1200, 900, exif=exif))
    upload.name = "自宅.jpg"
    answer = seeker_client.post("/support/resume/photo/", {"photo": upload, "upload": "1"})
    assert answer.status_code == 302
    kept = b"".join(seeker_client.get("/support/resume/photo.jpg").streaming_content)
    picture = Image.open(io.BytesIO(kept))
    assert (picture.format, picture.size, dict(picture.getexif())) == ("JPEG", (600, 800), {})
    drawn = pypdfium2.PdfDocument(seeker_client.get(RESUME).content)
    assert any(thing.type == pypdfium2.raw.FPDF_PAGEOBJ_IMAGE for thing in drawn[0].get_objects(max_depth=9))


@pytest.mark.parametrize("upload", [b"x", b"GIF89a", photo(form="GIF"), photo()[:500], b"%PDF-1.7"])
def test_what_is_no_photo_is_refused_in_words(upload, seeker_client, seeker):
    file = io.BytesIO(upload)
    file.name = "photo.jpg"
    answer = seeker_client.post("/support/resume/photo/", {"photo": file, "upload": "1"})
    assert "This cannot be read as a photo." in answer.content.decode()
    assert list(answer.context["form"].errors) == ["photo"]


@pytest.mark.parametrize("form", ["JPEG", "PNG", "MPO"])
def test_photo_of_each_kind_is_cut(form):
    with Image.open(io.BytesIO(printing.cut_photo(photo(form=form)))) as cut:
        assert (cut.format, cut.size) == ("JPEG", (600, 800))


@pytest.mark.parametrize("upload", [made.png_bomb(), made.large_png()], ids=["bomb", "large"])
def test_picture_made_to_be_unpacked_without_end_is_refused(upload):
    with pytest.raises(NotAPhoto):
        printing.cut_photo(upload)


def test_photo_of_a_phone_is_not_too_large():
    with Image.open(io.BytesIO(printing.cut_photo(photo(8064, 6048)))) as cut:
        assert cut.size == (600, 800)


def sent_photo(client, upload: bytes):
    file = io.BytesIO(upload)
    file.name = "photo.jpg"
    return client.post("/support/resume/photo/", {"photo": file, "upload": "1"})


def test_photo_of_more_than_10_mb_is_refused_in_words(seeker_client, seeker, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    upload = photo().ljust(10 * 1024 * 1024, b"\0")
    assert "This file is larger than 10 MB." in sent_photo(seeker_client, upload + b"\0").content.decode()
    assert not File.objects.exists()
    assert sent_photo(seeker_client, upload).status_code == 302


def test_photo_stands_upright_on_white_and_is_not_stretched():
    turned = Image.Exif()
    turned[0x0112] = 6  # the camera was held upright: red is at the top once it is turned
    lying = Image.new("RGB", (1200, 900), "blue")
    lying.paste("red", (0, 0, 300, 900))
    written = io.BytesIO()
    lying.save(written, "JPEG", exif=turned)
    with Image.open(io.BytesIO(printing.cut_photo(written.getvalue()))) as cut:
        red, _green, blue = cut.getpixel((300, 40))
        assert (red > 200, blue < 60) == (True, True)
        assert cut.getpixel((300, 760))[2] > 200
    wide = Image.new("RGB", (1600, 800), "white")
    wide.paste("red", (0, 0, 400, 800))  # beyond the middle of it, which is kept
    written = io.BytesIO()
    wide.save(written, "PNG")
    with Image.open(io.BytesIO(printing.cut_photo(written.getvalue()))) as cut:
        assert min(cut.getpixel((5, 400))) > 240
    clear = photo(colour="red", form="PNG")
    with Image.open(io.BytesIO(clear)) as opaque:
        opaque.putalpha(0)
        written = io.BytesIO()
        opaque.save(written, "PNG")
    with Image.open(io.BytesIO(printing.cut_photo(written.getvalue()))) as cut:
        assert cut.getpixel((300, 400)) == (255, 255, 255)


def test_photo_is_shown_until_a_button_takes_it_away(seeker_client, seeker, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    page, remove = "/support/resume/photo/", "/support/resume/photo/remove/"
    assert sent_photo(seeker_client, photo())["Location"] == page
    shown = seeker_client.get(page).content.decode()
    assert [it in shown for it in ("The photo is saved.", remove)] == [True, True]
    assert seeker_client.get(remove)["Location"] == "/support/resume/"
    assert File.objects.exists()
    removed = seeker_client.post(remove, follow=True)
    assert removed.redirect_chain == [(page, 302)]
    assert [it in removed.content.decode() for it in ("The photo is removed.", remove)] == [True, False]
    assert not File.objects.exists()


def test_photo_that_the_storage_has_lost_is_left_out(seeker_client, seeker, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    sent_photo(seeker_client, photo())
    for path in tmp_path.rglob("*"):
        if path.is_file():
            path.unlink()
    assert seeker_client.get(RESUME).status_code == 200


def test_paper_is_not_drawn_without_a_photo_that_cannot_be_reached_now(
    seeker_client, seeker, settings, tmp_path, monkeypatch
):
    settings.MEDIA_ROOT = tmp_path
    sent_photo(seeker_client, photo())

    def out_of_reach(storage, name, mode="rb"):
        raise OSError("the store of files is out of reach")

    monkeypatch.setattr(FileSystemStorage, "_open", out_of_reach)
    answer = seeker_client.get(RESUME)
    assert "Something went wrong while the file was being made" in answer.content.decode()


def test_photo_is_on_the_resume_alone_and_in_colour(seeker_client, seeker, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    sent_photo(seeker_client, photo(colour="red"))
    pictures = [Image.open(io.BytesIO(seeker_client.get(f"/support/resume/{it}.png").content)) for it in SHEET_NAMES]
    assert [it.mode for it in pictures] == ["RGB", "L"]


# The process that draws


SHEET = "import typst; from support.resume.press import SHEETS; typst.compile({source!r}.encode(), root=SHEETS)"


@pytest.mark.parametrize(
    ("source", "fails_by"),
    [
        ('#read("shared.typ")', ""),
        ('#read("../press.py")', "escape"),
        ('#read("/../../../../etc/passwd")', "escape"),
        ('#import "@preview/cetz:0.3.0": *', "download"),
    ],
)
def test_sheet_reads_nothing_outside_its_folder_and_fetches_nothing(source, fails_by):
    command = [sys.executable, "-s", "-c", SHEET.format(source=source)]
    done = subprocess.run(command, capture_output=True, cwd=settings.BASE_DIR, check=False)
    assert (done.returncode == 0) == (fails_by == "")
    assert fails_by in done.stderr.decode()


# How fast, and when it fails


@pytest.mark.django_db(transaction=True)
def test_ten_at_once_get_their_files():
    seekers = [factories.JobSeekerFactory() for _ in range(10)]
    for seeker in seekers:
        factories.ResumeFactory(seeker=seeker, motivation="志望の動機" * 50)

    def ask(seeker) -> tuple[int, bytes]:
        try:
            answer = signed_in(seeker.user).get(RESUME)
            return answer.status_code, answer.content[:5]
        finally:
            connections.close_all()

    with ThreadPoolExecutor(10) as threads:
        assert set(threads.map(ask, seekers)) == {(200, b"%PDF-")}


def test_file_is_there_within_a_second(seeker_client, resume):
    """The best of three: the machine may be at work besides."""
    took = []
    for _ in range(3):
        began = time.perf_counter()
        seeker_client.get(RESUME)
        took.append(time.perf_counter() - began)
    assert min(took) < 1


def no_answer(*asked, bounds):
    raise NoAnswer


def nobodys_turn(*asked, bounds):
    raise NoTurn


def test_press_that_fails_says_what_to_do(seeker_client, resume, monkeypatch, caplog):
    monkeypatch.setattr(printing, "run", no_answer)
    answer = seeker_client.get(RESUME)
    assert "a sheet was not drawn: resume" in caplog.messages
    assert (answer.status_code, answer["Retry-After"]) == (503, "60")
    for words in ("What you wrote is saved.", "Please try again in a minute.", settings.SUPPORT_PHONE):
        assert words in answer.content.decode()


def test_press_is_tried_every_few_minutes_and_its_failing_is_seen(db, now, monkeypatch):
    try_press.apply(throw=True)
    assert figures("last_press", now=now + timedelta(minutes=19))["last_press"].is_well
    Pulse.objects.all().delete()
    monkeypatch.setattr(printing, "run", no_answer)
    with pytest.raises(PressFailed):
        try_press.apply(throw=True)
    assert not figures("last_press", now=now)["last_press"].is_well


def test_who_comes_while_all_presses_are_at_work_waits_and_is_told(seeker_client, resume, monkeypatch):
    with monkeypatch.context() as patched:
        patched.setattr(printing, "run", nobodys_turn)
        with pytest.raises(PressBusy):
            printing.cut_photo(b"")
        assert seeker_client.get(RESUME).status_code == 503
    assert seeker_client.get(RESUME).status_code == 200
