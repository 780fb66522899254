"""Which words of a member say that they leave. Nobody is withdrawn by them: they are put before people.

By what is said, not by single words: 「退会します」 does, 「退会しません」 and 「退会の方法」 do not. What is
quit must be this service: 「会社を辞めたい」 does not. A table of cases is in the tests; whoever adds a word adds
what is near to it.
"""

import re
import unicodedata

SENTENCE = re.compile(r"[^。.．!?\n]+[。.．!?\n]?")
ASKED = "(?:ください|下さい|ほしい|欲しい|もらえ|もらい|いただ|頂)"
WISHED = (
    f"(?:し(?:ます(?!か)|たい|たく(?:思|存|なり|なっ|お願|て(?!も)|、|ご?連絡))|(?:いた|致)します|させて{ASKED}|して{ASKED}"
    "|お願い|おねがい|希望(?!者))"
)

# The word itself, said as what one does: 退会, and what people write for it.
THING = re.compile(
    "(?:退会|脱会|脱退|解約|たいかい)(?:の?(?:手続き?|申請|申し込み|処理|届け?|意思))?[をでもが]?"
    f"(?:{WISHED}|する(?:ことに(?:し|決)|ので|つもりです|予定です|よ?[。.!]?$)|しようと(?:思|おも)|しても?いいですか"
    "|(?:を)?申し(?:込み|出)ま|(?:を)?(?:進|すす)めて|(?:です|で)?[。.!]?$)"
)
# Of something else: a contract, a club.
OTHERS_THING = re.compile(
    "(?:携帯|スマホ|電話|保険|賃貸|部屋|契約|ジム|ネット|サブスク|カード|部活|サークル|組合|他社|ナビ|別の|[他ほ]か?の|友達|友人|知人|弟|妹|兄|姉)"
    "(?:(?!ので|から|ため|なり|なって|ました)[^、。]){0,12}$"
)
# To quit, of this service or of nothing named.
QUIT = re.compile(
    "(?:やめ|辞め|止め|ヤメ)(?:ます(?!か)|たい(?!会社|仕事|理由|人|気持|時|とき|なら|場合|か)|たく(?:思|存|なり|なっ)"
    f"|させて{ASKED}|ることに(?:し|決)|ようと(?:思|おも)|てもいいですか|る(?:わ|よ|ね)?[。.!]?$)"
)
SERVICE = (
    "(?:サービス|会員登録|登録|会員|利用|こちら|ここ|そちら|アプリ|サイト|就職支援|支援|サポート|アカウント"
    "|メンバー|エージェント)(?:の利用|の登録)?"
)
WORK = "(?:会社|仕事|バイト|アルバイト|パート|職場|勤め|正社員|派遣|店|現職|本業|副業|学校|大学|専門|部活|学生)"
NAMED = re.compile(r"([^、。\s]+?)(?:を|は|も)(?:もう|すぐに?|早く|今すぐ|本当に|やっぱり|今日で|今月で|来月)*$")
MAY_BE_NAMED = re.compile(f"(?:{SERVICE}(?:を(?:使う|利用する)の)?|私|わたし|僕|ぼく|俺|自分|今日|本日|いったん|一旦)$")
NAMES_WORK = re.compile(
    f"{WORK}(?:を|は|も|、|って|が(?:嫌|いや|つら|辛|きつ|しんど|合わ)[^、。]*)?(?:もう|すぐに?|早く|今すぐ|本当に|来月)*$"
    f"|{WORK}(?:が|に)[^。]{{0,12}}(?:嫌|いや|つら|辛|きつ|しんど|合わ|疲)"
)
# What we hold of them, to be taken out.
HELD = re.compile(
    "(?:会員登録|登録情報|会員情報|個人情報|アカウント|登録|(?:私の|わたしの|(?:全部|全て|すべて)の)(?:データ|情報))"
    "[をの]?(?:すべて|全部|全て)?(?:解除|削除|抹消|消去|取り?消し?|消し)を?"
    f"(?:{WISHED}|たい|て{ASKED}|ます(?!か)|[。.!]?$)"
)
OTHERS_HELD = re.compile(
    "(?:セミナー|面接|予約|写真|求人|応募|企業|メール|アドレス|番号|条件|スーツ|通知|お知らせ|履歴書|銀行|他社の|ナビ)(?:(?!ので|から|ため)[^、。]){0,6}$"
)
ENDED = re.compile(
    f"(?:サービス|利用|支援|サポート|会員)(?:の利用)?を?(?:終了|停止|中止|終わりに|おしまいに|打ち切)"
    f"(?:{WISHED}|し?たい|り?ます(?!か)|って{ASKED})"
)
# A question by which one does not ask, but says it.
ASKS_FOR_IT = re.compile(r"したい|やめたい|辞めたい|いいですか|て(?:もらえ|いただけ|頂け)|お願いでき")
# What comes after and takes it back, doubts it, or tells it of somebody else.
TAKEN_BACK = re.compile(
    "^(?:か(?!ら)|わけ(?:では|じゃ)|とは|つもりは|なら|と思(?:いません|って(?:い)?(?:ません|ない)|わない|っていま?した(?:が|けど))"
    "|いました(?:が|けど)|って?いました(?:が|けど)|ったけど|と言(?:って|った|われ|いまし)|と(?:いう|言う)(?:人|方|友)|って言(?:って|った|われ)|かも|か迷)"
    "|続け(?:ます|たい|ようと|ることに)|(?:の|こと)?[をは]?(?:取り?消|撤回|取りやめ)|間違いで(?:す|した)|冗談"
)
TOLD_AT_WORK = re.compile("^と[^。]*(?:言|伝え|話し|相談)")

IN_ENGLISH = re.compile(
    r"\b(?:want|wish|like|decided|going|intend) to (?:withdraw|quit|leave)"
    r"(?: (?:from )?(?:the|this|your) (?:service|site|platform|membership|app))?"
    r"(?: (?:now|please))?\s*(?:[.!,;]|$|because|since)"
    r"|\b(?:cancel|end|terminate|close|delete) my (?:membership|account|registration)\b"
)
NOT_IN_ENGLISH = re.compile(r"n['’]t\b|\bnot\b|\bnever\b|\bhow\b|\bcan i\b|\bif i\b|\bwhether\b|\bwhat happens\b")


def says_leaving(text: str) -> bool:
    """Whether somebody says here that they leave the service."""
    plain = unicodedata.normalize("NFKC", text).lower()
    if any(says_in_english(sentence[0].strip()) for sentence in SENTENCE.finditer(plain)):
        return True
    closed_up = re.sub(r"[ \t]+", "", plain)
    return any(says_in_japanese(sentence[0].strip()) for sentence in SENTENCE.finditer(closed_up))


def says_in_japanese(sentence: str) -> bool:
    if sentence.endswith("?") and not ASKS_FOR_IT.search(sentence):
        return False
    return (
        is_said(THING, sentence, not_of=[OTHERS_THING])
        or is_said(HELD, sentence, not_of=[OTHERS_HELD])
        or is_said(ENDED, sentence, not_of=[])
        or any(is_quitting(sentence, found) for found in QUIT.finditer(sentence))
    )


def is_said(words: re.Pattern[str], sentence: str, *, not_of: list[re.Pattern[str]]) -> bool:
    """Anywhere in it, of this service, and not taken back in what follows."""
    return any(
        not TAKEN_BACK.search(sentence[found.end() :])
        and not any(other.search(sentence[: found.start()]) for other in not_of)
        for found in words.finditer(sentence)
    )


def is_quitting(sentence: str, found: re.Match[str]) -> bool:
    """That what is quit is this service, or that nothing else is named."""
    before, after = sentence[: found.start()], sentence[found.end() :]
    if TAKEN_BACK.search(after) or TOLD_AT_WORK.search(after) or NAMES_WORK.search(before):
        return False
    named = NAMED.search(before)
    return named is None or bool(MAY_BE_NAMED.search(named[1]))


def says_in_english(sentence: str) -> bool:
    found = IN_ENGLISH.search(sentence)
    return found is not None and not NOT_IN_ENGLISH.search(sentence)
