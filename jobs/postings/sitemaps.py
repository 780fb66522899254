"""What search engines may list: the pages for everybody, and every open posting."""

from datetime import datetime
from typing import Any, TypeVar
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse

from config.typed import Sitemap
from jobs.postings.models import JobPosting

Item = TypeVar("Item")


class OurSitemap(Sitemap[Item]):
    """At the address of the service, however this request came in."""

    def get_protocol(self, protocol: str | None = None) -> str:
        return urlsplit(str(settings.SITE_URL)).scheme

    def get_domain(self, site: object = None) -> str:
        return urlsplit(str(settings.SITE_URL)).netloc


class PagesSitemap(OurSitemap[str]):
    def items(self) -> list[str]:
        return ["accounts:landing", "accounts:register", "jobs:postings", "withdrawals:withdraw"]

    def location(self, item: str) -> str:
        return reverse(item)


class PostingsSitemap(OurSitemap[JobPosting]):
    limit = 10_000

    def items(self) -> QuerySet[JobPosting]:
        return JobPosting.objects.open().order_by("-opened_at", "-pk").only("opened_at")

    def lastmod(self, posting: JobPosting) -> datetime:
        return posting.shown_since

    def get_latest_lastmod(self) -> datetime | None:
        """Of the newest; the stock one looks at all."""
        newest = self.items().first()
        return newest.opened_at if newest else None


SITEMAPS: dict[str, "type[Sitemap[Any]] | Sitemap[Any]"] = {"pages": PagesSitemap, "postings": PostingsSitemap}
