"""The public pages of jobs: what is found, what is left aside, who sees what, and what it costs."""

import json
import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from jobs.models import JobPosting, SavedPosting
from jobs.postings import listing
from tests import factories
from tests.conftest import NOW
from tests.costs import counted
from tests.reading import unmarked

pytestmark = pytest.mark.django_db

LIST = "/jobs/"


def page(client: Client, address: str = LIST, **asked) -> str:
    response = client.get(address, asked)
    assert response.status_code == 200
    return unmarked(response.content.decode())


def titles(html: str) -> list[str]:
    return re.findall(r'<h3><a href="/jobs/\d+/">([^<]*)</a></h3>', html)


def heading(html: str) -> str:
    return re.search(r'<h2 id="found">([^<]*)</h2>', html).group(1)


# The list


def test_visitor_sees_the_open_ones_newest_first(client):
    for days, status in enumerate(["open", "draft", "closed", "open"]):
        opened = None if status == "draft" else NOW + timedelta(days=days)
        factories.JobPostingFactory(status=status, title=f"{status}{days}", opened_at=opened)
    html = page(client)
    assert titles(html) == ["open3", "open0"]
    assert heading(html) == "2 jobs"


@pytest.mark.parametrize(
    ("words", "is_found"),
    [
        ("経理", True),
        ("経理 上野", True),
        ("経理　上野", True),
        ("ｱｼｽﾀﾝﾄ", True),
        ("アシスタント", True),
        ("excel", True),
        ("ＥＸＣＥＬ", True),
        ("株式会社見本商事", True),
        ("見本商事 経理 Excel", True),
        ("理", True),
        ("理経", False),
        ("経理 大阪", False),
        ("%", False),
        ("_", False),
        ("'", False),
    ],
)
def test_search_finds_where_every_word_occurs(client, words, is_found):
    company = factories.CompanyFactory(name="株式会社見本商事")
    text = "Ｅｘｃｅｌを使った書類の作成です。"
    factories.JobPostingFactory(company=company, title="経理アシスタント", city="上野", description=text)
    factories.JobPostingFactory(title="製造スタッフ", description="機械の操作です。")
    assert titles(page(client, q=words)) == (["経理アシスタント"] if is_found else [])


@pytest.mark.parametrize(
    ("asked", "fields"),
    [
        ({"prefecture": "27"}, {"prefecture": "27"}),
        ({"category": "it"}, {"category": "it"}),
        ({"employment_type": "contract"}, {"employment_type": "contract"}),
        ({"pay": "220000"}, {"pay_min": 220_000}),
        ({"weekends_off": "on"}, {"weekends_off": True}),
        ({"no_experience": "on"}, {"no_experience_needed": True}),
        ({"training": "on"}, {"training": True}),
        ({"dormitory": "on"}, {"dormitory": True}),
        ({"remote": "on"}, {"remote": "partly"}),
    ],
)
def test_filter_finds_only_what_says_so(client, asked, fields):
    factories.JobPostingFactory(title="fits", **fields)
    factories.JobPostingFactory(title="unsaid")
    assert titles(page(client, **asked)) == ["fits"]


@pytest.mark.parametrize(
    "asked", [{"pay": "abc"}, {"prefecture": "99"}, {"category": "x" * 10_000}, {"q": "x" * 10_000}]
)
def test_what_cannot_be_read_is_left_aside_and_said(client, asked):
    factories.JobPostingFactory(title="shown")
    html = page(client, **asked)
    assert titles(html) == ["shown"]
    assert "This was left aside" in html


@pytest.mark.parametrize(
    "asked", [{"q": "a\0b"}, {"prefecture": "\0"}, {"after": "\0"}, {"page": "2"}, {"q": "\U0001f600"}]
)
def test_nonsense_harms_nothing(client, asked):
    assert client.get(LIST, asked).status_code == 200


@pytest.mark.parametrize("after", ["x", "1-", "-1", "9" * 40 + "-1", "1-" + "9" * 40, "1.5-2", "１-１"])
def test_page_that_does_not_exist_is_the_first(client, after):
    factories.JobPostingFactory(title="shown")
    html = page(client, after=after)
    assert titles(html) == ["shown"]
    assert "The address named a page that does not exist" in html


def test_walk_through_the_pages_meets_every_posting_once(client, monkeypatch):
    monkeypatch.setattr(listing, "PER_PAGE", 3)
    for n in range(10):
        factories.JobPostingFactory(title=f"job{n}", weekends_off=True, opened_at=NOW + timedelta(hours=n // 4))
    met, address = [], f"{LIST}?weekends_off=on"
    while address:
        html = page(client, address)
        met += titles(html)
        found = re.search(r'href="(\?[^"]*after=[^"]*)">Older', html)
        address = found and LIST + found.group(1).replace("&amp;", "&")
    assert met == [f"job{n}" for n in sorted(range(10), key=lambda n: (n // 4, n), reverse=True)]


def test_page_stays_where_it_is_when_others_open_or_close(client):
    postings = [factories.JobPostingFactory(title=f"job{n}", opened_at=NOW + timedelta(hours=n)) for n in range(4)]
    after = str(listing.Place.of(postings[2]))
    before = titles(page(client, after=after))
    factories.JobPostingFactory(opened_at=NOW + timedelta(days=1))
    postings[2].move("closed", at=NOW, closing="desk")
    assert titles(page(client, after=after)) == before == ["job1", "job0"]


def test_long_list_says_more_than_a_thousand(client, monkeypatch):
    monkeypatch.setattr(listing, "COUNTED", 2)
    monkeypatch.setattr(listing, "PER_PAGE", 1)
    factories.JobPostingFactory.create_batch(2)
    assert heading(page(client)) == "2 jobs"
    factories.JobPostingFactory()
    assert heading(page(client)) == "More than 1,000 jobs"


def test_empty_result_says_what_to_lift(client):
    factories.JobPostingFactory.create_batch(2, title="経理", prefecture="13", weekends_off=True)
    factories.JobPostingFactory(title="経理", prefecture="27")
    html = page(client, q="経理", prefecture="27", weekends_off="on", training="")
    assert heading(html) == "No job fits all of this"
    offered = re.findall(r'<li><a href="(\?[^"]*)">([^<]*)</a></li>', html.split('id="found"')[1])
    assert [text for _, text in offered] == ["without “Osaka”: 2 jobs", "without “Weekends off”: 1 job"]
    assert titles(page(client, LIST + offered[0][0].replace("&amp;", "&"))) == ["経理", "経理"]


# One posting


def test_posting_says_all_it_states_and_what_it_does_not(client):
    posting = factories.JobPostingFactory(weekends_off=True, pay_min=200_000)
    html = page(client, posting.get_absolute_url())
    said = dict(re.findall(r"<dt>([^<]*)</dt><dd>([^<]*)</dd>", html))
    assert (said["Weekends off"], said["People wanted"]) == ("Yes", "1 person")
    assert {"Dormitory", "Work from home"} <= set(said["Not stated"].split(" / "))
    assert ">Apply" not in html


def test_posting_says_under_its_heading_what_is_looked_for_first(client):
    """What it leaves unsaid is said to be so in its place, and none of it is said again below."""
    posting = factories.JobPostingFactory(pay_min=220_000, pay_max=300_000, days_off=None, prefecture="13", city="港区")
    html = page(client, posting.get_absolute_url())
    first = html.split('<dl class="first-facts">')[1].split("</dl>")[0]
    assert re.findall(r"<dt>([^<]*)</dt><dd>([^<]*)</dd>", first) == [
        ("Monthly pay", "220,000 to 300,000 yen a month"),
        ("Place of work", "Tokyo 港区"),
        ("Days off a year", "Not stated"),
        ("Employment type", "Permanent employee"),
    ]
    assert [html.count(f"<dt>{name}</dt>") for name in ("Monthly pay", "Days off a year")] == [1, 1]
    assert "Days off a year" not in html.split('<dl class="definitions')[1]


@pytest.mark.parametrize(
    ("stated", "said"),
    [
        ({"training": True, "dormitory": False}, {"研修": "あり", "寮": "なし"}),
        ({"no_experience_needed": True, "car_commuting": False}, {"未経験": "可", "車通勤": "不可"}),
        ({"night_work": False}, {"夜勤": "なし"}),
    ],
)
def test_posting_answers_in_japanese_by_what_there_is_and_what_is_accepted(client, stated, said):
    posting = factories.JobPostingFactory(**stated)
    html = page(Client(headers={"accept-language": "ja"}), posting.get_absolute_url())
    found = re.findall(r"<dt>([^<]*)</dt><dd>([^<]*)</dd>", html)
    for name, answer in said.items():
        assert [value for term, value in found if name in term] == [answer]
    assert "はい" not in [value for _, value in found]


@pytest.mark.parametrize(("most", "said"), [(300_000, "22万〜30万円"), (300_500, "220,000〜300,500円")])
def test_pay_is_said_in_ten_thousands_in_japanese_where_both_are_round(db, most, said):
    factories.JobPostingFactory(pay_min=220_000, pay_max=most)
    assert f"月給 <b>{said}</b>" in page(Client(headers={"accept-language": "ja"}))


def test_search_suggests_what_is_there_and_asks_for_it_once(client):
    factories.JobPostingFactory(title="経理", city="港区", company__name="見本商店")
    factories.JobPostingFactory(title="秘密", status="draft")
    with counted() as first:
        html = page(client)
    with counted() as again:
        page(client)
    assert re.findall(r'<option value="([^"]*)"></option>', html) == ["港区", "経理", "見本商店"]
    assert 'list="suggested"' in html
    assert len(again) == len(first) - 1
    for word in ("港区", "見本商店"):
        assert titles(page(client, q=word)) == ["経理"]


def test_posting_is_described_to_search_engines(client):
    text = "</script><script>alert(1)</script>&"
    posting = factories.JobPostingFactory(title=text, description=text, pay_min=200_000, pay_max=250_000)
    html = page(client, posting.get_absolute_url())
    said = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL).group(1))
    assert (said["@type"], said["title"]) == ("JobPosting", posting.title)
    assert said["baseSalary"]["value"] == {
        "@type": "QuantitativeValue",
        "unitText": "MONTH",
        "minValue": 200_000,
        "maxValue": 250_000,
    }
    assert "alert" in said["description"]
    assert "<script>alert" not in html
    assert f'<link rel="canonical" href="http://testserver/jobs/{posting.pk}/">' in html
    assert '<meta property="og:image" content="http://testserver/static/img/share.png">' in html


@pytest.fixture
def closed(seeker, assignment):
    """A posting that closed after it was referred to the seeker."""
    posting = factories.JobPostingFactory(status="closed")
    factories.ReferralFactory(seeker=seeker, posting=posting, status="lapsed")
    return posting


def test_closed_posting_is_gone_but_for_whom_it_concerns(
    closed, client, seeker_client, other_seeker_client, advisor_client, other_advisor_client
):
    clients = [client, seeker_client, other_seeker_client, advisor_client, other_advisor_client]
    answers = [each.get(closed.get_absolute_url()) for each in clients]
    assert [answer.status_code for answer in answers] == [410, 200, 410, 200, 200]
    assert "This job is no longer open" in answers[0].content.decode()
    assert "ld+json" not in answers[1].content.decode()


@pytest.mark.parametrize("status", ["draft", "closed"])
def test_what_was_never_open_is_not_there(status, client, seeker_client, desk_client):
    posting = factories.JobPostingFactory(status=status, opened_at=None)
    answers = [each.get(posting.get_absolute_url()).status_code for each in (client, seeker_client, desk_client)]
    assert answers == [404, 404, 200]


def test_member_reads_how_a_posting_fits_their_own_conditions(seeker, client, seeker_client, other_seeker_client):
    posting = factories.JobPostingFactory(weekends_off=False)
    factories.DesiredConditionFactory(seeker=seeker, reason="家族のため")
    pages = [page(each, posting.get_absolute_url()) for each in (client, seeker_client, other_seeker_client)]
    assert ["家族のため" in html for html in pages] == [False, True, False]
    assert "does not fit" in pages[1]


def test_only_who_was_referred_it_is_led_to_the_referral(seeker, seeker_client, other_seeker_client, client):
    referral = factories.ReferralFactory(seeker=seeker)
    pages = [page(each, referral.posting.get_absolute_url()) for each in (seeker_client, other_seeker_client, client)]
    assert ["has referred this job to you" in html for html in pages] == [True, False, False]


# Saving


def test_member_saves_once_and_takes_it_back(seeker, seeker_client, other_seeker_client):
    posting = factories.JobPostingFactory()
    for _ in range(2):
        assert seeker_client.post(reverse("jobs:save", args=[posting.pk])).url == posting.get_absolute_url()
    assert SavedPosting.objects.get().seeker == seeker
    assert [posting.title in page(each, "/jobs/saved/") for each in (seeker_client, other_seeker_client)] == [
        True,
        False,
    ]
    other_seeker_client.post(reverse("jobs:unsave", args=[posting.pk]))
    assert SavedPosting.objects.exists()
    for _ in range(2):
        seeker_client.post(reverse("jobs:unsave", args=[posting.pk]))
    assert not SavedPosting.objects.exists()


@pytest.mark.parametrize("status", ["draft", "closed"])
def test_only_what_is_seen_can_be_saved(status, seeker_client):
    posting = factories.JobPostingFactory(status=status)
    assert seeker_client.post(reverse("jobs:save", args=[posting.pk])).status_code == 404


def test_visitor_is_asked_to_sign_in_before_saving(client):
    posting = factories.JobPostingFactory()
    assert client.post(reverse("jobs:save", args=[posting.pk])).url.startswith("/login/")
    assert not SavedPosting.objects.exists()


def test_advisor_saves_nothing(advisor_client):
    posting = factories.JobPostingFactory()
    assert advisor_client.post(reverse("jobs:save", args=[posting.pk])).status_code == 302
    assert not SavedPosting.objects.exists()


def test_saved_job_that_has_closed_is_said_to_be(seeker, seeker_client):
    factories.SavedPostingFactory(seeker=seeker, posting__status="closed")
    assert "Closed" in page(seeker_client, "/jobs/saved/")


# What it costs


@pytest.mark.parametrize("asked", [{}, {"q": "事務 書類"}, {"weekends_off": "on", "pay": "200000"}])
def test_list_costs_the_same_for_one_and_for_thirty(client, seeker_client, asked):
    costs = []
    for amount in (1, 29):
        factories.JobPostingFactory.create_batch(amount, weekends_off=True, pay_min=200_000)
        for each in (client, seeker_client):
            with counted() as sent:
                page(each, **asked)
            costs.append(len(sent))
    assert max(costs[0], costs[2]) <= 4
    assert max(costs[1], costs[3]) <= 6


def test_saved_list_costs_the_same_for_one_and_for_three(seeker, seeker_client):
    costs = []
    for amount in (1, 2):
        factories.SavedPostingFactory.create_batch(amount, seeker=seeker)
        with counted() as sent:
            page(seeker_client, "/jobs/saved/")
        costs.append(len(sent))
    assert costs[0] == costs[1]


def test_posting_costs_the_same_whatever_hangs_on_it(seeker, seeker_client):
    posting = factories.JobPostingFactory()
    costs = []
    for kind in ("weekends_off", "training"):
        factories.DesiredConditionFactory(seeker=seeker, kind=kind)
        factories.ReferralFactory(posting=posting)
        with counted() as sent:
            page(seeker_client, posting.get_absolute_url())
        costs.append(len(sent))
    assert costs[0] == costs[1]


# What search engines ask for


def test_sitemap_names_the_open_postings(client):
    shown = factories.JobPostingFactory()
    hidden = [factories.JobPostingFactory(status=status) for status in ("draft", "closed")]
    index = page(client, "/sitemap.xml")
    assert "<loc>http://testserver/sitemap-postings.xml</loc>" in index
    listed = page(client, "/sitemap-postings.xml")
    assert f"<loc>http://testserver/jobs/{shown.pk}/</loc>" in listed
    assert [str(posting.pk) in re.findall(r"/jobs/(\d+)/", listed) for posting in hidden] == [False, False]
    assert "http://testserver/jobs/</loc>" in page(client, "/sitemap-pages.xml")


def test_sitemap_names_one_address_however_it_was_asked_for(client, settings, monkeypatch):
    settings.SITE_URL, settings.ALLOWED_HOSTS = "https://service.example.jp", ["*"]
    monkeypatch.setattr("jobs.postings.sitemaps.PostingsSitemap.limit", 1)
    factories.JobPostingFactory.create_batch(2)
    names = ["sitemap", "sitemap-pages", "sitemap-postings"]
    asked = [client.get(f"/{name}.xml", headers={"host": "10.0.0.1:8000"}, secure=True) for name in names]
    named = [location for answer in asked for location in re.findall("<loc>(.*?)</loc>", answer.content.decode())]
    assert [location for location in named if not location.startswith("https://service.example.jp/")] == []
    assert "https://service.example.jp/sitemap-postings.xml?p=2" in named


def test_robots_are_told_where_the_sitemap_is(client):
    text = page(client, "/robots.txt")
    assert "Disallow: /mypage/" in text
    assert "Sitemap: http://testserver/sitemap.xml" in text


def test_list_counts_all_it_holds():
    factories.JobPostingFactory.create_batch(3)
    assert listing.counted(listing.newest_first(JobPosting.objects.all())) == 3
