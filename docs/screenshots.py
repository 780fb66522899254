"""`make screenshots`: the pictures in docs/screenshots, taken of a service of its own with demo data."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from typing import Literal

import django
from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, ViewportSize, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
PICTURES = Path(__file__).resolve().parent / "screenshots"
PORT = os.environ.get("SCREENSHOTS_PORT", "8765")
SITE = f"http://127.0.0.1:{PORT}"
PHONE, DESK = ViewportSize(width=360, height=780), ViewportSize(width=1280, height=1000)
BUSIEST = "advisor with most to do"
Colours = Literal["light", "dark"]
TALL = ViewportSize(width=360, height=1180)
VISITS: list[tuple[str, str, str | None, str, ViewportSize, Colours]] = [
    # picture, address, who looks, language, screen, colours
    ("landing", "/", None, "ja", PHONE, "light"),
    ("register", "/register/", None, "ja", PHONE, "light"),
    ("withdraw", "/withdraw/", None, "ja", PHONE, "light"),
    ("mypage", "/mypage/", "member01@example.com", "ja", PHONE, "light"),
    ("mypage-dark", "/mypage/", "member03@example.com", "en", PHONE, "dark"),
    ("counseling", "/counseling/", "member26@example.com", "ja", PHONE, "light"),
    ("conditions", "/mypage/conditions/", "member01@example.com", "ja", PHONE, "light"),
    ("jobs", "/jobs/", None, "ja", PHONE, "light"),
    ("advisor-today", "/admin/", BUSIEST, "ja", DESK, "light"),
    ("desk-today", "/admin/", "desk1@example.jp", "ja", DESK, "light"),
    ("administrator-today", "/admin/", "admin@example.jp", "ja", DESK, "light"),
    ("desk-queue", "/admin/withdrawals/withdrawalrequest/", "desk1@example.jp", "ja", DESK, "light"),
    ("documents", "/support/documents/", "member01@example.com", "ja", TALL, "light"),
    ("resume", "/support/resume/", "member01@example.com", "ja", TALL, "light"),
    ("seminar", "/support/seminars/", "member01@example.com", "ja", TALL, "light"),
    ("desk-suits", "/admin/", "desk1@example.jp", "ja", DESK, "light"),
]
# What is pressed before the picture is taken, or where the page is scrolled to.
PRESSED = {"resume": "details:has(img) > summary", "seminar": "a:has-text('未経験からの事務職')"}
SCROLLED = {
    "documents": "li:has(.notice--success)",
    "resume": "details[open]",
    "desk-suits": "section:has(#suits)",
}


def main() -> None:
    shutil.rmtree(PICTURES, ignore_errors=True)
    PICTURES.mkdir()
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= environment(folder)
        manage("migrate", "--noinput", "-v0")
        demo = manage("seed_demo")
        server = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "config.wsgi", "--bind", f"127.0.0.1:{PORT}", "--no-control-socket"],
            cwd=ROOT,
        )
        try:
            wait_for_server()
            take_pictures({BUSIEST: re.findall(rf"{BUSIEST} +(\S+)", demo)[0]})
        finally:
            server.terminate()
            server.wait()


def environment(folder: str) -> dict[str, str]:
    return {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DJANGO_ALLOW_ASYNC_UNSAFE": "true",
        "DEBUG": "true",
        "VAR_DIR": folder,
        "SITE_URL": SITE,
        "DATABASE_URL": "",
        "REDIS_URL": "",
    }


def manage(*words: str) -> str:
    command = [sys.executable, "manage.py", *words]
    return subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout


def wait_for_server() -> None:
    for _ in range(100):
        try:
            urllib.request.urlopen(f"{SITE}/healthz")
            return
        except OSError:
            time.sleep(0.2)
    raise SystemExit("the server does not answer")


def take_pictures(found: dict[str, str]) -> None:
    """`found` are the addresses of those who are named by what they are."""
    sys.path.insert(0, str(ROOT))
    django.setup()
    apps.get_model("accounts.Pulse").expect_all(at=timezone.now())  # a service just started: no worker runs here
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for name, address, who, language, screen, colours in VISITS:
            take_picture(browser, name, address, found.get(who or "", who), language, screen, colours)
        browser.close()


def take_picture(
    browser: Browser, name: str, address: str, who: str | None, language: str, screen: ViewportSize, colours: Colours
) -> None:
    context = browser.new_context(viewport=screen, locale=language, color_scheme=colours)
    context.add_cookies([{"name": key, "value": value, "url": SITE} for key, value in cookies(who, language).items()])
    page = context.new_page()
    page.goto(SITE + address)
    if name in PRESSED:
        page.click(f"{PRESSED[name]} >> nth=0")
        page.wait_for_load_state("networkidle")
    if name in SCROLLED:
        for _ in range(2):  # what comes into sight is loaded, and moves the rest
            page.evaluate("found => found.scrollIntoView()", page.query_selector(SCROLLED[name]))
            page.wait_for_load_state("networkidle")
    page.screenshot(path=PICTURES / f"{name}.png")
    context.close()


def cookies(who: str | None, language: str) -> dict[str, str]:
    """The language, and the session of somebody who has signed in."""
    browser = Client()
    browser.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    if who:
        browser.force_login(get_user_model().objects.get(email=who))
    return {key: morsel.value for key, morsel in browser.cookies.items()}


if __name__ == "__main__":
    main()
