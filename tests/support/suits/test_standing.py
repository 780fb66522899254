"""What a member's page of suits holds against them, offers to choose, and says where something is refused."""

from datetime import date, timedelta

import pytest
from django.db import connection

from support.suits import counter
from tests.factories import JobInterviewFactory, ReferralFactory, SuitFactory, SuitLoanFactory, WithdrawalRequestFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]
PAGE = "/support/suits/"


def days(pick_up_on: date, needed_on: date, return_on: date) -> dict[str, date]:
    return {"pick_up_on": pick_up_on, "needed_on": needed_on, "return_on": return_on}


PAST = days(date(2026, 11, 17), date(2026, 11, 19), date(2026, 11, 24))
TODAY = days(date(2026, 11, 18), date(2026, 11, 20), date(2026, 11, 25))


@pytest.fixture
def ahead(seeker):
    referral = ReferralFactory(seeker=seeker, status="interview")
    return JobInterviewFactory(referral=referral)


def shown(client) -> tuple[list, bool]:
    context = client.get(PAGE).context
    return [loan for loan, _is_overdue in context["loans"]], context["has_reserved"]


def test_what_nobody_came_for_is_over_and_what_is_needed_today_is_not(seeker_client, seeker):
    loan = SuitLoanFactory(seeker=seeker, **PAST)
    assert shown(seeker_client) == ([], False)
    for name, day in TODAY.items():
        setattr(loan, name, day)
    loan.save()
    assert shown(seeker_client) == ([loan], True)


def test_what_is_for_an_interview_that_has_moved_is_not_over(seeker_client, seeker, ahead):
    loan = SuitLoanFactory(seeker=seeker, interview=ahead, **PAST)
    assert shown(seeker_client) == ([loan], True)


def test_suit_that_is_at_home_does_not_keep_from_reserving(seeker_client, seeker):
    loan = SuitLoanFactory(seeker=seeker, status="lent", **PAST)
    assert shown(seeker_client) == ([loan], False)


def test_interview_that_is_off_or_over_is_no_choice(seeker_client, seeker, ahead, now):
    JobInterviewFactory(referral=ahead.referral, called_off_at=now)
    JobInterviewFactory(referral=ahead.referral, starts_at=now)
    choices = seeker_client.get(PAGE).context["form"].fields["interview"].choices
    assert [value for value, _label in choices] == [str(ahead.pk), "other"]


def test_who_has_one_reserved_by_then_reads_so(seeker_client, seeker):
    item = SuitFactory()
    SuitLoanFactory(seeker=seeker)
    wanted = {"cut": item.cut, "size": item.size, "office": item.office_id, "needed_on": "2026-12-01"}
    answer = seeker_client.post(PAGE, wanted, follow=True)
    assert answer.redirect_chain == [(PAGE, 302)]
    assert "You have a suit reserved already." in answer.content.decode()


@pytest.mark.parametrize("missing", ["cut", "size"])
def test_what_is_missing_is_asked_for_and_nothing_else(missing, seeker_client):
    item = SuitFactory(cut="mens", size="A5")
    wanted = {"cut": item.cut, "size": item.size, "office": item.office_id, "needed_on": "2026-12-01", missing: ""}
    assert list(seeker_client.post(PAGE, wanted).context["form"].errors) == [missing]


@pytest.mark.parametrize("missing", ["pick_up_on", "return_on"])
def test_day_that_is_missing_is_asked_for(missing, seeker_client, seeker):
    mine = SuitLoanFactory(seeker=seeker)
    typed = {"pick_up_on": "2026-11-26", "return_on": "2026-12-04", missing: ""}
    assert list(seeker_client.post(f"{PAGE}{mine.pk}/move/", typed).context["form"].errors) == [missing]


def test_interview_is_named_by_its_company(seeker_client, ahead):
    choices = seeker_client.get(PAGE).context["form"].fields["interview"].choices
    assert ahead.referral.posting.company.name in choices[0][1]


def test_who_has_moved_the_days_reads_that_they_are_changed(seeker_client, seeker):
    mine = SuitLoanFactory(seeker=seeker)
    typed = {"pick_up_on": "2026-11-26", "return_on": "2026-12-04"}
    answer = seeker_client.post(f"{PAGE}{mine.pk}/move/", typed, follow=True)
    assert "The days of your suit are changed." in answer.content.decode()


def test_what_was_cancelled_is_not_shown_though_its_day_is_ahead(seeker_client, seeker):
    SuitLoanFactory(seeker=seeker, status="cancelled")
    assert shown(seeker_client) == ([], False)


def test_address_fills_in_the_form(seeker_client, ahead):
    item = SuitFactory()
    asked = {"cut": "mens", "size": "A5", "office": item.office_id, "interview": ahead.pk, "needed_on": "2026-12-01"}
    form = seeker_client.get(PAGE, asked).context["form"]
    assert {name: form[name].value() for name in asked} == {name: str(value) for name, value in asked.items()}


def test_what_else_is_free_is_free_for_the_same_interview(seeker_client, other_seeker, ahead):
    item = SuitFactory()
    SuitLoanFactory(item=item, seeker=other_seeker)
    SuitFactory(office=item.office, size="11")
    wanted = {"cut": item.cut, "size": item.size, "office": item.office_id, "interview": ahead.pk}
    [(_label, asked)] = seeker_client.post(PAGE, wanted).context["instead"]
    assert asked == f"office={item.office_id}&cut={item.cut}&size=11&interview={ahead.pk}"


def test_form_that_moves_begins_with_the_days_as_they_are_and_names_the_first_that_can_be(seeker_client, seeker):
    mine = SuitLoanFactory(seeker=seeker)
    context = seeker_client.get(f"{PAGE}{mine.pk}/move/").context
    assert [field.value() for field in context["form"]] == [mine.pick_up_on, mine.return_on]
    assert context["first_day"] == date(2026, 11, 24)  # Monday is a holiday


def test_refusal_stands_beside_what_was_chosen(seeker_client, seeker, ahead, now):
    item = SuitFactory()
    wanted = {"cut": item.cut, "size": item.size, "office": item.office_id}
    type(ahead).objects.update(starts_at=now + timedelta(hours=1))
    for chosen, field in (
        ({"interview": ahead.pk}, "interview"),
        ({"interview": "other", "needed_on": "2026-11-20"}, "needed_on"),
    ):
        errors = seeker_client.post(PAGE, wanted | chosen).context["form"].errors
        assert list(errors) == [field]


def test_what_else_is_free_leads_to_the_form_with_the_day(seeker_client, other_seeker):
    item = SuitFactory()
    SuitLoanFactory(item=item, seeker=other_seeker)
    SuitFactory(office=item.office, size="11")
    wanted = {"cut": item.cut, "size": item.size, "office": item.office_id, "needed_on": "2026-12-01"}
    [(_label, asked)] = seeker_client.post(PAGE, wanted).context["instead"]
    assert asked == f"office={item.office_id}&cut={item.cut}&size=11&needed_on=2026-12-01"


@pytest.mark.parametrize(
    ("pick_up_on", "return_on", "field"),
    [
        ("2026-11-27", "2026-11-30", "return_on"),  # brought back before it is needed
        ("2026-11-24", "2026-12-16", "return_on"),  # kept too long
        ("2026-11-27", "2026-12-05", "return_on"),  # a Saturday
        ("2026-11-28", "2026-12-03", "pick_up_on"),  # a Saturday too
        ("2026-12-01", "2026-12-03", "pick_up_on"),  # the day on which it is needed
    ],
)
def test_day_that_cannot_be_is_refused_beside_it(pick_up_on, return_on, field, seeker_client, seeker):
    mine = SuitLoanFactory(seeker=seeker)
    typed = {"pick_up_on": pick_up_on, "return_on": return_on}
    assert list(seeker_client.post(f"{PAGE}{mine.pk}/move/", typed).context["form"].errors) == [field]


def test_that_none_is_left_is_said_of_neither_day(seeker_client, seeker):
    mine = SuitLoanFactory(seeker=seeker)
    spare = SuitFactory(office=mine.office)
    SuitLoanFactory(item=spare)
    type(spare).objects.filter(pk=spare.pk).update(condition="damaged")
    typed = {"pick_up_on": "2026-11-26", "return_on": "2026-12-04"}
    assert list(seeker_client.post(f"{PAGE}{mine.pk}/move/", typed).context["form"].errors) == ["__all__"]


def test_who_leaves_meanwhile_reads_why_the_days_stay(seeker_client, seeker):
    mine = SuitLoanFactory(seeker=seeker)
    WithdrawalRequestFactory(seeker=seeker, status="scheduled")
    typed = {"pick_up_on": "2026-11-26", "return_on": "2026-12-04"}
    answer = seeker_client.post(f"{PAGE}{mine.pk}/move/", typed)
    assert answer["Location"] == PAGE


def test_suit_that_is_handed_out_as_the_seeker_presses_keeps_its_days(seeker_client, seeker):
    item = SuitFactory()
    mine = SuitLoanFactory(seeker=seeker, item=item)
    not_yet = [mine]

    def hand_out(run, sql, *statement):
        found = run(sql, *statement)
        if 'FROM "support_suitloan"' in sql and not_yet:
            counter.hand_out(not_yet.pop().pk, item.number)
        return found

    with connection.execute_wrapper(hand_out):
        answer = seeker_client.post(
            f"{PAGE}{mine.pk}/move/", {"pick_up_on": "2026-11-26", "return_on": "2026-12-04"}, follow=True
        )
    assert answer.redirect_chain == [(PAGE, 302)]
    assert "This reservation can no longer be changed here" in answer.content.decode()
    mine.refresh_from_db()
    assert (mine.status, mine.return_on) == ("lent", date(2026, 12, 3))


def test_suits_stand_by_their_days(seeker_client, seeker):
    reserved = SuitLoanFactory(seeker=seeker)
    out = SuitLoanFactory(seeker=seeker, status="lent", **PAST)
    assert shown(seeker_client)[0] == [out, reserved]
