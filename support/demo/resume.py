"""Résumés of the demo: one that is finished, one of part-time jobs only, one that was begun, and none."""

import io
from datetime import date, datetime, timedelta

from PIL import Image, ImageDraw

from accounts.demo.past import Past
from accounts.models import JobSeeker
from config.typed import Typed
from support.models import Resume, ResumeEntry
from support.resume import editing

Entry = tuple[str, Typed]
Kind, Ending, Employment = ResumeEntry.Kind, ResumeEntry.Ending, ResumeEntry.Employment

FINISHED: Typed = {
    "family_kana": "れいじ",
    "given_kana": "たろう",
    "postal_code": "123-4567",
    "address": "見本県見本市中央一丁目2番3号 見本ハイツ201号室",
    "address_kana": "みほんけんみほんしちゅうおういっちょうめ",
    "motivation": (
        "人から「ありがとう」と言われる仕事を続けたいと考え、貴社の営業事務に応募いたします。\n\n"
        "飲食店では三年間、予約の電話と発注を担当しました。聞き取った内容をその場で復唱し、表にまとめることを"
        "徹底したところ、予約の行き違いがなくなりました。数字をそろえる作業が好きで、簿記も独学で学んでいます。\n\n"
        "好きな学科は簿記と英語です。早く一人で受注を任されるよう、わからないことはその日のうちに調べます。"
    ),
    "wishes": "貴社の規定に従います。\n勤務地は、見本市内を希望いたします。",
    "summary": (
        "高等学校を卒業後、飲食店で三年間、接客・発注・新人の教育を担当しました。"
        "そののち契約社員として物流倉庫の事務に移り、伝票の入力と在庫の管理を行っています。"
    ),
    "skills": (
        "・パソコン：表計算（関数、グラフ）、文書作成\n・電話応対、クレームの一次対応\n・在庫の管理、棚卸しの集計"
    ),
    "self_pr": (
        "私の強みは、続けることと、整えることです。倉庫では置き場所の札を作り直し、探す時間を一日およそ三十分減らしました。"
        "だれが見てもわかる形にしておくことを、これからの仕事でも大切にします。"
    ),
}
SCHOOLS_AND_JOBS: list[Entry] = [
    (
        Kind.EDUCATION,
        {
            "name": "見本県立見本高等学校 商業科",
            "began_on": date(2017, 4, 1),
            "ended_on": date(2020, 3, 1),
            "ending": Ending.GRADUATED,
        },
    ),
    (
        Kind.WORK,
        {
            "name": "株式会社見本フーズ 見本駅前店",
            "began_on": date(2020, 4, 1),
            "ended_on": date(2023, 3, 1),
            "ending": Ending.OWN,
            "employment": Employment.PART_TIME,
            "tasks": "・ホール接客（一日およそ80名）、予約の電話\n・食材の発注（週三回）\n・新人アルバイト四名の教育",
            "results": "発注表を作り直し、廃棄を月に三割ほど減らしました。",
        },
    ),
    (
        Kind.WORK,
        {
            "name": "例示物流株式会社 第二センター",
            "began_on": date(2023, 5, 1),
            "ended_on": None,
            "ending": "",
            "employment": Employment.CONTRACT,
            "tasks": "・伝票の入力（一日およそ150件）\n・在庫の管理、棚卸しの集計",
            "results": "置き場所の札を作り直し、探す時間を一日およそ三十分減らしました。",
        },
    ),
    (Kind.LICENCE, {"name": "普通自動車第一種運転免許（AT限定）取得", "began_on": date(2019, 8, 1)}),
    (Kind.LICENCE, {"name": "日商簿記検定3級 合格", "began_on": date(2024, 6, 1)}),
]
PART_TIME_ONLY: Typed = {
    "in_eras": False,
    "about": Resume.About.PART_TIME,
    "motivation": (
        "人と話すことが好きで、販売の仕事を希望いたします。アルバイトでは、常連のお客様の好みを覚え、声をかけました。"
    ),
    "wishes": "貴社の規定に従います。",
    "summary": "高等学校に在学中から四年間、雑貨店と倉庫でアルバイトをしてきました。",
    "skills": "・レジ、品出し、陳列\n・商品の説明、包装",
    "self_pr": "早朝の仕分けを二年半、無遅刻で続けました。急な欠員のときも頼っていただけるようになりました。",
}
PART_TIME_JOBS: list[Entry] = [
    (
        Kind.EDUCATION,
        {
            "name": "例示大学 経済学部",
            "began_on": date(2022, 4, 1),
            "ended_on": date(2023, 9, 1),
            "ending": Ending.LEFT_SCHOOL,
        },
    ),
    (
        Kind.WORK,
        {
            "name": "見本雑貨店 例示モール店",
            "began_on": date(2022, 6, 1),
            "ended_on": date(2024, 3, 1),
            "ending": Ending.OWN,
            "employment": Employment.PART_TIME,
            "tasks": "・レジと接客（一日およそ60名）\n・季節の棚づくり",
            "results": "入口の棚を任され、売り場の写真が社内で紹介されました。",
        },
    ),
    (
        Kind.WORK,
        {
            "name": "仮名物流株式会社",
            "began_on": date(2024, 4, 1),
            "ended_on": None,
            "ending": "",
            "employment": Employment.PART_TIME,
            "tasks": "・通販商品の仕分けと検品（一時間に約120個）",
            "results": "",
        },
    ),
]
BEGUN: Typed = {"wishes": "貴社の規定に従います。"}


def write_resumes(past: Past, members: list[JobSeeker]) -> None:
    """In the evenings before: the first member's is finished."""
    write(members[0], FINISHED, SCHOOLS_AND_JOBS, at=past.now - timedelta(days=6))
    editing.show_photo(members[0].pk, drawn_photo(), now=past.now - timedelta(days=5))
    write(members[2], PART_TIME_ONLY, PART_TIME_JOBS, at=past.now - timedelta(days=3))
    write(members[5], BEGUN, [], at=past.now - timedelta(days=1))


def write(member: JobSeeker, said: Typed, entries: list[Entry], *, at: datetime) -> None:
    editing.write(member.pk, said, now=at)
    for kind, entry in entries:
        editing.add_entry(member.pk, kind, entry, now=at)


def drawn_photo() -> bytes:
    """Nobody's: a head and shoulders before a wall."""
    picture = Image.new("RGB", (600, 800), "#dfe8ee")
    pen = ImageDraw.Draw(picture)
    pen.ellipse((90, 560, 510, 1000), fill="#2b3a4a")
    pen.polygon([(250, 590), (350, 590), (300, 700)], fill="#ffffff")
    pen.rectangle((262, 500, 338, 600), fill="#e6bf9e")
    pen.ellipse((190, 210, 410, 540), fill="#f0cdae")
    pen.pieslice((180, 180, 420, 470), 180, 360, fill="#2a211d")
    written = io.BytesIO()
    picture.save(written, "JPEG", quality=88)
    return written.getvalue()
