"""The one page for the person on the phone: who it is, what they are told, and who has to be called back."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from config.steps import InvalidTransition
from tests import factories
from tests.costs import counted
from tests.reading import unmarked
from withdrawals.models import CallBack, WithdrawalRequest, WithdrawalStatement
from withdrawals.requests.calling_back import call_again, close_as_not_reached
from withdrawals.tasks import forget_typed, tell_of_unrecorded

ADD = reverse("admin:withdrawals_withdrawalrequest_add")


@pytest.fixture
def caller(db):
    return factories.JobSeekerFactory(
        family_name="見本",
        given_name="さくら",
        phone="+819012340001",
        birth_date=date(2001, 4, 5),
        user__email="sakura@example.com",
    )


@pytest.fixture
def namesake(caller):
    return factories.JobSeekerFactory(family_name="見本", given_name="すみれ", birth_date=date(1999, 1, 1))


def found_by(client, **said) -> list:
    """While it is typed."""
    return [it.member for it in client.post(ADD, said, headers={"X-Narrowing": "1"}).context["found"]]


def call_back(client, now, **said):
    at = timezone.localtime(now + timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M")
    return client.post(ADD, {"phone": "090-9999-0000", "call_at": at, "call_back": "1", **said}, follow=True)


def page_of(request) -> str:
    return reverse("admin:withdrawals_withdrawalrequest_change", args=[request.pk])


def press(client, request, move, **typed):
    sent = {"move": move, **{f"{move}-{name}": value for name, value in typed.items()}}
    return client.post(page_of(request), sent, follow=True)


# Who it is


@pytest.mark.parametrize(
    "said",
    [
        {"phone": "０９０－１２３４－０００１"},
        {"phone": "1234"},
        {"email": "SAKURA@example.com"},
        {"name": "見本 さくら"},
        {"name": "見本", "birth_date": "2001-04-05"},
        {"name": "見本", "email": "saku"},
        {"phone": "09012", "email": "saku"},
        {"phone": "0001", "name": "さくら", "email": "sakura@example.com", "birth_date": "2001年4月5日"},
    ],
)
def test_what_the_caller_says_narrows_the_members_down(desk_client, caller, namesake, said):
    assert found_by(desk_client, **said) == [caller]


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"phone": "090"},
        {"email": "saku"},
        {"email": "sakura@example"},
        {"birth_date": "2001-04-05"},
        {"name": "見本", "birth_date": "2001-04-06"},
        {"phone": "090-0000-9999"},
        {"name": "\0"},
    ],
)
def test_too_little_or_what_is_nobodys_finds_nobody(desk_client, caller, said):
    assert found_by(desk_client, **said) == []


def test_page_says_what_fits_of_what_was_said(desk_client, caller):
    page = desk_client.post(ADD, {"name": "見本", "phone": "09012340001", "birth_date": "1990-01-01"})
    assert page.context["found"] == []
    page = desk_client.post(
        ADD, {"name": "見本", "phone": "09012340001"}, headers={"X-Narrowing": "1"}
    ).content.decode()
    assert ("Phone number fits" in page, "E-mail address fits" in page) == (True, False)
    typed = [{"name": "見本", "email": email, "birth_date": "2001-04-05"} for email in ("saku", "SAKURA@example.com")]
    found = [desk_client.post(ADD, it, headers={"X-Narrowing": "1"}).context["found"] for it in typed]
    assert [it.fits for its in found for it in its] == [{"birth_date"}, {"email", "birth_date"}]


def test_some_digits_of_a_number_find_a_member_and_are_not_said_to_fit(desk_client, caller):
    for digits, fits in (("1234", set()), ("0901234", set()), ("090-1234-0001", {"phone"})):
        [it] = desk_client.post(ADD, {"phone": digits}, headers={"X-Narrowing": "1"}).context["found"]
        assert (it.member, it.fits) == (caller, fits)


def test_page_asks_for_more_where_it_is_too_little_to_look_for(desk_client, caller):
    typed = [{"phone": "090"}, {"email": "saku"}, {"birth_date": "2001-04-05"}, {"email": "nobody@example.com"}]
    pages = [desk_client.post(ADD, it, headers={"X-Narrowing": "1"}).content.decode() for it in typed]
    assert ["Please ask for more" in page for page in pages] == [True, True, True, False]


def test_sent_by_a_key_it_leads_on_to_whoever_is_left_alone(desk_client, caller, namesake):
    assert desk_client.post(ADD, {"phone": "09012340001"}).url == f"{ADD}?seeker={caller.pk}"
    assert desk_client.post(ADD, {"name": "見本"}).status_code == 200
    assert found_by(desk_client, name="見本") == [namesake, caller]  # the newest first


def test_nothing_of_it_stands_in_an_address(desk_client, caller):
    assert 'method="get"' not in desk_client.get(ADD).content.decode().partition("content-main")[2]


def test_script_asks_for_the_list_alone(desk_client, caller):
    page = desk_client.post(ADD, {"phone": "1234"}, headers={"X-Narrowing": "1"}).content.decode()
    assert caller.member_number in page
    assert "<html" not in page


def test_advisor_finds_nobody_but_their_own(advisor_client, assignment, caller):
    assert found_by(advisor_client) == [assignment.seeker]
    assert found_by(advisor_client, phone="09012340001") == []
    assert "To be called back" not in advisor_client.get(ADD).content.decode()


def test_finding_costs_the_same_for_few_and_for_many(desk_client, caller, namesake):
    desk_client.post(ADD, {"name": "見本"})
    with counted() as one:
        desk_client.post(ADD, {"name": "見本"})
    for request in factories.WithdrawalRequestFactory.create_batch(30, status="needs_review", channel="phone"):
        CallBack.objects.create(request=request, call_at=timezone.now(), tell_at=timezone.now())
    factories.JobSeekerFactory.create_batch(19, family_name="見本")
    with counted() as many:
        page = desk_client.post(ADD, {"name": "見本"})
    assert len(one) == len(many) <= 9
    assert (len(page.context["found"]), page.context["has_more"]) == (20, True)


# What they are told


def test_page_gives_the_sentences_to_read_out(desk_client, caller, now):
    loan = factories.SuitLoanFactory(seeker=caller, status="lent")
    page = unmarked(desk_client.get(f"{ADD}?seeker={caller.pk}").content.decode())
    assert "It is completed on Tue 24 Nov, 10:00, and by Mon 30 Nov at the latest." in page
    assert [word in page for word in (loan.suit.number, loan.suit.office.address, "It costs nothing")] == [True] * 3


def test_who_has_no_suit_is_told_of_none(desk_client, caller):
    assert "our suit" not in desk_client.get(f"{ADD}?seeker={caller.pk}").content.decode()


# Calling back


def test_caller_nobody_can_be_sure_of_waits_to_be_called_back(desk_client, desk, now, caller):
    named = {"name": "見本", "birth_date": "2001-04-05", "email": "ＳＡＫＵＲＡ@Example.com"}
    call_back(desk_client, now, phone="０９０-１２３４-０００１", **named)
    request = WithdrawalRequest.objects.get()
    assert (request.status, request.channel, request.recorded_by, request.seeker) == (
        "needs_review",
        "phone",
        desk,
        None,
    )
    assert (request.received_at, request.due_on, request.language) == (now, date(2026, 11, 30), "en")
    statement = WithdrawalStatement.objects.get()
    assert (statement.phone, statement.email, statement.comment) == (
        "+819012340001",
        "sakura@example.com",
        "見本\n2001-04-05",
    )
    page = desk_client.get(page_of(request)).content.decode()
    assert "Call back from Fri 20 Nov, 11:00 on" in page
    assert caller.name in page
    assert request.reference in desk_client.get(ADD).content.decode()


def test_who_has_been_asked_is_not_asked_again_for_the_call(desk_client, caller):
    said = {"phone": "090-0000-0000", "email": "sakura@", "name": "見本", "birth_date": "2001-04-05"}
    form = desk_client.post(ADD, said).context["call_back"]
    assert {name: form[name].value() for name in said} == said
    untold = desk_client.get(ADD).context["call_back"]
    assert {untold[name].value() for name in said} == {""}


def test_calls_stand_in_the_order_in_which_they_are_due_and_are_asked_for_a_day_after_that(desk_client, now):
    for hours in (0, 96, -0.5):
        call_back(desk_client, now + timedelta(hours=hours))
    calls = desk_client.get(ADD).context["calls"]
    assert [it.call_at - now for it in calls] == [timedelta(hours=hours + 1) for hours in (-0.5, 0, 96)]
    assert {it.request.due_on for it in calls} == {date(2026, 11, 30)}  # counted from now, however late they are called
    assert [it.tell_at - now for it in calls] == [timedelta(days=days, hours=23) for days in (3, 3, 4)]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"phone": ""}, "phone"),
        ({"phone": "12"}, "phone"),
        ({"email": "nobody"}, "email"),
        ({"call_at": ""}, "call_at"),
        ({"call_at": "soon"}, "call_at"),
        ({"call_at": "soon", "phone": "09012340001"}, "call_at"),
        ({"call_at": "2026-11-19 10:00"}, "call_at"),
        ({"call_at": "2026-12-24 10:00"}, "call_at"),
        ({"birth_date": "never"}, "birth_date"),
        ({"name": "あ" * 101}, "name"),
    ],
)
def test_call_that_cannot_be_made_is_said_beside_the_field(desk_client, caller, now, wrong, field):
    page = call_back(desk_client, now, **wrong)
    assert list(page.context["call_back"].errors) == [field]
    assert not WithdrawalRequest.objects.exists()


def test_advisor_notes_no_call(advisor_client, assignment, now):
    assert call_back(advisor_client, now).status_code == 403


@pytest.fixture
def waiting(desk_client, now):
    call_back(desk_client, now, phone="090-1234-0001")
    return WithdrawalRequest.objects.get()


def test_reached_and_sure_it_is_recorded_from_when_they_first_said_it(desk_client, caller, waiting, now):
    press(desk_client, waiting, f"match-{caller.pk}", member=caller.member_number, ticked="on")
    waiting.refresh_from_db()
    assert (waiting.status, waiting.seeker, waiting.received_at) == ("scheduled", caller, now)
    assert not CallBack.objects.exists()
    assert waiting.reference not in desk_client.get(ADD).content.decode()


def test_nobody_answers_and_after_two_tries_it_is_closed_without_a_membership(desk_client, waiting, caller, clock, now):
    assert "Close: not reached" not in desk_client.get(page_of(waiting)).content.decode()
    for day in (1, 2):
        press(desk_client, waiting, "unreached", ticked="on")
        with pytest.raises(InvalidTransition):
            close_as_not_reached(waiting.pk, by=factories.DeskUserFactory(), now=now)
        waiting.refresh_from_db()
        assert waiting.status == "needs_review"
        at = (now + timedelta(days=day + 2)).strftime("%Y-%m-%d %H:%M")
        press(desk_client, waiting, "again", call_at=at)
    call = CallBack.objects.get()
    assert (call.tries, call.tell_at > call.call_at) == (2, True)
    press(desk_client, waiting, "unreached", ticked="on")
    waiting.refresh_from_db()
    assert (waiting.status, waiting.closing) == ("closed", "not_reached")
    assert not CallBack.objects.exists()
    assert not WithdrawalStatement.objects.exists()
    caller.refresh_from_db()
    said = press(desk_client, waiting, "again", call_at=at).content.decode()
    assert "Nothing was changed" in said
    typed = factories.WithdrawalRequestFactory(status="needs_review")  # by nobody on the phone
    with pytest.raises(InvalidTransition):
        call_again(typed.pk, call_at=now)


def test_desk_is_told_each_business_day_until_they_are_called(desk, waiting, clock, now, worker, caplog):
    worker()
    clock.move_to(now + timedelta(days=3, hours=22, minutes=59))  # Monday is a holiday
    tell_of_unrecorded()
    worker()
    assert mail.outbox == []
    clock.move_to(now + timedelta(days=3, hours=23))
    for _ in range(2):
        tell_of_unrecorded()
        worker()
    assert [it.to for it in mail.outbox] == [[desk.email]]
    assert "090" not in mail.outbox[0].body
    told = [it.subject for it in caplog.records if it.getMessage() == "withdrawals/not_called_back"]
    assert told == [waiting.reference]
    clock.move_to(now + timedelta(days=4, hours=23))
    tell_of_unrecorded()
    worker()
    assert len([it for it in mail.outbox if "Nobody has called back" in it.subject]) == 2


def test_call_that_a_release_before_has_left_behind_is_told_of_to_nobody_and_goes(desk, waiting, clock, now, worker):
    """It took the request further and knew nothing of the call."""
    WithdrawalRequest.objects.update(status="closed", closing="not_a_member", ended_at=now, next_step_at=None)
    with pytest.raises(InvalidTransition):
        call_again(waiting.pk, call_at=now)
    clock.move_to(now + timedelta(days=4))
    tell_of_unrecorded()
    worker()
    assert (mail.outbox, CallBack.objects.exists()) == ([], False)


def test_what_was_typed_has_an_end_though_nobody_calls(waiting, clock, now):
    clock.move_to(now + timedelta(days=12))
    forget_typed()
    assert WithdrawalStatement.objects.exists()
    clock.move_to(now + timedelta(days=13))
    forget_typed()
    assert not WithdrawalStatement.objects.exists()
