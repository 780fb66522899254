"""The stock as the desk keeps it: what can be said of an item, what is told with it, and how it is found."""

import re
from datetime import date

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.urls import reverse

from accounts.models import SUPPORT_DESK
from support.suits import counter
from support.suits.forms import OTHER_CUT
from tests.factories import OfficeFactory, SuitFactory, SuitLoanFactory
from tests.opened import opened, page_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]
LIST = reverse("admin:support_suit_changelist")
DAY = date(2026, 11, 25)


def save(client, item, **typed):
    return send(client, item, opened(client, item), **typed)


def send(client, item, page: dict, **typed):
    answer = client.post(page_of(item), {**page, **typed})
    item.refresh_from_db()
    return answer


def listed(client, **asked) -> list:
    return list(client.get(LIST, asked).context["cl"].result_list)


@pytest.mark.parametrize(("condition", "out_since"), [("usable", None), ("not_returned", DAY)])
def test_that_a_leaver_has_it_is_for_nobody_to_say(condition, out_since, desk_client):
    item = SuitFactory(condition=condition, out_since=out_since)
    choices = desk_client.get(page_of(item)).context["adminform"].form.fields["condition"].choices
    assert ("not_returned" in [value for value, _label in choices]) == (condition == "not_returned")


def test_item_is_not_said_to_be_with_a_leaver(desk_client):
    answer = save(desk_client, SuitFactory(), condition="not_returned")
    assert list(answer.context["adminform"].form.errors) == ["condition"]


@pytest.mark.parametrize(("typed", "stays"), [({"number": "S-099"}, True), ({"condition": "damaged"}, False)])
def test_cleaner_is_forgotten_once_the_condition_is_another(typed, stays, desk_client):
    item = SuitFactory(cleaned_until=DAY)
    save(desk_client, item, **typed)
    assert {name: getattr(item, name) for name in typed} == typed
    assert item.cleaned_until == (DAY if stays else None)


def test_what_a_leaver_had_is_back_once_it_is_said_to_be(desk_client):
    item = SuitFactory(condition="not_returned", out_since=DAY)
    save(desk_client, item, condition="usable")
    assert (item.condition, item.out_since) == ("usable", None)


@pytest.mark.parametrize("typed", [{"cut": "womens_trousers"}, {"size": "11"}, {"office": None}, {"number": "S-099"}])
def test_of_an_item_that_is_out_the_number_alone_is_changed(typed, desk_client):
    item = SuitLoanFactory(status="lent").suit
    SuitLoanFactory(item=SuitFactory(office=item.office), status="returned")
    typed = {"office": OfficeFactory().pk} if "office" in typed else typed
    answer = save(desk_client, item, **typed)
    assert answer.status_code == (302 if "number" in typed else 200)
    if "number" not in typed:
        assert "Please take it back first." in answer.content.decode()


def test_item_that_was_out_once_is_changed(desk_client):
    item = SuitLoanFactory(status="returned").suit
    SuitLoanFactory(status="lent")
    save(desk_client, item, size="11")
    assert item.size == "11"


@pytest.mark.parametrize("missing", ["cut", "size"])
def test_item_without_cut_or_size_is_asked_for_it(missing, desk_client):
    item = SuitFactory()
    answer = save(desk_client, item, **{missing: ""})
    assert list(answer.context["adminform"].form.errors) == [missing]


def test_list_says_until_when_each_is_out(desk_client):
    out, back = SuitLoanFactory(status="lent"), SuitLoanFactory(status="returned", return_on=date(2026, 12, 4))
    there = SuitFactory()
    until = {item.pk: item.back_on for item in listed(desk_client)}
    assert until == {out.suit_id: out.return_on, back.suit_id: None, there.pk: None}
    cells = re.findall(r'"field-with_whom[^"]*">([^<]*)<', desk_client.get(LIST).content.decode())
    assert sorted(cells) == ["-", "-", "Thu 3 Dec"]


def test_list_calls_an_item_that_is_out_handed_out(desk_client):
    SuitLoanFactory(status="lent", suit__number="S-001")
    SuitFactory(number="S-002"), SuitFactory(number="S-003", condition="damaged")
    states = re.findall(r'"field-state[^"]*">([^<]*)<', desk_client.get(LIST).content.decode())
    assert states == ["Handed out", "In order", "Damaged"]


def test_item_is_found_by_how_its_number_begins_however_it_is_typed(desk_client):
    found, other = SuitFactory(number="S-012"), SuitFactory(number="XS-012")
    assert [listed(desk_client, q=typed) for typed in ("ｓ－０", "xs", "012")] == [[found], [other], []]
    assert listed(desk_client, q=" ") == [found, other]


def test_page_of_an_item_is_headed_by_its_number(desk_client):
    item = SuitFactory(number="S-012")
    assert desk_client.get(page_of(item)).context["subtitle"] == "S-012"


def test_size_of_another_cut_is_refused_beside_it(desk_client):
    form = save(desk_client, SuitFactory(), cut="mens").context["adminform"].form
    assert form.errors == {"size": [OTHER_CUT]}


def test_size_of_what_a_leaver_has_is_corrected(desk_client):
    item = SuitFactory(condition="not_returned", out_since=DAY)
    save(desk_client, item, size="11")
    assert (item.size, item.condition, item.out_since) == ("11", "not_returned", DAY)


def test_page_that_was_left_open_overwrites_only_what_was_changed_in_it(desk_client):
    item = SuitFactory()
    left_open = opened(desk_client, item)
    save(desk_client, item, cut="womens_trousers", condition="damaged")
    send(desk_client, item, left_open, number="S-099", size="11")
    assert (item.number, item.cut, item.size, item.condition) == ("S-099", "womens_trousers", "11", "damaged")


def test_suit_that_a_leaver_has_is_not_back_by_a_page_that_was_left_open(desk_client):
    loan = SuitLoanFactory(status="lent")
    left_open = opened(desk_client, loan.suit)
    loan.seeker.user.delete()
    send(desk_client, loan.suit, left_open, number="S-099")
    assert (loan.suit.number, loan.suit.condition) == ("S-099", "not_returned")
    assert loan.suit.out_since is not None


def test_suit_that_comes_back_as_its_number_is_corrected_goes_to_the_cleaner_all_the_same(desk_client):
    loan = SuitLoanFactory(status="lent")
    page, not_yet = opened(desk_client, loan.suit), [loan]

    def take_back(run, sql, *statement):
        found = run(sql, *statement)
        if 'FROM "support_suit"' in sql and not_yet:
            counter.take_back(not_yet.pop().pk, "usable")
        return found

    with connection.execute_wrapper(take_back):
        send(desk_client, loan.suit, page, number="S-099")
    assert (loan.suit.number, loan.suit.cleaned_until) == ("S-099", DAY)


def test_who_may_only_look_reads_the_page_of_an_item(desk_client):
    desk = Group.objects.get(name=SUPPORT_DESK)
    desk.permissions.remove(*desk.permissions.filter(codename="change_suit"))
    item = SuitFactory()
    assert desk_client.get(page_of(item)).status_code == 200
    assert send(desk_client, item, {"size": "11"}).status_code == 403


@pytest.mark.parametrize(
    "sent", [{}, {"number": "S-012"}, {"condition": "usable"}, {"number": "S-012", "condition": "lost"}]
)
def test_half_of_what_is_received_changes_nothing(sent, desk_client):
    item = SuitFactory(number="S-012", condition="not_returned", out_since=DAY)
    counter = reverse("admin:support_suitloan_counter")
    assert desk_client.post(counter, sent)["Location"] == counter
    item.refresh_from_db()
    assert (item.condition, item.out_since) == ("not_returned", DAY)


def test_condition_of_an_item_is_no_desired_one(desk, desk_client):
    desk.language = "ja"
    desk.save()
    shown = desk_client.get(page_of(SuitFactory()), headers={"Accept-Language": "ja"}).content.decode()
    assert ("状態：</label>" in shown, "希望条件：" in shown) == (True, False)
