"""Every address of the service, filled in with rows that somebody may see, and what their pages link to and ask."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import admin
from django.http import HttpResponse
from django.test import Client
from django.urls import Resolver404, URLPattern, get_resolver, resolve

from accounts.demo import people
from accounts.messages import links as stop_links
from accounts.models import JobSeeker, Notice, User
from advisors.demo import staff
from advisors.models import (
    Advisor,
    AdvisorChangeRequest,
    Assignment,
    ConversationEntry,
    CounselingBooking,
    CounselingSlot,
)
from config.admin.visible import visible
from jobs.models import JobInterview, JobPosting, Referral, UploadedPostings
from support.models import (
    Document,
    DocumentReview,
    InterviewFeedback,
    MockInterview,
    ResumeEntry,
    Seminar,
    SeminarMaterial,
    SeminarSeat,
    SuitLoan,
)
from support.seminars.links import token as seat_token
from tests.conftest import signed_in
from withdrawals.models import WithdrawalRequest
from withdrawals.requests.links import Purpose, token

ROLES = {
    "visitor": "",
    "seeker": people.email(1),
    "advisor": staff.ADVISOR_STAFF[0].email,
    "desk": people.DESK[0].email,
    "administrator": people.ADMINISTRATOR.email,
}
# Whose pages are the site; the others have the same ones, and the admin.
OF_THE_SITE = {"visitor", "seeker"}
ROWS = {
    "slot_id": CounselingSlot,
    "booking_id": CounselingBooking,
    "advisor_id": Advisor,
    "request_id": AdvisorChangeRequest,
    "assignment_id": Assignment,
    "posting_id": JobPosting,
    "referral_id": Referral,
    "interview_id": JobInterview,
    "loan_id": SuitLoan,
    "seeker_id": JobSeeker,
    "entry_id": ConversationEntry,
    "line_id": ResumeEntry,
    "upload_id": UploadedPostings,
    "mock_id": MockInterview,
    "feedback_id": InterviewFeedback,
    "document_id": Document,
    "review_id": DocumentReview,
    "seminar_id": Seminar,
    "material_id": SeminarMaterial,
    "pk": Authenticator,
}
WORDS = {
    "kind": "pay",
    "section": "postings",
    "name": "close",
    "step": "work",
    "sheet": "resume",
    "url": "no-such-page",
    "key": "reject",
}
ADDRESSES = ("src", "href", "action", "formaction")
GAP = re.compile(r"<(?:\w+:)?(\w+)>")
GROUP = re.compile(r"\(\?P<(\w+)>([^)]*)\)")
LEFT_ALONE = ("/static/", "/logout/", "/admin/logout/")
BEGINNINGS = ("/", "/mypage/", "/admin/")


def person(role: str) -> User | None:
    return User.objects.filter(email=ROLES[role]).first()


def browser(role: str) -> Client:
    somebody = person(role)
    return signed_in(somebody) if somebody else Client()


def routes(patterns=None, prefix: str = "") -> dict[str, URLPattern]:
    """Every route of the service, as the resolver reads it."""
    found = {}
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = prefix + str(pattern.pattern)
        found |= {route: pattern} if isinstance(pattern, URLPattern) else routes(pattern.url_patterns, route)
    return found


def gaps(route: str) -> list[str]:
    return GAP.findall(GROUP.sub(r"<\1>", route))


def address(route: str, values: dict[str, str]) -> str:
    """The route with its gaps filled in."""
    plain = GROUP.sub(r"<\1>", route).replace("^", "").replace("$", "")
    return "/" + GAP.sub(lambda gap: values[gap[1]], plain)


def values(route: str, somebody: User | None) -> dict[str, str]:
    """What fills the gaps of a route: rows that this person may see, where there is one."""
    return {name: value(name, route, somebody) for name in gaps(route)}


def value(name: str, route: str, somebody: User | None) -> str:
    if name == "token":
        return token_for(route)
    if name == "app_label":
        return "accounts"
    model = model_of(route) if name == "object_id" else ROWS.get(name)
    if model is None:
        return WORDS.get(name, "1")
    row = visible(model, somebody).order_by("pk").first() if somebody else None
    return str(row.pk if row else 1)


def model_of(route: str):
    """The model of an address of the admin."""
    _, app, name, *_ = route.split("/")
    return next((model for model in admin.site._registry if model._meta.label_lower == f"{app}.{name}"), None)


def token_for(route: str) -> str:
    if route.startswith("notices"):
        return stop_links.token(JobSeeker.objects.earliest("pk").pk, Notice.NEWS)
    if route.startswith("support/seminars"):
        return seat_token(SeminarSeat.objects.latest("pk"))
    purpose = Purpose.FOLLOW if "status" in route else Purpose.STOP
    return token(purpose, WithdrawalRequest.objects.latest("pk"))


# What a page links to and asks


@dataclass
class Form:
    """A form of a page: where it goes, and what is filled in when it is sent as it stands."""

    action: str
    method: str
    fields: dict[str, list[str]] = field(default_factory=dict)
    files: set[str] = field(default_factory=set)
    is_told: bool = False  # that it mails somebody

    @property
    def key(self) -> tuple:
        """What tells it from the same form for another row."""
        return route_at(self.action), self.method, tuple(sorted(self.fields))


class Reader(HTMLParser):
    """Links, pictures and forms of a page, and every address in it."""

    def __init__(self, page: str):
        super().__init__()
        self.page, self.links, self.forms, self.select, self.area = page, [], [], "", ""
        self.addresses = set()

    def handle_starttag(self, tag: str, attrs: list) -> None:
        it = dict(attrs)
        self.addresses |= {urljoin(self.page, it[name]).split("#")[0] for name in ADDRESSES if it.get(name)}
        leads = it.get("href") or it.get("src") or "#"
        if not leads.startswith("#"):
            self.links.append(urljoin(self.page, leads).split("#")[0])
        if tag == "form":
            self.forms.append(Form(urljoin(self.page, it.get("action") or self.page), it.get("method", "get").lower()))
        if self.forms and "told" in (it.get("class"), it.get("aria-describedby")):
            self.forms[-1].is_told = True
        if self.forms and it.get("name") and tag in {"input", "button", "select", "textarea"}:
            self.note(tag, it)
        if tag == "option" and self.select and ("selected" in it or not self.forms[-1].fields[self.select]):
            self.forms[-1].fields[self.select] = [it.get("value") or ""]

    def note(self, tag: str, it: dict) -> None:
        held = self.forms[-1].fields.setdefault(it["name"], [])
        if tag == "select":
            self.select = it["name"]
        if tag == "textarea":
            self.area = it["name"]
        if it.get("type") == "file":
            self.forms[-1].files.add(it["name"])
        is_choice = it.get("type") in {"checkbox", "radio"}
        if tag in {"input", "button"} and (not is_choice or "checked" in it or not held):
            self.forms[-1].fields[it["name"]] = [it.get("value") or ("on" if is_choice else "")]

    def handle_data(self, data: str) -> None:
        if self.area:
            self.forms[-1].fields[self.area] = [data.strip()]

    def handle_endtag(self, tag: str) -> None:
        self.select = "" if tag == "select" else self.select
        self.area = "" if tag == "textarea" else self.area


@dataclass
class Walk:
    """What somebody met: every address with its answer, those that links lead to, and every kind of form.

    `named` says of each address on a page, asked for or not, where it stands.
    """

    client: Client
    language: str = "ja"
    answers: dict[str, HttpResponse] = field(default_factory=dict)
    led_to: set[str] = field(default_factory=set)
    forms: dict[tuple, Form] = field(default_factory=dict)
    named: dict[str, str] = field(default_factory=dict)

    def follow(self, begun: Iterable[str], kind: Callable[[str], object]) -> None:
        """Open these, and what they lead to: one address of each kind."""
        queue = [page for page in begun if not is_left_alone(page)]
        known = {kind(page) for page in (*queue, *self.answers)}
        for page in queue:
            for link in self.links(page):
                if not is_left_alone(link) and not asks_anew(link, page) and kind(link) not in known:
                    known.add(kind(link))
                    queue.append(link)

    def links(self, page: str) -> list[str]:
        """What a page leads to; of a file, nothing."""
        if page not in self.answers:
            self.answers[page] = self.client.get(page, headers={"accept-language": self.language})
        answer, read = self.answers[page], Reader(page)
        if not answer.streaming and "html" in answer.get("Content-Type", ""):
            read.feed(answer.content.decode())
        for form in read.forms:
            self.forms.setdefault(form.key, form)
        for address in read.addresses - {page, f"http://testserver{page}"}:
            self.named.setdefault(address, page)
        return [*read.links, *([answer["Location"]] if "Location" in answer else [])]


def walk(role: str) -> Walk:
    """Follow links from where somebody begins, in Japanese; then open each route with rows of this person's."""
    walk = Walk(browser(role))
    walk.client.cookies[settings.LANGUAGE_COOKIE_NAME] = "ja"
    walk.follow(BEGINNINGS, shape)
    walk.led_to = set(walk.answers)
    walk.follow(filled(role).values(), lambda page: (route_at(page), bool(urlsplit(page).query)))
    return walk


def in_english(role: str, pages: Iterable[str]) -> Walk:
    """These pages, as they are met in English."""
    walk = Walk(browser(role), language="en")
    for page in pages:
        walk.links(page)
    return walk


def filled(role: str) -> dict[str, str]:
    """Every route, with its address for this person."""
    somebody = person(role)
    return {route: address(route, values(route, somebody)) for route in routes()}


def is_left_alone(page: str) -> bool:
    return not page.startswith("/") or urlsplit(page).path.startswith(LEFT_ALONE)


def asks_anew(link: str, page: str) -> bool:
    """Whether it asks once more of a list that has been asked."""
    return bool(urlsplit(link).query and urlsplit(page).query) and route_at(link) == route_at(page)


def shape(page: str) -> str:
    """Addresses that differ in a number or in what is asked of a list are alike."""
    return re.sub(r"\d+|=[^&]*|[0-9a-f-]{32,}", "#", page)


def route_at(page: str) -> str:
    """Its route; of an address that is none, nothing."""
    try:
        return resolve(urlsplit(page).path).route
    except Resolver404:
        return ""
