"""A wish for another advisor is in confidence: whom it concerns sees the same bytes before it and after it.

Proven by comparison: everything that the advisor can open on the site and in the admin is fetched, the wish is filed,
and everything is fetched again.
"""

import os

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.core import mail
from django.core.management.color import no_style
from django.db import connection, transaction
from django.urls import reverse

from accounts.models import AdvisorGender, Message, Session
from advisors.handover import changing, replacing
from advisors.handover.handing_over import HandedOver, hand_over
from advisors.models import AdvisorChangeRequest
from tests import factories
from tests.advisors.handover.crawling import GUESSED, answer, beginnings, crawl
from tests.conftest import signed_in
from withdrawals.requests.advancing import advance

SAID = {"reason": "talk", "comment": "内密にお願いします", "wish": "別の方", "advisor_gender": "male", "field": "it"}
SAID["styles"] = ["slow"]
GUISES = {
    "advisor": (False, False),
    "at the desk": (True, False),
    "administrator": (False, True),
    "administrator at the desk": (True, True),
}

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def same_disk(monkeypatch):
    """The administrator reads how much room there is, which others on this machine take meanwhile."""
    disk = os.statvfs(".")
    monkeypatch.setattr(os, "statvfs", lambda _folder: disk)


@pytest.fixture
def assignment(assignment, clock):
    """A tie with something in it, among other people's wishes and ties."""
    seeker = assignment.seeker
    booking = factories.CounselingBookingFactory(seeker=seeker, slot__advisor=assignment.advisor, status="completed")
    factories.CounselingNotesFactory(booking=booking, assignment=assignment)
    factories.CounselingBookingFactory(seeker=seeker, slot__advisor=assignment.advisor)
    factories.ConversationEntryFactory(assignment=assignment, read_at=assignment.began_at)
    factories.ReferralFactory(seeker=seeker)
    for status in ("submitted", "withdrawn"):
        factories.AdvisorChangeRequestFactory(status=status)
    return assignment


# All of them: `make attack`; in the suite who sees least and who sees most.
LONG = [pytest.param(guise, marks=pytest.mark.long) for guise in ("at the desk", "administrator")]


@pytest.fixture(params=["advisor", "administrator at the desk", *LONG])
def concerned(request, assignment):
    """The advisor whom the wish concerns, in each guise."""
    at_desk, is_administrator = GUISES[request.param]
    return in_guise(assignment.advisor.user, at_desk=at_desk, is_administrator=is_administrator)


def in_guise(user, *, at_desk: bool, is_administrator: bool):
    user.is_superuser = is_administrator
    user.save()
    if at_desk:
        factories.join(user, "Support desk")
    return user


def seen_by(user, seeker, look=crawl) -> dict:
    """Everything they can open, or what `look` opens, and what they could find in the rows that they may see."""
    rows = {"mails": [message.to for message in mail.outbox]}
    for model in (Message, AdvisorChangeRequest):
        rows[model.__name__] = list(model.objects.visible_to(user).order_by("pk").values())
    rows["to them"] = list(Message.objects.filter(recipient=user).order_by("pk").values())
    rows["log"] = list(LogEntry.objects.values())
    seen = rows | look(signed_in(user), seeker.member_number, seeker.family_name)
    return without_chance(seen, [row["id"] for row in [*rows["Message"], *rows["to them"]]])


def without_chance(seen: dict, ids: list[int]) -> dict[str, str]:
    """With the id of each message they may see, which chance draws, written as its place among those."""

    def said(text: str) -> str:
        for place, message_id in enumerate(ids):
            text = text.replace(str(message_id), f"message {place}")
        return text

    return {said(address): said(repr(answer)) for address, answer in seen.items()}


def differences(before: dict, after: dict) -> list[str]:
    """But for the list of who looked, which each such walk makes longer, and files that say when they were made."""
    apart = (reverse("admin:accounts_look_changelist"), reverse("admin:advisors_tally_xlsx"))
    changed = [address for address in before | after if before.get(address) != after.get(address)]
    return [address for address in changed if not address.startswith(apart)]


def file_wish(seeker_client):
    seeker_client.post("/advisor/change/", SAID)
    return AdvisorChangeRequest.objects.open().get(comment=SAID["comment"])


# Who sees most is asked by the next test, with one look fewer.
MOST = pytest.param("administrator at the desk", marks=pytest.mark.long)


@pytest.mark.story
@pytest.mark.parametrize("concerned", ["advisor", MOST, *LONG], indirect=True)
def test_whom_it_concerns_sees_the_same_bytes(concerned, seeker, seeker_client, worker):
    worker()
    before = seen_by(concerned, seeker)
    file_wish(seeker_client)
    worker()
    after = seen_by(concerned, seeker)
    assert differences(before, after) == []
    assert len(after) > 100


@pytest.mark.parametrize("concerned", ["advisor", "administrator at the desk"], indirect=True)
def test_nor_anything_else_where_it_would_show(concerned, assignment, seeker, seeker_client, worker):
    """The same in short, at each change of the code."""
    look = near(assignment)
    worker()
    before = seen_by(concerned, seeker, look)
    file_wish(seeker_client)
    worker()
    assert differences(before, seen_by(concerned, seeker, look)) == []
    assert len(before) > 50


@pytest.mark.story
def test_nor_do_they_see_in_every_role_how_it_goes_on_and_ends(assignment, seeker, seeker_client, desk, now):
    """A wish that is closed, a second that is taken back, and a third that is open: one look serves all three.

    Nor that the profile leads their seeker to the confidential form in place of saving a wish there.
    """
    user = in_guise(assignment.advisor.user, at_desk=True, is_administrator=True)
    before = seen_by(user, seeker)
    profile_leads_to_the_confidential_wish(seeker_client)
    seeker.refresh_from_db()
    assert seeker.advisor_gender == "any"
    changing.close(file_wish(seeker_client).pk, by=desk, now=now)
    seeker_client.post(f"/advisor/change/{file_wish(seeker_client).pk}/take-back/")
    file_wish(seeker_client)
    assert differences(before, seen_by(user, seeker)) == []
    assert sorted(seeker.change_requests.values_list("status", flat=True)) == ["closed", "submitted", "withdrawn"]


def profile_leads_to_the_confidential_wish(seeker_client) -> None:
    page = seeker_client.get("/mypage/profile/")
    typed = {**page.context["form"].initial, "advisor_gender": "male"}
    assert "advisor_gender" not in page.context["form"].fields
    assert 'href="/advisor/change/"' in page.content.decode().partition("<main")[2]
    assert seeker_client.post("/mypage/profile/", typed).url == "/mypage/"
    assert seeker_client.post("/counseling/any-advisor/").status_code == 302


def near(tie):
    """Looks at the lists of the admin, and at the pages of a tie, its people and their hours: a crawl in short."""
    pages = {"assignment": tie.pk, "advisor": tie.advisor_id, "conversationentry": tie.seeker_id}
    asked = [f"/admin/advisors/{name}/{key}/" for name, key in pages.items()]
    asked += [f"/admin/accounts/jobseeker/{tie.seeker_id}/", f"/admin/advisors/counselingbooking/{GUESSED[0]}/"]
    asked = [f"{page}{part}/" for page in asked for part in ("change", "history", "another", "thread", "hand-over")]
    lists = [reverse(f"admin:{it._meta.app_label}_{it._meta.model_name}_changelist") for it in admin.site._registry]
    return lambda client, *_: {address: answer(client, address) for address in [*beginnings(), *lists, *asked]}


# Twin worlds: somebody does something, once with no wish about them and once with one


def in_twin_worlds(act, seen) -> tuple[dict, dict]:
    """What is seen after `act` where there is no wish, and where there is one; `act` files it if it is told to."""
    count_ids_anew()
    with transaction.atomic():
        act(has_wish=False)
        without = seen()
        transaction.set_rollback(True)
    mail.outbox.clear()
    count_ids_anew()
    act(has_wish=True)
    return without, seen()


def count_ids_anew() -> None:
    """PostgreSQL does not take back the ids that were given out before a rollback: go on after those that stand."""
    statements = connection.ops.sequence_reset_sql(no_style(), apps.get_models(include_auto_created=True))
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


DESK, TIES, WISHES = "Support desk", "/admin/advisors/assignment/", "/admin/advisors/advisorchangerequest/"


def end_own_tie(client, assignment):
    chosen = {"action": "end", "_selected_action": [assignment.pk], "select_across": "0"}
    return client.post(TIES, chosen, follow=True)


def choose_the_next(client, assignment):
    return client.post(f"{TIES}unassigned/", {"seeker": assignment.seeker_id, "advisor": woman().pk}, follow=True)


def add_the_next(client, assignment):
    return client.post(f"{TIES}add/", {"seeker": assignment.seeker_id, "advisor": woman().pk}, follow=True)


def woman():
    return factories.AdvisorFactory(gender="female", name="次の方", user__email="next@example.com")


def ended_by_desk(assignment, *, by, now):
    replacing.end(assignment.pk, by=by, now=now)


WAYS = {"ends it": (end_own_tie, False), "assigns": (choose_the_next, True), "adds": (add_the_next, True)}


@pytest.mark.parametrize("look", [near, pytest.param(lambda tie: crawl, marks=pytest.mark.long)])
def test_whom_it_concerns_proves_nothing_by_trying_to_end_it_and_to_choose_the_next(
    look, assignment, seeker, seeker_client, desk, worker, now
):
    """Either is refused. After the first a look at where an end would be told, after both at where either would."""
    user = in_guise(assignment.advisor.user, at_desk=True, is_administrator=True)
    told = {}

    def act(*, has_wish):
        if has_wish:
            file_wish(seeker_client)
        client = signed_in(user)
        ended = said_of(end_own_tie(client, assignment))
        between = where_an_end_is_told(client, seeker.member_number)
        assert seeker.assignments.current().get() == assignment
        ended_by_desk(assignment, by=desk, now=now)
        told[has_wish] = ended, between, said_of(choose_the_next(client, assignment))
        worker.commit()

    def seen():
        return seen_by(user, seeker, look(assignment)), where_an_end_is_told(signed_in(user), seeker.member_number)

    (without, and_there), (with_wish, there) = in_twin_worlds(act, seen)
    assert told[True] == told[False]
    assert differences(without, with_wish) == differences(and_there, there) == []
    assert not seeker.assignments.current().exists()


def said_of(answered) -> list[str]:
    return [str(message) for message in answered.context["messages"]]


def where_an_end_is_told(client, number, *_) -> dict:
    """Where somebody at the desk meets a seeker without an advisor, a tie that has ended, and a wish."""
    wishes = "/admin/advisors/advisorchangerequest/"
    lists = [address for base in (TIES, wishes) for address in (base, f"{base}?q={number}")]
    return {address: answer(client, address) for address in ("/admin/", f"{TIES}unassigned/", f"{TIES}add/", *lists)}


@pytest.mark.long
@pytest.mark.parametrize("way", WAYS)
def test_whom_it_concerns_proves_nothing_by_doing_either(way, assignment, seeker, seeker_client, desk, worker, now):
    """Somebody in two roles ends their own tie, or chooses who follows them."""
    user = in_guise(assignment.advisor.user, at_desk=True, is_administrator=True)
    do, is_ended_first = WAYS[way]
    said = {}

    def act(*, has_wish):
        if has_wish:
            file_wish(seeker_client)
        if is_ended_first:
            ended_by_desk(assignment, by=desk, now=now)
        said[has_wish] = said_of(do(signed_in(user), assignment))
        worker.commit()

    without, with_wish = in_twin_worlds(act, lambda: seen_by(user, seeker))
    assert said[True] == said[False]
    assert differences(without, with_wish) == []
    assert seeker.assignments.current().exists() == (not is_ended_first)


@pytest.mark.parametrize("look", [where_an_end_is_told, pytest.param(crawl, marks=pytest.mark.long)])
def test_whom_it_concerned_sees_no_wish_once_somebody_else_ended_the_tie(
    look, assignment, seeker, seeker_client, desk, now
):
    user = in_guise(assignment.advisor.user, at_desk=True, is_administrator=True)

    def act(*, has_wish):
        if has_wish:
            file_wish(seeker_client)
        ended_by_desk(assignment, by=desk, now=now)

    without, with_wish = in_twin_worlds(act, lambda: seen_by(user, seeker, look))
    assert differences(without, with_wish) == []
    seeker.refresh_from_db()
    assert seeker.advisor_gender == SAID["advisor_gender"]


def test_colleague_who_was_the_advisor_once_does_not_hand_the_seeker_on(assignment, seeker, seeker_client, now):
    former = factories.AssignmentFactory(seeker=seeker, began_at=seeker.joined_at, ended_at=assignment.began_at)
    other = factories.AssignmentFactory(advisor=assignment.advisor)
    factories.join(former.advisor.user, DESK)
    factories.AdvisorFactory.create_batch(2)
    done = hand_over(assignment.advisor_id, by=former.advisor.user, now=now)
    assert done == HandedOver(placed=1, left=0, refused=(seeker.member_number,))
    assert list(assignment.advisor.assignments.current()) == [assignment]
    assert other.seeker.assignments.current().exists()


# Another advisor, as was wished for in confidence, or because the desk replaced the former one by hand


@pytest.fixture
def follower(assignment):
    return factories.AdvisorFactory(gender=SAID["advisor_gender"], name="次の方", user__email="next@example.com")


@pytest.fixture
def replace_the_advisor(assignment, follower, seeker_client, desk, worker):
    """What the desk does, in either world, on its own pages."""
    client = signed_in(desk)

    def act(*, has_wish):
        page, sent = f"{TIES}{assignment.pk}/another/", {"advisor": follower.pk, "wish": SAID["advisor_gender"]}
        if has_wish:
            page, sent = f"{WISHES}{file_wish(seeker_client).pk}/change/", {"advisor": follower.pk}
        assert client.post(page, sent).status_code == 302
        worker()

    return act


def stored() -> dict[str, str]:
    """Every row of every table, but for the wishes themselves and what browsers have open; and the mails."""
    rows = {"mails": repr([(sent.to, sent.subject, sent.body) for sent in mail.outbox])}
    for model in apps.get_models(include_auto_created=True):
        if model not in (AdvisorChangeRequest, Session):
            by_chance = {"id"} if model is Message else set()
            kept = [it.attname for it in model._meta.concrete_fields if it.name not in by_chance]
            rows[model._meta.label] = repr(list(model._base_manager.order_by("pk").values(*kept)))
    return rows


def test_nothing_is_stored_that_tells_a_fulfilled_wish_from_a_replacement(replace_the_advisor, seeker, follower):
    replaced, fulfilled = in_twin_worlds(replace_the_advisor, stored)
    assert differences(replaced, fulfilled) == []
    assert "advisors/your_advisor" in fulfilled["accounts.Message"]
    assert seeker.change_requests.get().status == "reassigned"


def test_comparison_would_tell_it_from_a_tie_that_was_ended_and_another_that_was_begun(
    replace_the_advisor, assignment, follower, desk, worker
):
    """Which the log of the admin knows, and a mail."""
    client = signed_in(desk)

    def act(*, has_wish):
        if has_wish:
            replace_the_advisor(has_wish=True)
            return
        end_own_tie(client, assignment)
        client.post(f"{TIES}unassigned/", {"seeker": assignment.seeker_id, "advisor": follower.pk})
        worker()

    told = differences(*in_twin_worlds(act, stored))
    assert {"admin.LogEntry", "accounts.Message"} <= set(told)


@pytest.fixture(params=["former", "next"])
def involved(request, assignment, follower):
    """Who was replaced, or who follows."""
    return (assignment.advisor if request.param == "former" else follower).user


def in_both_worlds(user, guise, seeker, act, look) -> tuple[dict, dict]:
    at_desk, is_administrator = GUISES[guise]
    in_guise(user, at_desk=at_desk, is_administrator=is_administrator)
    return in_twin_worlds(act, lambda: seen_by(user, seeker, look))


@pytest.mark.parametrize("guise", ["administrator at the desk", pytest.param("advisor", marks=pytest.mark.long), *LONG])
def test_who_was_replaced_and_who_follows_see_the_same_where_it_would_show(
    involved, guise, assignment, seeker, replace_the_advisor
):
    replaced, fulfilled = in_both_worlds(involved, guise, seeker, replace_the_advisor, near(assignment))
    assert differences(replaced, fulfilled) == []


@pytest.mark.long
@pytest.mark.parametrize("guise", GUISES)
def test_who_was_replaced_and_who_follows_see_the_same_bytes(involved, guise, seeker, replace_the_advisor):
    replaced, fulfilled = in_both_worlds(involved, guise, seeker, replace_the_advisor, crawl)
    assert differences(replaced, fulfilled) == []
    assert len(fulfilled) > 100


def test_others_at_the_desk_may_know_which_it_was(replace_the_advisor, seeker):
    """And that the comparison would tell it."""
    colleague, ended = factories.DeskUserFactory(), f"{WISHES}?state=ended"

    def look(client, *_):
        return {address: answer(client, address) for address in (ended, TIES)}

    replaced, fulfilled = in_twin_worlds(replace_the_advisor, lambda: seen_by(colleague, seeker, look))
    assert differences(replaced, fulfilled) == ["AdvisorChangeRequest", ended]


@pytest.mark.parametrize("wish", AdvisorGender.values)
def test_gender_wished_for_is_not_on_the_page_of_who_is_or_was_the_advisor(wish, concerned, seeker, desk_client, now):
    seeker.advisor_gender = wish
    seeker.save()
    pages = [
        f"/admin/accounts/jobseeker/{seeker.pk}/change/",
        f"/admin/advisors/counselingbooking/add/?seeker={seeker.pk}",
    ]
    for page in pages:
        assert "Wish for the advisor" not in signed_in(concerned).get(page).content.decode()
        assert "Wish for the advisor" in desk_client.get(page).content.decode()


@pytest.mark.story
def test_comparison_would_tell(assignment, seeker, seeker_client, desk):
    """Others at the desk do see it: on the first page, in the queue, in the search and on its own page.

    Beforehand no other pages are opened; that a crawl comes by these is seen afterwards.
    """
    queue = "/admin/advisors/advisorchangerequest/"
    seen = {"/admin/", queue, f"{queue}?q={seeker.member_number}"}
    before = seen_by(desk, seeker, lambda client, *_: {address: answer(client, address) for address in seen})
    wish = file_wish(seeker_client)
    after = seen_by(desk, seeker)
    seen.add(f"{queue}{wish.pk}/change/")
    assert seen <= set(after)
    assert seen <= set(differences(before, after))


def test_withdrawal_page_does_not_count_the_wishes_that_were_erased(desk_client, seeker, assignment, now):
    """The desk may know whose withdrawal it was; the member's own receipt counts them."""
    factories.AdvisorChangeRequestFactory(assignment=assignment)
    request = factories.WithdrawalRequestFactory(seeker=seeker, status="scheduled", completes_at=now, next_step_at=now)
    advance(request.pk, now=now)
    page = desk_client.get(f"/admin/withdrawals/withdrawalrequest/{request.pk}/change/").content.decode()
    request.refresh_from_db()
    assert request.erased["advisor_change"] == 1
    assert ("Who your advisor is and was" in page, "Wishes for another advisor" in page) == (True, False)


@pytest.mark.story
def test_former_advisor_has_access_to_nothing_of_the_seeker(assignment, seeker, seeker_client, desk, now):
    former, names = assignment.advisor.user, [seeker.member_number, seeker.given_name, seeker.phone.as_national]
    before = crawl(signed_in(former), *names)
    assert len(telling(before, names)) > 5
    wish = file_wish(seeker_client)
    changing.reassign(wish.pk, factories.AdvisorFactory(gender="male").pk, by=desk, now=now)
    client = signed_in(former)
    after = crawl(client, *names)
    after |= {address: answer_to(client, address) for address in before if address not in after}
    assert telling(after, names) == []


def answer_to(client, address) -> tuple:
    response = client.get(address)
    return response.status_code, "", b"".join(response) if response.streaming else response.content


def telling(answers: dict, names: list[str]) -> list[str]:
    """The addresses that answer with a page on which one of these stands; what was searched for stands in its field."""
    told = {
        address: body.decode(errors="ignore").partition('id="content')[2] for address, (_, _, body) in answers.items()
    }
    return [address for address, text in told.items() if "?q=" not in address and any(name in text for name in names)]
