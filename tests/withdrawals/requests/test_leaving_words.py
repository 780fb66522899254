"""Words that say that somebody leaves, and words near to them that do not."""

import pytest

from withdrawals.requests.leaving_words import says_leaving

LEAVES = """
退会
退会。
退会します
退会したいです
退会したいのですが、どうすればいいですか？
退会したいので方法を教えてください
退会希望です
退会を希望します
退会でお願いします
退会をお願いします。
退会させてください
退会させていただきたいです
退会手続きをお願いします
退会の手続きを進めてください
退会することにしました
退会しようと思います
退会してもいいですか
お世話になりました。退会いたします。
仕事が決まったので退会します
間違えて登録したので退会します
続けられないので退会します
他社で就活を続けますので退会します
会社を辞めたくないので退会します
退 会 し ま す
ﾀｲｶｲではなく、退会します
たいかいしたいです
脱会したいです
解約
解約したいです
解約をお願いします
やめます
もうやめます
やめたいです
もう辞めたいです。
辞めます！
辞めたい
私はやめます
このサービスをやめたいです
会員をやめます
登録をやめたいです
利用をやめさせてください
仕事が見つかったので、やめます
やめることにしました
やめようと思います
ここ、やめます
登録を解除してください
会員登録を削除したいです
登録解除お願いします
アカウントを消してください
アカウント削除希望
個人情報を削除してください
私のデータをすべて消してください
利用を終了します
サービスの利用を停止したいです
色々ありがとうございました。⏎今日で退会します。
退会したいと伝えてください
I want to leave.
I would like to withdraw from the service.
Please cancel my membership.
Please delete my account
I have decided to quit because I found a job.
"""
STAYS = """
退会しません
退会しないです
退会したくないです
退会したいわけではありません
退会するつもりはありません
退会したいとは思っていません
退会の方法を教えて
退会の方法を教えてください
退会方法
退会ページはどこですか
退会について教えてください
退会しますか？
退会できますか
退会したらデータは消えますか
退会しても、また登録できますか
退会しようか迷っています
退会を考えています
退会を検討しています
退会するかもしれません
退会はやめます
退会をやめます
退会を取り消したいです
退会の撤回をお願いします
退会します、と昨日書きましたが取り消します
退会しようと思いましたが、続けます
退会したいと思っていましたが、続けます
前に退会しました
退会した友達がいます
友達が退会したいと言っています
友人が解約したいそうです
退会希望者は多いですか
会社を辞めたい
会社を辞めたいです
会社辞めたい
今の会社、辞めたいです
会社はもう辞めたい
仕事を辞めます
バイトをやめたい
バイト辞めたいんですけど相談できますか
今の職場をやめようと思います
仕事が嫌で辞めたいです
前の会社を辞めました
上司に辞めますと言いました
辞めたい理由を聞かれました
会社を辞めたい気持ちがあります
やめません
やめたくないです
やめますか？
今回はやめておきます
応募をやめます
応募はやめます
その求人はやめます
面接を受けるのをやめます
タバコをやめたい
考えるのをやめます
学校を辞めることにしました
携帯を解約したいです
スマホを解約します
セミナーの登録を取り消したいです
メールの登録を解除してください
写真を消してください
履歴書のデータを削除してください
お知らせを停止してください
登録したいです
大会に出たいです
I don't want to leave.
I want to leave my company.
How do I delete my account?
I want to quit my job.
I withdraw my application.
よろしくお願いします
"""


def rows(table: str) -> list[str]:
    return [line.replace("⏎", "\n") for line in table.strip().splitlines()]


@pytest.mark.parametrize("text", rows(LEAVES))
def test_words_that_say_it(text):
    assert says_leaving(text)


@pytest.mark.parametrize("text", rows(STAYS))
def test_words_near_to_them_that_do_not(text):
    assert not says_leaving(text)


def test_longest_text_is_read_at_once():
    assert not says_leaving("会社を" * 700)
    assert says_leaving("ありがとうございました。" * 160 + "退会します")
