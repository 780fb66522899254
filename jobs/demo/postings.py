"""The companies and job postings of the demo: invented, and put together so that what one says fits the rest of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from django.utils import timezone

from config.typed import Typed
from jobs.models import Company, JobPosting

COMPANIES, POSTINGS, BATCH = 40, 400, 1000
SEED = 20261122


@dataclass(frozen=True)
class Trade:
    """A kind of work: who offers it, what it is called, what one does, and what it pays."""

    category: str
    industry: str
    names: tuple[str, ...]
    titles: tuple[str, ...]
    tasks: tuple[str, ...]
    pay: tuple[int, int]
    at_night: float = 0.0
    from_home: float = 0.0


TRADES = (
    Trade(
        "office",
        "staffing",
        ("事務センター", "ビジネスサポート"),
        ("一般事務", "営業事務", "経理アシスタント", "総務スタッフ"),
        ("書類の作成と整理", "電話とメールの応対", "請求書の発行", "備品の管理", "来客の対応"),
        (190, 230),
        from_home=0.4,
    ),
    Trade(
        "sales",
        "retail",
        ("商事", "販売"),
        ("ルート営業", "法人営業", "反響営業", "営業アシスタント"),
        ("決まったお客さまへの訪問", "見積書の作成", "商品のご案内", "受注後のフォロー"),
        (210, 280),
        from_home=0.2,
    ),
    Trade(
        "service",
        "food",
        ("フーズ", "ホテルサービス"),
        ("ホールスタッフ", "店舗運営スタッフ", "フロントスタッフ", "販売スタッフ"),
        ("お客さまのご案内", "レジと会計", "売り場づくり", "予約の受付", "アルバイトの教育"),
        (190, 250),
        at_night=0.7,
    ),
    Trade(
        "it",
        "it",
        ("システム開発", "テクノロジー"),
        ("プログラマー見習い", "ITサポート", "インフラ運用", "テストエンジニア"),
        ("社内からの問い合わせ対応", "プログラムの動作確認", "サーバーの監視", "手順書の作成"),
        (205, 300),
        at_night=0.3,
        from_home=0.7,
    ),
    Trade(
        "manufacturing",
        "manufacturing",
        ("製作所", "工業"),
        ("製造オペレーター", "品質検査", "組立スタッフ", "生産管理アシスタント"),
        ("機械の操作", "製品の検査", "部品の組立", "材料の準備と片付け"),
        (195, 260),
        at_night=0.5,
    ),
    Trade(
        "construction",
        "construction",
        ("建設", "設備"),
        ("施工管理アシスタント", "設備点検スタッフ", "電気工事見習い", "図面作成補助"),
        ("現場の写真撮影と記録", "点検結果の報告書づくり", "職人さんとの日程調整", "工具の手入れ"),
        (210, 290),
    ),
    Trade(
        "logistics",
        "logistics",
        ("運輸", "倉庫"),
        ("倉庫内スタッフ", "配送ドライバー", "配車アシスタント", "物流事務"),
        ("荷物の仕分け", "伝票の入力", "在庫の確認", "配送ルートの確認"),
        (200, 270),
        at_night=0.4,
    ),
    Trade(
        "care",
        "medical",
        ("福祉会", "ケアサービス"),
        ("介護スタッフ", "生活支援員", "医療事務", "看護助手"),
        ("食事や移動のお手伝い", "記録の作成", "レクリエーションの準備", "受付と会計"),
        (190, 245),
        at_night=0.5,
    ),
    Trade(
        "creative",
        "media",
        ("デザイン", "企画制作"),
        ("ウェブ制作アシスタント", "広告運用アシスタント", "動画編集スタッフ", "編集アシスタント"),
        ("画像の加工", "記事の入力と校正", "広告の効果の集計", "素材の整理"),
        (195, 260),
        from_home=0.6,
    ),
)
PLACES = (
    ("13", ("新宿区", "千代田区", "江東区", "立川市")),
    ("27", ("大阪市北区", "堺市", "吹田市")),
    ("23", ("名古屋市中区", "豊田市")),
    ("40", ("福岡市博多区", "北九州市")),
    ("01", ("札幌市中央区", "旭川市")),
    ("14", ("横浜市西区", "川崎市")),
    ("28", ("神戸市中央区", "姫路市")),
    ("11", ("さいたま市大宮区", "川口市")),
)
WELCOME = (
    "仕事は先輩が隣で教えます。",
    "入社後の一か月は研修です。",
    "二十代の社員が多い職場です。",
    "質問しやすい雰囲気を大切にしています。",
    "アルバイトの経験を生かした社員もいます。",
)


def advertise(*, now: datetime, count: int = POSTINGS) -> int:
    """Make it `count` postings of forty companies; how many were missing. Safe to run again."""
    companies = found_companies()
    present = JobPosting.objects.filter(external_id__startswith="DEMO-").count()
    for first in range(present, count, BATCH):
        numbers = range(first, min(first + BATCH, count))
        JobPosting.objects.bulk_create(posting(number, companies, now=now) for number in numbers)
    return max(count - present, 0)


def found_companies() -> list[Company]:
    Company.objects.bulk_create([company(number) for number in range(COMPANIES)], ignore_conflicts=True)
    return list(Company.objects.filter(external_id__startswith="DEMO-").order_by("external_id"))


def company(number: int) -> Company:
    draw, trade = Random(SEED + number), TRADES[number % len(TRADES)]
    prefecture, cities = PLACES[number % len(PLACES)]
    name = f"見本{trade.names[number // len(TRADES) % 2]}{number + 1:02d}"
    return Company(
        external_id=f"DEMO-{number:03d}",
        name=f"社会福祉法人{name}" if trade.category == "care" else f"株式会社{name}",
        industry=trade.industry,
        prefecture=prefecture,
        city=cities[number % len(cities)],
        headcount=draw.choice((12, 35, 60, 120, 340, 900)),
        about=f"{draw.choice(WELCOME)}（デモ用の架空の企業です。）",
    )


def posting(number: int, companies: list[Company], *, now: datetime) -> JobPosting:
    """One in eight is a draft or closed; the others opened over the last two months."""
    draw = Random(SEED * 1000 + number)
    employer = companies[number % len(companies)]
    trade = TRADES[int((employer.external_id or "")[-3:]) % len(TRADES)]
    prefecture, cities = draw.choice(PLACES)
    city = draw.choice(cities)
    opened_at = now - timedelta(hours=draw.randrange(2, 60 * 24))
    return JobPosting(
        external_id=f"DEMO-{number:06d}",
        company=employer,
        title=f"{draw.choice(trade.titles)}（{city}）",
        description=description(trade, draw),
        category=trade.category,
        prefecture=prefecture,
        city=city,
        employment_type=draw.choice(("permanent", "permanent", "permanent", "contract", "temp_to_perm")),
        headcount=draw.choice((1, 1, 1, 2, 3)),
        **terms(trade, draw),
        **standing(number, opened_at),
    )


def description(trade: Trade, draw: Random) -> str:
    tasks = "\n".join(f"・{task}" for task in draw.sample(trade.tasks, 3))
    return f"主な仕事は次のとおりです。\n{tasks}\n\n{draw.choice(WELCOME)}"


def terms(trade: Trade, draw: Random) -> Typed:
    """The facts; each is left unsaid now and then, as in real postings."""
    low = draw.randrange(*trade.pay, 5) * 1000
    is_at_night = draw.random() < trade.at_night
    facts = {
        "pay_min": low,
        "pay_max": low + draw.choice((20, 40, 80)) * 1000,
        "fixed_overtime_hours": draw.choice((0, 0, 0, 10, 20, 30)),
        "weekends_off": not is_at_night and draw.random() < 0.7,
        "days_off": draw.choice((105, 110, 115, 120, 122, 125)),
        "overtime_hours": draw.choice((5, 10, 15, 20, 30)),
        "night_work": is_at_night,
        "no_experience_needed": draw.random() < 0.8,
        "training": draw.random() < 0.8,
        "dormitory": draw.random() < 0.25,
        "car_commuting": draw.random() < 0.4,
    }
    choices = {
        "remote": draw.choice(("partly", "partly", "full")) if draw.random() < trade.from_home else "none",
        "education": draw.choice(("none", "none", "high_school", "vocational", "university")),
    }
    unsaid = {name for name in (*facts, *choices) if draw.random() < 0.18}
    stated = {name: None if name in unsaid else value for name, value in facts.items()}
    return {**stated, **{name: "" if name in unsaid else value for name, value in choices.items()}}


def standing(number: int, opened_at: datetime) -> Typed:
    """Draft, open or closed, with the times that go with it."""
    closes_on = timezone.localdate(opened_at) + timedelta(days=61 + number % 60)
    if number % 16 == 7:
        return {"status": JobPosting.Status.DRAFT, "closes_on": closes_on}
    if number % 16 == 11:
        closed_at = opened_at + timedelta(hours=1)
        ended = {"closed_at": closed_at, "closing": JobPosting.Closing.FILLED}
        return {"status": JobPosting.Status.CLOSED, "opened_at": opened_at, "closes_on": closes_on, **ended}
    return {"status": JobPosting.Status.OPEN, "opened_at": opened_at, "closes_on": closes_on}
