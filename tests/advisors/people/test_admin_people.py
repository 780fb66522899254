"""The desk keeps the offices; what of an advisor seekers see, who writes it, and who sees their photo."""

import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from accounts.models import File
from accounts.tasks import remove_files
from advisors.models import (
    Advisor,
    CounselingSlot,
    Office,
)
from advisors.people.photos import portrait, show_photo
from tests import factories
from tests.support.documents import made

MONDAY = date(2026, 11, 30)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def address(model: str, page: str = "changelist", *args) -> str:
    return reverse(f"admin:advisors_{model}_{page}", args=args)


def page(response) -> str:
    return response.content.decode()


def errors(response) -> dict:
    return {name: list(said) for name, said in response.context["adminform"].form.errors.items()}


def test_desk_keeps_the_offices(desk_client, advisor_client):
    typed = {
        "name": "見本拠点",
        "prefecture": "13",
        "address": "見本町1-2-3",
        "is_open": "on",
        "map_url": "example.jp/map",
    }
    assert advisor_client.post(address("office", "add"), typed).status_code == 403
    desk_client.post(address("office", "add"), typed)
    assert Office.objects.get().map_url == "https://example.jp/map"


def picture(kind: str = "PNG", size: tuple[int, int] = (900, 600)) -> SimpleUploadedFile:
    written = io.BytesIO()
    Image.new("RGB", size, "teal").save(written, kind)
    return SimpleUploadedFile(f"camera.{kind.lower()}", written.getvalue(), f"image/{kind.lower()}")


def describe(client, advisor, **typed):
    described = {
        "name": "相談員",
        "gender": "female",
        "capacity": 20,
        "is_at_work": "on",
        "fields_of_work": ["it", "care"],
        "languages": ["ja", "en"],
        **typed,
    }
    return client.post(address("advisor", "change", advisor.pk), described)


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def test_photo_is_made_small_and_kept_under_a_random_name(administrator_client, advisor, media):
    describe(administrator_client, advisor, photo=picture())
    advisor.refresh_from_db()
    assert (advisor.fields_of_work, advisor.languages, advisor.capacity) == (["it", "care"], ["ja", "en"], 20)
    assert (advisor.photo.owner, advisor.photo.use) == (advisor.user, "advisor_photo")
    assert "camera" not in advisor.photo.name + advisor.photo.stored.name
    assert max(Image.open(media / advisor.photo.stored.name).size) == 480


def stored(media) -> list[str]:
    return [str(path.relative_to(media)) for path in media.rglob("*") if path.is_file()]


def test_former_photo_is_removed_by_the_sweep(administrator_client, advisor, media):
    for _ in range(2):
        assert describe(administrator_client, advisor, photo=picture()).status_code == 302
    assert len(stored(media)) == 2
    remove_files()
    assert stored(media) == [File.objects.get().stored.name]
    assert File.objects.get().advisor == advisor


def test_photo_stays_while_something_else_is_written(administrator_client, with_photo, media):
    assert describe(administrator_client, with_photo, name="改名").status_code == 302
    remove_files()
    assert stored(media) == [with_photo.photo.stored.name]
    with_photo.refresh_from_db()
    assert (with_photo.name, with_photo.photo) == ("改名", File.objects.get())


def test_photo_is_linked_to_and_taken_away(administrator_client, with_photo, media):
    shown = page(administrator_client.get(address("advisor", "change", with_photo.pk)))
    assert f"/photo/?{with_photo.photo_id}" in shown
    assert with_photo.photo.stored.name not in shown
    describe(administrator_client, with_photo, **{"photo-clear": "on"})
    remove_files()
    assert (stored(media), File.objects.count(), Advisor.objects.get().photo) == ([], 0, None)


def test_photo_replaced_meanwhile_is_not_brought_back(administrator_client, with_photo, media, monkeypatch):
    """The form was read with the first one, which is gone as it is saved."""
    save = Advisor.save

    def replace_first(self, *args, **kwargs):
        monkeypatch.setattr(Advisor, "save", save)
        show_photo(with_photo.pk, portrait(picture()))
        return save(self, *args, **kwargs)

    monkeypatch.setattr(Advisor, "save", replace_first)
    describe(administrator_client, with_photo, name="改名", photo=picture())
    assert Advisor.objects.get().photo == File.objects.get()


@pytest.mark.parametrize(
    ("upload", "sentence"),
    [
        (SimpleUploadedFile("x.png", b"no picture", "image/png"), "This is not a picture that can be read."),
        (SimpleUploadedFile("x.png", b"", "image/png"), "This is not a picture that can be read."),
        (SimpleUploadedFile("x.png", picture().read() + bytes(6 << 20), "image/png"), "This picture is too large."),
        (picture(size=(9000, 6000)), "This picture is too large."),
        (picture("GIF"), "This is not a picture that can be read."),
    ],
)
def test_photo_that_is_none_is_refused(administrator_client, advisor, media, upload, sentence):
    upload.seek(0)
    response = describe(administrator_client, advisor, photo=upload)
    assert errors(response)["photo"][0].startswith(sentence)
    assert not Advisor.objects.get().photo


def test_photo_keeps_its_pixels_and_nothing_that_was_written_beside_them(administrator_client, advisor, media):
    content = made.photo_of_a_phone()
    assert content.count(b"SECRET") == 2
    describe(administrator_client, advisor, photo=SimpleUploadedFile("自宅.jpg", content))
    kept = (media / Advisor.objects.get().photo.stored.name).read_bytes()
    with Image.open(io.BytesIO(kept)) as photo:
        assert (photo.size, dict(photo.getexif()), b"SECRET" in kept) == ((40, 60), {}, False)


@pytest.mark.parametrize("who", ["desk", "advisor"])
def test_profile_is_read_by_desk_and_advisor(who, request, advisor):
    Advisor.objects.update(fields_of_work=["it"], languages=["en"])
    client = request.getfixturevalue(f"{who}_client")
    assert "IT and engineering" in page(client.get(address("advisor", "change", advisor.pk)))


def test_desk_writes_no_profile(desk_client, advisor):
    assert describe(desk_client, advisor).status_code == 403


OWN = {
    "introduction": "ゆっくり話しましょう。",
    "meeting_url": "https://meet.example.jp/me",
    "styles": ["slow", "listens"],
}


@pytest.mark.parametrize("is_desk_too", [False, True])
def test_advisor_writes_of_their_own_what_seekers_see_and_nothing_else(
    advisor_client, advisor, desk, media, is_desk_too
):
    advisor.user.groups.add(*(desk.groups.all() if is_desk_too else []))
    before = Advisor.objects.values("name", "gender", "capacity", "is_at_work", "fields_of_work", "languages").get()
    forged = {"name": "別人", "gender": "male", "capacity": 99, "is_at_work": "", "user": desk.pk, "offices": []}
    assert describe(advisor_client, advisor, **OWN, **forged, photo=picture()).status_code == 302
    advisor.refresh_from_db()
    assert (advisor.introduction, advisor.meeting_url, advisor.styles) == tuple(OWN.values())
    assert Image.open(media / advisor.photo.stored.name).width == 480
    assert Advisor.objects.values(*before).get() == before


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [({"meeting_url": "javascript:1"}, "meeting_url"), ({"introduction": "長" * 401}, "introduction")],
)
def test_own_words_that_do_not_fit_are_said(advisor_client, advisor, typed, wrong):
    response = describe(advisor_client, advisor, **typed)
    assert list(errors(response)) == [wrong]
    assert typed[wrong] in page(response)


def test_advisor_writes_nobody_elses_profile(other_advisor_client, advisor, desk, other_advisor):
    assert describe(other_advisor_client, advisor, **OWN).status_code == 404
    other_advisor.user.groups.add(*desk.groups.all())
    assert describe(other_advisor_client, advisor, **OWN).status_code == 403
    assert other_advisor_client.get(address("advisor", "add")).status_code == 403


def test_what_an_administrator_changes_meanwhile_stays(advisor_client, advisor, monkeypatch):
    def change_first(save):
        def later(self, *args, **kwargs):
            Advisor.objects.filter(pk=advisor.pk).update(is_at_work=False)
            return save(self, *args, **kwargs)

        return later

    monkeypatch.setattr(Advisor, "save", change_first(Advisor.save))
    describe(advisor_client, advisor, **OWN)
    assert Advisor.objects.values_list("introduction", "is_at_work").get() == (OWN["introduction"], False)


@pytest.mark.parametrize("is_away", [True, False])
def test_advisor_who_goes_away_offers_no_slots(administrator_client, advisor, advisor_client, is_away):
    hours = {"weekday": 0, "from_hour": 10, "until_hour": 12, "office": ""}
    advisor_client.post(address("weeklyhours", "add"), hours)
    describe(administrator_client, advisor, **({"is_at_work": ""} if is_away else {}))
    assert CounselingSlot.objects.count() == (0 if is_away else 6)


# The photo


@pytest.fixture
def with_photo(advisor, media):
    show_photo(advisor.pk, portrait(picture()))
    advisor.refresh_from_db()
    return advisor


@pytest.mark.parametrize(
    ("who", "seen"),
    [("seeker", 200), ("advisor", 200), ("other_advisor", 404), ("desk", 200), ("other_seeker", 404)],
)
def test_photo_is_shown_to_whom_it_may_concern(who, seen, request, with_photo, media, other_seeker):
    factories.AssignmentFactory(seeker=other_seeker)
    response = request.getfixturevalue(f"{who}_client").get(reverse("advisors:photo", args=[with_photo.pk]))
    assert response.status_code == seen
    if seen == 200:
        assert response.headers["Content-Type"] == "image/jpeg"
        assert response.headers["Cache-Control"] == "no-store, private"
        assert b"".join(response) == (media / with_photo.photo.stored.name).read_bytes()


def test_photo_that_is_not_there_is_not_found(seeker_client, advisor, media, client):
    photo = reverse("advisors:photo", args=[advisor.pk])
    assert seeker_client.get(photo).status_code == 404
    show_photo(advisor.pk, portrait(picture()))
    (media / File.objects.get().stored.name).unlink()
    assert seeker_client.get(photo).status_code == 404
    assert client.get(photo).status_code == 302
