"""Every mail: a subject in its first line, nothing left unsaid, and who it is from."""

import re
from datetime import date, datetime
from html import unescape
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext

from accounts.messages.carrying import as_mail
from accounts.messages.compose import Audience, Letter
from accounts.messages.contexts import fits
from accounts.messages.html import as_html
from accounts.messages.kinds import Leaves, catalogues, kind_of, label_of
from accounts.models import Notice
from docs import mails
from jobs.conditions.matching import Fit, Line
from jobs.models import DesiredCondition
from tests import factories, source

MAILS = sorted(path for path in source.templates() if path.parent.name == "emails")
KINDS = {f"{path.parent.parent.name}/{path.stem}" for path in MAILS}
TEN = datetime(2026, 11, 24, 10, tzinfo=ZoneInfo("Asia/Tokyo"))
NOT_SENT_YET = {"accounts/service_news"}
TOLD = {
    "code": "123456",
    "is_known": False,
    "by_line": False,
    "LINE": False,
    "second_factor": True,
    "reference": "W-7K3PQ9XM",
    "due_on": date(2026, 11, 30),
    "completes_at": TEN,
    "completed_on": date(2026, 11, 24),
    "items": [["Profile <&>", 1]],
    "kept": [["Reference number", "to show that the promise was kept"]],
    "name": "相談員 <&>",
    "postings": [
        (
            factories.JobPostingFactory.build(company=factories.CompanyFactory.build()),
            "https://example.jp/jobs/1/",
            [Line(DesiredCondition(kind="pay", number=200_000), Fit.SATISFIED)],
        )
    ],
    "referrals": [
        (factories.JobPostingFactory.build(company=factories.CompanyFactory.build()), "https://example.jp/r/1/")
    ],
    "receipt": "first\nsecond",
    "status": "needs_review",
    "tries": 3,
    "number": 2,
    "since_at": TEN,
    "failure": "IntegrityError",
    "failing_at": TEN,
    "referral": 12,
    "review": 12,
    "document": "resume",
    "version": 2,
    "title": "事務スタッフ",
    "company": "株式会社見本",
    "place": "千代田区見本町1-2-3",
    "notes": "履歴書をお持ちください。",
    "was_filled": True,
    "was_moved": False,
    "starts_at": TEN,
    "written_at": TEN,
    "answers_by": TEN,
    "texts": ["こんにちは"],
    "was_at": TEN.replace(hour=9),
    "change": "moved",
    "member_number": "0000-0000-00",
    "where": "見本拠点",
    "change_until_at": TEN.replace(hour=7),
    "advisor": "相談員",
    "form": "office",
    "seminar": 12,
    "file": "資料.pdf",
    "loan": 12,
    "invitation": 12,
    "runs_out_at": TEN,
    "suit": "女性用・スカート 9号",
    "pick_up_on": date(2026, 11, 27),
    "needed_on": date(2026, 12, 1),
    "return_on": date(2026, 12, 3),
    "because": "interview",
    "suit_number": "S-012",
    "suit_office": "見本拠点",
    "suit_address": "千代田区見本町1-2-3",
    "seat": 12,
    "kind": "業界研究",
    "ends_at": TEN.replace(hour=11),
    "speaker": "見本業界の先輩",
    "to_bring": "筆記用具",
    "is_taken": True,
    "offered_until_at": TEN,
    "why": "講師の都合がつかなくなりました。",
    "next_title": "企業研究セミナー",
    "next_at": TEN,
    "seminars": [(factories.SeminarFactory.build(), "https://example.jp/support/seminars/1/")],
    "office": "見本拠点",
    "address": "千代田区見本町1-2-3",
    "access": "見本駅から徒歩5分",
    **{
        f"{name}_url": f"https://example.jp/{name}?a=1&b=2"
        for name in (
            "stop",
            "complete",
            "confirm",
            "status",
            "admin",
            "map",
            "meeting",
            "link",
            "page",
            "leave",
            "next",
            "more",
            "documents",
        )
    },
    **{name: getattr(settings, name) for name in ("SITE_URL", "SERVICE_NAME", "SUPPORT_PHONE", "SUPPORT_HOURS")},
}

SEMINAR_MAILS = ("seminar_changed", "seminar_materials", "seminar_off", "seminar_reminder")
# What each `found` adds, and what `compose` gives to every mail.
OF_SEAT = [
    *(
        "title",
        "starts_at",
        "ends_at",
        "speaker",
        "to_bring",
        "office",
        "address",
        "access",
        "map_url",
        "place",
    ),
    *(
        "meeting_url",
        "is_taken",
        "offered_until_at",
        "why",
        "page_url",
        "leave_url",
        "next_title",
        "next_at",
        "next_url",
    ),
]
FOUND = {
    "advisors/advisor_wrote": ["name", "texts"],
    "advisors/day_changed": ["member_number", "where"],
    "jobs/conditions_changed": ["admin_url"],
    "jobs/job_notice": ["postings"],
    "jobs/referred": ["referrals"],
    "jobs/referred_as_asked": ["referrals"],
    "support/marked_up_removed": ["admin_url"],
    "support/material_removed": ["title", "admin_url"],
    "support/review_returned": ["documents_url"],
    "withdrawals/scheduled": ["suit_number", "suit_office", "suit_address"],
    "support/seminar_notice": ["seminars", "more_url"],
    **{kind: OF_SEAT for kind in KINDS if kind.startswith("support/seat_")},
    **{f"support/{name}": OF_SEAT for name in ("no_seat", *SEMINAR_MAILS)},
    "withdrawals/under_way": ["completes_at"],
}
GIVEN = ["stop_url", "is_known", "by_line", "LINE", "SITE_URL", "SERVICE_NAME", "SUPPORT_PHONE", "SUPPORT_HOURS"]


def written(app: str, name: str, **more) -> tuple[str, str]:
    """With what its catalogue names, what is found when it is sent, and what every mail is given: no more."""
    kind = f"{app}/{name}"
    names = [*kind_of(kind).stored, *FOUND.get(kind, []), *GIVEN]
    told = {name: TOLD[name] for name in names if name in TOLD}
    text = render_to_string(f"{app}/emails/{name}.txt", {**told, "seeker": None, **more})
    subject, _, body = text.strip().partition("\n")
    return subject, body


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("path", MAILS, ids=source.named)
def test_mail_has_a_subject_a_text_and_a_sender(path, language):
    with translation.override(language):
        subject, body = written(path.parent.parent.name, path.stem)
    assert 5 < len(subject) < 80
    assert body.startswith("\n")
    assert str(settings.SUPPORT_PHONE) in body


@pytest.mark.parametrize("path", MAILS, ids=source.named)
def test_mail_has_a_name_that_staff_can_read(path):
    kind = f"{path.parent.parent.name}/{path.stem}"
    assert label_of(kind) != kind, "give it one in the app's mails.py: MAILS"


def test_every_mail_says_when_it_leaves_and_so_does_the_page_about_it():
    """None is left unclassed: a new template fails here until its app, and docs/mails.md, say when it may leave."""
    written_down = (source.ROOT / "docs" / "mails.md").read_text()
    described = dict(re.findall(r"^\| `(\w+/\w+)` \| [^|]+ \| ([^|]+) \|[^|]*\|$", written_down, re.MULTILINE))
    assert described == {kind: kind_of(kind).leaves.value for kind in KINDS | NOT_SENT_YET}


def test_page_about_the_mails_is_fresh():
    assert mails.PAGE.read_text() == mails.printed(), "make mails"


def test_catalogues_name_every_mail_and_every_notice_and_no_other():
    named = {f"{app}/{name}" for app, described in catalogues().items() for name in described}
    assert named == KINDS | NOT_SENT_YET
    notices = {kind for kind in named if kind.partition("/")[2] in Notice.values}
    assert (len(notices), {kind_of(kind).leaves for kind in notices}) == (len(Notice), {Leaves.IN_HOURS})


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_what_these_mails_are_told_is_what_the_catalogue_names(kind):
    stored = kind_of(kind).stored
    assert [name for name, of in stored.items() if name in TOLD and not fits(TOLD[name], of)] == []


@pytest.mark.parametrize("path", MAILS, ids=source.named)
def test_mail_is_plain_text(path):
    subject, body = written(path.parent.parent.name, path.stem)
    assert not re.search(r"&(amp|lt|gt|quot|#\d+);", subject + body)


BARE = re.compile(r"<[^>]+>")


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("path", MAILS, ids=source.named)
def test_mail_with_several_links_is_html_too_of_the_same_words_and_links(path, language):
    with translation.override(language):
        subject, body = written(path.parent.parent.name, path.stem)
        html = as_html(subject, body)
    said = body.partition("\n--\n")[0]
    links = re.findall(r"^https?://\S+$", body, re.MULTILINE)
    assert bool(html) == (len(re.findall(r"^https?://\S+$", said, re.MULTILINE)) > 1)
    if html:
        assert [unescape(url) for url in re.findall(r'href="([^"]+)"', html)] == links
        shown = words(unescape(BARE.sub(" ", html.partition("<body>")[2])))
        with translation.override(language):
            assert shown.replace(words(gettext("Open the page")), "") == words(body)
        assert f'<html lang="{language}">' in html
        assert not re.search(r"<img|<script|<link|style=|src=|url\(", html)
        assert len(html) < 15_000


def words(text: str) -> str:
    """What is read of it: addresses and colons are buttons there, the line before the signature is drawn."""
    return re.sub(r"https?://\S+|^--$|\s|[:：]", "", text, flags=re.MULTILINE)


def test_code_stays_plain():
    plain = {name for name in KINDS if name.endswith("_code")}
    assert [kind for kind in plain if as_html(*written(*kind.split("/")))] == []


def test_plain_text_comes_first_and_the_calendar_last():
    letter = Letter(Audience("a@example.com"), "b@example.com", "c", "plain", "BEGIN:VCALENDAR", "<p>html</p>")
    kinds = [part.get_content_type() for part in as_mail(letter).message().walk()]
    assert kinds == ["multipart/mixed", "multipart/alternative", "text/plain", "text/html", "text/calendar"]


@pytest.mark.parametrize("name", ["sign_in_code", "registration_code", "contact_change_code"])
def test_code_stands_in_the_subject_and_alone_in_a_line(name):
    subject, body = written("accounts", name)
    assert "123456" in subject
    assert "123456" in [line.strip() for line in body.splitlines()]
    assert "None of us will ever ask you for this code" in body


def test_registration_code_tells_a_member_that_they_are_one():
    assert "You are already registered" in written("accounts", "registration_code", is_known=True)[1]
    assert "You are already registered" not in written("accounts", "registration_code")[1]


def test_withdrawal_mail_says_first_how_to_stop_it():
    _, body = written("withdrawals", "scheduled")
    assert body.index("/stop?") < body.index("/complete?") < body.index("/status?")


def test_completed_mail_lists_what_was_erased_and_what_stays():
    _, body = written("withdrawals", "completed")
    assert "- Profile <&>: 1" in body
    assert "- Reference number: to show that the promise was kept" in body
    assert "first\nsecond" in body


def test_member_is_addressed_by_name():
    seeker = factories.JobSeekerFactory.build(user=None)
    assert f"Dear {seeker.name}," in written("accounts", "welcome", seeker=seeker)[1]
