"""A seeker's pages about counseling: what is offered, and what happens on the buttons."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse

from accounts.models import JobSeeker, Message
from advisors.counseling import booking as actions
from advisors.models import Assignment, CounselingBooking, CounselingSlot, SlotWait
from tests import factories
from tests.costs import counted
from tests.reading import unmarked

LIST = "/counseling/"
TUESDAY = date(2026, 11, 24)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def page(response) -> str:
    return unmarked(response.content.decode())


def book_url(slot) -> str:
    return reverse("advisors:book", args=[slot.pk])


@pytest.fixture
def slot(advisor):
    return factories.CounselingSlotFactory(advisor=advisor, held_on=TUESDAY, hour=10)


@pytest.fixture
def booked(assignment, slot, seeker):
    return factories.CounselingBookingFactory(slot=slot, seeker=seeker, topics="話したいこと")


@pytest.fixture
def later(advisor):
    return factories.CounselingSlotFactory(advisor=advisor, held_on=TUESDAY + timedelta(days=1), hour=11)


# What is offered


def test_free_times_are_offered_to_a_seeker_without_an_advisor(seeker_client, slot):
    assert book_url(slot) in page(seeker_client.get(LIST))


def test_seeker_with_an_advisor_sees_only_their_times(seeker_client, assignment, slot):
    foreign = factories.CounselingSlotFactory(held_on=TUESDAY, hour=9)
    shown = page(seeker_client.get(LIST))
    assert (book_url(slot) in shown, book_url(foreign) in shown) == (True, False)
    assert f"Free times of {slot.advisor.name}, your advisor" in shown
    assert 'name="gender"' not in shown


def test_advisor_is_shown_with_what_a_seeker_wants_to_know(seeker_client, slot):
    slot.advisor.introduction, slot.advisor.fields_of_work = "はじめまして", ["it"]
    slot.advisor.languages = ["en"]
    slot.advisor.save()
    shown = page(seeker_client.get(LIST))
    for text in (slot.advisor.name, "はじめまして", "IT and engineering", "English"):
        assert text in shown


def test_one_day_is_shown_and_the_others_are_a_link_away(seeker_client, slot, later):
    first, second = page(seeker_client.get(LIST)), page(seeker_client.get(f"{LIST}?day=2026-11-25"))
    assert (book_url(slot) in first, book_url(later) in first) == (True, False)
    assert (book_url(slot) in second, book_url(later) in second) == (False, True)
    assert "day=2026-11-25#week" in first


def test_next_week_is_a_link_away(seeker_client, slot, advisor):
    factories.CounselingSlotFactory(advisor=advisor, held_on=date(2026, 12, 1), hour=10)
    assert "day=2026-12-01#week" in page(seeker_client.get(LIST))
    assert "day=2026-11-24#week" in page(seeker_client.get(f"{LIST}?day=2026-12-01"))


@pytest.mark.parametrize(
    "query", ["day=x", "day=9999-99-99", "place=x", "place=999", "gender=x", "day=%00", "styles=x&styles=%00"]
)
def test_list_bears_nonsense(seeker_client, slot, query):
    response = seeker_client.get(f"{LIST}?{query}")
    assert (response.status_code, book_url(slot) in page(response)) == (200, True)


def test_place_narrows_the_list(seeker_client, slot):
    office = factories.OfficeFactory()
    there = factories.CounselingSlotFactory(office=office, held_on=TUESDAY, hour=15)
    at_office, online = (page(seeker_client.get(f"{LIST}?place={place}")) for place in (office.pk, "online"))
    assert (book_url(there) in at_office, book_url(slot) in at_office) == (True, False)
    assert (book_url(there) in online, book_url(slot) in online) == (True, True)


@pytest.mark.parametrize(("wish", "asked", "shown"), [("any", "male", 1), ("any", "", 2), ("female", "male", 1)])
def test_gender_narrows_the_wish_and_never_widens_it(seeker, seeker_client, slot, wish, asked, shown):
    man = factories.CounselingSlotFactory(advisor__gender="male", held_on=TUESDAY, hour=15)
    JobSeeker.objects.update(advisor_gender=wish)
    text = page(seeker_client.get(f"{LIST}?gender={asked}"))
    assert [book_url(it) in text for it in (slot, man)].count(True) == shown
    assert (book_url(man) in text) is (wish == "any")


STYLES = "styles=slow&styles=writes&styles=cheers"


@pytest.fixture
def slow(slot):
    """Two hours later, an advisor who works in two of three ways that are asked for."""
    return factories.CounselingSlotFactory(
        advisor__name="ゆっくりの人", advisor__styles=["writes", "slow", "plain"], held_on=TUESDAY, hour=12
    )


def places_of(text, *slots) -> list[int]:
    return [text.index(book_url(it)) for it in slots]


def test_who_works_as_wished_comes_first_and_nobody_is_left_out(seeker_client, slot, slow):
    plain, text = page(seeker_client.get(LIST)), page(seeker_client.get(f"{LIST}?{STYLES}"))
    assert places_of(plain, slot, slow) == sorted(places_of(plain, slot, slow))
    assert places_of(text, slow, slot) == sorted(places_of(text, slow, slot))
    assert "2 of 3 ways of working fit: Speaks slowly, Puts it in writing too" in text
    assert ("0 of 3 ways of working fit" in text, "ways of working fit" in plain) == (True, False)


def test_styles_are_folded_until_they_are_chosen_and_go_along_to_other_days(seeker_client, slot, slow, later):
    plain, text = page(seeker_client.get(LIST)), page(seeker_client.get(f"{LIST}?{STYLES}&styles=slow&styles=x"))
    details = '<details class="narrow__more"'
    assert (f"{details}>" in plain, f"{details} open>" in text) == (True, True)
    assert [text.count("checked"), plain.count("checked")] == [3, 0]
    assert "styles=slow&amp;styles=writes&amp;styles=cheers" in text.partition('id="week"')[2]


def test_styles_are_not_asked_of_who_has_an_advisor(seeker_client, slot, slow, assignment):
    text = page(seeker_client.get(f"{LIST}?{STYLES}"))
    assert ("ways of working fit" in text, 'name="styles"' in text) == (False, False)


@pytest.mark.parametrize("slots", [1, 40])
@pytest.mark.parametrize("query", ["", f"?{STYLES}"])
def test_list_asks_eight_times_however_many_times_there_are(seeker_client, advisor, slots, query):
    office = factories.OfficeFactory()
    for n in range(slots):
        factories.CounselingSlotFactory(held_on=TUESDAY + timedelta(days=n % 9), hour=9 + n % 10, office=office)
    with counted() as sent:
        assert seeker_client.get(f"{LIST}{query}").status_code == 200
    assert len(sent) == 8


# Booking


def test_booking_is_done_by_one_form(seeker, seeker_client, slot):
    assert seeker_client.get(book_url(slot)).status_code == 200
    response = seeker_client.post(book_url(slot), {"form": "online", "field": "it", "topics": "相談"}, follow=True)
    assert "Your counseling is booked" in page(response)
    booking = CounselingBooking.objects.get()
    assert (booking.seeker, booking.slot, booking.field, booking.topics) == (seeker, slot, "it", "相談")


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [({"form": ""}, "form"), ({"form": "office"}, "form"), ({"form": "online", "topics": "x" * 1001}, "topics")],
)
def test_wrong_input_is_said_beside_the_field_and_kept(seeker_client, slot, typed, wrong):
    response = seeker_client.post(book_url(slot), {"topics": "残る言葉", **typed})
    assert list(response.context["form"].errors) == [wrong]
    assert typed.get("topics", "残る言葉") in page(response)
    assert not CounselingBooking.objects.exists()


def test_sent_twice_books_once_and_says_nothing_strange(seeker_client, slot):
    for _ in range(2):
        response = seeker_client.post(book_url(slot), {"form": "online"}, follow=True)
    assert "already" not in page(response)
    assert CounselingBooking.objects.count() == 1


@pytest.mark.parametrize("method", ["get", "post"])
def test_taken_time_leads_to_other_times(seeker_client, slot, later, method):
    factories.CounselingBookingFactory(slot=slot)
    response = getattr(seeker_client, method)(book_url(slot), {"form": "online"}, follow=True)
    assert [address for address, _ in response.redirect_chain] == [f"{LIST}?day=2026-11-24"]
    assert "Somebody else has just taken this time" in page(response)
    assert book_url(later) in page(response)
    assert re.search(rf'href="{LIST}\?[^"]*day=2026-11-25#week"', page(response))


def test_time_of_ones_own_that_is_opened_once_more_leads_to_it_and_says_nothing_strange(seeker_client, booked):
    response = seeker_client.get(book_url(booked.slot), follow=True)
    assert (response.redirect_chain, "just taken" in page(response)) == ([(LIST, 302)], False)
    assert "Your next counseling" in page(response)


SAID = {"form": "phone", "field": "it", "topics": "長く考えて書いたこと"}


def test_what_was_typed_at_a_time_that_was_taken_waits_for_the_next(seeker_client, slot, later):
    office = factories.OfficeFactory()
    CounselingSlot.objects.update(office=office)
    narrowed = f"?day=2026-11-24&place={office.pk}&styles=slow"
    assert f"{book_url(slot)}{narrowed}".replace("&", "&amp;") in page(seeker_client.get(f"{LIST}{narrowed}"))
    factories.CounselingBookingFactory(slot=slot)
    lost = seeker_client.post(f"{book_url(slot)}{narrowed}", SAID)
    assert lost.url == f"{LIST}{narrowed}"
    shown = seeker_client.get(f"{book_url(later)}{narrowed}")
    assert {name: shown.context["form"][name].value() for name in SAID} == SAID
    assert SAID["topics"] in page(shown)
    assert f'href="{LIST}{narrowed}"'.replace("&", "&amp;") in page(shown)
    assert seeker_client.post(book_url(later), SAID).status_code == 302
    assert "counseling_typed" not in seeker_client.session


@pytest.mark.parametrize("is_ahead", [False, True])
def test_who_loses_a_time_is_refused_before_any_lock_unless_there_is_more_to_say(
    seeker, seeker_client, slot, later, is_ahead
):
    factories.CounselingBookingFactory(slot=slot)
    if is_ahead:
        factories.CounselingBookingFactory(slot=later, seeker=seeker)
    with counted() as sent:
        response = seeker_client.post(book_url(slot), SAID)
    assert response.status_code == 302
    # session, and user with seeker; the slot; then what was typed is kept
    assert is_ahead or (len(sent), sent[-1].startswith('UPDATE "accounts_session"')) == (2 + 1 + 1, True)
    said = "please move it" if is_ahead else "Somebody else has just taken"
    assert said in page(seeker_client.get(response.url))


def test_full_advisor_is_answered_with_other_times(seeker_client, slot, advisor):
    other = factories.CounselingSlotFactory(held_on=TUESDAY, hour=16)
    advisor.capacity = 0
    advisor.save()
    response = seeker_client.post(book_url(slot), {"form": "online"}, follow=True)
    assert "cannot take on anybody more" in page(response)
    assert book_url(other) in page(response)


def test_second_time_is_refused_and_moving_offered(seeker_client, booked, later):
    response = seeker_client.post(book_url(later), {"form": "online"}, follow=True)
    assert "please move it" in page(response)
    assert CounselingBooking.objects.get() == booked


@pytest.mark.parametrize("wish", ["any", "male"])
def test_slot_of_no_concern_is_answered_as_none(seeker, seeker_client, slot, wish):
    JobSeeker.objects.update(advisor_gender=wish)
    none, shown = (
        seeker_client.get(it, follow=True) for it in (reverse("advisors:book", args=[slot.pk + 1000]), book_url(slot))
    )
    assert "This time is not on offer" in page(none)
    assert ("This time is not on offer" in page(shown)) == (wish == "male")
    assert (shown.redirect_chain == none.redirect_chain) == (wish == "male")
    seeker_client.post(book_url(slot), {"form": "online"})
    assert CounselingBooking.objects.exists() == (wish == "any")


def test_slot_of_an_advisor_who_is_theirs_no_more_leads_to_what_is_free(seeker_client, assignment, advisor, now):
    held = factories.CounselingSlotFactory(advisor=advisor)
    Assignment.objects.update(ended_at=now)
    JobSeeker.objects.update(unassigned_since=now)
    response = seeker_client.post(book_url(held), {"form": "online"}, follow=True)
    assert "This time is not on offer" in page(response)
    assert response.redirect_chain == [(LIST, 302)]


def test_booking_cannot_be_moved_to_a_slot_of_no_concern(seeker_client, booked):
    foreign = factories.CounselingSlotFactory(hour=16)
    response = seeker_client.get(move_url(booked, foreign), follow=True)
    assert "This time is not on offer" in page(response)
    assert "the time you have booked is still yours" in page(response)


def test_seeker_who_is_leaving_is_told_so(seeker, seeker_client, slot):
    factories.WithdrawalRequestFactory(seeker=seeker, status="scheduled")
    response = seeker_client.post(book_url(slot), {"form": "online"}, follow=True)
    assert "Your withdrawal is scheduled" in page(response)
    assert book_url(slot) not in page(response)
    assert not CounselingBooking.objects.exists()


@pytest.mark.parametrize("others", [0, 5])
def test_booking_costs_the_same_whatever_is_booked(assignment, seeker_client, slot, others):
    factories.CounselingBookingFactory.create_batch(others, slot__advisor=slot.advisor)
    with counted() as sent:
        assert seeker_client.post(book_url(slot), {"form": "online"}).status_code == 302
    # session, and user with seeker; the slot; then what booking itself costs
    assert len(sent) == 2 + 1 + 4


# What is booked


def test_booking_is_shown_with_until_when_it_can_be_changed(seeker_client, booked):
    shown = page(seeker_client.get(LIST))
    assert "Until Tue 24 Nov, 07:00 you can move or cancel it here." in shown
    assert "話したいこと" in shown
    assert reverse("advisors:cancel", args=[booked.pk]) in shown


def test_after_the_limit_the_desk_is_named(seeker_client, booked, later, clock, settings):
    clock.move_to(booked.slot.starts_at - timedelta(hours=2), tick=False)
    shown = page(seeker_client.get(LIST))
    assert reverse("advisors:cancel", args=[booked.pk]) not in shown
    assert f"ring the support desk: {settings.SUPPORT_PHONE}" in shown
    for name in ("move", "cancel"):
        response = seeker_client.post if name == "cancel" else seeker_client.get
        told = response(reverse(f"advisors:{name}", args=[booked.pk]), follow=True)
        assert "can no longer be changed here" in page(told)
    assert "can no longer be changed here" in page(seeker_client.get(move_url(booked, later), follow=True))
    assert CounselingBooking.objects.get().status == "booked"


def test_seeker_who_was_given_an_advisor_since_they_looked_is_told(seeker, seeker_client, slot, other_advisor):
    factories.AssignmentFactory(seeker=seeker, advisor=other_advisor)
    for pk in (slot.pk, slot.pk + 1000):
        address = reverse("advisors:book", args=[pk])
        assert "This time is not on offer" in page(seeker_client.get(address, follow=True))
        assert "You have an advisor now" in page(seeker_client.post(address, {"form": "online"}, follow=True))
    assert not CounselingBooking.objects.exists()


def test_calendar_file_is_the_seekers_own(seeker_client, other_seeker_client, advisor_client, booked):
    address = reverse("advisors:calendar", args=[booked.pk])
    response = seeker_client.get(address)
    assert response.headers["Content-Type"].startswith("text/calendar")
    assert f"counseling-{booked.pk}@" in page(response)
    assert other_seeker_client.get(address).status_code == 404
    assert advisor_client.get(address).status_code == 302


@pytest.mark.parametrize("name", ["move", "cancel", "calendar"])
def test_booking_of_somebody_else_is_the_same_404_as_none(other_seeker_client, booked, name):
    for pk in (booked.pk, booked.pk + 1000):
        assert other_seeker_client.get(reverse(f"advisors:{name}", args=[pk])).status_code == 404
    assert other_seeker_client.post(reverse("advisors:cancel", args=[booked.pk])).status_code == 404


def move_url(booking, slot) -> str:
    return reverse("advisors:move_to", args=[booking.pk, slot.pk])


def test_moving_is_one_step_from_the_list(seeker_client, booked, later):
    shown = page(seeker_client.get(f"{reverse('advisors:move', args=[booked.pk])}?day=2026-11-25"))
    assert move_url(booked, later) in shown
    response = seeker_client.post(move_url(booked, later), {"form": "phone"}, follow=True)
    assert "Your counseling has moved" in page(response)
    assert CounselingBooking.objects.get().slot == later


def test_moving_sent_twice_is_told_once(seeker_client, booked, later):
    for _ in range(2):
        seeker_client.post(move_url(booked, later), {"form": "phone"})
    assert Message.objects.filter(kind="advisors/moved").count() == 1


def test_moving_to_a_taken_time_keeps_the_former(seeker_client, booked, later, advisor):
    free = factories.CounselingSlotFactory(advisor=advisor, held_on=later.held_on, hour=16)
    factories.CounselingBookingFactory(slot=later)
    response = seeker_client.post(move_url(booked, later), {"form": "phone"}, follow=True)
    assert "the time you have booked is still yours" in page(response)
    assert move_url(booked, free) in page(response)
    assert seeker_client.get(move_url(booked, free)).context["form"]["form"].value() == "phone"
    assert CounselingBooking.objects.get(pk=booked.pk).slot == booked.slot


@pytest.mark.parametrize("times", [1, 2])
def test_cancelling_is_harmless_twice(seeker_client, booked, times):
    for _ in range(times):
        response = seeker_client.post(reverse("advisors:cancel", args=[booked.pk]), follow=True)
    assert "Your counseling is cancelled" in page(response)
    assert seeker_client.get(LIST).context["booking"] is None


def test_staff_are_led_to_their_own_pages(advisor_client, desk_client, slot):
    for client in (advisor_client, desk_client):
        assert [client.get(address).status_code for address in (LIST, book_url(slot))] == [302, 302]


# When nothing fits


def test_nothing_fits_is_said_and_waiting_offered(seeker, seeker_client):
    assert "There is no time that fits" in page(seeker_client.get(LIST))
    response = seeker_client.post("/counseling/wait/", {"place": "", "gender": ""}, follow=True)
    assert "You have been waiting since" in page(response)
    assert SlotWait.objects.get().seeker == seeker
    seeker_client.post("/counseling/wait/stop/")
    assert not SlotWait.objects.exists()


def test_wish_that_nobody_meets_can_be_lifted(seeker, seeker_client, slot):
    JobSeeker.objects.update(advisor_gender="male")
    assert "All such advisors are booked up" in page(seeker_client.get(LIST))
    assert book_url(slot) in page(seeker_client.post("/counseling/any-advisor/", follow=True))
    assert JobSeeker.objects.get(pk=seeker.pk).advisor_gender == "any"


def test_own_advisor_without_a_time_can_be_waited_for(seeker_client, assignment):
    factories.CounselingSlotFactory(held_on=TUESDAY)
    shown = page(seeker_client.get(LIST))
    assert "Your advisor has no free time" in shown
    assert "Any advisor will do" not in shown


def test_full_advisors_times_are_not_listed(seeker_client, slot, advisor):
    advisor.capacity = 0
    advisor.save()
    assert "All advisors are booked up" in page(seeker_client.get(LIST))


# Nearest first, few at a time, and told apart


def test_office_of_their_own_prefecture_stands_first_then_online(seeker_client, seeker):
    for prefecture in ("01", "13", None, "27"):
        office = prefecture and factories.OfficeFactory(prefecture=prefecture, name=f"拠点{prefecture}")
        factories.CounselingSlotFactory(office=office, held_on="2026-11-24", hour=10)
    type(seeker).objects.filter(pk=seeker.pk).update(prefecture="27")
    found = re.findall(r"<section class=\"flow\">\s*<h3>([^<]*)</h3>", page(seeker_client.get(LIST)))
    assert found == ["拠点27", "Online or by phone", "拠点01", "拠点13"]


@pytest.mark.parametrize(("hosts", "folded"), [(3, 0), (5, 2)])
def test_three_advisors_are_shown_and_the_others_unfold(seeker_client, hosts, folded):
    for _ in range(hosts):
        factories.CounselingSlotFactory(office=None, held_on="2026-11-24", hour=10)
    text = page(seeker_client.get(LIST))
    first, *more = text.split('<details class="more">')
    assert (first.count('<article class="card">'), sum(it.count('<article class="card">') for it in more)) == (
        3,
        folded,
    )
    assert (f"{folded} more advisors" in text) == bool(folded)


def test_time_is_named_with_day_advisor_and_form(seeker_client, advisor):
    office = factories.OfficeFactory(name="見本拠点")
    factories.CounselingSlotFactory(advisor=advisor, office=office, held_on="2026-11-24", hour=10)
    link = re.search(
        r'<a class="button button--quiet" href="/counseling/\d+/[^>]*>(.*?)</a>', page(seeker_client.get(LIST))
    )
    named = re.sub(r"<[^>]+>", "", re.sub(r'<span aria-hidden="true">.*?</span>', "", link[1]))
    assert named == f"Tue 24 Nov, 10:00, {advisor.name}, 見本拠点, Online or by phone"


def test_booked_counseling_leads_to_map_and_calendar_first(seeker_client, slot, seeker, now):
    type(slot).objects.update(office=factories.OfficeFactory(address="東京都港区1-2 見本&ビル", map_url=""))
    actions.book_slot(slot.pk, seeker, form="office", now=now)
    panel = page(seeker_client.get(LIST)).split('id="booked"')[1].split("</section>")[0]
    where = "https://www.google.com/maps/search/?api=1&amp;query=%E6%9D%B1%E4%BA%AC%E9%83%BD%E6%B8%AF%E5%8C%BA1-2+"
    assert f'href="{where}' in panel
    assert '%26%E3%83%93%E3%83%AB" rel="noopener noreferrer"' in panel
    assert "What to bring" in panel
    assert re.findall(r'class="button[^"]*" href="([^"]*)"', panel) == [
        f"/counseling/bookings/{seeker.counseling_bookings.get().pk}/counseling.ics"
    ]
    assert panel.index("counseling.ics") < panel.index("Move to another time") < panel.index("Cancel it")


# My page


def test_my_page_shows_the_counseling_that_is_booked(seeker_client, slot, seeker, now):
    assert "Book counseling" in page(seeker_client.get("/mypage/"))
    actions.book_slot(slot.pk, seeker, form="phone", now=now)
    shown = page(seeker_client.get("/mypage/"))
    assert "See the details" in shown
    assert slot.advisor.name in shown
