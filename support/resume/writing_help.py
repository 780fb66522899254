"""How to write what a field asks for, with examples: for somebody who has never written a résumé.

The examples are Japanese in either language: what is written is.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from config.typed import Text


@dataclass(frozen=True)
class Help:
    """A heading, what to think of, and texts as they may stand there."""

    title: Text
    advice: Text
    examples: tuple[str, ...] = ()


KANA = Help(
    _("How kana is written"),
    _("In hiragana, as it is spoken. Katakana is changed into hiragana by itself."),
    ("みほん　はなこ", "とうきょうと みほんく みほんちょう"),
)
GENDER = Help(
    _("Need it be answered?"),
    _("No. You may write it in your own words; if you leave it empty, the paper does not show that it was asked."),
)
ADDRESS = Help(
    _("How an address is written"),
    _("From the prefecture to the room number, nothing left out."),
    ("見本県見本市見本町一丁目2番3号 見本ハイツ201号室",),
)
SCHOOL = Help(
    _("How a school is written"),
    _("Its full name, with department and course. Begin with high school; 高校 is written 高等学校."),
    ("見本県立見本高等学校 普通科", "見本大学 経済学部 経済学科", "見本専門学校 情報処理科"),
)
LEAVING_SCHOOL = Help(
    _("If you left school early"),
    _("Say so as it was. Nobody may ask for a reason; what you have done since is worth more."),
    ("退学後は飲食店で2年間続けて働き、新人の教育を任されました。",),
)
EMPLOYER = Help(
    _("How an employer is written"),
    _("The full name of the company, 株式会社 included, then the shop or department."),
    ("株式会社見本フーズ 見本駅前店", "見本物流株式会社 第二センター"),
)
PART_TIME = Help(
    _("Part-time jobs count (アルバイト経験の書き方)"),
    _(
        "Write those that you did for some months or that have to do with the work you want; very short ones may be "
        "left out. Who has only had part-time jobs writes them all the same: that you went on working is what counts."
    ),
    ("株式会社見本フーズ 見本駅前店（アルバイト）",),
)
TASKS = Help(
    _("How to describe a job (アルバイト経験の書き方)"),
    _("What you did day by day, for whom, and how many: people, hours, guests, parcels. Numbers say more than praise."),
    (
        "・ホール接客（1日およそ80名）、レジ、電話での予約受付\n・新人アルバイト4名の教育\n・食材の発注（週3回）",
        "・通販商品の仕分けと検品（1時間に約120個）\n・棚卸しの集計",
    ),
)
RESULTS = Help(
    _("What counts as a result"),
    _("Something that was better afterwards, or that you were trusted with. It need not be large."),
    (
        "発注表を作り直し、廃棄を月に3割ほど減らしました。",
        "無遅刻で2年続け、鍵の管理と閉店作業を任されました。",
    ),
)
LICENCES = Help(
    _("How a licence is written"),
    _("Its official name, with 取得 or 合格. One you are studying for may be written too."),
    ("普通自動車第一種運転免許（AT限定）取得", "日商簿記検定3級 合格", "ITパスポート試験 受験予定"),
)
MOTIVATION = Help(
    _("How to begin"),
    _(
        "Three sentences are enough: why this work; what you have done that fits it, part-time jobs and school "
        "included; what you want to be able to do. What you like and are good at may stand here too."
    ),
    (
        "人から「ありがとう」と言われる仕事がしたいと考え、貴社の販売職に応募しました。飲食店のアルバイトでは3年間、"
        "常連のお客様の好みを覚え、声をかけることを心がけました。早く一人で売り場を任されるよう努めます。",
        "好きな学科は簿記で、毎月の家計を表計算で管理しています。数字をそろえる作業が得意です。",
    ),
)
WISHES = Help(
    _("If you have no special wish"),
    _("One sentence does. Otherwise write what must be so: the place, the hours, the work."),
    ("貴社の規定に従います。", "勤務地は見本市内を希望いたします。", "販売職を希望いたします。"),
)
SUMMARY = Help(
    _("How to sum up"),
    _("In three or four lines: what you have done, how long, and what you have learned by it."),
    (
        "高校在学中から4年間、飲食店と物流倉庫でアルバイトをしてきました。接客、発注、新人教育を経験し、"
        "時間と数を守って働くことを身につけました。",
    ),
)
SKILLS = Help(
    _("What can stand here"),
    _("What you can do now, point by point: programs, languages, work you can do alone."),
    ("・パソコン：表計算（関数、グラフ）、文書作成\n・接客：レジ、クレームの一次対応\n・英語：道案内ができる程度",),
)
SELF_PR = Help(
    _("How to speak of yourself"),
    _("One strength, one story that shows it, and how you will use it there. Your advisor reads it with you."),
    (
        "私の強みは、続けることです。早朝の仕分けのアルバイトを2年半、無遅刻で続けました。"
        "体調を整えるために生活の時間を決め、急な欠員のときも頼っていただけるようになりました。"
        "この粘り強さを、貴社の仕事を覚えることに生かします。",
    ),
)
