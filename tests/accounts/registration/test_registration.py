"""Registration in 30 seconds: who somebody is, a code, and nobody is told who else is registered."""

import re
from datetime import date

import pytest
from django.core import mail

from accounts.models import JobSeeker, MailboxProof, Message, User
from support.resume.editing import resume_of

TYPED = {
    "family_name": "見本",
    "given_name": "花子",
    "email": "Hanako@Example.com",
    "phone": "０９０－１２３４－５６７８",
    "birth_date": "2001-04-05",
    "prefecture": "13",
    "advisor_gender": "female",
}


@pytest.fixture
def register(client, worker):
    """Send the form, with changes, and let the worker mail the code."""

    def send(**changes):
        response = client.post("/register/", {**TYPED, **changes})
        worker()
        return response

    return send


def mailed_code() -> str:
    return re.search(r"\b\d{6}\b", mail.outbox[-1].body).group()


def test_register_asks_for_the_code_and_makes_nobody_a_member_yet(register):
    response = register()
    assert (response.status_code, response.url) == (302, "/register/code/")
    assert JobSeeker.objects.count() == 0
    assert mail.outbox[-1].to == ["hanako@example.com"]


def test_right_code_makes_a_member_who_is_signed_in(register, client):
    register()
    response = client.post("/register/code/", {"code": mailed_code()}, follow=True)
    member = JobSeeker.objects.select_related("user").get()
    assert response.redirect_chain[-1][0] == "/mypage/"
    assert (member.name, member.phone.as_e164, member.user.email) == (
        "見本 花子",
        "+819012345678",
        "hanako@example.com",
    )
    assert (member.birth_date, member.prefecture, member.advisor_gender) == (date(2001, 4, 5), "13", "female")
    assert MailboxProof.objects.count() == 0


def test_number_that_another_member_has_is_drawn_again(register, client, seeker, monkeypatch):
    register()
    code, drawn = mailed_code(), iter([int(seeker.member_number.replace("-", "")), 4821773305])
    monkeypatch.setattr("secrets.randbelow", lambda bound: next(drawn) if bound == 10**10 else 0)
    client.post("/register/code/", {"code": code})
    assert JobSeeker.objects.get(user__email="hanako@example.com").member_number == "4821-7733-05"


def test_code_is_read_in_full_width_with_spaces(register, client):
    register()
    wide = mailed_code().translate({ord(str(n)): chr(ord("０") + n) for n in range(10)})
    client.post("/register/code/", {"code": f" {wide[:3]} {wide[3:]} "})
    assert JobSeeker.objects.count() == 1


def test_wrong_code_is_said_and_the_fifth_burns_it(register, client):
    register()
    code = mailed_code()
    wrong = "000000" if code != "000000" else "111111"
    answers = [client.post("/register/code/", {"code": wrong}) for _ in range(5)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 200, 302]
    client.post("/register/code/", {"code": code})
    assert JobSeeker.objects.count() == 0


@pytest.mark.parametrize("typed", ["12", "abcdef", "1234567", "🙂"])
def test_what_is_no_code_is_said_and_costs_no_try(register, client, typed):
    register()
    response = client.post("/register/code/", {"code": typed})
    assert response.context["form"].errors["code"] == ["A code is six digits."]
    assert MailboxProof.objects.get().tries == 0


def test_code_runs_out_after_an_hour(register, client, clock):
    register()
    clock.shift(60 * 60 + 1)
    response = client.post("/register/code/", {"code": mailed_code()})
    assert response.url == "/register/"
    assert JobSeeker.objects.count() == 0


def test_new_code_replaces_the_one_before(register, client, worker):
    register()
    before = mailed_code()
    client.post("/register/code/", {"action": "resend"})
    worker()
    after = mailed_code()
    if before != after:
        client.post("/register/code/", {"code": before})
        assert JobSeeker.objects.count() == 0
    client.post("/register/code/", {"code": after})
    assert JobSeeker.objects.count() == 1


def test_mistyped_address_is_corrected_with_the_rest_still_there(register, client):
    register(email="hanako@exmaple.com")
    form = client.get("/register/").context["form"]
    assert form["email"].value() == "hanako@exmaple.com"
    assert (form["family_name"].value(), form["phone"].value()) == ("見本", "+819012345678")


def test_registered_address_gets_the_same_page_and_the_owner_a_mail(register, client, seeker):
    new = register()
    known = register(email=seeker.user.email)
    assert (known.status_code, known.url) == (new.status_code, new.url)
    assert sorted(known.headers) == sorted(new.headers)
    assert "already" in mail.outbox[-1].body
    assert mail.outbox[-1].to == [seeker.user.email]


def test_owner_of_a_registered_address_is_signed_in_by_the_code_and_nothing_changes(register, client, seeker):
    register(email=seeker.user.email)
    client.post("/register/code/", {"code": mailed_code()})
    assert client.get("/mypage/").context["seeker"] == seeker
    assert JobSeeker.objects.get().name == seeker.name


def test_two_browsers_registering_one_address_make_one_member(client, worker, django_user_model):
    other = type(client)()
    codes = []
    for browser in (client, other):
        browser.post("/register/", TYPED)
        worker()
        codes.append(mailed_code())
    for browser, code in zip((client, other), codes, strict=True):
        assert browser.post("/register/code/", {"code": code}).status_code == 302
    assert User.objects.filter(email="hanako@example.com").count() == JobSeeker.objects.count() == 1


def test_signed_in_member_is_not_registered_again(seeker_client):
    assert seeker_client.get("/register/").url == "/mypage/"


@pytest.mark.parametrize(
    ("field", "typed", "says"),
    [
        ("email", "hanako@@example.com", "This is not an e-mail address. It looks like name@example.jp."),
        ("email", "", "Enter your e-mail address."),
        ("phone", "12", "This is not a phone number in Japan. It looks like 090-1234-5678."),
        ("phone", "🙂🙂🙂", "This is not a phone number in Japan. It looks like 090-1234-5678."),
        ("family_name", "<b>", "Use letters only."),
        ("family_name", "🙂", "Use letters only."),
        ("given_name", "", "Enter your given name."),
        ("given_name", "a\x00b", "Null characters are not allowed."),
        ("birth_date", "2001-02-30", "There is no such date. Please check year, month and day."),
        ("birth_date", "2199-01-01", "This date is in the future."),
        ("birth_date", "2999-01-01", "This date is too far away. Please look at the year."),
        ("birth_date", "2015-01-01", "The service is for people from 18 to 34."),
        ("birth_date", "1960-01-01", "The service is for people from 18 to 34."),
        ("prefecture", "48", "Choose a prefecture of the list."),
        ("advisor_gender", "x", "Choose one of the three."),
    ],
)
def test_input_that_does_not_fit_gets_a_sentence_and_stays(client, db, field, typed, says):
    response = client.post("/register/", {**TYPED, field: typed})
    form = response.context["form"]
    assert response.status_code == 200
    assert says in form.errors[field]
    assert form["given_name" if field != "given_name" else "phone"].value()


@pytest.mark.parametrize("written", ["2001-04-05", "2001/4/5", "20010405", "２００１年４月５日"])
def test_birth_date_is_read_as_people_write_it(client, db, written):
    client.post("/register/", {**TYPED, "birth_date": written})
    assert MailboxProof.objects.get().details["birth_date"] == "2001-04-05"


@pytest.mark.parametrize("typed", [("2001", "4", "5"), ("２００１", "０４", " 05 ")])
def test_birth_date_is_typed_as_three_numbers(client, db, typed):
    client.post("/register/", in_parts(*typed))
    assert MailboxProof.objects.get().details["birth_date"] == "2001-04-05"


def in_parts(*typed: str) -> dict[str, str]:
    parts = dict(zip(("year", "month", "day"), typed, strict=True))
    others = {name: value for name, value in TYPED.items() if name != "birth_date"}
    return others | {f"birth_date_{part}": number for part, number in parts.items()}


@pytest.mark.parametrize("typed", [("2001", "2", "30"), ("2001", "", "30"), ("平成13", "4", "5")])
def test_three_numbers_that_are_no_date_stay_as_they_were_typed(client, db, typed):
    page = client.post("/register/", in_parts(*typed))
    assert "There is no such date. Please check year, month and day." in page.context["form"].errors["birth_date"]
    boxes = page.context["form"]["birth_date"].field.widget.get_context("birth_date", "-".join(typed), {})
    assert tuple(box["value"] or "" for box in boxes["widget"]["subwidgets"]) == typed
    html = page.content.decode()
    assert html.count('aria-invalid="true"') == html.count('aria-describedby="id_birth_date_error"') == 3
    assert 'id="id_birth_date_error"' in html


def test_browser_fills_in_the_three_parts_of_a_birth_date(client, db):
    page = client.get("/register/").content.decode()
    assert re.findall(r'autocomplete="(bday[^"]*)"', page) == ["bday-year", "bday-month", "bday-day"]
    assert page.count('inputmode="numeric"') == 3


@pytest.mark.parametrize(
    ("born", "helped", "not_said"),
    [("2015-01-01", "Your school", "every age"), ("1960-01-01", "Hello Work: people of every age.", "Your school")],
)
def test_somebody_of_another_age_is_told_who_helps_them(client, db, born, helped, not_said):
    page = client.post("/register/", {**TYPED, "birth_date": born}).content.decode()
    assert helped in page
    assert "Regional Youth Support Station" in page
    assert not_said not in page
    assert "Regional Youth Support Station" not in client.get("/register/").content.decode()


def test_kana_may_be_told_and_is_kept_in_hiragana(client, db, worker):
    client.post("/register/", {**TYPED, "family_kana": "ﾐﾎﾝ", "given_kana": "はなこ"})
    worker()
    client.post("/register/code/", {"code": mailed_code()})
    member = JobSeeker.objects.get()
    assert (member.family_kana, member.given_kana) == ("みほん", "はなこ")
    assert resume_of(member).kana == "みほん　はなこ"


def test_kana_is_no_kanji(client, db):
    page = client.post("/register/", {**TYPED, "family_kana": "見本"})
    assert page.context["form"].errors == {"family_kana": ["Write it in hiragana."]}


def test_page_says_what_each_thing_is_for_and_what_one_agrees_to(client, db):
    page = client.get("/register/").content.decode()
    fields = client.get("/register/").context["form"].fields
    purposes = page.split("What each is for")[1].split("</details>")[0]
    asked = {str(field.label) for name, field in fields.items() if field.required and not name.endswith("_name")}
    assert {label for label in asked if f"<dt>{label}</dt>" in purposes} == asked
    assert 'href="/terms/"' in page
    assert 'href="/privacy/"' in page


@pytest.mark.parametrize(
    ("birthday", "may"),
    [("2008-11-20", True), ("2008-11-21", False), ("1991-11-21", True), ("1991-11-20", False)],
)
def test_age_is_counted_to_the_day(client, db, clock, birthday, may):
    response = client.post("/register/", {**TYPED, "birth_date": birthday})
    assert (response.status_code == 302) is may


def test_ten_kilobytes_are_refused_kindly(client, db):
    response = client.post("/register/", {**TYPED, "family_name": "あ" * 10_000, "phone": "0" * 10_000})
    assert response.status_code == 200
    assert set(response.context["form"].errors) == {"family_name", "phone"}


def test_mails_to_one_address_are_limited_and_the_page_says_until_when(client, db, clock):
    answers = [client.post("/register/", TYPED) for _ in range(7)]
    assert [answer.status_code for answer in answers] == [302] * 6 + [429]
    assert Message.objects.count() == 6
    assert "0120-000-000" in answers[-1].content.decode()
    assert "11:00" in answers[-1].content.decode()


def test_code_page_without_a_registration_goes_back_to_the_form(client, db):
    assert client.get("/register/code/").url == "/register/"


def test_forged_cookie_is_no_registration(client, db):
    client.cookies["registration"] = "1:forged:cookie"
    assert client.get("/register/code/").url == "/register/"


def test_code_is_nowhere_in_the_database_once_it_is_mailed(register):
    register()
    assert Message.objects.get().context == {}
    assert mailed_code() not in str(MailboxProof.objects.values().get())
