"""The admin's first page: parts of many topics, each once, in few statements; and a menu in words."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib import admin
from django.urls import reverse
from django.utils import timezone

from accounts.models import JobSeeker, Message
from advisors.invitation.inviting import invite, take_back
from config.admin.lines import SHOWN, Line, lines, read_together
from config.admin.start import OPEN, Mark, Waiting, in_lines
from config.together import moment
from tests import factories
from tests.advisors.handover.crawling import CHANCE
from tests.conftest import signed_in
from tests.costs import counted
from withdrawals.models import CallBack

INDEX = "/admin/"
MOST = 12  # beside session and user

pytestmark = pytest.mark.usefixtures("clock")


def shown(client) -> str:
    return CHANCE.sub(b"", client.get(INDEX).content).decode()


def test_menu_is_opened_by_a_link_to_where_it_is(desk_client):
    """Below the width at which it stands beside the page: with scripts and without."""
    for page, menu in ((INDEX, "menu"), ("/admin/accounts/jobseeker/", "nav-sidebar")):
        html = desk_client.get(page).content.decode()
        assert (f'<a class="to-menu" href="#{menu}">' in html, html.count(f'id="{menu}"')) == (True, 1)


@pytest.mark.parametrize("is_booked", [False, True])
def test_advisor_with_nothing_booked_reads_it_once_and_where_hours_are_offered(
    advisor_client, assignment, now, is_booked
):
    if is_booked:
        tomorrow = {"slot__held_on": timezone.localdate(now) + timedelta(days=1), "slot__advisor": assignment.advisor}
        factories.CounselingBookingFactory(seeker=assignment.seeker, **tomorrow)
    today = shown(advisor_client).split('aria-labelledby="today"')[1].split("</section>")[0]
    assert ("/admin/advisors/counselingslot/from-to/" in today) is not is_booked
    assert (today.count("Nothing is booked"), today.count("<p>None.</p>")) == ((0, 1) if is_booked else (1, 0))
    assert today.count('id="counseling-coming"') == 1


# Lines


def members() -> object:
    return lines(JobSeeker.objects.order_by("joined_at"), since="joined_at", seeker="pk")


def test_lines_of_many_topics_are_read_in_one_statement_the_longest_first(db, now, monkeypatch):
    seekers = [factories.JobSeekerFactory(joined_at=now - timedelta(days=days)) for days in (1, 3)]
    with counted() as sent:
        first, nothing, again = read_together([members(), members().none(), members()])
    assert len(sent) == 1
    assert ([line.key for line in first], nothing, again) == ([seekers[1].pk, seekers[0].pk], [], first)
    monkeypatch.setattr("config.admin.lines.SHOWN", 0)
    assert [[line.key for line in found] for found in read_together([members(), members()])] == [[seekers[1].pk]] * 2
    assert (first[0].since, first[0].number, first[0].member_name) == (
        seekers[1].joined_at,
        seekers[1].member_number,
        seekers[1].name,
    )


def test_nothing_is_asked_where_nobody_may_see_anything(db):
    with counted() as sent:
        assert read_together([members().none()]) == [[]]
    assert sent == []


@pytest.mark.parametrize(
    ("stored", "meant"),
    [
        ("2026-11-20 01:02:03.5", datetime(2026, 11, 20, 1, 2, 3, 500_000, tzinfo=UTC)),
        ("2026-11-20", datetime(2026, 11, 20, tzinfo=UTC)),
        (datetime(2026, 11, 20, 1, tzinfo=UTC), datetime(2026, 11, 20, 1, tzinfo=UTC)),
    ],
)
def test_moment_is_the_same_from_either_database(stored, meant):
    assert moment(stored) == meant


# What waits


def waiting(**more) -> Waiting:
    said = {"name": "some", "title": "Some", "rows": JobSeeker.objects.none(), "page": lambda line: f"/{line.key}/"}
    return Waiting(**said | more)


def line(key: int) -> Line:
    return Line(key, datetime(2026, 11, 20, tzinfo=UTC), None, "", "", "", "a word", "", is_leaving=False)


def test_first_lines_stand_open_and_the_others_are_folded(db):
    part = in_lines(waiting(), [line(key) for key in range(OPEN + 3)])
    assert (len(part.said["open"]), len(part.said["folded"])) == (OPEN, 3)
    assert [(tile.number, tile.page, tile.is_cut) for tile in part.tiles] == [(OPEN + 3, "#some", False)]


@pytest.mark.parametrize(("waits", "is_cut"), [(SHOWN, False), (SHOWN + 1, True)])
def test_that_there_are_more_is_said_where_there_are(db, waits, is_cut):
    part = in_lines(waiting(), [line(key) for key in range(waits)])
    [tile] = part.tiles
    assert (tile.number, tile.is_cut, part.said["is_cut"]) == (SHOWN, is_cut, is_cut)
    assert len(part.said["open"]) + len(part.said["folded"]) == SHOWN


@pytest.mark.parametrize(("is_counted", "tiles"), [(False, []), (True, [(0, "/all/")])])
def test_where_nothing_waits_there_is_a_tile_at_most(db, is_counted, tiles):
    part = in_lines(waiting(is_counted=is_counted, everything="/all/", urgency="near"), [])
    assert (part.template, [(tile.number, tile.page) for tile in part.tiles]) == ("", tiles)
    assert [tile.urgency for tile in part.tiles] == [""] * len(tiles)


def test_line_says_what_its_topic_makes_of_it(db):
    part = in_lines(
        waiting(label=lambda it: it.what, mark=lambda it: Mark("overdue", "late"), also=lambda it: ("else", "/else/")),
        [line(7)],
    )
    [told] = part.said["open"]
    assert (told.label, told.page, told.mark.word, told.also) == ("a word", "/7/", "late", ("else", "/else/"))


# What puts a line on the page, and what takes it off


def keys_of(client, name: str) -> list[int]:
    """What stands in a part of the page; nothing where there is no such part."""
    parts = {part.name: part.said for part in client.get(INDEX).context["start"].parts}
    return [told.line.key for of in ("open", "folded") for told in parts[name][of]] if name in parts else []


def test_who_is_to_be_called_back_stands_before_the_desk_until_it_is_decided(desk_client, advisor_client, now):
    first, then, closed = factories.WithdrawalRequestFactory.create_batch(3, status="needs_review", channel="phone")
    for minutes, request in enumerate((first, then, closed)):
        CallBack.objects.create(request=request, call_at=now + timedelta(minutes=minutes), tell_at=now)
    closed.move(closed.Status.CLOSED, at=now, actor="staff", closing="not_a_member")
    assert (keys_of(desk_client, "call-back"), keys_of(advisor_client, "call-back")) == ([first.pk, then.pk], [])


def test_invitation_that_was_not_delivered_stands_before_its_writer_and_the_desk_until_it_ends(
    advisor, advisor_client, other_advisor_client, desk_client, now
):
    lost, on_its_way = (invite(f"n{n}@example.com", advisor=advisor, language="ja", by=advisor.user) for n in (1, 2))
    lost.message.finish(Message.Status.FAILED, at=now)
    everybody = (advisor_client, desk_client, other_advisor_client)
    assert on_its_way.message.status == "queued"
    assert [keys_of(client, "invitations") for client in everybody] == [[lost.pk], [lost.pk], []]
    take_back(lost.pk)
    assert [keys_of(client, "invitations") for client in everybody] == [[], [], []]


def test_who_waits_for_a_time_stands_there_until_they_are_told_or_leave(desk_client, advisor_client, now):
    newest = factories.SlotWaitFactory(since=now)
    oldest = factories.SlotWaitFactory(since=now - timedelta(days=3))
    factories.SlotWaitFactory(told_at=now)
    factories.WithdrawalRequestFactory(seeker=factories.SlotWaitFactory().seeker, status="scheduled")
    assert keys_of(desk_client, "slot-waits") == [oldest.pk, newest.pk]
    assert keys_of(advisor_client, "slot-waits") == []


def test_who_has_no_advisor_stands_there_unless_they_leave(desk_client, assignment):
    alone, leaving = factories.JobSeekerFactory.create_batch(2)
    factories.WithdrawalRequestFactory(seeker=leaving, status="scheduled")
    assert keys_of(desk_client, "without-advisor") == [alone.pk]


def test_seminar_ahead_stands_there_while_somebody_is_in_line(desk_client, advisor_client, now):
    later, past = (
        factories.SeminarSeatFactory(status="waiting", seminar__starts_at=now + timedelta(days=days)).seminar
        for days in (9, -1)
    )
    sooner = factories.SeminarSeatFactory(status="waiting", seminar__starts_at=now + timedelta(days=8)).seminar
    factories.SeminarSeatFactory(status="taken")
    assert keys_of(desk_client, "seminar-lines") == [sooner.pk, later.pk]
    assert keys_of(advisor_client, "seminar-lines") == []
    assert past.starts_at < now


def test_review_left_for_more_than_five_days_stands_before_the_desk_too_until_it_is_returned(
    desk_client, advisor_client, assignment, now
):
    long = now - timedelta(days=5, minutes=1)
    left, lately, _returned = (
        factories.DocumentReviewFactory(document__seeker=assignment.seeker, submitted_at=at, status=status)
        for at, status in ((long, "submitted"), (long + timedelta(minutes=2), "submitted"), (long, "returned"))
    )
    assert keys_of(desk_client, "left-waiting") == [left.pk]
    assert keys_of(advisor_client, "reviews") == [left.pk, lately.pk]
    assert keys_of(advisor_client, "left-waiting") == keys_of(desk_client, "reviews") == []


# Two roles at once


@pytest.fixture
def both(advisor, desk):
    """An advisor who works at the desk too."""
    advisor.user.groups.add(*desk.groups.all())
    return signed_in(advisor.user)


@pytest.fixture
def both_administrator(advisor):
    advisor.user.is_superuser = True
    advisor.user.save()
    return signed_in(advisor.user)


TWO_ROLES = pytest.mark.parametrize("who", ["both", "both_administrator"])


@TWO_ROLES
def test_what_is_their_own_stands_there_once(who, request, assignment, advisor, seeker, now):
    long_ago = now - timedelta(days=12)
    slot = factories.CounselingSlotFactory(advisor=advisor, held_on=long_ago.date())
    booking = factories.CounselingBookingFactory(slot=slot, seeker=seeker)
    review = factories.DocumentReviewFactory(document__seeker=seeker, submitted_at=long_ago)
    message = factories.LeavingMessageFactory(seeker=seeker, entry__assignment=assignment)
    page = shown(request.getfixturevalue(who))
    pages = [
        f'action="{reverse("admin:advisors_counselingbooking_change", args=[booking.pk])}"',
        f'href="{reverse("admin:support_documentreview_change", args=[review.pk])}"',
        f'href="{reverse("admin:withdrawals_leavingmessage_change", args=[message.pk])}"',
    ]
    assert [page.count(it) for it in pages] == [2, 1, 1]  # two buttons of one booking


@TWO_ROLES
def test_wish_about_themselves_is_neither_shown_nor_counted(who, request, assignment, now):
    client = request.getfixturevalue(who)
    before = shown(client)
    factories.AdvisorChangeRequestFactory(assignment=assignment, seeker=assignment.seeker)
    assert shown(client) == before
    other = factories.AdvisorChangeRequestFactory()
    assert f"/advisorchangerequest/{other.pk}/" in shown(client)


@TWO_ROLES
def test_hidden_wish_for_the_advisors_gender_is_not_told(who, request, assignment, now):
    client, seeker = request.getfixturevalue(who), assignment.seeker
    assignment.end(at=now)
    factories.SlotWaitFactory(seeker=seeker, gender="female")
    JobSeeker.objects.filter(pk=seeker.pk).update(advisor_gender="female")
    page = shown(client)
    assert seeker.member_number in page
    assert "A woman" not in page


@pytest.mark.parametrize("who", ["both", "both_administrator", "desk_client", "administrator_client", "advisor_client"])
def test_start_page_costs_twelve_statements_at_most_however_much_waits(who, request, assignment, advisor, now):
    client, costs = request.getfixturevalue(who), []
    for _more in range(3):
        fill(assignment, advisor, now)
        with counted() as sent:
            assert client.get(INDEX).status_code == 200
        costs.append(len(sent) - 2)
    assert costs[0] == costs[1] == costs[2]
    assert costs[0] <= MOST


def fill(assignment, advisor, now) -> None:
    """Something of each kind."""
    tie = factories.AssignmentFactory(advisor=advisor, began_at=now)
    factories.ConversationEntryFactory(assignment=tie)
    factories.ReferralWishFactory(seeker=tie.seeker)
    factories.ReferralFactory(seeker=tie.seeker, status="screening")
    factories.JobInterviewFactory(
        referral=factories.ReferralFactory(seeker=tie.seeker, status="interview"), starts_at=now + timedelta(days=1)
    )
    factories.DocumentReviewFactory(document__seeker=tie.seeker, submitted_at=now - timedelta(days=9))
    factories.WithdrawalRequestFactory(status="needs_review")
    factories.AdvisorChangeRequestFactory()
    factories.SlotWaitFactory()
    factories.SeminarSeatFactory(status="waiting")
    factories.LeavingMessageFactory()


# The menu


def test_menu_says_in_words_what_one_does_and_names_no_table(desk_client, advisor_client, administrator_client):
    for client in (desk_client, advisor_client, administrator_client):
        groups = client.get(INDEX).context["menu"]
        said = [str(way.words) for group in groups for way in group.ways]
        tables = {str(it.opts.verbose_name_plural).lower() for it in admin.site._registry.values()}
        assert len(said) > 5
        assert {words.lower() for words in said} & tables == set()
        # Where a member is chosen first, that leads to the list of members.
        answers = {way.page: client.get(way.page, follow=True).status_code for group in groups for way in group.ways}
        assert {page: code for page, code in answers.items() if code != 200} == {}


def test_whatever_somebody_may_add_the_menu_says_in_words(desk_client, advisor_client, administrator_client):
    for client in (desk_client, advisor_client, administrator_client):
        for of_app in client.get(INDEX).context["available_apps"]:
            nameless = [it["object_name"] for it in of_app["models"] if it["add_url"] and not said_of(it).add]
            assert nameless == []


def test_who_may_only_look_is_told_so_and_what_may_be_added_comes_after_the_list(advisor_client, administrator_client):
    def menu(client) -> list[list[str]]:
        return [[str(way.words) for way in group.ways] for group in client.get(INDEX).context["menu"]]

    of_advisor, of_administrator = (sum(menu(client), []) for client in (advisor_client, administrator_client))
    look, change = "Find a job seeker", "Find a job seeker, and correct their details"
    assert [(look in it, change in it) for it in (of_advisor, of_administrator)] == [(True, False), (False, True)]
    kept = of_administrator.index("Keep the offices up to date")
    assert of_administrator[kept + 1] == "Add an office"
    assert all(menu(advisor_client))


def said_of(listed):
    return admin.site._registry[listed["model"]].in_menu


def test_model_admin_that_says_nothing_for_the_menu_is_found(monkeypatch):
    shown_by = admin.site._registry[JobSeeker]
    monkeypatch.delattr(type(shown_by), "in_menu")
    assert [error.id for error in shown_by.check()] == ["config.E002"]


def test_app_has_no_page_of_its_own_but_a_part_of_the_menu(desk_client):
    assert desk_client.get("/admin/jobs/")["Location"] == "/admin/#menu-jobs"
    assert 'id="menu-jobs"' in shown(desk_client)


# Messages


def test_desk_is_told_for_a_week_of_what_could_not_be_delivered(desk_client, seeker, now):
    def failed(days: int, **more):
        at = now - timedelta(days=days)
        return Message.objects.create(
            kind="accounts/welcome", recipient=seeker.user, status="failed", finished_at=at, **more
        )

    told = failed(6)
    untold = [failed(8), failed(1, failure="KeyError")]
    page = shown(desk_client)
    part = page[page.index('aria-labelledby="undelivered"') :].split("</section>")[0]
    assert f"/message/{told.pk}/" in part
    assert not [it for it in untold if f"/message/{it.pk}/" in part]
    assert timezone.localtime(told.finished_at).strftime("%H:%M") in part
