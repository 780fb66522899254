"""Seminars of the demo: seats in every state, each by the actions that really give and take them."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from accounts.demo.past import Past
from accounts.models import JobSeeker
from advisors.demo.offices import open_offices
from config.business_days import add_business_days
from support.documents.judging import Fit
from support.models import Seminar
from support.seminars import holding, seating, sweeping
from support.seminars.materials import add_material

Kind = Seminar.Kind
MEETING = "https://meet.example.jp/seminar"
WHAT_FOR_OFFICE = (
    "事務の仕事は、会社によって中身がずいぶん違います。一日の流れ、よく使うソフト、未経験から入った方の話を、"
    "質問をはさみながらお話しします。"
)
WHAT_FOR_IT = "プログラミングをしない仕事も含めて、どんな職種があり、どこから始める方が多いのかを一緒に見ます。"
WHAT_FOR_COMPANY = "求人票の見かた、会社のホームページの読みかた、面談で聞いてよいことを、実際の例で確かめます。"
WHAT_FOR_CARE = "介護・福祉の職場の一日と、資格がなくても始められる仕事について、現場で働いていた者がお話しします。"
WHAT_FOR_MAKING = "工場の仕事と、その先にある品質や生産管理の仕事を、写真を見ながら紹介します。"


def hold(past: Past, members: list[JobSeeker]) -> None:
    """One that is full, one that is empty, and every state that a seat can be in."""
    is_full(past, members)
    is_empty(past)
    is_offered(past, members)
    lacks_its_link(past, members)
    was_called_off(past, members)
    is_unrecorded(past, members)
    is_over(past, members)
    repeats(past)


def at(past: Past, business_days: int, hour: int) -> datetime:
    day = add_business_days(timezone.localdate(past.now), business_days)
    return timezone.make_aware(datetime.combine(day, time(hour)))


def announce(past: Past, title: str, starts_at: datetime, opened: datetime, **said: object) -> Seminar:
    seminar = Seminar.objects.create(title=title, starts_at=starts_at, **{"capacity": 8, "minutes": 90, **said})
    return holding.open_seminar(seminar.pk, now=opened)


def join(past: Past, seminar: Seminar, *seekers: JobSeeker, since: datetime) -> None:
    """One after the other."""
    for number, seeker in enumerate(seekers):
        seating.join(seminar.pk, seeker, now=since + timedelta(hours=3 * number))
    past.post(since + timedelta(hours=3 * len(seekers)))


def is_full(past: Past, members: list[JobSeeker]) -> None:
    """Of two seats, with two in line; somebody who can sign in is the first of them."""
    said = {"kind": Kind.INDUSTRY, "capacity": 2, "speaker": "事務職10年の先輩（元アルバイト）", "to_bring": "筆記用具"}
    office = open_offices()["東京"]
    seminar = announce(
        past,
        "未経験からの事務職 ― 一日の仕事を知る",
        at(past, 8, 14),
        past.morning(6),
        office=office,
        description=WHAT_FOR_OFFICE,
        **said,
    )
    join(past, seminar, members[16], members[17], members[0], members[18], since=past.morning(4))


def is_empty(past: Past) -> None:
    said = {"kind": Kind.INDUSTRY, "capacity": 2, "speaker": "元開発者の就職アドバイザー", "meeting_url": MEETING}
    announce(past, "はじめてのIT業界", at(past, 10, 18), past.morning(2), description=WHAT_FOR_IT, **said)


def is_offered(past: Past, members: list[JobSeeker]) -> None:
    """One has not answered, one has the offer now, one is behind."""
    said = {
        "kind": Kind.COMPANY,
        "capacity": 2,
        "to_bring": "気になる求人票（あれば）",
        "office": open_offices()["東京"],
    }
    seminar = announce(past, "求人票の読みかた", at(past, 5, 11), past.morning(9), description=WHAT_FOR_COMPANY, **said)
    join(past, seminar, *members[19:24], since=past.morning(7))
    left = past.now - timedelta(hours=30)
    seating.leave(seminar.pk, members[19], now=left)
    past.post(left)
    run_out = left + seminar_day(seminar, left)
    sweeping.look_after(seminar.pk, now=run_out)
    past.post(run_out)


def seminar_day(seminar: Seminar, since: datetime) -> timedelta:
    """How long the offer of that moment lasts."""
    offered = seminar.seats.offered().values_list("offered_until", flat=True).first()
    return (offered or since) - since


def lacks_its_link(past: Past, members: list[JobSeeker]) -> None:
    """It begins soon, and the desk has forgotten something."""
    said = {"kind": Kind.INDUSTRY, "speaker": "介護の現場で働いていた就職アドバイザー"}
    seminar = announce(
        past, "介護・福祉の仕事を知る", at(past, 1, 16), past.morning(8), description=WHAT_FOR_CARE, **said
    )
    join(past, seminar, members[0], members[24], since=past.morning(3))


def was_called_off(past: Past, members: list[JobSeeker]) -> None:
    said = {"kind": Kind.COMPANY, "speaker": "求人サポートの担当者", "meeting_url": MEETING}
    seminar = announce(
        past, "会社のホームページの読みかた", at(past, 6, 15), past.morning(7), description=WHAT_FOR_COMPANY, **said
    )
    join(past, seminar, members[24], members[25], since=past.morning(5))
    holding.call_off(seminar.pk, why="講師が体調を崩したため、日を改めます。", now=past.morning(1))
    past.post(past.morning(1))


def is_unrecorded(past: Past, members: list[JobSeeker]) -> None:
    """Over, and nobody has said who was there."""
    said = {"kind": Kind.INDUSTRY, "speaker": "工場長だった就職アドバイザー", "office": open_offices()["名古屋"]}
    seminar = announce(
        past, "ものづくりの現場と、その先", at(past, -1, 10), past.morning(10), description=WHAT_FOR_MAKING, **said
    )
    join(past, seminar, members[19], members[20], since=past.morning(6))
    past.post(past.morning(1))


def is_over(past: Past, members: list[JobSeeker]) -> None:
    """Recorded, with its materials."""
    said = {"kind": Kind.COMPANY, "speaker": "求人サポートの担当者", "office": open_offices()["東京"]}
    seminar = announce(
        past, "面談で聞いてよいこと", at(past, -6, 14), past.morning(16), description=WHAT_FOR_COMPANY, **said
    )
    join(past, seminar, members[0], members[21], members[22], since=past.morning(10))
    over = at(past, -6, 16)
    came = {seat.pk: seat.seeker_id != members[22].pk for seat in seminar.seats.taken()}
    holding.record_attendance(seminar.pk, came, now=over)
    shown = Fit(paper("面談で聞いてよいこと", *QUESTIONS), "application/pdf", "面談で聞いてよいこと.pdf", pages=1)
    add_material(seminar.pk, shown, now=over)
    sweeping.look_after(seminar.pk, now=over + timedelta(hours=1))
    past.post(over + timedelta(hours=2))


def repeats(past: Past) -> None:
    """Drafts of the next months, which nobody has opened yet."""
    full = Seminar.objects.order_by("pk").earliest("opened_at")
    holding.repeat(full.pk, starts_at=at(past, 30, 14), times=2, weeks=4, now=past.now)


QUESTIONS = (
    "・一日の仕事の流れを教えてください。",
    "・未経験で入った方は、最初に何を覚えますか。",
    "・残業が多いのはどの時期ですか。",
    "・研修のあいだ、分からないことは誰に聞けますか。",
    "聞きにくいことは、就職アドバイザーが代わりに確かめます。",
)


def paper(*lines: str) -> bytes:
    """A page of text as a PDF. Its letters are those of whoever opens it, so that it is small."""
    said = "".join(f"<{line.encode('utf-16-be').hex()}> Tj T* " for line in lines)
    text = f"BT /F 16 Tf 32 TL 72 740 Td {said}ET".encode()
    font = "/Type /Font /Subtype /{} /BaseFont /HeiseiKakuGo-W5 "
    system = "/CIDSystemInfo << /Registry (Adobe) /Ordering (Japan1) /Supplement 2 >>"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R /Lang (ja) >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(text), text),
        f"<< {font.format('Type0')} /Encoding /UniJIS-UTF16-H /DescendantFonts [6 0 R] >>".encode(),
        f"<< {font.format('CIDFontType0')} {system} /FontDescriptor 7 0 R >>".encode(),
        b"<< /Type /FontDescriptor /FontName /HeiseiKakuGo-W5 /Flags 4 /FontBBox [0 -250 1000 880] /ItalicAngle 0"
        b" /Ascent 880 /Descent -120 /CapHeight 700 /StemV 80 >>",
    ]
    file, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(file))
        file += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    ends = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, len(file))
    return file + b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table) + ends
