"""Texts leave compressed, by the service itself and once; and the heaviest pages are light then."""

import gzip
import re
from datetime import date

import pytest
from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.test import Client
from django.urls import reverse

from config.compressing import CompressedTexts
from tests import factories, source

GZIP = {"HTTP_ACCEPT_ENCODING": "gzip, deflate, br"}
PAGE, ADMIN_PAGE = 60_000, 100_000  # bytes at most, as they are sent
TEXT = "読めば分かることば。" * 100


def answered(rf, response: HttpResponse, **headers):
    return CompressedTexts(lambda request: response)(rf.get("/", **headers))


@pytest.mark.parametrize(
    "kind", ["text/html; charset=utf-8", "text/calendar", "text/csv", "application/json", "application/xml"]
)
def test_texts_are_compressed_for_who_can_read_it(rf, kind):
    assert "Content-Encoding" not in answered(rf, HttpResponse(TEXT, content_type=kind))
    sent = answered(rf, HttpResponse(TEXT, content_type=kind, headers={"ETag": '"x"'}), **GZIP)
    assert (sent["Content-Encoding"], sent["Vary"], sent["ETag"]) == ("gzip", "Accept-Encoding", 'W/"x"')
    assert (gzip.decompress(sent.content).decode(), int(sent["Content-Length"])) == (TEXT, len(sent.content))


@pytest.mark.parametrize("kind", ["image/jpeg", "application/pdf", "font/woff2", ""])
def test_what_is_compressed_already_leaves_as_it_is(rf, kind):
    sent = answered(rf, HttpResponse(TEXT, headers={"Content-Type": kind}), **GZIP)
    assert (sent.content.decode(), "Vary" in sent) == (TEXT, False)


@pytest.mark.parametrize("response", [FileResponse, StreamingHttpResponse])
def test_what_is_sent_piece_by_piece_is_not_touched(rf, response):
    sent = answered(rf, response(iter([TEXT.encode()]), content_type="text/plain"), **GZIP)
    assert (b"".join(sent.streaming_content).decode(), "Content-Encoding" in sent) == (TEXT, False)


def test_what_another_has_compressed_is_not_compressed_twice(rf):
    sent = answered(rf, HttpResponse(TEXT, headers={"Content-Encoding": "br"}), **GZIP)
    assert (sent.content.decode(), sent["Content-Encoding"]) == (TEXT, "br")


def test_proxy_leaves_compressing_to_the_service():
    directives = re.sub(r"#.*", "", (source.ROOT / "Caddyfile").read_text()).split()
    assert "encode" not in directives


@pytest.mark.django_db
def test_every_page_comes_compressed_with_another_length_and_another_token_each_time(client):
    sent = [client.get("/register/", **GZIP) for _ in range(12)]
    pages = [gzip.decompress(it.content).decode() for it in sent]
    tokens = {re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1] for page in pages}
    assert len(tokens) == 12
    assert len({len(it.content) for it in sent}) > 1
    assert len({gzip_name(it.content) for it in sent}) > 1


def gzip_name(content: bytes) -> int:
    """How long the name is that a compressed text carries for nothing but its length."""
    assert content[3] & 8
    return content.index(b"\0", 10) - 10


# The heaviest


def sent(client: Client, path: str) -> int:
    response = client.get(path, **GZIP)
    assert (response.status_code, response["Content-Encoding"]) == (200, "gzip")
    return len(response.content)


@pytest.mark.django_db
def test_heaviest_lists_of_the_admin_are_light(desk_client, administrator_client):
    factories.JobSeekerFactory.create_batch(60)
    for client, path in (
        (desk_client, reverse("admin:accounts_jobseeker_changelist")),
        (administrator_client, reverse("admin:accounts_user_changelist")),
    ):
        assert sent(client, path) <= ADMIN_PAGE


@pytest.mark.django_db
def test_heaviest_pages_are_light(client, seeker_client, clock):
    factories.JobPostingFactory.create_batch(60)
    for _ in range(12):
        advisor = factories.AdvisorFactory(introduction="はじめまして。" * 50)
        for hour in range(9, 19):
            factories.CounselingSlotFactory(advisor=advisor, held_on=date(2026, 11, 24), hour=hour)
    for page in ("/jobs/", "/counseling/", "/mypage/", "/mypage/conditions/"):
        assert sent(seeker_client, page) <= PAGE
    for page in ("/", "/jobs/", "/register/"):
        assert sent(client, page) <= PAGE
