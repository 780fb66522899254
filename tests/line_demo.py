"""The double of LINE by itself, beside a service on this machine: `make run LINE=demo`.

At its address is a phone, on which one writes as anybody and sees what arrives. Each browser has a phone of its own.
"""

import base64
import html
import os
import re
import threading
from http.cookies import SimpleCookie
from urllib.error import URLError
from urllib.parse import parse_qs, urlsplit

from tests.line_double import Double, Line, Phone, Sent

PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAADAAAAAwCAIAAADYYG7QAAAAV0lEQVR42u3YsQ3AIAwAQUAoWYlFYEgWSVaiS50uBYUj3deWfJI75+PqKVIl"
    "BQsICAgICAgIKDqofhlabW5Zdt7DyYCAgICAgICAgICAgN5lP0YgICAgoJ+DHj4uBaWZXqb1AAAAAElFTkSuQmCC"
)
# Of the members of the demo who have linked theirs (advisors/demo/by_line.py).
PHONES = {"demo1": "U" + "1" * 32, "demo2": "U" + "2" * 32}
ADDRESS = re.compile(r"https?://[^\s<]+")
HEAD = """<!doctype html><html lang="ja"><head><meta charset="utf-8"><title>LINE（デモ）</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>
body { font: 16px/1.6 sans-serif; max-width: 30rem; margin: 0 auto; padding: .5rem; background: #e8eef4; color: #111 }
p.it { background: #fff; border-radius: .8rem; padding: .5rem .8rem; margin: .4rem 3rem .4rem 0;
       white-space: pre-wrap; overflow-wrap: anywhere }
p.own { background: #b8f0a0; margin: .4rem 0 .4rem 3rem }
iframe { width: 100%; height: 55vh; border: 0 } textarea { width: 100%; box-sizing: border-box; font: inherit }
form { display: inline } button { font: inherit; padding: .4rem .8rem; margin: .2rem 0 }
</style>"""
PHONE = """</head><body><h1>LINE（デモ）</h1><p>%(state)s</p>
<iframe src="/messages" title="メッセージ"></iframe>
<form method="post" action="/say"><textarea name="text" rows="2" aria-label="メッセージ" required></textarea>
<button>送信</button></form>
%(buttons)s</body></html>"""
DIALOG = """</head><body><h1>アカウント連携</h1><p>%(said)s</p>%(button)s<p><a href="/">LINEへ</a></p></body></html>"""
BUTTONS = {
    "follow": "友だちに追加",
    "block": "ブロック",
    "picture": "画像を送る",
    "sticker": "スタンプを送る",
    "new": "別のスマートフォンにする",
    "demo1": "デモ1のスマートフォンにする",
    "demo2": "デモ2のスマートフォンにする",
    "full": "送信数の上限に達したことにする",
    "free": "上限をなくす",
    "fail": "次の3回は失敗させる",
}


class Demo(Phone):
    """What is on the phone of whoever looks."""

    def page(self, said: bytes) -> None:
        path = urlsplit(self.path).path
        if path == "/dialog/bot/accountLink":
            return self.dialog()
        if self.command == "POST":
            return self.press(path.strip("/"), parse_qs(said.decode()))
        return self.show(self.messages() if path == "/messages" else self.phone())

    @property
    def user(self) -> str:
        found = SimpleCookie(self.headers.get("Cookie", "")).get("line_phone")
        self.known = getattr(self, "known", None) or (found.value if found else self.line.new_user())
        if self.known not in self.line.users:  # of before LINE was started anew
            self.line.follow(self.known)
        return str(self.known)

    def phone(self) -> str:
        is_friend = self.user in self.line.friends
        buttons = [self.button(name) for name in BUTTONS if name != ("follow" if is_friend else "block")]
        state = "みちしるべと友だちです。" if is_friend else "みちしるべはまだ友だちではありません。"
        return HEAD + PHONE % {"state": state, "buttons": " ".join(buttons)}

    def button(self, name: str) -> str:
        return f'<form method="post" action="/{name}"><button>{BUTTONS[name]}</button></form>'

    def messages(self) -> str:
        said = [
            f'<p class="it{" own" if sent.is_own else ""}">{linked(sent.text)}</p>'
            for sent in reversed(self.line.seen)
            if sent.user == self.user
        ]
        return f'{HEAD}<meta http-equiv="refresh" content="2"></head><body>{"".join(said)}</body></html>'

    def press(self, name: str, said: dict[str, list[str]]) -> None:
        line, user = self.line, self.user
        if name == "new":
            self.known = line.new_user()
        elif name in PHONES:
            self.known = PHONES[name]
        elif name in ("full", "free"):
            line.quota = 0 if name == "full" else None
        elif name == "fail":
            line.failing += [500] * 3
        elif name == "follow":
            self.tell(line.follow(user))
        elif name == "block":
            self.tell(line.block(user))
        elif user in line.friends:
            self.tell(self.said(name, said))
        self.lead("/")

    def said(self, name: str, said: dict[str, list[str]]) -> dict:
        if name == "picture":
            return self.line.show(self.user, PICTURE)
        if name == "sticker":
            self.line.seen.append(Sent(self.user, "[sticker]", is_own=True))
            return self.line.message(self.user, type="sticker", keywords=["ありがとう"])
        return self.line.say(self.user, said.get("text", [""])[0].replace("\r\n", "\n"))

    def dialog(self) -> None:
        """Here the button says yes; LINE's own says so at once."""
        asked = parse_qs(urlsplit(self.path).query)
        if self.command != "POST":
            button = f'<form method="post" action="{html.escape(self.path)}"><button>連携する</button></form>'
            return self.show(HEAD + DIALOG % {"said": "みちしるべとLINEを連携しますか。", "button": button})
        event = self.line.agree(asked.get("linkToken", [""])[0], asked.get("nonce", [""])[0], self.user)
        if event:
            self.tell(event)
        said = "連携を受け付けました。" if event else "このスマートフォンでは連携できないリンクです。"
        return self.show(HEAD + DIALOG % {"said": said, "button": ""})

    def tell(self, event: dict) -> None:
        try:
            self.line.tell(event)
        except (URLError, TimeoutError):
            print("the service did not answer", flush=True)

    def show(self, page: str) -> None:
        self.send(200, page.encode(), "text/html; charset=utf-8", Set_Cookie=self.cookie)

    def lead(self, where: str) -> None:
        self.send(303, b"", "text/plain", Location=where, Set_Cookie=self.cookie)

    @property
    def cookie(self) -> str:
        return f"line_phone={self.user}; Path=/; HttpOnly; SameSite=Lax; Max-Age=86400"


def linked(text: str) -> str:
    """With its addresses to be opened beside the phone."""
    return ADDRESS.sub(lambda it: f'<a href="{it[0]}" target="_blank" rel="noopener">{it[0]}</a>', html.escape(text))


def main() -> None:
    """By the environment of the service: its channel, its address, and where it looks for LINE."""
    line = Line(
        secret=os.environ["LINE_CHANNEL_SECRET"],
        token=os.environ["LINE_CHANNEL_ACCESS_TOKEN"],
        webhook=f"{os.environ['SITE_URL'].rstrip('/')}/line/webhook/",
    )
    for user in PHONES.values():
        line.follow(user)
    base = os.environ["LINE_API_BASE"]
    with Double(line, port=urlsplit(base).port or 0, handler=Demo):
        print(f"the phone: {base}", flush=True)
        threading.Event().wait()


if __name__ == "__main__":
    main()
