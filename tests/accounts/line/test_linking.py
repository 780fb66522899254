"""Linking by LINE's account linking, attacked: whatever does not fit links nothing, and the member is told by mail."""

import re
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit
from urllib.request import urlopen

import pytest
from django.core import mail
from django.urls import reverse

from accounts.figures import late_round
from accounts.line import linking as actions
from accounts.line.bot import ask_for_basic_id
from accounts.line.linking import Because
from accounts.line.models import LineBot
from accounts.line.tokens import digest
from accounts.messages.queue import queue_message
from accounts.models import LineAccount, LineLinking, Message, Session
from accounts.tasks import ask_for_line_name
from tests.conftest import proved, signed_in
from tests.factories import LineAccountFactory, WithdrawalRequestFactory

pytestmark = pytest.mark.django_db
LINK = "/mypage/line/link/"


@pytest.fixture
def user(line) -> str:
    return line.new_user()


@pytest.fixture
def token(told, line, user) -> str:
    """What somebody gets who has added us as a friend."""
    told(line.follow(user))
    return list(line.link_tokens)[-1]


def press(client, token) -> tuple[str, str]:
    """The button: link token and nonce, as the browser takes them to LINE."""
    answer = client.post(f"{LINK}?linkToken={token}")
    assert answer.status_code == 302, answer.content.decode()
    asked = parse_qs(urlsplit(answer["Location"]).query)
    return asked["linkToken"][0], asked["nonce"][0]


def because() -> list[str]:
    """Why members were told that nothing was linked."""
    refused = Message.objects.filter(kind="accounts/line_not_linked").order_by("pk")
    return [message.context["because"] for message in refused]


def linked() -> list[tuple]:
    return list(LineAccount.objects.values_list("seeker", "line_user_id"))


def test_who_says_yes_is_linked_and_told(told, line, user, token, seeker, seeker_client, now):
    page = seeker_client.get(f"{LINK}?linkToken={token}").content.decode()
    assert "Messages of your advisor" in page
    event = line.agree(*press(seeker_client, token), user)
    told(event)
    assert linked() == [(seeker.pk, user)]
    account = seeker.line_account
    assert sorted(account.topics.values_list("topic", flat=True)) == ["appointments", "conversation"]
    assert account.linked_at == now
    assert [message.kind for message in Message.objects.all()] == ["accounts/line_linked"]


def test_dialog_is_lines_own(line, user, token, seeker_client, settings):
    settings.LINE_API_BASE = ""
    where = seeker_client.post(f"{LINK}?linkToken={token}")["Location"]
    assert where.startswith(f"https://access.line.me/dialog/bot/accountLink?linkToken={token}&nonce=")
    policy = seeker_client.get(f"{LINK}?linkToken={token}")["Content-Security-Policy"]
    assert re.search(r"form-action 'self' https://access\.line\.me(;|$)", policy)


def test_nonce_is_long_by_chance_and_not_kept(line, user, token, seeker_client):
    _token, first = press(seeker_client, token)
    _token, second = press(seeker_client, token)
    assert (first != second, len(first) >= 43) == (True, True)
    linking = LineLinking.objects.get()
    assert (linking.nonce_digest, linking.token_digest) == (digest(second), digest(token))
    assert linking.nonce_digest != second


def test_link_asks_for_a_fresh_proof_and_comes_back_with_its_token(line, user, token, seeker, client):
    client.force_login(seeker.user)
    proved(client, seeker.user, ago=3600)
    for answer in (client.get(f"{LINK}?linkToken={token}"), client.post(f"{LINK}?linkToken={token}")):
        asked = parse_qs(urlsplit(answer["Location"]).query)
        assert asked["next"] == [f"{LINK}?linkToken={token}"]
    assert LineLinking.objects.get().seeker is None


def test_link_asks_for_sign_in_first(client, line, token):
    answer = client.get(f"{LINK}?linkToken={token}")
    assert parse_qs(urlsplit(answer["Location"]).query)["next"] == [f"{LINK}?linkToken={token}"]


@pytest.mark.parametrize("wrong", ["", "guessed", "x" * 4000])
def test_token_that_is_none_of_ours_leads_nowhere(line, seeker_client, wrong):
    assert "no longer counts" in seeker_client.get(LINK, {"linkToken": wrong}).content.decode()
    assert seeker_client.post(f"{LINK}?linkToken={wrong}").status_code == 200
    assert not LineLinking.objects.exists()


def test_token_that_has_run_out_leads_nowhere(line, token, seeker, seeker_client, clock):
    clock.shift(601)
    proved(seeker_client, seeker.user, ago=0)
    assert "no longer counts" in seeker_client.post(f"{LINK}?linkToken={token}").content.decode()


def test_token_for_which_another_member_has_pressed_leads_nowhere(line, token, seeker_client, other_seeker_client):
    press(seeker_client, token)
    assert "no longer counts" in other_seeker_client.get(f"{LINK}?linkToken={token}").content.decode()
    assert "no longer counts" in other_seeker_client.post(f"{LINK}?linkToken={token}").content.decode()


# Attacked


def test_nonce_used_twice_links_once_and_is_told(told, line, user, token, seeker, seeker_client):
    nonce = press(seeker_client, token)[1]
    event = line.agree(token, nonce, user)
    told(event)
    told(event)  # delivered again: the same event
    assert because() == []
    LineAccount.objects.all().delete()
    told(line.event("accountLink", user, link={"result": "ok", "nonce": nonce}))
    assert (linked(), because()) == ([], ["used"])


def test_nonce_stolen_and_sent_from_another_line_account_links_nothing(told, line, user, token, seeker_client):
    """As LINE would not let it happen: it binds the token to its user."""
    thief = line.new_user()
    link_token, nonce = press(seeker_client, token)
    assert line.agree(link_token, nonce, thief) is None
    told(line.event("accountLink", thief, link={"result": "ok", "nonce": nonce}))
    assert (linked(), because()) == ([], ["user"])
    told(line.agree(link_token, nonce, user))
    assert (linked(), because()) == ([], ["user", "used"])


def test_thiefs_own_link_opened_by_a_member_is_refused_by_line_and_by_us(told, line, seeker, seeker_client):
    thief, member = line.new_user(), line.new_user()
    told(line.follow(thief))
    (lure,) = line.link_tokens
    link_token, nonce = press(seeker_client, lure)
    assert line.agree(link_token, nonce, member) is None
    told(line.event("accountLink", member, link={"result": "ok", "nonce": nonce}))
    assert (linked(), because()) == ([], ["user"])


def test_guessed_nonce_links_nothing_and_tells_nobody(told, line, user, token, seeker_client):
    press(seeker_client, token)
    told(line.event("accountLink", user, link={"result": "ok", "nonce": "guessed" * 8}))
    assert (linked(), because()) == ([], [])


@pytest.mark.parametrize("end", ["signed out", "another session", "signed out everywhere"])
def test_session_of_the_press_that_is_over_links_nothing(told, line, user, token, seeker, seeker_client, end):
    event = line.agree(*press(seeker_client, token), user)
    if end == "signed out":
        seeker_client.post(reverse("account_logout"))
    elif end == "another session":
        Session.objects.filter(user=seeker.user).delete()
        signed_in(seeker.user)
    else:
        Session.objects.all().delete()
    told(event)
    assert (linked(), because()) == ([], ["session"])


def test_yes_that_comes_too_late_links_nothing(told, line, user, token, seeker_client, now):
    link_token, nonce = press(seeker_client, token)
    event = line.agree(link_token, nonce, user)
    told(event | {"timestamp": int((now + timedelta(minutes=10, seconds=1)).timestamp() * 1000)})
    assert (linked(), because()) == ([], ["late"])


def test_yes_in_time_that_is_read_late_links(told, line, user, token, seeker, seeker_client, now):
    told(line.agree(*press(seeker_client, token), user), at=now + timedelta(hours=2))
    assert linked() == [(seeker.pk, user)]
    assert seeker.line_account.linked_at == now


def test_line_that_says_failed_links_nothing(told, line, user, token, seeker_client):
    event = line.agree(*press(seeker_client, token), user)
    event["link"]["result"] = "failed"
    told(event)
    assert (linked(), because()) == ([], ["failed"])


def test_one_line_account_is_of_one_member(told, line, user, token, seeker_client, other_seeker):
    LineAccountFactory(seeker=other_seeker, line_user_id=user)
    told(line.agree(*press(seeker_client, token), user))
    assert (linked(), because()) == ([(other_seeker.pk, user)], ["taken"])


def test_member_who_has_linked_another_is_told_before_and_after(told, line, user, token, seeker, seeker_client):
    event = line.agree(*press(seeker_client, token), user)
    LineAccountFactory(seeker=seeker)
    told(event)
    assert because() == ["another"]
    assert "linked already" in seeker_client.get(f"{LINK}?linkToken={token}").content.decode()


def test_member_who_is_leaving_links_nothing(told, line, user, token, seeker, seeker_client):
    event = line.agree(*press(seeker_client, token), user)
    WithdrawalRequestFactory(status="scheduled", seeker=seeker)
    told(event)
    assert (linked(), because()) == ([], ["leaving"])
    assert "A withdrawal is under way" in seeker_client.get(f"{LINK}?linkToken={token}").content.decode()


def test_member_who_is_shut_out_meanwhile_links_nothing(told, line, user, token, seeker, seeker_client):
    event = line.agree(*press(seeker_client, token), user)
    type(seeker.user).objects.update(is_active=False)
    told(event)
    assert (linked(), because()) == ([], ["leaving"])


def test_member_who_is_erased_meanwhile_is_nobody(told, line, user, token, seeker, seeker_client):
    event = line.agree(*press(seeker_client, token), user)
    seeker.user.delete()
    told(event)
    assert (linked(), because(), LineLinking.objects.count()) == ([], [], 0)


def test_every_reason_is_said_in_words_of_its_own(seeker, worker):
    for reason in Because.values:
        queue_message("accounts/line_not_linked", seeker.user, because=reason)
    worker()
    texts = {sent.body.lower() for sent in mail.outbox}
    assert len(texts) == len(Because.values) == 8
    assert all("nothing was changed" in text for text in texts)


# The page


def test_page_says_how_to_link(line, seeker_client, now):
    page = seeker_client.get("/mypage/line/").content.decode()
    assert "https://line.me/" not in page
    ask_for_basic_id(now=now)
    ask_for_basic_id(now=now)
    assert [path for _method, path, _key in line.asked] == ["/v2/bot/info"]
    assert f'href="https://line.me/R/ti/p/{line.basic_id}"' in seeker_client.get("/mypage/line/").content.decode()
    line.basic_id = "@456"
    ask_for_basic_id(now=now + timedelta(days=1))
    assert LineBot.objects.get().basic_id == "@456"


def test_line_that_does_not_say_its_name_is_asked_later(line, settings, now):
    line.failing = [500, 401]
    for _ in range(2):
        ask_for_basic_id(now=now)
    assert not LineBot.objects.exists()


@pytest.mark.parametrize(
    ("has_channel", "refusals", "is_well"), [(True, [], True), (True, [401] * 9, False), (False, [401] * 9, True)]
)
def test_line_that_takes_nothing_any_more_is_told_of(line, clock, now, settings, has_channel, refusals, is_well):
    """As where the access token has been ended: everything goes by mail then, and no member would tell."""
    ask_for_line_name()
    line.failing, settings.LINE_CHANNEL = refusals, has_channel
    for hours in (12, 24, 25, 26):
        clock.move_to(now + timedelta(hours=hours), tick=False)
        ask_for_line_name()
    assert late_round(now=now + timedelta(hours=26)).is_well == is_well


def test_topics_are_chosen(line, account, seeker_client):
    page = seeker_client.get("/mypage/line/").content.decode()
    assert page.count(" checked") == 2
    seeker_client.post("/mypage/line/", {"topics": ["notices", "conversation"]})
    assert sorted(account.topics.values_list("topic", flat=True)) == ["conversation", "notices"]
    assert "weather" in seeker_client.post("/mypage/line/", {"topics": ["weather"]}).content.decode()
    seeker_client.post("/mypage/line/", {})
    assert not account.topics.exists()


def test_member_ends_the_link(line, account, seeker, seeker_client):
    waiting = Message.objects.create(kind="advisors/slot_open", recipient=seeker.user)
    seeker_client.post("/mypage/line/unlink/")
    waiting.refresh_from_db()
    assert (linked(), waiting.not_by_line) == ([], "unlinked")
    assert Message.objects.get(kind="accounts/line_unlinked").context == {"because": "unlinked"}
    seeker_client.post("/mypage/line/unlink/")
    assert Message.objects.filter(kind="accounts/line_unlinked").count() == 1


def test_who_has_ended_the_link_gets_another_at_once(told, line, user, token, seeker, seeker_client):
    told(line.agree(*press(seeker_client, token), user))
    seeker_client.post("/mypage/line/unlink/")
    assert "no longer counts" in seeker_client.get(f"{LINK}?linkToken={token}").content.decode()
    told(line.say(user, "もう一度"))
    (another,) = line.link_tokens
    told(line.agree(*press(seeker_client, another), user))
    assert linked() == [(seeker.pk, user)]


def test_topics_chosen_in_another_tab_as_the_link_has_ended_are_none(line, account, seeker_client, monkeypatch):
    seen = actions.choose_topics
    monkeypatch.setattr(actions, "choose_topics", lambda *args: (LineAccount.objects.all().delete(), seen(*args)))
    page = seeker_client.post("/mypage/line/", {"topics": ["notices"]}, follow=True).content.decode()
    assert "The link to LINE has ended meanwhile." in page
    assert "Your choice is saved." not in page


def test_nobody_sees_or_ends_anothers_link(line, account, other_seeker_client):
    assert "End the link" not in other_seeker_client.get("/mypage/line/").content.decode()
    other_seeker_client.post("/mypage/line/unlink/")
    assert len(linked()) == 1


def test_double_refuses_a_token_opened_on_another_phone_over_the_wire(line, settings, token, user):
    dialog = f"{settings.LINE_API_BASE}/dialog/bot/accountLink?linkToken={token}&nonce=n&as="
    with pytest.raises(Exception, match="400"):
        urlopen(dialog + line.new_user())
    assert urlopen(dialog + user).status == 200
