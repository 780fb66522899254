"""A member writes a résumé page by page on a phone, looks at it, takes it along and has it reviewed."""

import re

import pypdfium2
import pytest
from playwright.sync_api import expect

from support.models import Document, ResumeEntry
from tests import factories
from tests.journeys.conftest import PHONE, in_english

pytestmark = pytest.mark.django_db(transaction=True)
with_and_without_script = pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
ON = "Save and go on"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def add_a_job(member) -> None:
    member.follows("Add a job")
    member.sees("Add a job")
    member.enters({"Employer": "株式会社見本フーズ 駅前店"})
    member.chooses("Kind of employment", "Part-time job")
    years, months = (member.page.get_by_label(member.says(name), exact=True) for name in ("Year", "Month"))
    for box, year, month in ((0, "2022", "4"), (1, "2024", "3")):
        years.nth(box).select_option(year)
        months.nth(box).select_option(month)
    member.chooses("How it ended", "Left for reasons of my own")
    member.presses("Save")
    member.sees("Work")
    member.reads("株式会社見本フーズ 駅前店")


def open_editor(member) -> None:
    member.opens("/support/")
    member.follows("Write a résumé")
    member.sees("Résumé editor")


@pytest.mark.parametrize(
    ("language", "script"), [("ja", True), ("ja", False), in_english(True)], ids=["ja", "ja no script", "en"]
)
def test_member_writes_a_resume_on_a_phone(arrive, seeker, assignment, language, script):
    seeker.user.language = language
    seeker.user.save()
    member = arrive(user=seeker.user, language=language, java_script_enabled=script, **PHONE)
    open_editor(member)
    write_all(member, seeker)
    for said in ("髙﨑", "たかさき", "123-4567", "人と話す仕事がしたいです。", "株式会社見本フーズ 駅前店"):
        member.reads(said)
    with member.page.expect_download() as download:
        member.touches(member.page.get_by_role("link", name="PDF").first)
    assert download.value.suggested_filename.startswith("履歴書_")
    words = pypdfium2.PdfDocument(download.value.path())[0].get_textpage().get_text_range()
    assert "髙﨑" in words
    send = member.page.get_by_role("button", name=member.says("Keep this version and ask for a review"))
    member.touches(send.first)
    member.sees("Documents for applications")
    assert Document.objects.get().reviews.get().status == "submitted"


def write_all(member, seeker) -> None:
    """The pages of the résumé one after another, some of them left empty."""
    member.follows("Begin")
    member.sees("Name and date of birth")
    member.has_entered({"Family name": seeker.family_name})
    for heading, typed in (
        ("Name and date of birth", {"Family name": "髙﨑", "Kana of the family name": "タカサキ"}),
        ("Address and phone", {"Postal code": "１２３４５６７", "Address": "見本県見本市1-2-3"}),
        ("Other contact", {}),
        ("Schools attended", {}),
    ):
        member.sees(heading)
        member.enters(typed)
        member.presses(ON)
    member.sees("Work")
    add_a_job(member)
    member.presses(ON)
    member.sees("Licences and qualifications")
    member.presses(ON)
    member.sees("Motivation and strengths")
    member.touches(member.page.locator("main summary").first)
    member.reads("好きな学科は簿記で")
    member.enters({"Motivation, strengths, favourite subjects": "人と話す仕事がしたいです。"})
    member.presses("Save and look at all answers")
    member.sees("Résumé editor")


def test_answer_is_changed_from_the_page_that_shows_them_all(arrive, seeker):
    factories.ResumeFactory(seeker=seeker, wishes="販売職を希望いたします。")
    member = arrive(user=seeker.user, **PHONE)
    open_editor(member)
    member.touches(member.page.get_by_role("link", name=re.compile("^Change ?: Wishes$")))
    member.sees("Wishes")
    member.enters({"Wishes": "貴社の規定に従います。"})
    member.presses("Save and look at all answers")
    member.sees("Résumé editor")
    member.reads("貴社の規定に従います。")


def test_page_is_shown_before_it_is_printed(arrive, seeker):
    factories.ResumeFactory(seeker=seeker)
    member = arrive(user=seeker.user, **PHONE)
    open_editor(member)
    looks = member.page.locator("details").filter(has_text="How it looks: Résumé")
    member.touches(looks.locator("summary"))
    picture = looks.locator("img")
    picture.scroll_into_view_if_needed()
    expect(picture).to_have_js_property("naturalWidth", 834, timeout=30_000)


def test_what_is_typed_is_kept_without_a_press(arrive, seeker):
    member = arrive(user=seeker.user, **PHONE)
    member.opens("/support/resume/skills/")
    member.enters({"Skills": "表計算"})
    member.is_told("Saved")
    member.enters({"Skills": "😀"})
    member.is_told("Not saved yet. Please press the button.")
    member.complaints.clear()  # the browser itself notes the answer that it does not fit
    member.opens("/support/resume/skills/")
    member.has_entered({"Skills": "表計算"})


@with_and_without_script
def test_what_does_not_fit_is_said_and_stays(arrive, seeker, script):
    member = arrive(user=seeker.user, java_script_enabled=script, **PHONE)
    member.opens("/support/resume/name/")
    member.enters({"Kana of the family name": "高崎", "Given name": "見本😀"})
    member.presses(ON)
    member.sees("Name and date of birth")
    member.is_refused(
        "Given name: This cannot be printed: 😀. Please leave it out.",
        "Kana of the family name: Write it in hiragana.",
    )
    member.has_entered({"Kana of the family name": "高崎", "Given name": "見本😀"})


def test_job_added_by_two_presses_is_there_once(arrive, seeker):
    member = arrive(user=seeker.user)
    member.opens("/support/resume/licences/add/")
    member.enters({"Licence or qualification": "普通自動車免許 取得"})
    member.page.get_by_label("Year", exact=True).select_option("2021")
    member.page.get_by_label("Month", exact=True).select_option("8")
    member.presses_twice("Save")
    member.sees("Licences and qualifications")
    assert ResumeEntry.objects.count() == 1


def test_two_tabs_lose_nothing_of_each_other(arrive, seeker):
    member = arrive(user=seeker.user)
    tabs = [member, member.opens_tab()]
    for tab in tabs:
        tab.opens("/support/resume/address/")
    for tab, typed in zip(tabs, ({"Address": "見本市1-2"}, {"Postal code": "1234567"}), strict=True):
        tab.enters(typed)
        tab.presses(ON)
        tab.sees("Other contact")
    assert (seeker.resume.address, seeker.resume.postal_code) == ("見本市1-2", "123-4567")


@pytest.mark.parametrize(
    ("page", "boxes"), [("name", ".parts > span"), ("date", "fieldset label"), ("about", "fieldset label")]
)
def test_boxes_of_one_answer_stand_apart(arrive, seeker, page, boxes):
    member = arrive(user=seeker.user, language="en", **PHONE)
    member.opens(f"/support/resume/{page}/")
    first, second = (member.page.locator(f".field {boxes}").nth(at).bounding_box() for at in (0, 1))
    across, down = second["x"] - first["x"] - first["width"], second["y"] - first["y"] - first["height"]
    assert max(across, down) >= 8
