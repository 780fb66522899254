"""What a member is shown of seminars, on the list and on a page of one: before it, from then on, and once it is off."""

from datetime import timedelta

import pytest

from support.seminars import views
from tests import factories

pytestmark = pytest.mark.django_db
LIST = "/support/seminars/"
HOUR = timedelta(hours=1)


def before(client) -> list:
    return list(client.get(LIST).context["before"])


def had(seeker, starts_at, seat: str = "attended", **more):
    seminar = factories.SeminarFactory(starts_at=starts_at, **more)
    factories.SeminarSeatFactory(seminar=seminar, seeker=seeker, status=seat)
    return seminar


def test_those_that_the_member_was_in_stand_below_the_last_first(seeker_client, seeker, now, monkeypatch):
    first, second, third = (had(seeker, now - hours * HOUR) for hours in (30, 20, 10))
    begun = had(seeker, now, "taken")
    assert before(seeker_client) == [begun, third, second, first]
    monkeypatch.setattr(views, "SHOWN_BEFORE", 2)
    assert before(seeker_client) == [begun, third]


def test_those_that_they_were_not_in_do_not(seeker_client, seeker, other_seeker, now):
    had(other_seeker, now - HOUR)
    had(seeker, now + HOUR, "taken")
    had(seeker, now - HOUR, "taken", status="called_off")
    for seat in ("absent", "cancelled", "passed", "waiting"):
        had(seeker, now - HOUR, seat)
    assert before(seeker_client) == []


def test_what_is_off_is_not_ahead_whenever_it_was_to_begin(seeker_client, now):
    off = factories.SeminarFactory(starts_at=now + 48 * HOUR, status="called_off")
    following = factories.SeminarFactory(starts_at=now + 72 * HOUR, kind=off.kind, title="次の回")
    factories.SeminarFactory(starts_at=now + 96 * HOUR, kind=off.kind, title="その次の回")
    factories.SeminarFactory(starts_at=now + 60 * HOUR, kind="company", title="ほかの種類の回")
    answer = seeker_client.get(f"{LIST}{off.pk}/")
    assert (answer.context["is_ahead"], answer.context["others"]) == (False, [following])
    assert f'action="{LIST}{off.pk}/join/"' not in answer.content.decode()


def context(client, seminar) -> dict:
    return client.get(f"{LIST}{seminar.pk}/").context


def test_other_dates_are_those_of_the_series_and_only_while_it_is_ahead(seeker_client, now):
    first, second = (factories.SeminarFactory(starts_at=now + hours * HOUR) for hours in (24, 72))
    factories.SeminarFactory(starts_at=now + 48 * HOUR)
    begun = factories.SeminarFactory(starts_at=now)
    type(first).objects.filter(pk__in=[second.pk, begun.pk]).update(series=first)
    assert [context(seeker_client, it)["others"] for it in (first, second, begun)] == [[second], [first], []]


def test_last_call_is_from_three_hours_before_until_it_begins(seeker_client, clock, now):
    seminar = factories.SeminarFactory(starts_at=now + 5 * HOUR)
    for hours, is_last_call in ((0, False), (2, True), (5, False)):
        clock.move_to(now + hours * HOUR, tick=False)
        assert context(seeker_client, seminar)["is_last_call"] is is_last_call


def test_page_shows_its_own_materials_to_who_had_a_seat(seeker_client, seeker, now):
    theirs, another = (had(seeker, now - hours * HOUR) for hours in (1, 2))
    absent = had(seeker, now - HOUR, "absent")
    kept = [factories.SeminarMaterialFactory(seminar=it) for it in (theirs, another, absent)]
    shown = [list(context(seeker_client, it)["materials"]) for it in (theirs, another, absent)]
    assert shown == [[kept[0]], [kept[1]], []]


def test_entry_for_the_calendar_is_of_a_seat(seeker_client, seeker, now):
    taken, waited_for = (had(seeker, now + 24 * HOUR, seat) for seat in ("taken", "waiting"))
    answers = [seeker_client.get(f"{LIST}{it.pk}/seminar.ics") for it in (taken, waited_for)]
    assert [it.status_code for it in answers] == [200, 404]
    assert answers[0]["Content-Disposition"] == 'attachment; filename="seminar.ics"'


def test_list_is_of_both_kinds_the_next_first(seeker_client, now):
    later, sooner = (
        factories.SeminarFactory(starts_at=now + hours * HOUR, kind=kind)
        for hours, kind in ((48, "company"), (24, "industry"))
    )
    assert list(seeker_client.get(LIST).context["seminars"]) == [sooner, later]


def test_other_dates_begin_with_the_next_and_are_ten_at_most(seeker_client, now, monkeypatch):
    first = factories.SeminarFactory(starts_at=now + 24 * HOUR)
    third, second = (factories.SeminarFactory(starts_at=now + hours * HOUR, series=first) for hours in (72, 48))
    assert context(seeker_client, first)["others"] == [second, third]
    monkeypatch.setattr(views, "SHOWN_BEFORE", 1)
    assert context(seeker_client, first)["others"] == [second]


def test_list_says_how_the_member_stands_to_each(seeker_client, seeker, other_seeker, now):
    for seat in ("taken", "offered", "waiting"):
        had(seeker, now + 24 * HOUR, seat)
    had(other_seeker, now + 48 * HOUR, "taken")
    listed = seeker_client.get(LIST).context["seminars"]
    assert [it.seat_status for it in listed] == ["taken", "offered", "waiting", ""]


def test_staff_show_the_second_factor_for_materials_too(desk_client, settings):
    page = f"{LIST}materials/{factories.SeminarMaterialFactory().pk}/"
    assert desk_client.get(page).status_code == 200
    settings.STAFF_SECOND_FACTOR = True
    assert desk_client.get(page)["Location"].startswith("/admin/login/")
