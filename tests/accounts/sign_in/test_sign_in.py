"""Sign-in by a mailed code: one page for everybody, which tells nobody who is registered."""

import re

from django.core import mail

from accounts.models import Session


def mailed_code() -> str:
    return re.search(r"\b\d{6}\b", mail.outbox[-1].body).group()


def test_code_signs_a_member_in(client, seeker, worker):
    client.post("/login/", {"email": seeker.user.email.upper()})
    worker()
    response = client.post("/login/code/", {"code": mailed_code()}, follow=True)
    assert response.redirect_chain[-1][0] == "/mypage/"
    assert response.context["seeker"] == seeker


def test_code_in_full_width_is_read(client, seeker, worker):
    client.post("/login/", {"email": seeker.user.email})
    worker()
    wide = mailed_code().translate({ord(str(n)): chr(ord("０") + n) for n in range(10)})
    assert client.post("/login/code/", {"code": wide}).status_code == 302
    assert client.get("/mypage/").status_code == 200


def test_unknown_address_sees_the_same_and_its_owner_gets_a_mail(client, seeker, worker):
    answers = []
    for email in (seeker.user.email, "nobody@example.com"):
        browser = type(client)()
        answer = browser.post("/login/", {"email": email})
        answers.append((answer.status_code, answer.url, sorted(answer.headers)))
        worker()
    assert answers[0] == answers[1]
    assert [message.to[0] for message in mail.outbox] == [seeker.user.email, "nobody@example.com"]
    assert not re.search(r"\b\d{6}\b", mail.outbox[1].body)


def test_wrong_code_signs_nobody_in(client, seeker, worker):
    client.post("/login/", {"email": seeker.user.email})
    worker()
    wrong = "000000" if mailed_code() != "000000" else "111111"
    client.post("/login/code/", {"code": wrong})
    assert client.get("/mypage/").status_code == 302


def test_staff_sign_in_the_same_way_and_come_to_the_admin(client, desk, worker):
    client.post("/login/", {"email": desk.email})
    worker()
    response = client.post("/login/code/", {"code": mailed_code()}, follow=True)
    assert response.redirect_chain[-1][0] == "/admin/"


def test_session_knows_its_owner_from_the_code_on(client, seeker, worker):
    client.post("/login/", {"email": seeker.user.email})
    assert [session.user for session in Session.objects.all()] == [seeker.user]
    worker()
    client.post("/login/code/", {"code": mailed_code()})
    assert {session.user for session in Session.objects.all()} == {seeker.user}


def test_sign_out_needs_a_button(seeker_client):
    assert seeker_client.get("/logout/").status_code == 200
    assert seeker_client.post("/logout/").status_code == 302
    assert seeker_client.get("/mypage/").status_code == 302


def test_sign_in_page_asks_the_database_nothing(client, db, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert client.get("/login/").status_code == 200
