"""A cache that is down is an empty cache: limits are lifted, pages answer."""

import logging
from collections.abc import Callable
from typing import Any

from django.core.cache.backends.redis import RedisCache
from django.utils.crypto import salted_hmac
from redis.exceptions import RedisError

from config.outages import Outage

log = logging.getLogger(__name__)
outage = Outage()


def keyed(key: str, prefix: str, version: int) -> str:
    """The name of an entry, under a digest that nobody can guess without SECRET_KEY.

    Libraries name entries after addresses and sources, some under a plain hash, which is as good as the address itself;
    and Redis writes every name to its append-only file.
    """
    return f"{prefix}:{version}:{salted_hmac('config.cache', key, algorithm='sha256').hexdigest()}"


def forgiving(name: str, answer: Any) -> Callable[..., Any]:
    """The method `name` of the Redis cache, giving `answer` when Redis cannot be reached."""
    method = getattr(RedisCache, name)

    def call(self: RedisCache, *args: Any, **kwargs: Any) -> Any:
        if not outage.is_on():
            try:
                return method(self, *args, **kwargs)
            except RedisError as error:
                outage.begin()
                log.warning("cache unreachable: %s", type(error).__name__)
        return answer(*args, **kwargs) if callable(answer) else answer

    return call


class ForgivingRedisCache(RedisCache):
    get = forgiving("get", lambda key, default=None, *args, **kwargs: default)
    add = forgiving("add", True)
    set = forgiving("set", None)
    touch = forgiving("touch", False)
    delete = forgiving("delete", False)
    get_many = forgiving("get_many", lambda *args, **kwargs: {})
    set_many = forgiving("set_many", lambda *args, **kwargs: [])

    def incr(self, key: str, delta: int = 1, version: int | None = None) -> int:
        """Add to a count; one that Redis has lost, or could not be told of in an outage, begins with this."""
        try:
            count: int = self.incr_known(key, delta, version)
        except ValueError:
            return delta
        return count

    incr_known = forgiving("incr", 1)

    def clear(self) -> None:
        """Forget what the cache holds, and leave the broker's messages, which live in the same Redis, alone."""
        client = self._cache.get_client(None, write=True)
        for key in client.scan_iter(match=f"{self.key_prefix}:*"):
            client.delete(key)
