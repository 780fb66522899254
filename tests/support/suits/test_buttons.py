"""What the desk can press when, what it is asked then, and what is refused beside what was typed."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from support.models import Suit
from tests.factories import JobInterviewFactory, SuitFactory, SuitLoanFactory
from tests.reading import unmarked

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]


def page_of(loan) -> str:
    return reverse("admin:support_suitloan_change", args=[loan.pk])


def buttons(client, loan) -> dict:
    return {it.key: it for it in client.get(page_of(loan)).context["moves"]}


def press(client, loan, move: str, **typed):
    said = {f"{move}-{name}": value for name, value in typed.items()}
    answer = client.post(page_of(loan), {"move": move, **said})
    loan.refresh_from_db()
    return answer


@pytest.mark.parametrize(
    ("status", "offered"),
    [
        ("requested", ["hand_out", "another", "days", "cancel", "call_off"]),
        ("lent", ["take_back", "days", "lose"]),
        ("returned", []),
        ("lost", []),
        ("cancelled", []),
    ],
)
def test_each_state_has_its_buttons(status, offered, desk_client):
    loan = SuitLoanFactory(status=status)
    SuitFactory(office=loan.office, size="11")
    assert list(buttons(desk_client, loan)) == offered


def test_another_is_offered_where_one_is_free(desk_client):
    loan = SuitLoanFactory()
    other = SuitFactory(office=loan.office, size="11")
    SuitLoanFactory(item=other)
    assert "another" not in buttons(desk_client, loan)
    free = SuitFactory(office=loan.office, size="7")
    choices = buttons(desk_client, loan)["another"].form.fields["other"].choices
    assert [value for value, _label in choices] == [f"{free.office_id}/{free.cut}/7"]


def test_another_is_free_on_the_days_of_an_interview_that_has_moved(desk_client, seeker):
    interview = JobInterviewFactory(referral__seeker=seeker, referral__status="interview")
    loan = SuitLoanFactory(seeker=seeker, interview=interview)
    other = SuitFactory(office=loan.office, size="11")
    days = {"pick_up_on": date(2026, 12, 8), "needed_on": date(2026, 12, 10), "return_on": date(2026, 12, 14)}
    SuitLoanFactory(item=other, **days)
    assert "another" in buttons(desk_client, loan)
    type(interview).objects.update(starts_at=interview.starts_at + timedelta(days=9))
    assert "another" not in buttons(desk_client, loan)


def test_numbers_that_can_go_out_are_proposed(desk_client):
    loan = SuitLoanFactory()
    free = SuitFactory(office=loan.office)
    SuitFactory(office=loan.office, condition="damaged")
    SuitFactory(office=loan.office, size="11")
    SuitLoanFactory(item=SuitFactory(office=loan.office), status="lent")
    page = desk_client.get(page_of(loan))
    [form] = [it.form for it in page.context["moves"] if it.key == "hand_out"]
    reserved = Suit.objects.earliest("pk")
    assert sorted(form.numbers) == sorted([reserved.number, free.number])
    shown = page.content.decode()
    assert ('list="numbers"' in shown, f'<option value="{free.number}">' in shown) == (True, True)


def test_it_comes_back_as_it_is_said_to_and_not_as_lost(desk_client):
    loan = SuitLoanFactory(status="lent")
    asked = buttons(desk_client, loan)["take_back"].form.fields["condition"].choices
    assert [value for value, _label in asked] == ["usable", "mended", "damaged", "retired"]
    refused = press(desk_client, loan, "take_back", condition="lost").context["refused"]
    assert (list(refused.form.errors), loan.status) == (["condition"], "lent")
    press(desk_client, loan, "take_back", condition="mended")
    loan.suit.refresh_from_db()
    assert (loan.status, loan.suit.condition) == ("returned", "mended")


def test_of_a_suit_that_is_out_only_the_return_is_asked(desk_client):
    reserved, out = SuitLoanFactory(), SuitLoanFactory(status="lent")
    asked = [buttons(desk_client, it)["days"].form for it in (reserved, out)]
    assert [list(form.fields) for form in asked] == [["pick_up_on", "return_on"], ["return_on"]]
    assert [form["return_on"].value() for form in asked] == [reserved.return_on, out.return_on]
    press(desk_client, out, "days", return_on="2026-12-04")
    assert (out.pick_up_on, out.return_on) == (date(2026, 11, 27), date(2026, 12, 4))


@pytest.mark.parametrize("field", ["pick_up_on", "return_on"])
def test_day_on_which_the_office_is_closed_is_refused_beside_it(field, desk_client):
    loan = SuitLoanFactory()
    days = {"pick_up_on": "2026-11-26", "return_on": "2026-12-07"}
    saturday = {"pick_up_on": "2026-11-28", "return_on": "2026-12-05"}[field]
    refused = press(desk_client, loan, "days", **days | {field: saturday}).context["refused"]
    assert (list(refused.form.errors), "The office is closed on" in str(refused.form.errors)) == ([field], True)
    assert loan.return_on == date(2026, 12, 3)
    press(desk_client, loan, "days", **days)
    assert (loan.pick_up_on, loan.return_on) == (date(2026, 11, 26), date(2026, 12, 7))


def test_what_is_over_is_not_handed_out_though_no_suit_of_its_kind_is_left(desk_client):
    loan = SuitLoanFactory(status="cancelled")
    item = Suit.objects.get()
    item.size = "11"
    item.save()
    typed = {"move": "hand_out", "hand_out-number": item.number}
    answer = desk_client.post(page_of(loan), typed, follow=True)
    assert "this suit is “Cancelled” by now." in unmarked(answer.content.decode())


def test_wrong_number_is_refused_beside_it_and_days_that_another_has_beside_neither(desk_client):
    loan = SuitLoanFactory()
    SuitLoanFactory(
        item=Suit.objects.get(),
        pick_up_on=date(2026, 12, 8),
        needed_on=date(2026, 12, 10),
        return_on=date(2026, 12, 14),
    )
    answers = [
        press(desk_client, loan, "hand_out", number="S-999"),
        press(desk_client, loan, "days", pick_up_on="2026-11-27", return_on="2026-12-04"),
    ]
    assert [list(it.context["refused"].form.errors) for it in answers] == [["number"], ["__all__"]]


@pytest.mark.parametrize(("typed", "errors"), [({}, []), ({"x": "1"}, []), ({"number": ""}, ["number"])])
def test_counter_asks_for_a_number_once_one_was_sent(typed, errors, desk_client):
    form = desk_client.get(reverse("admin:support_suitloan_counter"), typed).context["form"]
    assert list(form.errors) == errors


@pytest.mark.parametrize("typed", ["s-012", "Ｓ－０１２", "S‐012", "S–012", "S−012", "Sー012", "S - 012", " s-012 "])
def test_number_is_read_however_it_is_typed(typed, desk_client):
    item = SuitFactory(number="S-012")
    assert desk_client.get(reverse("admin:support_suitloan_counter"), {"number": typed}).context["item"] == item
