"""What search engines may list: the pages for everybody, and every open posting."""

from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet
from django.urls import reverse

from jobs.postings.models import JobPosting


class OurSitemap(Sitemap):
    """At the address of the service, however this request came in."""

    @property
    def protocol(self) -> str:
        return urlsplit(settings.SITE_URL).scheme

    def get_domain(self, site=None) -> str:
        return urlsplit(settings.SITE_URL).netloc


class PagesSitemap(OurSitemap):
    def items(self) -> list[str]:
        return ["accounts:landing", "accounts:register", "jobs:postings", "withdrawals:withdraw"]

    def location(self, item: str) -> str:
        return reverse(item)


class PostingsSitemap(OurSitemap):
    limit = 10_000

    def items(self) -> QuerySet:
        return JobPosting.objects.open().order_by("-opened_at", "-pk").only("opened_at")

    def lastmod(self, posting: JobPosting) -> datetime:
        return posting.opened_at

    def get_latest_lastmod(self) -> datetime | None:
        """Of the newest; the stock one looks at all."""
        newest = self.items().first()
        return newest and newest.opened_at


SITEMAPS = {"pages": PagesSitemap, "postings": PostingsSitemap}
