"""Where the demo's advisors work, what they say of themselves, and when they have time."""

from dataclasses import dataclass

from accounts.models import Language
from accounts.users.prefectures import Prefecture
from advisors.models import Advisor, Office, Style, WeeklyHours, WorkField

# Name, prefecture, address and way; the addresses are samples.
OFFICES = (
    ("札幌", Prefecture.HOKKAIDO, "札幌市中央区見本1条1-1", "見本駅から徒歩4分"),
    ("東京", Prefecture.TOKYO, "千代田区見本町1-2-3 見本ビル5階", "見本橋駅から徒歩3分"),
    ("名古屋", Prefecture.AICHI, "名古屋市中区見本2-3-4", "見本栄駅から徒歩5分"),
    ("大阪", Prefecture.OSAKA, "大阪市北区見本3-4-5", "見本梅田駅から徒歩6分"),
    ("福岡", Prefecture.FUKUOKA, "福岡市博多区見本4-5-6", "見本博多駅から徒歩2分"),
)


@dataclass(frozen=True)
class Portrait:
    """An advisor as seekers meet them."""

    office: str
    fields: tuple[WorkField, ...]
    introduction: str
    languages: tuple[Language, ...] = (Language.JAPANESE,)


F = WorkField
PORTRAITS = {
    1: Portrait("東京", (F.OFFICE, F.IT), "未経験からの事務や開発の仕事に詳しいです。まずは気持ちを聞かせてください。"),
    2: Portrait("東京", (F.SALES, F.IT), "営業から転じました。人と話すのが苦手な方も歓迎します。", (*Language,)),
    3: Portrait("東京", (F.CARE, F.SERVICE), "福祉の現場で働いていました。続けられる職場を一緒に探します。"),
    4: Portrait("東京", (F.CONSTRUCTION, F.MANUFACTURING), "ものづくりの現場をたくさん見てきました。"),
    5: Portrait("札幌", (F.OFFICE, F.CARE), "急がず、一つずつ決めていきましょう。"),
    6: Portrait("札幌", (F.LOGISTICS, F.SERVICE), "北海道で長く働ける仕事をご案内します。"),
    7: Portrait("名古屋", (F.MANUFACTURING, F.OFFICE), "製造業の事務や品質の仕事が得意です。"),
    8: Portrait("名古屋", (F.MANUFACTURING, F.IT), "工場から情報技術へ進んだ方を何人も支えました。", (*Language,)),
    9: Portrait("大阪", (F.SALES, F.SERVICE), "履歴書がまだなくても大丈夫です。話しながら作りましょう。", (*Language,)),
    10: Portrait("大阪", (F.CREATIVE, F.IT), "作品の見せ方から面接まで、お手伝いします。"),
    11: Portrait("福岡", (F.SERVICE, F.CREATIVE), "好きなことから仕事を考えるお話が得意です。"),
    12: Portrait("福岡", (F.LOGISTICS, F.CONSTRUCTION), "朝型の仕事、体を動かす仕事ならお任せください。"),
}
# The day of the week, from and until which hour, and whether at the office.
HOURS = ((0, 10, 16, True), (1, 10, 16, True), (2, 13, 19, False), (3, 10, 16, True), (4, 13, 20, False))


def open_offices() -> dict[str, Office]:
    """Those that may be missing; what the desk has changed since stays."""
    return {place[0]: open_office(*place) for place in OFFICES}


def open_office(name: str, prefecture: Prefecture, address: str, access: str) -> Office:
    place = {"prefecture": prefecture, "address": address, "access": access}
    return Office.objects.get_or_create(name=name, defaults=place)[0]


def equip(advisor: Advisor, number: int) -> None:
    """What an advisor shows and when they have time, once: who has weekly hours has made them their own."""
    if advisor.weekly_hours.exists():
        return
    portrait, office = PORTRAITS[number], open_offices()[PORTRAITS[number].office]
    advisor.introduction, advisor.fields_of_work = portrait.introduction, [*portrait.fields]
    advisor.languages, advisor.meeting_url = [*portrait.languages], f"https://meet.example.jp/advisor{number}"
    advisor.styles = [Style.values[(number + n) % len(Style)] for n in (0, 2, 3)]
    advisor.save(update_fields=["introduction", "fields_of_work", "languages", "styles", "meeting_url"])
    advisor.offices.add(office)
    WeeklyHours.objects.bulk_create(
        WeeklyHours(
            advisor=advisor,
            weekday=(day + number // 3) % 5,
            from_hour=first,
            until_hour=last,
            office=office if is_there else None,
        )
        for day, first, last, is_there in HOURS
    )
