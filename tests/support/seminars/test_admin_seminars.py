"""The desk's pages of seminars: what its buttons do, what they show, and who does not come in."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from support.documents.judging import LARGEST
from support.models import Seminar, SeminarMaterial, SeminarSeat
from tests import factories
from tests.conftest import signed_in
from tests.costs import counted
from tests.support.documents import made

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
LIST = "/admin/support/seminar/"


@pytest.fixture
def seminar(now) -> Seminar:
    return factories.SeminarFactory()


def address(seminar, what: str = "change") -> str:
    return f"{LIST}{seminar.pk}/{what}/"


def page(client, seminar, what: str = "change") -> str:
    return client.get(address(seminar, what)).content.decode()


def press(client, seminar, move: str, **typed) -> str:
    fields = {f"{move}-{name}": value for name, value in typed.items()}
    return client.post(address(seminar), {"move": move, **fields}, follow=True).content.decode()


def typed(seminar, **more) -> dict:
    begins = timezone.localtime(seminar.starts_at)
    names = ("kind", "title", "minutes", "meeting_url", "capacity", "speaker", "description", "to_bring")
    said = {name: getattr(seminar, name) for name in names} | {"office": seminar.office_id or ""}
    when = {"starts_at_0": f"{begins:%Y-%m-%d}", "starts_at_1": f"{begins:%H:%M}"}
    return said | when | more


def test_desk_writes_a_draft_and_opens_it(desk_client, now):
    shape = factories.SeminarFactory.build()
    made = desk_client.post(f"{LIST}add/", typed(shape, title="新しい会"), follow=True)
    seminar = Seminar.objects.get()
    assert (seminar.status, seminar.title) == ("draft", "新しい会")
    assert made.redirect_chain[-1][0] == address(seminar)
    assert "cannot be undone" in page(desk_client, seminar, "ask/open")
    assert "The seminar is open." in press(desk_client, seminar, "open")
    assert "by now" in press(desk_client, seminar, "open")
    seminar.refresh_from_db()
    assert seminar.status == "open"


def test_what_does_not_fit_is_said_and_stays_in_the_form(desk_client, now):
    shape = factories.SeminarFactory.build(starts_at=now - DAY, office=factories.OfficeFactory())
    answer = desk_client.post(f"{LIST}add/", typed(shape, title="残る題名")).content.decode()
    assert "It would begin in the past" in answer
    assert "either at an office or online" in answer
    assert "残る題名" in answer
    assert not Seminar.objects.exists()


def test_desk_changes_the_number_of_seats(desk_client, seminar):
    factories.SeminarSeatFactory.create_batch(2, seminar=seminar)
    waits = factories.SeminarSeatFactory(seminar=seminar, status="waiting")
    desk_client.post(address(seminar, "edit"), typed(seminar, capacity=3))
    waits.refresh_from_db()
    assert waits.status == "offered"
    refused = desk_client.post(address(seminar, "edit"), typed(seminar, capacity=2)).content.decode()
    assert "is taken away" in refused
    seminar.refresh_from_db()
    assert seminar.capacity == 3
    desk_client.post(address(seminar, "edit"), typed(seminar, capacity=4))
    desk_client.post(address(seminar, "edit"), typed(seminar, capacity=3))
    seminar.refresh_from_db()
    assert (seminar.held, seminar.capacity) == (3, 3)


def test_draft_whose_day_has_passed_is_given_another_name(desk_client, now):
    draft = factories.SeminarFactory(status="draft", starts_at=now - DAY)
    desk_client.post(address(draft, "edit"), typed(draft, title="別の名前"))
    draft.refresh_from_db()
    assert draft.title == "別の名前"


def test_seminar_is_planned_at_an_office(desk_client, now):
    office = factories.OfficeFactory()
    shape = factories.SeminarFactory.build(office=office, meeting_url="")
    desk_client.post(f"{LIST}add/", typed(shape))
    assert Seminar.objects.get().where == office.name


def test_what_has_begun_is_not_edited(desk_client, seminar, clock):
    clock.move_to(seminar.starts_at, tick=False)
    answer = desk_client.post(address(seminar, "edit"), typed(seminar, title="別"), follow=True).content.decode()
    assert "is not changed any more" in answer
    assert "/edit/" not in page(desk_client, seminar)


def test_calling_off_asks_for_the_reason(desk_client, seminar):
    seat = factories.SeminarSeatFactory(seminar=seminar)
    refused = press(desk_client, seminar, "call_off")
    assert refused.count("Enter why it is called off.") == 2  # above, and beside the field
    assert "error-summary" in refused
    assert "everybody concerned is told" in press(desk_client, seminar, "call_off", why_off="台風のため")
    seat.refresh_from_db()
    assert (seat.status, seat.seeker.user.messages.get().kind) == ("cancelled", "support/seminar_off")
    assert "台風のため" in page(desk_client, seminar)


def test_copies_are_made_by_a_button(desk_client, seminar):
    begins = timezone.localtime(seminar.starts_at + 7 * DAY)
    made = {"starts_at": f"{begins:%Y-%m-%dT%H:%M}", "times": 2, "weeks": 2}
    assert "The drafts are made" in press(desk_client, seminar, "repeat", **made)
    assert seminar.repeats.count() == 2
    refused = press(desk_client, seminar, "repeat", **{**made, "starts_at": "2026-11-01T10:00"})
    assert ["in the past" in refused, 'value="2026-11-01T10:00"' in refused] == [True, True]
    assert seminar.repeats.count() == 2


def test_page_says_why_nobody_has_a_seat_by_number_and_not_by_name(desk_client, seminar):
    offered = factories.SeminarSeatFactory(seminar=seminar, status="offered")
    shown = page(desk_client, seminar)
    assert f"Offered to {offered.seeker.member_number}" in shown
    assert "Nobody waits for one." in shown
    assert offered.seeker.name not in shown


def test_attendance_is_ticked_for_all_at_once(desk_client, seminar, clock):
    here, away, later = (
        factories.SeminarSeatFactory(seminar=seminar, status=it) for it in ("taken", "taken", "waiting")
    )
    assert "not begun" in page(desk_client, seminar, "attendance")
    clock.move_to(seminar.starts_at, tick=False)
    assert here.seeker.name in page(desk_client, seminar, "attendance")
    assert seminar.title in desk_client.get("/admin/").content.decode()
    said = {f"seat-{here.pk}": "attended", f"seat-{away.pk}": "absent", f"seat-{later.pk}": "attended"}
    desk_client.post(address(seminar, "attendance"), said)
    assert list(seminar.seats.order_by("pk").values_list("status", flat=True)) == ["attended", "absent", "waiting"]
    assert seminar.title not in desk_client.get("/admin/").content.decode()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (made.pdf_with_everything(), "The file is kept"),
        (made.picture(), "This is not a PDF"),
        (made.docx(), "This is not a PDF"),
        (b"GIF89a" + made.pdf(), "two kinds of file in one"),
        (made.pdf() + made.archive({"setup.exe": made.EXE}), "two kinds of file in one"),
        (made.locked_pdf(), "This PDF is locked"),
        (made.pdf(pages=31), "more than 30 pages"),
        (b"%PDF-1.7 %%EOF", "cannot be opened"),
        (b"", "empty"),
        (made.pdf() + bytes(LARGEST), "larger than 10 MB"),
    ],
)
def test_materials_are_pdfs_judged_as_documents_are(desk_client, seminar, settings, tmp_path, content, said):
    settings.MEDIA_ROOT = tmp_path
    file = SimpleUploadedFile("資料.pdf", content, content_type="application/pdf")
    answer = desk_client.post(address(seminar, "materials"), {"file": file}, follow=True).content.decode()
    assert said in answer
    assert SeminarMaterial.objects.count() == (said == "The file is kept")
    for material in SeminarMaterial.objects.all():
        assert (material.file.owner, material.file.use) == (None, "material")
        given = desk_client.get(reverse("support:seminar_material", args=[material.pk]))
        assert "sandbox" in given["Content-Security-Policy"]
        content = b"".join(given)
        assert not any(hidden in content for hidden in (made.EXE, b"JavaScript", b"setup.exe", b"/AF"))
        desk_client.post(address(seminar, "materials"), {"remove": material.pk})
    assert not SeminarMaterial.objects.exists()


@pytest.mark.parametrize("key", ["", "x", "999999", "9" * 40])
def test_material_that_is_not_there_is_not_taken_away(desk_client, seminar, key):
    assert desk_client.post(address(seminar, "materials"), {"remove": key}).status_code == 404


def test_attendance_is_put_right_and_says_until_when(desk_client, desk, seminar, clock):
    here, away = (factories.SeminarSeatFactory(seminar=seminar, status=it) for it in ("attended", "absent"))
    clock.move_to(seminar.ends_at + DAY, tick=False)
    assert address(seminar, "attendance") in page(desk_client, seminar)
    shown = page(desk_client, seminar, "attendance")
    assert "can be put right until" in shown
    assert f'name="seat-{here.pk}" value="attended"' in shown
    desk_client.post(address(seminar, "attendance"), {f"seat-{here.pk}": "absent", f"seat-{away.pk}": "absent"})
    here.refresh_from_db()
    assert (here.status, here.ended_by) == ("absent", desk)
    assert desk.get_username() in page(desk_client, seminar)
    clock.move_to(seminar.ends_at + 15 * DAY, tick=False)
    assert "Everything is recorded." in page(desk_client, seminar, "attendance")
    assert address(seminar, "attendance") not in page(desk_client, seminar)


@pytest.mark.parametrize("what", ["change", "edit", "attendance", "materials", "ask/open", "history"])
def test_nobody_but_the_desk_comes_in(advisor_client, seeker_client, seminar, what):
    assert advisor_client.get(address(seminar, what)).status_code in (403, 404)
    assert seeker_client.get(address(seminar, what)).status_code == 403
    assert advisor_client.post(address(seminar, what), {"move": "open"}).status_code in (403, 404)


def test_advisor_at_the_desk_sees_seats_as_the_desk_does(seminar, advisor):
    factories.join(advisor.user, "Support desk")
    seat = factories.SeminarSeatFactory(seminar=seminar)
    assert seat.seeker.member_number in page(signed_in(advisor.user), seminar)


@pytest.mark.parametrize("rows", [1, 100])
def test_pages_cost_the_same_for_however_many(desk_client, rows, clock):
    seminar = factories.SeminarFactory(capacity=2 * rows)
    for status in ("taken", "offered", "waiting", "cancelled"):
        factories.SeminarSeatFactory.create_batch(rows, seminar=seminar, status=status)
    factories.SeminarFactory.create_batch(rows)
    sent = {}
    for what in (LIST, address(seminar), address(seminar, "attendance")):
        with counted() as statements:
            assert desk_client.get(what).status_code == 200
        sent[what.replace(str(seminar.pk), "N")] = len(statements)
    assert max(sent.values()) <= 10, sent
    assert SeminarSeat.objects.count() == 4 * rows
