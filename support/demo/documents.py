"""Documents of the demo: drawn here, in every state, each by the actions that really do it."""

import io
from datetime import datetime, timedelta

import noto_cjk_sans_jp_regular
from PIL import Image, ImageDraw, ImageFont

from accounts.demo.past import Past
from accounts.models import JobSeeker
from jobs.demo.selecting import advisor_of
from support.documents.judging import Fit
from support.documents.keeping import ask_for_review, keep_version, take_back
from support.documents.models import Document, DocumentReview
from support.documents.reviewing import return_review

Kind = Document.Kind
PAPER, MARGIN, RED = (1240, 1754), 120, "#c02a1d"
FIRST = """履歴書

志望動機
　人と話すことが好きなので、貴社の営業事務に応募しました。
　未経験ですが、一生懸命がんばります。

学歴・職歴
　平成29年4月　見本県立見本高等学校 商業科 入学
　令和2年3月　 同校 卒業
　令和2年4月　 株式会社見本フーズ（アルバイト）
　令和5年5月　 例示物流株式会社（契約社員）

免許・資格
　普通自動車第一種運転免許（AT限定）
"""
SECOND = """履歴書

志望動機
　人から「ありがとう」と言われる仕事を続けたいと考え、貴社の営業
　事務に応募いたします。飲食店では三年間、予約の電話と発注を担当
　しました。聞き取った内容をその場で復唱し、表にまとめることを徹底
　したところ、予約の行き違いがなくなりました。

学歴・職歴
　平成29年4月　見本県立見本高等学校 商業科 入学
　令和2年3月　 同校 卒業
　令和2年4月　 株式会社見本フーズ 見本駅前店（アルバイト）入社
　令和5年3月　 一身上の都合により退社
　令和5年5月　 例示物流株式会社 入社（契約社員）　現在に至る

免許・資格
　令和元年8月　普通自動車第一種運転免許（AT限定）取得
　令和6年6月　 日商簿記検定3級 合格
"""
HISTORY = """職務経歴書

職務要約
　雑貨店と物流倉庫で、あわせて四年間アルバイトをしてきました。

見本雑貨店 例示モール店（アルバイト）
　・レジと接客（一日およそ60名）
　・季節の棚づくり

仮名物流株式会社（アルバイト）
　・通販商品の仕分けと検品（一時間に約120個）

自己PR
　早朝の仕分けを二年半、無遅刻で続けました。
"""
GOOD = """応募の気持ちが伝わってきます。まず良いところから。
・アルバイトから契約社員まで、続けてこられたことが一目で分かります。

次の3つを直すと、もっと良くなります。
1. 志望動機に、飲食店での具体的な出来事を1つ入れましょう。面談でうかがった予約の電話の話が良いと思います。
2. 会社名のあとに「入社」「退社」を書き、最後は「現在に至る」とします。
3. 免許と資格には、取得した年月を入れます。"""
WELL_DONE = """とても読みやすくなりました。このまま応募に使えます。
書き込みのファイルでは、数字を足せるところに印を付けました。"""


def send_documents(past: Past, members: list[JobSeeker]) -> None:
    """One who is at the second version, others who wait, have theirs back, or have thought better of it."""
    was_helped(past, members[0])
    has_waited_long(past, members[1])
    got_it_back_marked_up(past, members[2])
    thought_better_of_it(past, members[3])
    keep(past, members[4], Kind.RESUME, FIRST, days_ago=2)


def was_helped(past: Past, seeker: JobSeeker) -> None:
    first = keep(
        past, seeker, Kind.RESUME, FIRST, days_ago=8, note="はじめて書きました。どこを直せばよいですか。", ask=True
    )
    give_back(past, first, GOOD, days_ago=7)
    keep(past, seeker, Kind.RESUME, SECOND, days_ago=1, note="教えていただいた3つを直しました。", ask=True)
    keep(past, seeker, Kind.WORK_HISTORY, HISTORY, days_ago=1)


def has_waited_long(past: Past, seeker: JobSeeker) -> None:
    keep(
        past, seeker, Kind.WORK_HISTORY, HISTORY, days_ago=6, note="アルバイトだけでも出してよいでしょうか。", ask=True
    )


def got_it_back_marked_up(past: Past, seeker: JobSeeker) -> None:
    document = keep(past, seeker, Kind.RESUME, SECOND, days_ago=4, ask=True)
    marked_up = drawn(SECOND, "履歴書_書き込み", remarks={6: "人数や回数を入れると、もっと伝わります"})
    give_back(past, document, WELL_DONE, days_ago=3, marked_up=marked_up)


def thought_better_of_it(past: Past, seeker: JobSeeker) -> None:
    document, when = keep(past, seeker, Kind.RESUME, FIRST, days_ago=5), past.now - timedelta(days=5)
    review = ask_for_review(document.pk, seeker, now=when)
    take_back(review.pk, seeker, now=when + timedelta(minutes=20))


def keep(
    past: Past, seeker: JobSeeker, kind: str, text: str, *, days_ago: int, note: str = "", ask: bool = False
) -> Document:
    content = drawn(text, text.partition("\n")[0])
    return keep_version(seeker, kind, content, note=note, ask_review=ask, now=past.now - timedelta(days=days_ago))


def give_back(
    past: Past, document: Document, comment: str, *, days_ago: int, marked_up: Fit | None = None
) -> DocumentReview:
    when: datetime = past.now - timedelta(days=days_ago)
    by, review = advisor_of(document.seeker), document.reviews.get()
    returned = return_review(review.pk, by=by, comment=comment, marked_up=marked_up, now=when)
    past.post(when)
    return returned


def drawn(text: str, name: str, remarks: dict[int, str] | None = None) -> Fit:
    """A page of A4 with these lines, and in red beside them what somebody remarks on a line."""
    page = Image.new("RGB", PAPER, "white")
    pen, font = ImageDraw.Draw(page), str(noto_cjk_sans_jp_regular.FONT_PATH)
    for number, line in enumerate(text.splitlines()):
        size, top = (44 if number == 0 else 30), MARGIN + number * 62
        pen.text((MARGIN, top), line, font=ImageFont.truetype(font, size), fill="black")
        if remark := (remarks or {}).get(number):
            pen.line((MARGIN, top + 46, PAPER[0] - MARGIN, top + 46), fill=RED, width=4)
            pen.text((MARGIN + 420, top + 48), remark, font=ImageFont.truetype(font, 26), fill=RED)
    into = io.BytesIO()
    page.save(into, "PDF", resolution=150)
    return Fit(into.getvalue(), "application/pdf", f"{name}.pdf", pages=1)
