"""The photo on its page: shown as it is, replaced, and taken away again."""

import io

import pytest
from PIL import Image

from accounts.models import File
from support.resume import printing
from tests.support.documents import made

pytestmark = pytest.mark.django_db
PAGE = "/support/resume/photo/"


def send(client):
    file = io.BytesIO(made.picture())
    file.name = "photo.jpg"
    return client.post(PAGE, {"photo": file, "upload": "1"})


def test_page_shows_the_photo_and_offers_another(seeker_client):
    assert "Use this photo</button>" in seeker_client.get(PAGE).content.decode()
    send(seeker_client)
    page = seeker_client.get(PAGE).content.decode()
    assert "The photo is saved." in page
    assert f'src="/support/resume/photo.jpg?{File.objects.get().pk}"' in page
    assert "Use this photo instead" in page


def test_button_takes_it_away(seeker_client, seeker):
    send(seeker_client)
    page = seeker_client.get(PAGE).content.decode()
    (address,) = {it for it in page.split('"') if it.endswith("/remove/")}
    assert seeker_client.get(address)["Location"] == "/support/resume/"
    assert File.objects.exists()
    assert seeker_client.post(address)["Location"] == PAGE
    assert not File.objects.exists()
    page = seeker_client.get(PAGE).content.decode()
    assert ("The photo is removed." in page, "Use this photo</button>" in page) == (True, True)


def test_photo_is_cut_though_what_the_camera_says_makes_no_sense():
    cut = printing.cut_photo(made.photo_of_an_odd_camera())
    with Image.open(io.BytesIO(cut)) as picture:
        assert picture.size == (600, 800)
