"""What stands on the papers, before it is drawn: line by line, each column in its place, and nothing invented."""

from datetime import date

import pytest

from support.models import Resume, ResumeEntry
from support.resume.lines import NOT_BORN, resume_said, work_history_said

Employment = ResumeEntry.Employment
DAY = date(2026, 11, 29)
TEXTS = ("motivation", "wishes", "summary", "skills", "self_pr", "gender", "address", "address_kana", "contact_address")


def resume(**said) -> Resume:
    name = {"family_name": "見本", "given_name": "花子", "family_kana": "みほん", "given_kana": "はなこ"}
    return Resume(**{**name, "birth_date": date(2003, 4, 12), "dated_on": DAY, **said})


def job(name: str = "見本店", began_on: date = date(2022, 4, 1), **said) -> ResumeEntry:
    return ResumeEntry(**{"kind": "work", "name": name, "began_on": began_on, "employment": "part_time", **said})


SCHOOL = ResumeEntry(kind="education", name="見本高等学校", began_on=date(2019, 4, 1))
LICENCE = ResumeEntry(kind="licence", name="見本検定", began_on=date(2019, 6, 1))


def on_paper(of: Resume, *entries: ResumeEntry, today: date = DAY) -> dict:
    return resume_said(of, entries, today=today)


def told(of: Resume, *entries: ResumeEntry, today: date = DAY) -> dict:
    return work_history_said(of, entries, today=today)


def rows(*entries: ResumeEntry, **said) -> list[tuple]:
    return [(it["year"], it["month"], it["text"]) for it in on_paper(resume(**said), *entries)["history"]]


def test_each_text_stands_in_its_own_place():
    """No column is another's, and what is empty is empty."""
    of = resume(**{name: name for name in TEXTS}, postal_code="111-1111", contact_postal_code="222-2222")
    of.contact_kana, of.phone, of.contact_phone = "contact_kana", "+819012345678", "+815087654321"
    of.email = "hanako@example.jp"
    paper = on_paper(of)
    assert paper == {
        "title": "履歴書 見本　花子", "name": "見本　花子", "dated": "令和8年11月29日", "kana": "みほん　はなこ",
        "born": "平成15年4月12日生　（満 23 歳）", "gender": "gender", "post": "111-1111", "address": "address",
        "address-kana": "address_kana", "phone": "090-1234-5678", "contact-post": "222-2222",
        "contact-address": "contact_address", "contact-kana": "contact_kana", "contact-phone": "050-8765-4321",
        "history": [], "licences": [], "motivation": "motivation", "wishes": "wishes",
    }  # fmt: skip
    found = told(of)
    assert [found[it] for it in ("title", "summary", "skills", "self-pr", "contact", "dated")] == [
        "職務経歴書 見本　花子", "summary", "skills", "self_pr", "090-1234-5678　hanako@example.jp", "令和8年11月29日",
    ]  # fmt: skip


def test_paper_of_nobody_is_blank_and_of_the_day_it_is_drawn():
    paper, found = on_paper(Resume()), told(Resume(email="hanako@example.jp"))
    assert {name: it for name, it in paper.items() if it} == {
        "title": "履歴書", "dated": "令和8年11月29日", "born": NOT_BORN,
    }  # fmt: skip
    assert (found["contact"], found["dated"]) == ("hanako@example.jp", "令和8年11月29日")


def test_dates_and_age_are_those_of_the_day_on_the_paper():
    for day, years in ((date(2027, 4, 11), 23), (date(2027, 4, 12), 24)):
        paper = on_paper(resume(dated_on=day, in_eras=False), today=date(2030, 1, 1))
        assert paper["born"] == f"2003年4月12日生　（満 {years} 歳）"
        assert paper["dated"] == f"2027年4月{day.day}日"
    assert told(resume(), today=date(2030, 1, 1))["dated"] == "令和8年11月29日"


def test_schools_come_before_jobs_with_a_line_between_and_the_end_is_marked():
    left = ResumeEntry(**{**kept(SCHOOL), "ended_on": date(2019, 5, 1), "ending": "left_school"})
    assert rows(job(employment="regular", began_on=date(2021, 4, 1)), left) == [
        ("", "", "学歴"),
        ("平成31", "4", "見本高等学校 入学"),
        ("令和元", "5", "見本高等学校 中途退学"),
        ("", "", ""),
        ("", "", "職歴"),
        ("令和3", "4", "見本店 入社"),
        ("", "", "現在に至る"),
        ("", "", "以上"),
    ]
    places = [it["at"] for it in on_paper(resume(), job(), SCHOOL)["history"]]
    assert places == ["center", "start", "start", "start", "center", "start", "start", "end"]


def kept(entry: ResumeEntry) -> dict:
    return {"kind": entry.kind, "name": entry.name, "began_on": entry.began_on}


def test_who_has_had_no_job_says_so_and_who_has_neither_leaves_the_lines_empty():
    assert rows() == []
    assert [text for *_when, text in rows(SCHOOL)] == [
        "学歴",
        "見本高等学校 入学",
        "在学中",
        "",
        "職歴",
        "なし",
        "以上",
    ]
    assert [text for *_when, text in rows(job(employment="regular"))] == ["職歴", "見本店 入社", "現在に至る", "以上"]


@pytest.mark.parametrize(
    ("employment", "begun", "left", "called"),
    [
        ("regular", "入社", "一身上の都合により退職", "正社員"),
        ("contract", "入社（契約社員）", "一身上の都合により退職", "契約社員"),
        ("dispatched", "入社（派遣社員）", "一身上の都合により退職", "派遣社員"),
        ("part_time", "入社（アルバイト）", "一身上の都合により退職", "アルバイト"),
        ("other", "開始（業務委託など）", "終了", "業務委託など"),
    ],
)
def test_job_begins_and_ends_as_what_it_was(employment, begun, left, called):
    ended = job(employment=employment, ended_on=date(2023, 3, 1), ending="own", tasks="仕分け", results="発注")
    assert rows(ended)[1:3] == [("令和4", "4", f"見本店 {begun}"), ("令和5", "3", f"見本店 {left}")]
    assert told(resume(), ended)["jobs"] == [
        {"period": "令和4年4月〜令和5年3月", "employer": "見本店", "employment": called,
         "tasks": "仕分け", "results": "発注"},
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("entry", "ending", "words"),
    [
        (SCHOOL, "graduated", "卒業"),
        (SCHOOL, "completed", "修了"),
        (SCHOOL, "expected", "卒業見込み"),
        (job(employment="regular"), "contract", "契約期間満了により退職"),
        (job(employment="regular"), "company", "会社都合により退職"),
    ],
)
def test_end_is_called_as_forms_call_it(entry, ending, words):
    ended = ResumeEntry(**kept(entry), employment=entry.employment, ended_on=date(2023, 3, 1), ending=ending)
    assert ("令和5", "3", f"{entry.name} {words}") in rows(ended)


def test_years_are_written_one_way_throughout():
    entries = (job(ended_on=date(2023, 3, 1), ending="own"), LICENCE)
    western, by_era = resume(in_eras=False), resume()
    assert [it["year"] for it in on_paper(western, *entries)["history"] if it["year"]] == ["2022", "2023"]
    found = [(on_paper(of, *entries)["licences"][0], told(of, *entries)["licences"]) for of in (western, by_era)]
    assert found == [
        (
            {"year": year, "month": "6", "text": "見本検定", "at": "start"},
            [{"when": f"{year}年6月", "text": "見本検定"}],
        )
        for year in ("2019", "令和元")
    ]  # fmt: skip
    assert told(western, *entries)["jobs"][0]["period"] == "2022年4月〜2023年3月"


def test_jobs_stand_by_their_months_and_the_latest_first_in_the_work_history():
    entries = [job(f"第{year}店", date(year, 4, 1)) for year in (2020, 2022)] + [SCHOOL, LICENCE]
    found = told(resume(), *entries)["jobs"]
    assert [(it["employer"], it["period"]) for it in found] == [
        ("第2022店", "令和4年4月〜現在"), ("第2020店", "令和2年4月〜現在"),
    ]  # fmt: skip


def test_work_history_of_part_time_jobs_tells_of_no_others():
    others = [job("ほかの会社", employment=it) for it in Employment.values if it != "part_time"]
    entries = (job(), *others)
    assert [it["employer"] for it in told(resume(about="part_time"), *entries)["jobs"]] == ["見本店"]


@pytest.mark.parametrize(
    ("about", "headings"),
    [
        ("jobs", ["職務要約", "職務経歴", "職務内容", "実績・取り組み", "活かせる経験・知識・技術"]),
        (
            "part_time",
            [
                "アルバイト経験の要約",
                "アルバイト経験",
                "任されていた仕事",
                "工夫したこと・身についたこと",
                "できること",
            ],
        ),
    ],
)
def test_headings_follow_from_what_the_work_history_tells_of(about, headings):
    words = told(resume(about=about))["words"]
    assert [words[it] for it in ("summary", "jobs", "tasks", "results", "skills")] == headings
