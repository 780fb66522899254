"""My data: everything held about the member, no secrets, nobody else's."""

from tests.factories import FileFactory, WithdrawalRequestFactory


def test_download_holds_what_is_held(seeker_client, seeker, assignment, other_seeker):
    WithdrawalRequestFactory(status="cancelled", seeker=seeker)
    response = seeker_client.get("/mypage/data/download/")
    held = response.json()
    assert "attachment" in response["Content-Disposition"]
    assert held["accounts.JobSeeker"][0]["family_name"] == seeker.family_name
    assert held["accounts.User"][0]["email"] == seeker.user.email
    assert [len(held[name]) for name in ("advisors.Assignment", "withdrawals.WithdrawalRequest")] == [1, 1]
    assert other_seeker.user.email not in response.content.decode()


def test_download_holds_no_secrets(seeker_client):
    held = seeker_client.get("/mypage/data/download/").json()
    assert "password" not in held["accounts.User"][0]
    assert set(held["accounts.Session"][0]) == {"expire_date", "user", "asked_email"}
    assert seeker_client.cookies["sessionid"].value not in str(held)


def test_download_lists_files_and_not_where_they_are(seeker_client, seeker, other_seeker, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    file, _other = FileFactory(owner=seeker.user), FileFactory(owner=other_seeker.user)
    response = seeker_client.get("/mypage/data/download/")
    (told,) = response.json()["accounts.File"]
    assert (told["name"], told["content_type"], told["size"]) == ("portrait.jpg", "image/jpeg", 7)
    assert file.stored.name not in response.content.decode()


def test_visitor_gets_no_data(client, db):
    assert client.get("/mypage/data/download/").status_code == 302
