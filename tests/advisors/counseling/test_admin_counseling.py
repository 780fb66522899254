"""What advisors and the desk do about counseling in the admin: the outcome, hours, days off, slots, and the profile."""

import io
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from accounts.models import File, Message
from accounts.tasks import remove_files
from advisors.models import (
    Advisor,
    ClosedDay,
    CounselingBooking,
    CounselingNotes,
    CounselingSlot,
    DayOff,
    Office,
    WeeklyHours,
)
from advisors.people.photos import portrait, show_photo
from tests import factories
from tests.conftest import signed_in
from tests.costs import counted
from tests.support.documents import made

SECRET = "もう少し休みたいとのこと"
MONDAY = date(2026, 11, 30)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def address(model: str, page: str = "changelist", *args) -> str:
    return reverse(f"admin:advisors_{model}_{page}", args=args)


def page(response) -> str:
    return response.content.decode()


def errors(response) -> dict:
    return {name: list(said) for name, said in response.context["adminform"].form.errors.items()}


# One booking


@pytest.fixture
def slot(advisor):
    return factories.CounselingSlotFactory(advisor=advisor, held_on=date(2026, 11, 20), hour=9)


@pytest.fixture
def booked(assignment, slot, seeker):
    """A counseling that began an hour ago."""
    return factories.CounselingBookingFactory(slot=slot, seeker=seeker, topics=SECRET)


def press(client, booking, move: str, **typed):
    sent = {f"{move}-{name}": value for name, value in typed.items()}
    return client.post(address("counselingbooking", "change", booking.pk), {"move": move, **sent}, follow=True)


def status(booking) -> str:
    return CounselingBooking.objects.get(pk=booking.pk).status


def test_advisor_records_that_it_took_place_with_notes(advisor_client, booked, assignment):
    assert SECRET in page(advisor_client.get(address("counselingbooking", "change", booked.pk)))
    shown = page(press(advisor_client, booked, "completed", notes="自分のペースで。"))
    assert status(booked) == "completed"
    assert CounselingNotes.objects.get().assignment == assignment
    assert "自分のペースで。" in shown
    assert "It is recorded that the counseling took place" in shown


def test_advisor_records_that_nobody_came(advisor_client, booked):
    press(advisor_client, booked, "no_show", ticked="on")
    assert (status(booked), Message.objects.count()) == ("no_show", 0)


@pytest.mark.parametrize("move", ["no_show", "cancel"])
def test_button_without_its_tick_changes_nothing(advisor_client, booked, move):
    shown = page(press(advisor_client, booked, move))
    assert "Please tick this first." in shown
    assert status(booked) == "booked"


@pytest.mark.parametrize(("who", "by"), [("advisor", "advisor"), ("desk", "desk"), ("administrator", "desk")])
def test_cancelling_tells_the_seeker_and_says_by_whom(who, by, request, booked, clock):
    clock.move_to(booked.slot.starts_at - timedelta(minutes=1), tick=False)
    press(request.getfixturevalue(f"{who}_client"), booked, "cancel", ticked="on")
    booked.refresh_from_db()
    assert (booked.status, booked.cancelled_by) == ("cancelled", by)
    assert Message.objects.get(recipient=booked.seeker.user).kind == "advisors/cancelled_for_you"


def test_outcome_waits_until_it_has_begun(advisor_client, booked, clock):
    clock.move_to(booked.slot.starts_at - timedelta(minutes=1), tick=False)
    assert 'value="completed"' not in page(advisor_client.get(address("counselingbooking", "change", booked.pk)))
    assert "One cancels before it begins and records after" in page(press(advisor_client, booked, "completed"))
    assert status(booked) == "booked"


def test_second_outcome_is_refused_kindly(advisor_client, booked):
    press(advisor_client, booked, "completed")
    assert "Nothing was changed: this hour is “Took place”" in page(
        press(advisor_client, booked, "no_show", ticked="on")
    )
    assert status(booked) == "completed"


def test_desk_does_not_say_what_came_of_it(desk_client, booked):
    assert press(desk_client, booked, "completed").status_code == 403
    assert status(booked) == "booked"


@pytest.mark.parametrize("who", ["other_advisor", "seeker"])
@pytest.mark.parametrize("move", ["completed", "no_show", "cancel"])
def test_booking_is_out_of_reach_for_others(who, move, request, booked):
    client = request.getfixturevalue(f"{who}_client")
    expected = 404 if who == "other_advisor" else 403
    for pk in (booked.pk, booked.pk + 1000):
        assert client.get(address("counselingbooking", "change", pk)).status_code == expected
    assert press(client, booked, move, ticked="on").status_code == expected
    assert status(booked) == "booked"


@pytest.mark.parametrize(("who", "seen"), [("advisor", True), ("other_advisor", False), ("desk", False)])
def test_notes_are_read_by_the_advisor_alone(who, seen, request, booked, assignment, advisor):
    factories.CounselingNotesFactory(booking=booked, assignment=assignment, text=SECRET + "!")
    response = request.getfixturevalue(f"{who}_client").get(address("counselingbooking", "change", booked.pk))
    assert (SECRET + "!" in page(response)) is seen


@pytest.mark.parametrize(("who", "listed"), [("advisor", True), ("other_advisor", False), ("desk", True)])
def test_list_shows_an_advisor_their_own(who, listed, request, booked, seeker):
    client = request.getfixturevalue(f"{who}_client")
    shown = [page(client.get(address("counselingbooking"), {"q": term})) for term in ("", seeker.member_number)]
    assert [f"/counselingbooking/{booked.pk}/change/" in text for text in shown] == [listed, listed]


def test_list_leaves_the_past_out_unless_asked(advisor_client, booked, clock):
    clock.shift(timedelta(days=1))
    link = f"/counselingbooking/{booked.pk}/change/"
    lists = [page(advisor_client.get(address("counselingbooking"), query)) for query in ({}, {"time": "past"})]
    assert [link in text for text in lists] == [False, True]


def test_slot_names_its_office_without_leading_to_the_page_that_the_desk_keeps(advisor_client, advisor):
    slot = factories.CounselingSlotFactory(advisor=advisor, office=factories.OfficeFactory(name="見本拠点"))
    shown = page(advisor_client.get(address("counselingslot", "change", slot.pk)))
    leads = address("office", "change", slot.office_id)
    assert ("見本拠点" in shown, leads in shown) == (True, False)
    assert advisor_client.get(leads).status_code in {403, 404}


# Lists


def fill(model: str, rows: int, advisor) -> None:
    office = factories.OfficeFactory()
    for n in range(rows):
        slot = factories.CounselingSlotFactory(advisor=advisor, office=office, held_on=MONDAY, hour=9 + n)
        tie = factories.AssignmentFactory(advisor=advisor)
        factories.CounselingBookingFactory(slot=slot, seeker=tie.seeker, form="office")
        factories.WeeklyHoursFactory(advisor=advisor, office=office, weekday=n)
        factories.DayOffFactory(advisor=advisor, day=MONDAY + timedelta(days=n))
        factories.SlotWaitFactory()
        factories.ClosedDayFactory(day=MONDAY + timedelta(days=n))


@pytest.mark.parametrize(
    ("model", "who"),
    [
        ("counselingbooking", "advisor"),
        ("counselingslot", "advisor"),
        ("weeklyhours", "advisor"),
        ("dayoff", "advisor"),
        ("slotwait", "desk"),
        ("advisor", "desk"),
        ("office", "desk"),
        ("closedday", "desk"),
    ],
)
def test_list_costs_the_same_with_one_row_and_with_three(model, who, request, advisor):
    client, costs = request.getfixturevalue(f"{who}_client"), []
    for rows in (1, 3):
        CounselingBooking.objects.all().delete()
        for kept in (CounselingSlot, WeeklyHours, DayOff, ClosedDay):
            kept.objects.all().delete()
        fill(model, rows, advisor)
        with counted() as sent:
            assert client.get(address(model)).status_code == 200
        costs.append(len(sent))
    assert costs[0] == costs[1]


# Hours and days off


@pytest.fixture
def hours(advisor_client, advisor):
    advisor_client.post(address("weeklyhours", "add"), {"weekday": 0, "from_hour": 10, "until_hour": 12, "office": ""})
    return WeeklyHours.objects.get()


def test_advisor_writes_their_own_hours_and_slots_follow(hours, advisor):
    assert hours.advisor == advisor
    assert CounselingSlot.objects.filter(advisor=advisor).count() == 6


def test_advisor_names_nobody_else(advisor_client, advisor, other_advisor):
    typed = {"weekday": 0, "from_hour": 10, "until_hour": 12, "office": "", "advisor": other_advisor.pk}
    advisor_client.post(address("weeklyhours", "add"), typed)
    assert WeeklyHours.objects.get().advisor == advisor


def test_hours_that_end_before_they_begin_are_refused(advisor_client):
    typed = {"weekday": 0, "from_hour": 12, "until_hour": 12, "office": ""}
    response = advisor_client.post(address("weeklyhours", "add"), typed)
    assert errors(response) == {"until_hour": ["The end must be later than the beginning."]}


def add_hours(client, **typed):
    return client.post(
        address("weeklyhours", "add"), {"weekday": 0, "from_hour": 10, "until_hour": 12, "office": "", **typed}
    )


@pytest.mark.parametrize(
    ("model", "names"), [("weeklyhours", {"from_hour": "9", "until_hour": "9"}), ("counselingslot", {"hour": "9"})]
)
def test_hours_are_chosen_and_stay_chosen_where_something_is_wrong(advisor_client, model, names):
    response = advisor_client.post(address(model, "add"), names)
    assert set(errors(response)) & set(names) == {"until_hour"} & set(names)
    assert page(response).count('<option value="9" selected>9:00</option>') == len(names)


def test_hours_and_days_off_are_called_by_when_they_are(advisor_client, hours):
    added = page(advisor_client.post(address("dayoff", "add"), {"day": MONDAY}, follow=True))
    assert str(MONDAY) in added[added.index("The day off") : added.rindex("was added successfully")]
    assert "Monday 10:00 – 12:00" in page(advisor_client.get(address("weeklyhours", "delete", hours.pk)))


@pytest.mark.parametrize(("start", "end"), [(11, 13), (9, 11), (9, 13), (10, 12)])
def test_hours_that_overlap_are_refused_with_those_they_meet(advisor_client, hours, start, end):
    response = add_hours(advisor_client, from_hour=start, until_hour=end)
    said = "There are hours from 10:00 to 12:00 on this day already. Hours may not overlap."
    assert errors(response) == {"from_hour": [said]}
    assert WeeklyHours.objects.count() == 1


def test_hours_are_changed_though_they_overlap_themselves(advisor_client, hours):
    typed = {"weekday": 0, "from_hour": 11, "until_hour": 13, "office": ""}
    advisor_client.post(address("weeklyhours", "change", hours.pk), typed)
    assert WeeklyHours.objects.values_list("from_hour", "until_hour").get() == (11, 13)


@pytest.mark.parametrize("at_office", [True, False])
def test_hours_of_a_weekend_are_online_and_by_phone(advisor_client, at_office):
    office = factories.OfficeFactory().pk if at_office else ""
    response = add_hours(advisor_client, weekday=5, office=office)
    said = "The offices are closed at weekends. Online and by phone it can be held."
    assert (errors(response) if response.context else {}) == ({"office": [said]} if at_office else {})
    assert CounselingSlot.objects.filter(held_on__week_day=7).exists() is not at_office


@pytest.mark.parametrize(("who", "left"), [("advisor", 0), ("other_advisor", 1), ("desk", 1), ("administrator", 0)])
def test_hours_are_deleted_by_their_advisor(who, left, request, hours):
    request.getfixturevalue(f"{who}_client").post(address("weeklyhours", "delete", hours.pk), {"post": "yes"})
    assert (WeeklyHours.objects.count(), CounselingSlot.objects.count()) == (left, 6 * left)


def test_day_off_names_the_hours_that_are_booked(advisor_client, hours, advisor):
    booked = factories.CounselingBookingFactory(slot=CounselingSlot.objects.get(held_on=MONDAY, hour=11))
    told = page(advisor_client.post(address("dayoff", "add"), {"day": MONDAY}, follow=True))
    assert f"11:00 (booking {booked.pk})" in told
    assert booked.seeker.family_name not in told
    assert list(CounselingSlot.objects.filter(held_on=MONDAY)) == [booked.slot]


@pytest.mark.parametrize(
    ("day", "sentence"), [("2026-11-19", "This day is over."), (str(MONDAY), "This day is off already.")]
)
def test_day_off_that_makes_no_sense_is_refused(advisor_client, advisor, day, sentence):
    factories.DayOffFactory(advisor=advisor, day=MONDAY)
    assert errors(advisor_client.post(address("dayoff", "add"), {"day": day})) == {"day": [sentence]}
    assert DayOff.objects.count() == 1


def test_days_off_in_a_row_are_written_at_once(advisor_client, hours, advisor):
    factories.DayOffFactory(advisor=advisor, day=MONDAY)
    booked = factories.CounselingBookingFactory(slot=CounselingSlot.objects.get(held_on=date(2026, 12, 7), hour=11))
    typed = {"day": MONDAY, "until": "２０２６年12月8日"}
    told = page(advisor_client.post(address("dayoff", "add"), typed, follow=True))
    assert list(DayOff.objects.values_list("day", flat=True)) == [MONDAY + timedelta(days=n) for n in range(9)]
    assert set(DayOff.objects.values_list("advisor", flat=True)) == {advisor.pk}
    assert f"11:00 (booking {booked.pk})" in told
    assert {slot.held_on for slot in CounselingSlot.objects.all()} == {date(2026, 12, 7), date(2026, 12, 14)}


@pytest.mark.parametrize(
    ("until", "sentence"),
    [
        ("2026-11-29", "The last day must not be before the first."),
        ("9999-12-31", "This date is too far away. Please look at the year."),
        ("2027-12-31", "Up to three months at once, please. For longer, an administrator marks you away."),
        ("soon", "This is not a date. It looks like 2026-04-05."),
    ],
)
def test_days_off_that_make_no_sense_are_refused(advisor_client, until, sentence):
    response = advisor_client.post(address("dayoff", "add"), {"day": MONDAY, "until": until})
    assert errors(response) == {"until": [sentence]}
    assert not DayOff.objects.exists()


@pytest.mark.parametrize("model", ["weeklyhours", "dayoff", "counselingslot"])
def test_rows_of_another_advisor_are_not_there(model, advisor_client, other_advisor, desk, advisor):
    factory = {
        "weeklyhours": factories.WeeklyHoursFactory,
        "dayoff": factories.DayOffFactory,
        "counselingslot": factories.CounselingSlotFactory,
    }[model]
    foreign = factory(advisor=other_advisor)
    assert advisor_client.get(address(model, "change", foreign.pk)).status_code == 404
    advisor.user.groups.add(*desk.groups.all())
    assert advisor_client.get(address(model, "change", foreign.pk)).status_code == 200
    assert advisor_client.post(address(model, "change", foreign.pk), {}).status_code == 403
    assert advisor_client.post(address(model, "delete", foreign.pk), {"post": "yes"}).status_code == 403


# Slots by hand


def add_slot(client, **typed):
    return client.post(address("counselingslot", "add"), {"held_on": MONDAY, "hour": 15, "office": "", **typed})


def test_slot_by_hand_is_the_advisors_own(advisor_client, advisor):
    add_slot(advisor_client)
    slot = CounselingSlot.objects.get()
    assert (slot.advisor, slot.hour, slot.is_by_hand, slot.is_offered) == (advisor, 15, True, True)


@pytest.mark.parametrize("at_office", [True, False])
def test_slot_on_a_closed_day_is_online_or_by_phone_only(advisor_client, at_office):
    office = factories.OfficeFactory()
    response = add_slot(advisor_client, held_on="2026-11-28", office=office.pk if at_office else "")
    refusal = "The offices are closed on that day. Online and by phone it can be held."
    assert (errors(response) if response.context else {}) == ({"office": [refusal]} if at_office else {})
    assert CounselingSlot.objects.count() == (not at_office)


@pytest.mark.parametrize(("typed", "wrong"), [({"held_on": "2026-11-19"}, "held_on"), ({"hour": 23}, "hour"), ({}, "")])
def test_slot_that_cannot_be_is_refused(advisor_client, advisor, typed, wrong):
    factories.CounselingSlotFactory(advisor=advisor, held_on=MONDAY, hour=15)
    assert list(errors(add_slot(advisor_client, **typed))) == [wrong or "hour"]
    assert CounselingSlot.objects.count() == 1


def act(client, action: str, *slots):
    sent = {"action": action, "_selected_action": [slot.pk for slot in slots], "index": "0"}
    return client.post(address("counselingslot"), sent)


def test_slots_are_taken_back_and_offered_again(advisor_client, advisor, other_advisor):
    own = factories.CounselingSlotFactory(advisor=advisor)
    foreign = factories.CounselingSlotFactory(advisor=other_advisor)
    act(advisor_client, "take_back", own, foreign)
    assert list(CounselingSlot.objects.filter(is_offered=False)) == [own]
    act(advisor_client, "offer_again", own)
    assert not CounselingSlot.objects.filter(is_offered=False).exists()


def test_advisor_at_the_desk_sees_foreign_slots_and_takes_none_back(advisor_client, advisor, other_advisor, desk):
    advisor.user.groups.add(*desk.groups.all())
    own, foreign = (factories.CounselingSlotFactory(advisor=it) for it in (advisor, other_advisor))
    act(advisor_client, "take_back", own, foreign)
    assert list(CounselingSlot.objects.filter(is_offered=False)) == [own]


# Offices, and who advisors are


def test_desk_keeps_the_offices(desk_client, advisor_client):
    typed = {
        "name": "見本拠点",
        "prefecture": "13",
        "address": "見本町1-2-3",
        "is_open": "on",
        "map_url": "example.jp/map",
    }
    assert advisor_client.post(address("office", "add"), typed).status_code == 403
    desk_client.post(address("office", "add"), typed)
    assert Office.objects.get().map_url == "https://example.jp/map"


def picture(kind: str = "PNG", size: tuple[int, int] = (900, 600)) -> SimpleUploadedFile:
    written = io.BytesIO()
    Image.new("RGB", size, "teal").save(written, kind)
    return SimpleUploadedFile(f"camera.{kind.lower()}", written.getvalue(), f"image/{kind.lower()}")


def describe(client, advisor, **typed):
    described = {
        "name": "相談員",
        "gender": "female",
        "capacity": 20,
        "is_at_work": "on",
        "fields_of_work": ["it", "care"],
        "languages": ["ja", "en"],
        **typed,
    }
    return client.post(address("advisor", "change", advisor.pk), described)


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def test_photo_is_made_small_and_kept_under_a_random_name(administrator_client, advisor, media):
    describe(administrator_client, advisor, photo=picture())
    advisor.refresh_from_db()
    assert (advisor.fields_of_work, advisor.languages, advisor.capacity) == (["it", "care"], ["ja", "en"], 20)
    assert (advisor.photo.owner, advisor.photo.use) == (advisor.user, "advisor_photo")
    assert "camera" not in advisor.photo.name + advisor.photo.stored.name
    assert max(Image.open(media / advisor.photo.stored.name).size) == 480


def stored(media) -> list[str]:
    return [str(path.relative_to(media)) for path in media.rglob("*") if path.is_file()]


def test_former_photo_is_removed_by_the_sweep(administrator_client, advisor, media):
    for _ in range(2):
        assert describe(administrator_client, advisor, photo=picture()).status_code == 302
    assert len(stored(media)) == 2
    remove_files()
    assert stored(media) == [File.objects.get().stored.name]
    assert File.objects.get().advisor == advisor


def test_photo_stays_while_something_else_is_written(administrator_client, with_photo, media):
    assert describe(administrator_client, with_photo, name="改名").status_code == 302
    remove_files()
    assert stored(media) == [with_photo.photo.stored.name]
    with_photo.refresh_from_db()
    assert (with_photo.name, with_photo.photo) == ("改名", File.objects.get())


def test_photo_is_linked_to_and_taken_away(administrator_client, with_photo, media):
    shown = page(administrator_client.get(address("advisor", "change", with_photo.pk)))
    assert f"/photo/?{with_photo.photo_id}" in shown
    assert with_photo.photo.stored.name not in shown
    describe(administrator_client, with_photo, **{"photo-clear": "on"})
    remove_files()
    assert (stored(media), File.objects.count(), Advisor.objects.get().photo) == ([], 0, None)


def test_photo_replaced_meanwhile_is_not_brought_back(administrator_client, with_photo, media, monkeypatch):
    """The form was read with the first one, which is gone as it is saved."""
    save = Advisor.save

    def replace_first(self, *args, **kwargs):
        monkeypatch.setattr(Advisor, "save", save)
        show_photo(with_photo.pk, portrait(picture()))
        return save(self, *args, **kwargs)

    monkeypatch.setattr(Advisor, "save", replace_first)
    describe(administrator_client, with_photo, name="改名", photo=picture())
    assert Advisor.objects.get().photo == File.objects.get()


@pytest.mark.parametrize(
    ("upload", "sentence"),
    [
        (SimpleUploadedFile("x.png", b"no picture", "image/png"), "This is not a picture that can be read."),
        (SimpleUploadedFile("x.png", b"", "image/png"), "This is not a picture that can be read."),
        (SimpleUploadedFile("x.png", picture().read() + bytes(6 << 20), "image/png"), "This picture is too large."),
        (picture(size=(9000, 6000)), "This picture is too large."),
        (picture("GIF"), "This is not a picture that can be read."),
    ],
)
def test_photo_that_is_none_is_refused(administrator_client, advisor, media, upload, sentence):
    upload.seek(0)
    response = describe(administrator_client, advisor, photo=upload)
    assert errors(response)["photo"][0].startswith(sentence)
    assert not Advisor.objects.get().photo


def test_photo_keeps_its_pixels_and_nothing_that_was_written_beside_them(administrator_client, advisor, media):
    content = made.photo_of_a_phone()
    assert content.count(b"SECRET") == 2
    describe(administrator_client, advisor, photo=SimpleUploadedFile("自宅.jpg", content))
    kept = (media / Advisor.objects.get().photo.stored.name).read_bytes()
    with Image.open(io.BytesIO(kept)) as photo:
        assert (photo.size, dict(photo.getexif()), b"SECRET" in kept) == ((40, 60), {}, False)


@pytest.mark.parametrize("who", ["desk", "advisor"])
def test_profile_is_read_by_desk_and_advisor(who, request, advisor):
    Advisor.objects.update(fields_of_work=["it"], languages=["en"])
    client = request.getfixturevalue(f"{who}_client")
    assert "IT and engineering" in page(client.get(address("advisor", "change", advisor.pk)))


def test_desk_writes_no_profile(desk_client, advisor):
    assert describe(desk_client, advisor).status_code == 403


OWN = {
    "introduction": "ゆっくり話しましょう。",
    "meeting_url": "https://meet.example.jp/me",
    "styles": ["slow", "listens"],
}


@pytest.mark.parametrize("is_desk_too", [False, True])
def test_advisor_writes_of_their_own_what_seekers_see_and_nothing_else(
    advisor_client, advisor, desk, media, is_desk_too
):
    advisor.user.groups.add(*(desk.groups.all() if is_desk_too else []))
    before = Advisor.objects.values("name", "gender", "capacity", "is_at_work", "fields_of_work", "languages").get()
    forged = {"name": "別人", "gender": "male", "capacity": 99, "is_at_work": "", "user": desk.pk, "offices": []}
    assert describe(advisor_client, advisor, **OWN, **forged, photo=picture()).status_code == 302
    advisor.refresh_from_db()
    assert (advisor.introduction, advisor.meeting_url, advisor.styles) == tuple(OWN.values())
    assert Image.open(media / advisor.photo.stored.name).width == 480
    assert Advisor.objects.values(*before).get() == before


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [({"meeting_url": "javascript:1"}, "meeting_url"), ({"introduction": "長" * 401}, "introduction")],
)
def test_own_words_that_do_not_fit_are_said(advisor_client, advisor, typed, wrong):
    response = describe(advisor_client, advisor, **typed)
    assert list(errors(response)) == [wrong]
    assert typed[wrong] in page(response)


def test_advisor_writes_nobody_elses_profile(other_advisor_client, advisor, desk, other_advisor):
    assert describe(other_advisor_client, advisor, **OWN).status_code == 404
    other_advisor.user.groups.add(*desk.groups.all())
    assert describe(other_advisor_client, advisor, **OWN).status_code == 403
    assert other_advisor_client.get(address("advisor", "add")).status_code == 403


def test_what_an_administrator_changes_meanwhile_stays(advisor_client, advisor, monkeypatch):
    def change_first(save):
        def later(self, *args, **kwargs):
            Advisor.objects.filter(pk=advisor.pk).update(is_at_work=False)
            return save(self, *args, **kwargs)

        return later

    monkeypatch.setattr(Advisor, "save", change_first(Advisor.save))
    describe(advisor_client, advisor, **OWN)
    assert Advisor.objects.values_list("introduction", "is_at_work").get() == (OWN["introduction"], False)


@pytest.mark.parametrize("is_away", [True, False])
def test_advisor_who_goes_away_offers_no_slots(administrator_client, advisor, hours, is_away):
    describe(administrator_client, advisor, **({"is_at_work": ""} if is_away else {}))
    assert CounselingSlot.objects.count() == (0 if is_away else 6)


# The photo


@pytest.fixture
def with_photo(advisor, media):
    show_photo(advisor.pk, portrait(picture()))
    advisor.refresh_from_db()
    return advisor


@pytest.mark.parametrize(
    ("who", "seen"),
    [("seeker", 200), ("advisor", 200), ("other_advisor", 404), ("desk", 200), ("other_seeker", 404)],
)
def test_photo_is_shown_to_whom_it_may_concern(who, seen, request, with_photo, media, other_seeker):
    factories.AssignmentFactory(seeker=other_seeker)
    response = request.getfixturevalue(f"{who}_client").get(reverse("advisors:photo", args=[with_photo.pk]))
    assert response.status_code == seen
    if seen == 200:
        assert response.headers["Content-Type"] == "image/jpeg"
        assert response.headers["Cache-Control"] == "no-store, private"
        assert b"".join(response) == (media / with_photo.photo.stored.name).read_bytes()


def test_photo_that_is_not_there_is_not_found(seeker_client, advisor, media, client):
    photo = reverse("advisors:photo", args=[advisor.pk])
    assert seeker_client.get(photo).status_code == 404
    show_photo(advisor.pk, portrait(picture()))
    (media / File.objects.get().stored.name).unlink()
    assert seeker_client.get(photo).status_code == 404
    assert client.get(photo).status_code == 302


def test_advisor_by_group_alone_has_no_hours_to_write():
    client = signed_in(factories.AdvisorUserFactory())
    assert client.get(address("weeklyhours", "add")).status_code == 403
