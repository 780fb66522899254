"""What a member sees of seminars and does there, what it costs, and who sees nothing."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from config.days import when
from support.models import Seminar, SeminarSeat
from support.seminars import links, seating, sweeping
from tests import factories
from tests.conftest import signed_in
from tests.costs import counted

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def seminar(now) -> Seminar:
    return factories.SeminarFactory(capacity=1, title="はじめての業界研究")


def page(client, seminar, **more) -> str:
    return client.get(f"/support/seminars/{seminar.pk}/", **more).content.decode()


def press(client, seminar, what: str):
    return client.post(f"/support/seminars/{seminar.pk}/{what}/", follow=True).content.decode()


def test_member_takes_a_seat_and_gives_it_up(seeker_client, seminar, worker):
    assert "Take a seat" in page(seeker_client, seminar)
    assert seminar.meeting_url not in page(seeker_client, seminar)
    assert "You have a seat. The details are on their way by mail." in press(seeker_client, seminar, "join")
    assert seminar.meeting_url in page(seeker_client, seminar)
    worker()
    [sent] = mail.outbox
    assert (sent.subject, sent.attachments[0].filename) == (
        f"{when(seminar.starts_at)}: your seat in はじめての業界研究",
        "calendar.ics",
    )
    assert seminar.meeting_url in sent.body
    assert "You are no longer down for it" in press(seeker_client, seminar, "leave")
    assert SeminarSeat.objects.get().status == "cancelled"


def test_member_who_comes_second_reads_their_place_and_takes_what_is_offered(
    seeker_client, seeker, other_seeker_client, seminar, worker
):
    press(other_seeker_client, seminar, "join")
    assert "Join the line" in page(seeker_client, seminar)
    shown = press(seeker_client, seminar, "join")
    said = ("You are in line. We have sent you a mail", "You are number 1 in line", "You have a seat")
    assert [it in shown for it in said] == [True, True, False]
    assert seminar.meeting_url not in page(seeker_client, seminar)
    assert "No seat is offered to you now" in press(seeker_client, seminar, "accept")
    press(other_seeker_client, seminar, "leave")
    assert "A seat is offered to you" in page(seeker_client, seminar)
    assert "The seat is yours" in press(seeker_client, seminar, "accept")
    worker()
    subjects = [sent.subject for sent in mail.outbox if sent.to == [seeker.user.email]]
    assert subjects == [f"{when(seminar.starts_at)}: your seat in {seminar.title}"]


def test_mail_says_the_place_in_line(seeker, seminar, worker):
    factories.SeminarSeatFactory(seminar=seminar)
    factories.SeminarSeatFactory(seminar=seminar, status="waiting")
    seating.join(seminar.pk, seeker)
    factories.SeminarSeatFactory(seminar=seminar, status="waiting")
    worker()
    [sent] = mail.outbox
    assert sent.subject == f"{when(seminar.starts_at)}: number 2 in line for {seminar.title}"
    assert links.leave_url(seeker.seminar_seats.get()) in sent.body
    assert seminar.meeting_url not in sent.body


def test_link_of_a_mail_gives_up_by_its_button_alone(client, seminar, other_seeker):
    factories.SeminarSeatFactory(seminar__title="ほかのセミナー")
    seat = factories.SeminarSeatFactory(seminar=seminar)
    behind = seating.join(seminar.pk, other_seeker)
    address = f"/support/seminars/leave/{links.token(seat)}/"
    shown = client.get(address).content.decode()
    assert ["Give it up" in shown, seminar.title in shown, "ほかのセミナー" in shown] == [True, True, False]
    seat.refresh_from_db()
    assert seat.status == "taken"
    assert "You are no longer down for it" in client.post(address).content.decode()
    assert "There is nothing to give up" in client.post(address).content.decode()
    behind.refresh_from_db()
    assert behind.status == "offered"


def test_link_of_a_former_seat_leaves_the_present_one(client, seeker, seminar):
    former = factories.SeminarSeatFactory(seminar=seminar, seeker=seeker, status="cancelled")
    seating.join(seminar.pk, seeker)
    client.post(f"/support/seminars/leave/{links.token(former)}/")
    assert seeker.seminar_seats.taken().exists()


@pytest.mark.parametrize("token", ["nonsense", "MTI:1abc:def"])
def test_link_that_is_not_ours_gives_up_nothing_and_says_no_more_than_a_used_one(client, token):
    address = f"/support/seminars/leave/{token}/"
    for page in (client.get(address), client.post(address)):
        assert "There is nothing to give up" in page.content.decode()


def test_link_after_the_start_gives_up_nothing(client, seminar, clock):
    seat = factories.SeminarSeatFactory(seminar=seminar)
    clock.move_to(seminar.starts_at, tick=False)
    address = f"/support/seminars/leave/{links.token(seat)}/"
    assert "There is nothing to give up" in client.get(address).content.decode()
    assert "This seminar has begun" in client.post(address).content.decode()
    seat.refresh_from_db()
    assert seat.status == "taken"


def test_button_that_is_opened_by_its_address_leads_to_the_page(seeker_client, seminar):
    for what in ("join", "leave", "accept"):
        response = seeker_client.get(f"/support/seminars/{seminar.pk}/{what}/")
        assert response.url == f"/support/seminars/{seminar.pk}/"
    assert not SeminarSeat.objects.exists()


def test_in_the_last_hours_who_waits_takes_what_is_free(seeker_client, seeker, seminar, clock):
    seat = factories.SeminarSeatFactory(seminar=seminar, seeker=seeker, status="waiting")
    clock.move_to(seminar.starts_at - 2 * HOUR, tick=False)
    assert "whoever answers first has it" in page(seeker_client, seminar)
    press(seeker_client, seminar, "accept")
    seat.refresh_from_db()
    assert seat.status == "taken"


def test_what_else_the_member_has_then_is_said_and_forbids_nothing(seeker_client, seeker, seminar):
    begins = timezone.localtime(seminar.starts_at)
    slot = factories.CounselingSlotFactory(held_on=begins.date(), hour=begins.hour + 1)
    factories.CounselingBookingFactory(slot=slot, seeker=seeker)
    referral = factories.ReferralFactory(seeker=seeker, status="interview")
    factories.JobInterviewFactory(referral=referral, starts_at=begins - HOUR / 2)
    other = factories.SeminarFactory(starts_at=begins - HOUR, title="同じ時間のセミナー")
    factories.SeminarSeatFactory(seminar=other, seeker=seeker)
    shown = page(seeker_client, seminar)
    assert "You have something else at that time" in shown
    assert ["Counseling" in shown, referral.posting.company.name in shown, other.title in shown] == [True] * 3
    assert "You have a seat" in press(seeker_client, seminar, "join")


def test_who_is_leaving_reads_so_and_has_no_button(seeker_client, seeker, seminar):
    factories.WithdrawalRequestFactory(status="scheduled", seeker=seeker)
    shown = page(seeker_client, seminar)
    assert "A withdrawal is under way" in shown
    assert "/join/" not in shown


LINE, AT_ONCE, IN_LINE = "Join the line", "Take a seat", "1 person in line"


@pytest.mark.parametrize("keeps_place", ["is leaving", "cannot sign in"])
def test_free_seat_that_nobody_in_line_can_be_offered_is_shown_as_it_is_had(
    seeker_client, seeker, seminar, keeps_place
):
    series = factories.SeminarFactory(series=seminar)
    waits = factories.SeminarSeatFactory(seminar=seminar, status="waiting")
    pages = [f"/support/seminars/{seminar.pk}/", f"/support/seminars/{series.pk}/", "/support/seminars/"]

    def said() -> list[list[bool]]:
        shown = [seeker_client.get(it).content.decode() for it in pages]
        return [[it in shown[0] for it in (LINE, AT_ONCE)], [IN_LINE in it for it in shown]]

    assert said() == [[True, False], [True, True, True]]
    if keeps_place == "is leaving":
        factories.WithdrawalRequestFactory(status="scheduled", seeker=waits.seeker)
    else:
        type(waits.seeker.user).objects.filter(pk=waits.seeker.user_id).update(is_active=False)
    assert said() == [[False, True], [False, False, False]]
    assert "You have a seat. The details" in press(seeker_client, seminar, "join")


def test_in_the_last_hours_a_free_seat_is_had_whoever_is_in_line(seeker_client, seminar, clock):
    factories.SeminarSeatFactory(seminar=seminar, status="waiting")
    clock.move_to(seminar.kept_until, tick=False)
    shown = page(seeker_client, seminar)
    assert [it in shown for it in (LINE, AT_ONCE)] == [False, True]
    assert "You have a seat. The details" in press(seeker_client, seminar, "join")


def test_line_for_a_seminar_that_is_full_is_told_of_whoever_waits(seeker_client, seminar):
    factories.SeminarSeatFactory(seminar=seminar)
    waits = factories.SeminarSeatFactory(seminar=seminar, status="waiting")
    factories.WithdrawalRequestFactory(status="scheduled", seeker=waits.seeker)
    shown = page(seeker_client, seminar)
    assert [it in shown for it in (LINE, AT_ONCE, IN_LINE)] == [True, False, True]
    assert "You are number 2 in line" in press(seeker_client, seminar, "join")


@pytest.mark.parametrize("status", ["waiting", "offered", "taken"])
def test_who_is_leaving_is_promised_no_mail_about_their_seat(seeker_client, seeker, seminar, status):
    seminar.meeting_url, seminar.office = "", None
    seminar.save()
    factories.SeminarSeatFactory(seminar=seminar, seeker=seeker, status=status)
    factories.WithdrawalRequestFactory(status="scheduled", seeker=seeker)
    shown = page(seeker_client, seminar)
    assert [said in shown for said in ("is asked by mail", "and we write to you", "/accept/")] == [False] * 3
    assert ["You get a mail" in shown, "Whoever is next in line gets a mail." in shown] == [False, status != "waiting"]
    assert ("so no seat is given" in shown) == (status != "taken")
    assert "/leave/" in shown


def test_list_shows_what_is_open_and_to_come_and_no_mock_interviews(seeker_client, seeker, seminar, now):
    factories.SeminarFactory(title="下書き", status="draft")
    factories.SeminarFactory(title="模擬面接会", kind="mock_interview")
    past = factories.SeminarFactory(title="参加した会", starts_at=now - HOUR)
    factories.SeminarFactory(title="知らない会", starts_at=now - HOUR)
    factories.SeminarSeatFactory(seminar=past, seeker=seeker, status="attended")
    shown = seeker_client.get("/support/seminars/").content.decode()
    assert [title in shown for title in (seminar.title, "参加した会", "下書き", "模擬面接会", "知らない会")] == [
        True, True, False, False, False,
    ]  # fmt: skip


def test_other_dates_of_the_series_are_offered(seeker_client, seminar):
    factories.SeminarFactory(series=seminar, title="二回目")
    assert "二回目" in page(seeker_client, seminar)


# Who sees nothing


def test_draft_is_not_there_for_members(seeker_client):
    draft = factories.SeminarFactory(status="draft")
    assert seeker_client.get(f"/support/seminars/{draft.pk}/").status_code == 404
    for what in ("join", "leave", "accept"):
        assert seeker_client.post(f"/support/seminars/{draft.pk}/{what}/").status_code == 404


def test_seat_and_materials_of_others_are_not_there(
    seeker_client, other_seeker, advisor_client, seminar, settings, tmp_path, clock
):
    settings.MEDIA_ROOT = tmp_path
    material = factories.SeminarMaterialFactory(seminar=seminar)
    factories.SeminarSeatFactory(seminar=seminar, seeker=other_seeker)
    clock.move_to(seminar.starts_at + HOUR, tick=False)
    addresses = f"/support/seminars/{seminar.pk}/seminar.ics", f"/support/seminars/materials/{material.pk}/"
    assert [seeker_client.get(it).status_code for it in addresses] == [404, 404]
    assert advisor_client.get(addresses[1]).status_code == 404
    assert [signed_in(other_seeker.user).get(it).status_code for it in addresses] == [200, 200]


@pytest.mark.parametrize(("status", "code"), [("taken", 200), ("attended", 200), ("absent", 404), ("cancelled", 404)])
def test_materials_are_for_who_had_a_seat_once_it_has_begun(
    seeker_client, seeker, seminar, settings, tmp_path, clock, status, code
):
    settings.MEDIA_ROOT = tmp_path
    material = factories.SeminarMaterialFactory(seminar=seminar)
    factories.SeminarSeatFactory(seminar=seminar, seeker=seeker, status=status)
    address = f"/support/seminars/materials/{material.pk}/"
    assert seeker_client.get(address).status_code == 404
    clock.move_to(seminar.starts_at, tick=False)
    response = seeker_client.get(address)
    assert response.status_code == code
    if code == 200:
        assert response["Content-Disposition"].startswith("attachment;")
        assert response["X-Content-Type-Options"] == "nosniff"
        assert address in page(seeker_client, seminar)


def test_everybody_who_had_a_seat_is_told_of_materials_once(seeker, other_seeker, seminar, settings, tmp_path, worker):
    settings.MEDIA_ROOT = tmp_path
    Seminar.objects.update(capacity=2)
    factories.SeminarMaterialFactory(seminar=seminar)
    factories.SeminarMaterialFactory(seminar__status="called_off")
    assert list(sweeping.due(seminar.starts_at - timedelta.resolution)) == []
    assert list(sweeping.due(seminar.starts_at)) == [seminar]
    factories.SeminarSeatFactory(seminar=seminar, seeker=seeker)
    factories.SeminarSeatFactory(seminar=seminar, seeker=other_seeker, status="absent")
    for _ in range(2):
        sweeping.look_after(seminar.pk, now=seminar.starts_at)
    assert list(seeker.user.messages.values_list("kind", flat=True)) == ["support/seminar_materials"]
    assert list(sweeping.due(seminar.starts_at)) == []
    assert not other_seeker.user.messages.exists()


# What it costs


@pytest.fixture
def cost(seeker_client):
    """Statements of a page beside those that find out who asks: the session, the user, the member."""

    def cost_of(address: str) -> list[str]:
        with counted() as sent:
            assert seeker_client.get(address).status_code == 200
        return [it for it in sent if not any(f'FROM "{who}"' in it for who in WHO)]

    return cost_of


WHO = ("accounts_session", "accounts_user", "accounts_jobseeker")


@pytest.mark.parametrize("rows", [1, 100])
def test_pages_cost_five_statements_at_most(cost, seeker, seminar, rows):
    for seat in factories.SeminarSeatFactory.create_batch(rows, seeker=seeker):
        factories.SeminarSeatFactory(seminar=seat.seminar, status="waiting")
    many = factories.SeminarFactory(capacity=rows)
    factories.SeminarSeatFactory.create_batch(rows, seminar=many)
    factories.SeminarSeatFactory.create_batch(rows, seminar=many, status="waiting")
    assert len(cost("/support/seminars/")) <= 5
    assert len(cost(f"/support/seminars/{many.pk}/")) <= 5
    assert len(cost(f"/support/seminars/{seeker.seminar_seats.first().seminar_id}/")) <= 5
