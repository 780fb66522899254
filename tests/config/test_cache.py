import hashlib
import os
import time

import pytest
from django.core.cache import caches
from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCacheClient

from config.cache import ForgivingRedisCache, keyed
from config.outages import Outage


@pytest.fixture
def cache_at(settings_of):
    """The cache as production has it, with Redis at an address."""

    def make(address: str) -> ForgivingRedisCache:
        options = settings_of(REDIS_URL=address)["CACHES"]["default"]
        return ForgivingRedisCache(options.pop("LOCATION"), options)

    return make


@pytest.mark.parametrize("kind", ["refusing", "hanging"])
def test_dead_redis_is_an_empty_cache(cache_at, kind, request):
    cache = cache_at(request.getfixturevalue(kind))
    assert cache.get("a", "nothing") == "nothing"
    assert cache.add("a", 1) is True
    assert cache.incr("a") == 1
    assert cache.get_many(["a"]) == {}
    assert cache.set("a", 1) is None
    assert cache.delete("a") is False


def test_hanging_redis_is_waited_for_once(cache_at, hanging):
    cache = cache_at(hanging)
    began = time.monotonic()
    for _ in range(20):
        cache.get("a")
    assert time.monotonic() - began < 1


def test_dead_redis_is_asked_again_after_a_pause(cache_at, refusing, log, monkeypatch):
    monkeypatch.setattr(Outage, "PAUSE", 0.2)
    cache = cache_at(refusing)
    for seconds in (0, 0, 0.3):
        time.sleep(seconds)
        cache.get("a")
    assert [line["says"] for line in log.lines()] == ["cache unreachable: ConnectionError"] * 2


@pytest.mark.skipif(not os.environ.get("REDIS_URL"), reason="no Redis named")
def test_count_that_redis_has_lost_begins_anew(db):
    assert caches["default"].incr("never-added") == 1


def test_cache_of_a_bare_checkout_keeps_a_thousand_limits(settings_of):
    options = settings_of()["CACHES"]["default"]
    cache = LocMemCache("limits", options)
    cache.set("first", 1)
    for number in range(1000):
        cache.set(number, 1)
    assert cache.get("first") == 1


@pytest.mark.skipif(not os.environ.get("REDIS_URL"), reason="no Redis named")
def test_clearing_the_cache_leaves_the_messages_beside_it(cache_at):
    cache = caches["default"]
    client = cache._cache.get_client(None, write=True)
    client.set("tests-a-message", "kept", ex=60)
    cache.set("a", 1)
    cache.clear()
    assert isinstance(cache._cache, RedisCacheClient)
    assert (cache.get("a"), client.get("tests-a-message")) == (None, b"kept")
    client.delete("tests-a-message")


def test_name_of_an_entry_can_be_guessed_by_nobody(settings):
    """allauth names a limit after a plain hash of the address: as good as the address to whoever tries addresses."""
    name = keyed("allauth:rl:hanako@example.com", "cache", 1)
    assert (name[:8], len(name), "hanako" in name) == ("cache:1:", 8 + 64, False)
    settings.SECRET_KEY = "another"
    assert keyed("allauth:rl:hanako@example.com", "cache", 1) != name


def test_every_cache_keeps_its_names_under_a_key(settings_of):
    for address in ("", "redis://127.0.0.1:1/0"):
        assert settings_of(REDIS_URL=address)["CACHES"]["default"]["KEY_FUNCTION"] == "config.cache.keyed"


@pytest.mark.skipif(not os.environ.get("REDIS_URL"), reason="no Redis named")
def test_redis_holds_no_address_and_no_plain_hash_of_one(client, seeker):
    client.post("/login/", {"email": seeker.user.email})
    client.post("/mypage/security/webauthn/login/")
    caches["default"].set(hashlib.sha256(seeker.user.email.encode()).hexdigest(), "x")
    redis = caches["default"]._cache.get_client(None, write=True)
    names = b" ".join(redis.scan_iter(match=f"{caches['default'].key_prefix}:*")).decode()
    assert names
    assert hashlib.sha256(seeker.user.email.encode()).hexdigest() not in names
    assert "127.0.0.1" not in names
