"""Every address on a page leads somewhere: of links, pictures, scripts, style sheets and forms, in both languages."""

from collections.abc import Iterator

import pytest

from tests import walking

HOST = "http://testserver"

pytestmark = pytest.mark.django_db


def test_every_address_on_a_page_leads_somewhere(role, walk, now):
    """Of the site each, in the admin one of each shape; where a button alone is answered, that is said by a 405."""
    browser, dead = walking.browser(role), {}
    for address, page in to_be_asked(role, walk):
        status = browser.get(address, follow=True).status_code
        if status == 404 or status >= 500:
            dead[address] = (status, page)
    assert dead == {}


def to_be_asked(role: str, walk: walking.Walk) -> Iterator[tuple[str, str]]:
    """With the page on which it stands: what is of this service, and was not answered well on the walk."""
    named = {**walking.in_english(role, walk.led_to).named, **walk.named} if role in walking.OF_THE_SITE else walk.named
    own = {address.removeprefix(HOST): page for address, page in named.items()}
    known = {same(role, address) for address, answer in walk.answers.items() if answer.status_code == 200}
    for address, page in own.items():
        if address.startswith("/") and same(role, address) not in known:
            known.add(same(role, address))
            yield address, page


def same(role: str, address: str) -> str:
    return address if role in walking.OF_THE_SITE else walking.shape(address)
