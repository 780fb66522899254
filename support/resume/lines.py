"""What stands on the papers, line by line, in Japanese whatever language the member reads."""

from collections.abc import Iterable, Sequence
from datetime import date

from accounts.profile.forms import age
from config.typed import Typed
from support.resume import eras
from support.resume.models import Resume, ResumeEntry

Kind, Ending, Employment = ResumeEntry.Kind, ResumeEntry.Ending, ResumeEntry.Employment
ENDED = {
    Ending.GRADUATED: "卒業",
    Ending.COMPLETED: "修了",
    Ending.EXPECTED: "卒業見込み",
    Ending.LEFT_SCHOOL: "中途退学",
    Ending.OWN: "一身上の都合により退職",
    Ending.CONTRACT: "契約期間満了により退職",
    Ending.COMPANY: "会社都合により退職",
}
EMPLOYED = {
    Employment.REGULAR: "正社員",
    Employment.CONTRACT: "契約社員",
    Employment.DISPATCHED: "派遣社員",
    Employment.PART_TIME: "アルバイト",
    Employment.OTHER: "業務委託など",
}
WORDS = {
    Resume.About.JOBS: {
        "summary": "職務要約",
        "jobs": "職務経歴",
        "tasks": "職務内容",
        "results": "実績・取り組み",
        "skills": "活かせる経験・知識・技術",
    },
    Resume.About.PART_TIME: {
        "summary": "アルバイト経験の要約",
        "jobs": "アルバイト経験",
        "tasks": "任されていた仕事",
        "results": "工夫したこと・身についたこと",
        "skills": "できること",
    },
}
NOT_BORN = "　　　　年　　月　　日生　（満　　歳）"


def resume_said(resume: Resume, entries: Sequence[ResumeEntry], *, today: date) -> Typed:
    """What `sheets/resume.typ` prints."""
    at = resume.dated_on or today
    return {
        **headed(resume, "履歴書", at),
        "kana": resume.kana,
        "born": born(resume, at),
        "gender": resume.gender,
        "post": resume.postal_code,
        "address": resume.address,
        "address-kana": resume.address_kana,
        "phone": resume.phone.as_national if resume.phone else "",
        "contact-post": resume.contact_postal_code,
        "contact-address": resume.contact_address,
        "contact-kana": resume.contact_kana,
        "contact-phone": resume.contact_phone.as_national if resume.contact_phone else "",
        "history": list(history(resume, entries)),
        "licences": list(licences(resume, entries)),
        "motivation": resume.motivation,
        "wishes": resume.wishes,
    }


def work_history_said(resume: Resume, entries: Sequence[ResumeEntry], *, today: date) -> Typed:
    """What `sheets/work_history.typ` prints: the jobs, the latest first."""
    jobs = [job for job in reversed(of_kind(entries, Kind.WORK)) if counts(resume, job)]
    contact = [resume.phone.as_national if resume.phone else "", resume.email]
    return {
        **headed(resume, "職務経歴書", resume.dated_on or today),
        "contact": "　".join(filter(None, contact)),
        "words": WORDS[Resume.About(resume.about)],
        "summary": resume.summary,
        "jobs": [in_detail(resume, job) for job in jobs],
        "skills": resume.skills,
        "licences": [
            {"when": eras.month_in_words(one.began_on, in_eras=resume.in_eras), "text": one.name}
            for one in of_kind(entries, Kind.LICENCE)
        ],
        "self-pr": resume.self_pr,
    }


def counts(resume: Resume, job: ResumeEntry) -> bool:
    """Whether it stands in a work history of this form."""
    return resume.about == Resume.About.JOBS or job.employment == Employment.PART_TIME


def headed(resume: Resume, title: str, at: date) -> Typed:
    dated = eras.in_words(at, in_eras=resume.in_eras)
    return {"title": f"{title} {resume.name}".strip(), "name": resume.name, "dated": dated}


def born(resume: Resume, at: date) -> str:
    if resume.birth_date is None:
        return NOT_BORN
    day = eras.in_words(resume.birth_date, in_eras=resume.in_eras)
    return f"{day}生　（満 {age(resume.birth_date, today=at)} 歳）"


def of_kind(entries: Iterable[ResumeEntry], kind: str) -> list[ResumeEntry]:
    return [entry for entry in entries if entry.kind == kind]


def history(resume: Resume, entries: Sequence[ResumeEntry]) -> Iterable[Typed]:
    """Schools, then jobs, each with its heading, and 以上; with neither, no line at all: it is filled in by hand."""
    schools, jobs = of_kind(entries, Kind.EDUCATION), of_kind(entries, Kind.WORK)
    if not schools and not jobs:
        return
    if schools:
        yield line("学歴", at="center")
        for school in schools:
            yield from entered_and_left(resume, school, "入学", going_on="在学中")
        yield line("")
    yield line("職歴", at="center")
    if not jobs:
        yield line("なし")
    for job in jobs:
        yield from entered_and_left(resume, job, begun(job), going_on="現在に至る")
    yield line("以上", at="end")


def begun(job: ResumeEntry) -> str:
    """入社, and as what, unless as a regular employee."""
    if job.employment == Employment.REGULAR:
        return "入社"
    return f"{'開始' if job.employment == Employment.OTHER else '入社'}（{EMPLOYED[Employment(job.employment)]}）"


def left(entry: ResumeEntry) -> str:
    return "終了" if entry.employment == Employment.OTHER else ENDED[Ending(entry.ending)]


def entered_and_left(resume: Resume, entry: ResumeEntry, entered: str, *, going_on: str) -> Iterable[Typed]:
    yield line(f"{entry.name} {entered}", of=entry.began_on, in_eras=resume.in_eras)
    if entry.ended_on:
        yield line(f"{entry.name} {left(entry)}", of=entry.ended_on, in_eras=resume.in_eras)
    else:
        yield line(going_on)


def licences(resume: Resume, entries: Sequence[ResumeEntry]) -> Iterable[Typed]:
    for one in of_kind(entries, Kind.LICENCE):
        yield line(one.name, of=one.began_on, in_eras=resume.in_eras)


def line(text: str, *, at: str = "start", of: date | None = None, in_eras: bool = True) -> Typed:
    when = {"year": eras.year(of, in_eras=in_eras), "month": str(of.month)} if of else {"year": "", "month": ""}
    return {**when, "text": text, "at": at}


def in_detail(resume: Resume, job: ResumeEntry) -> Typed:
    until = eras.month_in_words(job.ended_on, in_eras=resume.in_eras) if job.ended_on else "現在"
    return {
        "period": f"{eras.month_in_words(job.began_on, in_eras=resume.in_eras)}〜{until}",
        "employer": job.name,
        "employment": EMPLOYED[Employment(job.employment)],
        "tasks": job.tasks,
        "results": job.results,
    }
