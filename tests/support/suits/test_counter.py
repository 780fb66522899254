"""At the desk: handed out by number, taken back, lost; another one given; and who sees any of it."""

from datetime import date, timedelta
from functools import partial
from html import unescape

import pytest
from django.db import connection
from django.urls import reverse

from accounts.models import Message
from config.steps import InvalidTransition
from support.models import Suit, SuitLoan
from support.suits import counter, refusals
from support.suits.affected import Affected, Why, affected, all_stocks
from support.suits.models import Key
from tests.conftest import signed_in
from tests.costs import counted
from tests.factories import AdvisorFactory, OfficeFactory, SuitFactory, SuitLoanFactory, WithdrawalRequestFactory
from tests.reading import unmarked
from tests.twins import overtaken
from withdrawals.requests.advancing import advance

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]
DAY = timedelta(days=1)
OUT_SINCE = {"pick_up_on": date(2026, 11, 9), "needed_on": date(2026, 11, 11), "return_on": date(2026, 11, 13)}


@pytest.fixture
def item():
    return SuitFactory(number="S-012", office=OfficeFactory(name="見本拠点"))


@pytest.fixture
def loan(item, seeker):
    """To be picked up today, a Friday."""
    days = {"pick_up_on": date(2026, 11, 20), "needed_on": date(2026, 11, 25), "return_on": date(2026, 11, 27)}
    return SuitLoanFactory(item=item, seeker=seeker, **days)


def fresh(row):
    row.refresh_from_db()
    return row


# What the actions do


def test_suit_is_bound_at_the_hand_out(loan, item, now):
    counter.hand_out(loan.pk, "S-012", now=now)
    assert (fresh(loan).status, loan.suit, loan.lent_at) == ("lent", item, now)


def test_handed_out_before_its_day_it_is_held_from_then(item, seeker, now):
    later = SuitLoanFactory(item=item, seeker=seeker)
    counter.hand_out(later.pk, "S-012", now=now)
    assert fresh(later).pick_up_on == date(2026, 11, 20)


def test_handed_out_after_its_day_it_is_held_as_it_was(loan, now):
    counter.hand_out(loan.pk, "S-012", now=now + 3 * DAY)
    assert fresh(loan).pick_up_on == date(2026, 11, 20)


def test_handed_out_before_its_day_it_takes_nobodys_suit(item, loan, now):
    following = {"pick_up_on": date(2026, 12, 2), "needed_on": date(2026, 12, 4), "return_on": date(2026, 12, 8)}
    later = SuitLoanFactory(item=item, **following)
    with pytest.raises(refusals.PromisedToOthers):
        counter.hand_out(later.pk, "S-012", now=now)


def test_another_size_may_go_out_if_it_is_promised_to_nobody(item, loan, now):
    larger = SuitFactory(office=item.office, size="11")
    held = SuitLoanFactory(item=larger, needed_on=date(2026, 11, 26), pick_up_on=date(2026, 11, 24),
                           return_on=date(2026, 11, 30))  # fmt: skip
    with pytest.raises(refusals.PromisedToOthers):
        counter.hand_out(loan.pk, larger.number, now=now)
    held.delete()
    counter.hand_out(loan.pk, larger.number, now=now)
    assert (fresh(loan).size, loan.suit) == ("11", larger)


def test_item_of_another_person_or_out_of_order_or_unknown_is_refused(item, loan, now):
    other = SuitLoanFactory(item=SuitFactory(office=item.office), status="lent")
    broken = SuitFactory(office=item.office, condition="damaged")
    for number, refusal in [
        (other.suit.number, refusals.ItemOut),
        (broken.number, refusals.ItemNotInOrder),
        ("S-999", refusals.NoSuchItem),
    ]:
        with pytest.raises(refusal):
            counter.hand_out(loan.pk, number, now=now)
    assert fresh(loan).status == "requested"


def test_seeker_with_one_out_or_who_leaves_is_given_none(item, loan, seeker, now):
    out = SuitLoanFactory(seeker=seeker, status="lent")
    with pytest.raises(refusals.HasOneOut):
        counter.hand_out(loan.pk, "S-012", now=now)
    counter.take_back(out.pk, "usable", now=now)
    WithdrawalRequestFactory(seeker=seeker, status="scheduled", received_at=now)
    with pytest.raises(refusals.SeekerLeaves):
        counter.hand_out(loan.pk, "S-012", now=now)


def test_what_comes_back_in_order_goes_to_the_cleaner_and_returns_by_itself(item, loan, now):
    counter.hand_out(loan.pk, "S-012", now=now)
    counter.take_back(loan.pk, "usable", now=now)
    assert (fresh(loan).status, fresh(item).condition, item.cleaned_until) == ("returned", "usable", date(2026, 11, 25))
    with pytest.raises(InvalidTransition):
        counter.take_back(loan.pk, "usable", now=now)
    counter.hand_out(SuitLoanFactory(item=item).pk, "S-012", now=now + 10 * DAY)
    assert fresh(item).cleaned_until is None


@pytest.mark.parametrize("condition", ["mended", "damaged", "retired"])
def test_what_comes_back_out_of_order_leaves_the_stock(item, loan, now, condition):
    counter.hand_out(loan.pk, "S-012", now=now)
    counter.take_back(loan.pk, condition, now=now)
    assert (fresh(item).condition, item.cleaned_until) == (condition, None)


def test_of_two_that_are_out_the_one_that_is_brought_comes_back(item, loan, now):
    other = SuitLoanFactory(item=SuitFactory(office=item.office), status="lent")
    counter.hand_out(loan.pk, "S-012", now=now)
    counter.take_back(other.pk, "damaged", now=now)
    assert (fresh(other.suit).condition, fresh(item).condition) == ("damaged", "usable")
    third = SuitLoanFactory(item=SuitFactory(office=item.office), status="lent")
    counter.take_back(loan.pk, "usable", now=now)
    assert (fresh(item).cleaned_until, fresh(third.suit).cleaned_until) == (date(2026, 11, 25), None)


def test_lost_suit_leaves_the_stock(item, loan, now):
    counter.hand_out(loan.pk, "S-012", now=now)
    counter.lose(loan.pk, now=now)
    assert (fresh(loan).status, fresh(item).condition) == ("lost", "lost")


def test_another_suit_is_held_and_told(item, loan, now):
    larger = SuitFactory(office=item.office, size="11")
    counter.give_another(loan.pk, larger.key, now=now)
    counter.give_another(loan.pk, larger.key, now=now)
    assert fresh(loan).key == larger.key
    assert [message.kind for message in Message.objects.all()] == ["support/suit_changed"]
    SuitLoanFactory(item=item, pick_up_on=date(2026, 11, 20), needed_on=date(2026, 11, 24))
    with pytest.raises(refusals.NoneLeft):
        counter.give_another(loan.pk, Key(item.office_id, item.cut, "9"), now=now)


def test_suit_of_another_office_is_held_for_the_days_that_were_chosen(item, loan, now):
    there = SuitFactory(office=OfficeFactory(name="例示拠点"))
    loan.return_on = date(2026, 11, 30)
    loan.save()
    counter.give_another(loan.pk, there.key, now=now)
    assert (fresh(loan).pick_up_on, loan.return_on) == (date(2026, 11, 20), date(2026, 11, 30))
    assert Message.objects.get().context["office"] == "例示拠点"


def test_days_of_a_suit_that_is_out_can_be_longer_if_nobody_waits(item, loan, now):
    counter.hand_out(loan.pk, "S-012", now=now)
    counter.move_for_seeker(loan.pk, pick_up_on=loan.pick_up_on, return_on=date(2026, 11, 30), now=now)
    assert fresh(loan).return_on == date(2026, 11, 30)
    following = {"pick_up_on": date(2026, 12, 3), "needed_on": date(2026, 12, 7), "return_on": date(2026, 12, 9)}
    SuitLoanFactory(item=item, **following)
    with pytest.raises(refusals.NoneLeft):
        counter.move_for_seeker(loan.pk, pick_up_on=loan.pick_up_on, return_on=date(2026, 12, 2), now=now)


def test_calling_off_frees_it_and_is_told(loan, now):
    counter.call_off(loan.pk, now=now)
    assert (fresh(loan).status, loan.cancelled_because) == ("cancelled", "desk")
    assert Message.objects.get().context["because"] == "desk"
    loan.delete()
    with pytest.raises(InvalidTransition):
        counter.call_off(loan.pk, now=now)


def test_suit_of_somebody_who_has_left_comes_back_without_a_name(item, loan, seeker, now):
    counter.hand_out(loan.pk, "S-012", now=now)
    request = WithdrawalRequestFactory(seeker=seeker, status="scheduled", received_at=now, completes_at=now)
    advance(request.pk, now=now)
    assert not SuitLoan.objects.exists()
    assert (fresh(item).condition, item.out_since) == ("not_returned", date(2026, 11, 20))
    counter.receive("S-012", "usable", now=now)
    assert (fresh(item).condition, item.out_since, item.cleaned_until) == ("usable", None, date(2026, 11, 25))
    with pytest.raises(InvalidTransition):
        counter.receive("S-012", "usable", now=now)


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite shows nobody who waits")
@pytest.mark.django_db(transaction=True)
def test_suit_that_is_received_twice_at_once_is_received_once():
    item = SuitFactory(number="S-012", condition="not_returned", out_since=date(2026, 11, 1))
    press = partial(counter.receive, "S-012", "usable")
    by = partial(counter.receive, "S-012", "damaged")
    assert overtaken(press, item, by=by, refusals=(InvalidTransition,)) is InvalidTransition
    assert fresh(item).condition == "damaged"


# The admin


def loan_page(loan) -> str:
    return reverse("admin:support_suitloan_change", args=[loan.pk])


COUNTER = "/admin/support/suitloan/counter/"


def text(answer) -> str:
    return answer.content.decode()


def test_hand_out_takes_the_number_and_a_press(desk_client, loan, item, seeker):
    page = text(desk_client.get(COUNTER, {"number": "ｓ－０１２"}))
    assert seeker.member_number in page
    answer = desk_client.post(loan_page(loan), {"move": "hand_out", "hand_out-number": "s-012"}, follow=True)
    assert "The suit is handed out." in text(answer)
    assert fresh(loan).suit == item


def test_return_takes_the_number_and_a_press(desk_client, loan, item, now):
    counter.hand_out(loan.pk, "S-012", now=now)
    page = text(desk_client.get(COUNTER, {"number": "S-012"}))
    assert f'action="{loan_page(loan)}"' in page
    answer = desk_client.post(loan_page(loan), {"move": "take_back", "take_back-condition": "usable"}, follow=True)
    assert "The suit is back." in text(answer)
    assert fresh(loan).status == "returned"


def test_what_cannot_be_handed_out_is_said_beside_the_number(desk_client, loan):
    answer = desk_client.post(loan_page(loan), {"move": "hand_out", "hand_out-number": "S-999"})
    assert "There is no suit of this number." in text(answer)
    assert 'value="S-999"' in text(answer)
    assert "There is no suit of this number." in text(desk_client.get(COUNTER, {"number": "S-999"}))


def test_pressed_twice_it_says_what_it_is_by_now(desk_client, loan):
    press = {"move": "hand_out", "hand_out-number": "S-012"}
    desk_client.post(loan_page(loan), press)
    assert "is “Handed out” by now." in text(desk_client.post(loan_page(loan), press, follow=True))


def test_suit_of_somebody_who_has_left_is_taken_back_at_the_counter(desk_client, item, loan, now):
    counter.hand_out(loan.pk, "S-012", now=now)
    SuitLoan.objects.all().delete()
    start = text(desk_client.get("/admin/"))
    assert "with somebody who has left" in start
    assert "Take back" in text(desk_client.get(COUNTER, {"number": "S-012"}))
    back = {"number": "S-012", "condition": "damaged"}
    assert "The suit is back. Thank you." in text(desk_client.post(COUNTER, back, follow=True))
    assert fresh(item).condition == "damaged"
    again = text(desk_client.post(COUNTER, back | {"condition": "usable"}, follow=True))
    assert ["Nothing was changed" in again, fresh(item).condition] == [True, "damaged"]


def test_next_holder_is_on_the_first_page_the_same_day_with_what_is_free(desk_client, item, now):
    out = SuitLoanFactory(item=item, status="lent", **OUT_SINCE | {"return_on": date(2026, 11, 20)})
    following = SuitLoanFactory(item=item, **OUT_SINCE | {
        "pick_up_on": date(2026, 12, 2), "needed_on": date(2026, 12, 4), "return_on": date(2026, 12, 8)})  # fmt: skip
    SuitFactory(office=item.office, size="11")
    assert "Will find no suit as promised" not in text(desk_client.get("/admin/"))
    SuitLoan.objects.filter(pk=out.pk).update(return_on=date(2026, 11, 19))
    start = text(desk_client.get("/admin/"))
    assert f'href="{loan_page(following)}"' in start
    assert "Will find no suit as promised" in start
    page = text(desk_client.get(loan_page(following)))
    assert "No suit is there for it" in page
    other = f"{item.office_id}/womens_skirt/11"
    assert other in page
    desk_client.post(loan_page(following), {"move": "another", "another-other": other})
    assert fresh(following).size == "11"
    assert "Will find no suit as promised" not in text(desk_client.get("/admin/"))


@pytest.mark.parametrize("condition", ["damaged", "lost", "retired", "mended"])
def test_item_out_of_order_leaves_the_stock_that_second(desk_client, item, condition):
    following = SuitLoanFactory(item=item)
    page = reverse("admin:support_suit_change", args=[item.pk])
    fields = {"number": "S-012", "cut": item.cut, "size": item.size, "office": item.office_id}
    assert desk_client.post(page, fields | {"condition": condition}).status_code == 302
    assert fresh(item).condition == condition
    assert f'href="{loan_page(following)}"' in text(desk_client.get("/admin/"))


def test_item_that_is_out_is_not_changed(desk_client, item):
    SuitLoanFactory(item=item, status="lent")
    page = reverse("admin:support_suit_change", args=[item.pk])
    fields = {"number": "S-012", "cut": item.cut, "size": item.size, "office": item.office_id, "condition": "retired"}
    assert "Please take it back first." in text(desk_client.post(page, fields))
    assert fresh(item).condition == "usable"


def test_new_item_is_entered_by_the_desk(desk_client, item):
    fields = {"number": "ｓ 020", "cut": "mens", "size": "A5", "office": item.office_id, "condition": "usable"}
    assert desk_client.post("/admin/support/suit/add/", fields).status_code == 302
    assert Suit.objects.get(number="S020").size == "A5"
    wrong = {"another of this number": fields, "a size of another cut": fields | {"number": "S-021", "size": "9"}}
    assert {desk_client.post("/admin/support/suit/add/", it).status_code for it in wrong.values()} == {200}


def test_list_is_searched_by_member(desk_client, loan):
    other = SuitLoanFactory(seeker__family_name="例示")
    for asked in (loan.seeker.member_number, loan.seeker.family_name):
        found = text(desk_client.get("/admin/support/suitloan/", {"q": asked}))
        assert [loan_page(it) in found for it in (loan, other)] == [True, False]


def test_days_that_another_has_are_said_on_the_form_that_keeps_them(desk_client, item, loan):
    SuitLoanFactory(item=item, pick_up_on=date(2026, 12, 2), needed_on=date(2026, 12, 4), return_on=date(2026, 12, 8))
    days = {"days-pick_up_on": "2026-11-20", "days-return_on": "2026-11-30"}
    answer = text(desk_client.post(loan_page(loan), {"move": "days"} | days))
    assert ["No suit of this size is free" in answer, 'value="2026-11-30"' in answer] == [True, True]
    assert fresh(loan).return_on == date(2026, 11, 27)


def test_page_says_that_a_suit_is_late_once_it_is(desk_client):
    late, out = SuitLoanFactory(status="lent", **OUT_SINCE), SuitLoanFactory(status="lent")
    assert ["Overdue" in text(desk_client.get(loan_page(it))) for it in (late, out)] == [True, False]


def test_what_is_asked_names_the_suit_and_its_days(desk_client, loan, item, now):
    counter.hand_out(loan.pk, "S-012", now=now)
    page = unescape(unmarked(text(desk_client.get(f"/admin/support/suitloan/{loan.pk}/ask/lose/"))))
    for words in (f"{loan.described} S-012", "見本拠点 Fri 20 Nov – Fri 27 Nov"):
        assert words in page


@pytest.mark.parametrize("move", ["lose", "call_off"])
def test_what_cannot_be_undone_is_asked_before(desk_client, loan, now, move):
    if move == "lose":
        counter.hand_out(loan.pk, "S-012", now=now)
    page = text(desk_client.get(f"/admin/support/suitloan/{loan.pk}/ask/{move}/"))
    assert loan.seeker.member_number in page
    assert "This cannot be undone." in page
    desk_client.post(f"/admin/support/suitloan/{loan.pk}/ask/{move}/")
    assert fresh(loan).status in ("lost", "cancelled")


def test_advisor_lends_no_suits(loan, assignment, advisor_client, other_advisor_client, seeker_client, item):
    pages = [loan_page(loan), COUNTER, "/admin/support/suitloan/", "/admin/support/suit/"]
    pages += [reverse("admin:support_suit_change", args=[item.pk])]
    for client in (advisor_client, other_advisor_client, seeker_client):
        assert {client.get(page).status_code for page in pages} <= {403, 404}
        assert client.post(loan_page(loan), {"move": "call_off"}).status_code in (403, 404)
    assert fresh(loan).status == "requested"
    assert "Number on the tag" not in text(advisor_client.get("/admin/"))


def test_rows_are_seen_by_the_desk_and_a_loan_by_whose_it_is(
    loan, item, seeker, other_seeker, desk, administrator, advisor, assignment
):
    staff = {"desk": desk, "administrator": administrator, "advisor": advisor.user}
    seeing = staff | {"seeker": seeker.user, "other": other_seeker.user}
    loans = {who: SuitLoan.objects.visible_to(user).count() for who, user in seeing.items()}
    items = {who: Suit.objects.visible_to(user).count() for who, user in seeing.items()}
    assert loans == {"desk": 1, "administrator": 1, "advisor": 0, "seeker": 1, "other": 0}
    assert items == {"desk": 1, "administrator": 1, "advisor": 0, "seeker": 0, "other": 0}


def test_advisor_who_is_a_member_too_sees_no_loan_as_their_own(advisor):
    SuitLoanFactory(seeker__user=advisor.user)
    assert not SuitLoan.objects.visible_to(advisor.user).exists()


def test_advisor_at_the_desk_sees_what_the_desk_sees(loan, desk, assignment):
    AdvisorFactory(user=desk)
    assert signed_in(desk).get(loan_page(loan)).status_code == 200


@pytest.mark.parametrize(
    "page", ["/admin/", "/admin/support/suitloan/", "/admin/support/suit/", f"{COUNTER}?number=S-012"]
)
def test_pages_cost_the_same_with_one_and_a_hundred(desk_client, item, page):
    sent = []
    for rows in (1, 30):
        for _ in range(rows):
            SuitLoanFactory(item=SuitFactory(office=item.office), status="lent", **OUT_SINCE)
            SuitLoanFactory(pick_up_on=date(2026, 11, 20))
            SuitLoanFactory(item=SuitFactory(office=item.office), pick_up_on=date(2026, 11, 20))
        with counted() as statements:
            assert desk_client.get(page).status_code == 200
        sent.append(len(statements))
    assert sent[0] == sent[1]


def test_suit_that_somebody_who_left_has_is_there_for_nobody_who_comes_next(item, now):
    out = SuitLoanFactory(item=item, status="lent")
    days = {"pick_up_on": date(2026, 12, 8), "needed_on": date(2026, 12, 10), "return_on": date(2026, 12, 14)}
    following = SuitLoanFactory(item=item, **days)
    today = date(2026, 11, 20)
    assert affected(all_stocks(), today=today) == []
    out.seeker.user.delete()
    assert affected(all_stocks(), today=today) == [Affected(following, Why.NO_SUIT)]
    assert all_stocks()[item.key].on_the_rack() == []
