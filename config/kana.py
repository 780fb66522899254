"""Kana above the words of the service, for whoever wants them: in fixed sentences, never in names.

A word stands here only if it is read in one way wherever the pages say it. The longest is taken first.
"""

import re

from django.utils.html import escape
from django.utils.safestring import SafeString

KANA = "kana"  # the cookie of whoever turned them on
READINGS = {
    "求人": "きゅうじん", "求人紹介": "きゅうじんしょうかい", "求人案内": "きゅうじんあんない",
    "求職者": "きゅうしょくしゃ",
    "就職": "しゅうしょく", "転職": "てんしょく", "仕事": "しごと", "企業": "きぎょう", "会社": "かいしゃ",
    "採用": "さいよう", "応募": "おうぼ", "選考": "せんこう", "面接": "めんせつ", "模擬面接会": "もぎめんせつかい",
    "内定": "ないてい", "承諾": "しょうだく", "担当": "たんとう", "変更": "へんこう", "相談": "そうだん",
    "予約": "よやく", "拠点": "きょてん", "電話": "でんわ", "電話番号": "でんわばんごう", "確認": "かくにん",
    "希望": "きぼう", "条件": "じょうけん", "希望条件": "きぼうじょうけん", "経験": "けいけん", "書類": "しょるい",
    "書類添削": "しょるいてんさく", "履歴書": "りれきしょ", "職務経歴書": "しょくむけいれきしょ", "無料": "むりょう",
    "費用": "ひよう", "理由": "りゆう", "退会": "たいかい", "抹消": "まっしょう", "個人情報": "こじんじょうほう",
    "営業日": "えいぎょうび", "以内": "いない", "完了": "かんりょう", "登録": "とうろく", "会員": "かいいん",
    "会員登録": "かいいんとうろく", "利用": "りよう", "利用規約": "りようきやく", "運営者": "うんえいしゃ",
    "催促": "さいそく", "約束": "やくそく", "最初": "さいしょ", "最後": "さいご", "自分": "じぶん", "給与": "きゅうよ",
    "残業": "ざんぎょう", "休日": "きゅうじつ", "募集": "ぼしゅう", "準備": "じゅんび", "貸し出し": "かしだし",
}  # fmt: skip
WORD = re.compile("|".join(sorted(READINGS, key=len, reverse=True)))
TAG = re.compile(r"(<[^>]*>)")


def with_kana(html: str) -> SafeString:
    """The same with kana above each word that has them; what is read aloud stays what it was."""
    parts = TAG.split(html)
    parts[::2] = [WORD.sub(ruby, text) for text in parts[::2]]
    return SafeString("".join(parts))


def ruby(word: re.Match[str]) -> str:
    kana = escape(READINGS[word.group()])
    return f'<ruby>{word.group()}<rt aria-hidden="true">{kana}</rt></ruby>'
