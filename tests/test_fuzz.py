"""Nonsense that once broke a page; tests/demo/test_fuzz.py looks for more."""

import pytest

pytestmark = pytest.mark.django_db

NEVER = ["http://[", "http://[::1", "//["]


@pytest.mark.parametrize("page", NEVER)
@pytest.mark.parametrize("address", ["/login/", "/admin/login/", "/logout/", "/mypage/", "/mypage/security/"])
def test_page_to_go_on_to_that_is_no_address_is_refused(address, page, seeker_client, client):
    for browser in (client, seeker_client):
        assert browser.get(address, {"next": page}).status_code == 400
        assert browser.post(address, {"next": page}).status_code == 400


@pytest.mark.parametrize("key", ["9" * 19, "9" * 30, "9" * 5000])
@pytest.mark.parametrize("address", ["/jobs/{}/", "/advisor/former/{}/", "/mypage/security/webauthn/keys/{}/edit/"])
def test_number_that_no_row_can_have_is_not_there(address, key, seeker_client):
    assert seeker_client.get(address.format(key)).status_code == 404


@pytest.mark.parametrize("place", ["9" * 5000, "9" * 30, "²", "\0", "x"])
def test_place_that_is_none_waits_for_any(place, seeker_client, seeker):
    assert seeker_client.post("/counseling/wait/", {"place": place}).status_code == 302
    assert seeker.slot_wait.prefecture == ""


@pytest.mark.parametrize("credential", ["9" * 5000, "[" * 100_000, '{"response": []}', '{"id": "\\u0000"}', "[]"])
@pytest.mark.parametrize("address", ["/mypage/security/webauthn/login/", "/mypage/security/webauthn/add/"])
def test_passkey_that_no_browser_sends_is_a_wrong_one(address, credential, client, seeker_client):
    browser = client if address.endswith("login/") else seeker_client
    assert browser.post(address, {"credential": credential}).status_code in {200, 302}


@pytest.mark.parametrize("name", ["referrals", "seeker", "no-such-field", "id", "title"])
def test_suggestions_for_what_is_no_key_are_refused(name, administrator_client):
    asked = {"app_label": "jobs", "model_name": "jobposting", "field_name": name}
    assert administrator_client.get("/admin/autocomplete/", asked).status_code == 403


@pytest.mark.parametrize("cookie", ["sessionid", "django_language", "withdrawal"])
def test_cookie_with_a_nul_byte_is_refused(cookie, client):
    client.cookies[cookie] = "\0"
    assert client.get("/").status_code == 400
