"""What the desk's page of a seminar offers at each time, and to whoever may only look."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.models import SUPPORT_DESK
from config.days import when
from support.models import SeminarMaterial
from support.seminars.admin import seminars
from tests import factories
from tests.support.documents import made

pytestmark = pytest.mark.django_db
LIST = "/admin/support/seminar/"
DAY = timedelta(days=1)
BUTTONS = ("/member/", "/ask/open/", 'value="repeat"', "/edit/", 'name="file"')
VACANT = "Seats that nobody has, and why"


def address(seminar, what: str = "change") -> str:
    return f"{LIST}{seminar.pk}/{what}/"


def page(client, seminar, what: str = "change") -> str:
    return client.get(address(seminar, what)).content.decode()


def offered(client, seminar) -> list[bool]:
    shown = page(client, seminar)
    return [button in shown for button in BUTTONS]


def test_page_offers_what_can_be_done_at_that_time(desk_client, now):
    ahead = {"starts_at": now + DAY}
    is_open, draft = (factories.SeminarFactory(**ahead, status=status) for status in ("open", "draft"))
    assert offered(desk_client, is_open) == [True, False, True, True, True]
    assert offered(desk_client, draft) == [False, True, True, True, True]
    assert [VACANT in page(desk_client, it) for it in (is_open, draft)] == [True, False]
    off = factories.SeminarFactory(**ahead, status="called_off")
    assert offered(desk_client, off) == [False, False, True, False, True]
    begun = factories.SeminarFactory(starts_at=now)
    assert offered(desk_client, begun) == [False, False, True, False, True]
    assert VACANT not in page(desk_client, begun)


def test_draft_whose_day_has_passed_can_be_given_another(desk_client, now):
    draft = factories.SeminarFactory(starts_at=now - DAY, status="draft")
    assert f'href="{address(draft, "edit")}"' in page(desk_client, draft)
    assert desk_client.get(address(draft, "edit")).status_code == 200


def test_what_has_begun_is_not_opened_to_be_edited(desk_client, now):
    for seminar in (factories.SeminarFactory(starts_at=now), factories.SeminarFactory(status="called_off")):
        assert desk_client.get(address(seminar, "edit"))["Location"] == address(seminar)


def test_what_was_changed_leads_back_to_its_page(desk_client, now):
    seminar = factories.SeminarFactory(starts_at=now + DAY)
    form = desk_client.get(address(seminar, "edit")).context["adminform"].form
    typed = {field.html_name: field.value() or "" for field in form if field.name != "starts_at"}
    begins = timezone.localtime(seminar.starts_at)
    typed |= {"starts_at_0": f"{begins:%Y-%m-%d}", "starts_at_1": f"{begins:%H:%M}", "title": "別の名前"}
    assert desk_client.post(address(seminar, "edit"), typed).headers.get("Location") == address(seminar)


def test_who_may_only_look_is_offered_nothing(desk_client, now):
    Group.objects.get(name=SUPPORT_DESK).permissions.remove(
        *Group.objects.get(name=SUPPORT_DESK).permissions.filter(codename="change_seminar")
    )
    seminar = factories.SeminarFactory(starts_at=now + DAY)
    assert seminar.title in page(desk_client, seminar)
    assert offered(desk_client, seminar) == [False] * 5
    for what in ("attendance", "materials"):
        assert desk_client.get(address(seminar, what)).status_code == 403
    assert desk_client.get(address(seminar, "member"), {"member_number": "x"}).status_code == 403
    assert desk_client.get(f"{LIST}for/{factories.JobSeekerFactory().pk}/").status_code == 403


def test_material_is_added_and_taken_away_from_its_own_page_and_that_is_in_the_log(desk_client, now):
    seminar, other = factories.SeminarFactory.create_batch(2)
    file = SimpleUploadedFile("資料.pdf", made.pdf(), content_type="application/pdf")
    desk_client.post(address(seminar, "materials"), {"file": file})
    kept = {"remove": SeminarMaterial.objects.get().pk}
    assert desk_client.get(address(seminar, "materials"))["Location"] == address(seminar)
    assert desk_client.post(address(other, "materials"), kept).status_code == 404
    assert SeminarMaterial.objects.exists()
    assert desk_client.post(address(seminar, "materials"), {"remove": kept["remove"] + 1}).status_code == 404
    assert SeminarMaterial.objects.exists()
    desk_client.post(address(seminar, "materials"), kept)
    assert not SeminarMaterial.objects.exists()
    said = [it.get_change_message() for it in LogEntry.objects.order_by("pk")]
    assert said == ["material added", "material removed"]


def test_seats_stand_by_what_they_are_and_the_line_last(desk_client, now):
    seminar = factories.SeminarFactory(starts_at=now + DAY, capacity=5)
    seats = [factories.SeminarSeatFactory(seminar=seminar, status=it) for it in ("waiting", "taken", "offered")]
    shown = page(desk_client, seminar)
    order = sorted(seats, key=lambda seat: shown.index(seat.seeker.member_number))
    assert [it.status for it in order] == ["offered", "taken", "waiting"]


def test_of_seats_that_ended_the_newest_are_shown(desk_client, now, monkeypatch):
    monkeypatch.setattr(seminars, "ENDED_SHOWN", 1)
    seminar = factories.SeminarFactory(starts_at=now + DAY)
    seats = [
        factories.SeminarSeatFactory(seminar=seminar, status="cancelled", ended_at=now - hours * timedelta(hours=1))
        for hours in (2, 1)
    ]
    shown = page(desk_client, seminar)
    assert [it.seeker.member_number in shown for it in seats] == [False, True]


def test_each_seat_is_shown_once(desk_client, now):
    seminar = factories.SeminarFactory(starts_at=now + DAY)
    seats = [factories.SeminarSeatFactory(seminar=seminar, status=it) for it in ("taken", "waiting", "cancelled")]
    assert desk_client.get(address(seminar)).context["seats"] == seats


UNRECORDED, PUT_RIGHT = "nobody has recorded whether they were there", "Put right who was there"


def test_attendance_is_asked_for_from_the_start_and_put_right_for_two_weeks(desk_client, clock, now):
    seminar = factories.SeminarFactory(starts_at=now + DAY, capacity=3)
    waits, *seats = (factories.SeminarSeatFactory(seminar=seminar, status=it) for it in ("waiting", "taken", "taken"))

    def asked(at) -> list[bool]:
        clock.move_to(at, tick=False)
        shown = page(desk_client, seminar)
        return [it in shown for it in (UNRECORDED, PUT_RIGHT)]

    assert asked(seminar.starts_at - timedelta.resolution) == [False, False]
    assert asked(seminar.starts_at) == [True, False]
    assert "Of 2 members nobody has recorded" in page(desk_client, seminar)
    desk_client.post(address(seminar, "attendance"), {f"seat-{it.pk}": "attended" for it in seats})
    assert asked(seminar.corrected_until) == [False, True]
    assert asked(seminar.corrected_until + timedelta.resolution) == [False, False]


def test_what_cannot_be_undone_is_asked_about_with_which_seminar_it_is(desk_client, now):
    draft = factories.SeminarFactory(starts_at=now + DAY, status="draft", office=factories.OfficeFactory())
    asked = desk_client.get(address(draft, "ask/open")).context["question"].about
    assert asked == [draft.title, when(draft.starts_at), draft.office.name]


def attendance_asked_of(client, seminar) -> dict:
    """Whose attendance the page asks about: what is chosen, of how many answers."""
    form = client.get(address(seminar, "attendance")).context["form"]
    return {it.name: (it.value(), len(it.field.choices)) for it in form}


def test_attendance_is_asked_of_who_had_a_seat_and_stays_as_it_is_recorded(desk_client, clock, now):
    seminar = factories.SeminarFactory(starts_at=now - DAY, capacity=3)
    taken, _waits, absent, _gave_up = (
        factories.SeminarSeatFactory(seminar=seminar, status=it) for it in ("taken", "waiting", "absent", "cancelled")
    )
    is_open = {f"seat-{taken.pk}": ("", 3)}
    assert attendance_asked_of(desk_client, seminar) == is_open | {f"seat-{absent.pk}": ("absent", 2)}
    clock.move_to(seminar.corrected_until, tick=False)
    assert attendance_asked_of(desk_client, seminar).keys() == {f"seat-{taken.pk}", f"seat-{absent.pk}"}
    clock.move_to(seminar.corrected_until + timedelta.resolution, tick=False)
    assert attendance_asked_of(desk_client, seminar) == is_open


def test_who_is_left_open_is_not_recorded_as_absent_and_the_rest_is_in_the_log(desk_client, now):
    seminar = factories.SeminarFactory(starts_at=now - DAY)
    here, left_open = factories.SeminarSeatFactory.create_batch(2, seminar=seminar)
    said = {f"seat-{here.pk}": "attended", f"seat-{left_open.pk}": ""}
    answer = desk_client.post(address(seminar, "attendance"), said, follow=True).content.decode()
    assert "1 attendance is recorded." in answer
    assert [seminar.seats.get(pk=it.pk).status for it in (here, left_open)] == ["attended", "taken"]
    assert [it.get_change_message() for it in LogEntry.objects.all()] == ["attendance"]


def test_attendance_that_is_sent_before_it_begins_is_refused_in_words(desk_client, now):
    seat = factories.SeminarSeatFactory(seminar__starts_at=now + DAY)
    sent = desk_client.post(address(seat.seminar, "attendance"), {f"seat-{seat.pk}": "attended"}, follow=True)
    assert "This seminar has not begun" in sent.content.decode()
    assert seat.seminar.seats.taken().exists()


def test_nonsense_about_attendance_is_said_and_nothing_is_recorded(desk_client, now):
    seat = factories.SeminarSeatFactory(seminar__starts_at=now - DAY)
    answer = desk_client.post(address(seat.seminar, "attendance"), {f"seat-{seat.pk}": "x"}).content.decode()
    assert "Choose one of the list." in answer
    assert seat.seminar.seats.taken().exists()
