"""Finding members; the same on every database."""

import pytest
from django.db import connection

from accounts.models import JobSeeker
from accounts.users.search import MOST_HITS, find_members, pieces
from tests.factories import JobSeekerFactory

pytestmark = pytest.mark.django_db

postgresql_only = pytest.mark.skipif(connection.vendor != "postgresql", reason="the index is PostgreSQL's")


@pytest.fixture
def member(db) -> JobSeeker:
    JobSeekerFactory(family_name="佐原", given_name="藤子", phone="+81312345678", member_number="1111-2222-33")
    return JobSeekerFactory(
        family_name="佐藤",
        given_name="Ann",
        phone="+819012345678",
        member_number="4821-7733-05",
        user__email="ann@example.com",
    )


FINDING = [
    "佐藤",
    "佐藤 Ann",
    "ann　佐藤",
    "佐藤Ａｎｎ",
    "藤a",
    "An",
    "a",
    "ann@example.com",
    " ＡＮＮ@example.com ",
    "090-1234-5678",
    "０９０１２３４５６７８",
    "+81 90 1234 5678",
    "010 81 90 1234 5678",
    "9012345678",
    "(090)1234",
    "9012",
    "4821-7733-05",
    "４８２１７７３３０５",
    "7733",
    "4821-77",
    "佐藤 0901",
    "821",
]
MISSING = [
    "佐藤 藤子",
    "藤佐",
    "佐Ann",
    "n",
    "藤",
    "nn@example.com",
    "ann@",
    "%",
    "_",
    "佐%",
    "\\",
    "'",
    "4821-7733-06",
    "99",
    "-",
    "佐藤 -",
]


@pytest.mark.parametrize("typed", FINDING)
def test_member_is_found_by(typed, member):
    assert list(find_members(JobSeeker.objects.all(), typed)) == [member]


@pytest.mark.parametrize("typed", MISSING)
def test_member_is_not_found_by(typed, member):
    assert member not in find_members(JobSeeker.objects.all(), typed)


def test_one_character_is_the_beginning_of_a_name(member):
    found = find_members(JobSeeker.objects.all(), "藤")
    assert [it.given_name for it in found] == ["藤子"]


def test_whole_number_is_read_as_phone_and_as_member_number(member):
    other = JobSeekerFactory(member_number="0312-3456-78")
    found = find_members(JobSeeker.objects.order_by("pk"), "03-1234-5678")
    assert [it.member_number for it in found] == ["1111-2222-33", other.member_number]


def test_only_given_members_are_searched(member):
    assert not find_members(JobSeeker.objects.exclude(pk=member.pk), "佐藤").exists()


def test_order_is_kept(member):
    later = JobSeekerFactory(family_name="佐藤")
    found = find_members(JobSeeker.objects.order_by("-pk"), "佐藤")
    assert list(found) == [later, member]


def test_very_long_text_is_cut(member):
    assert not find_members(JobSeeker.objects.all(), "佐藤" * 5000).exists()


def test_common_word_finds_a_thousand_and_one_at_most(member, monkeypatch):
    monkeypatch.setattr("accounts.users.search.MOST_HITS", 3)
    JobSeekerFactory.create_batch(5, family_name="田中")
    assert find_members(JobSeeker.objects.all(), "田中").count() == 3
    assert MOST_HITS == 1_001


@postgresql_only
def test_pieces_are_cut_as_the_database_cuts_them(member):
    with connection.cursor() as cursor:
        cursor.execute("SELECT search_pieces FROM accounts_jobseeker WHERE id = %s", [member.pk])
        (stored,) = cursor.fetchone()
    words = ["佐", "a", "佐藤ann", "4821773305", "09012345678"]
    assert sorted(stored) == sorted(piece for word in words for piece in pieces(word))


@postgresql_only
def test_pieces_follow_what_they_are_made_of(member):
    member.family_name = "鈴木"
    member.save(update_fields=["family_name"])
    assert list(find_members(JobSeeker.objects.all(), "鈴木")) == [member]
    assert not find_members(JobSeeker.objects.all(), "佐藤").exists()


@postgresql_only
def test_words_are_looked_up_in_the_index(member):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("EXPLAIN SELECT id FROM accounts_jobseeker WHERE search_pieces @> ARRAY['佐藤']")
        plan = " ".join(line for (line,) in cursor.fetchall())
    assert "jobseeker_search" in plan
