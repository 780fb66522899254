"""What a member wants of a job: the order, what it costs, and what the advisor hears of it."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from accounts.models import Message
from accounts.tasks import sweep_messages
from jobs.conditions import editing as actions
from jobs.conditions import refusals
from jobs.models import DesiredCondition, ReferralWish
from tests import factories
from tests.costs import counted
from tests.jobs.conditions.test_matching import condition
from tests.reading import unmarked

pytestmark = pytest.mark.django_db
PAGE = "/mypage/conditions/"


def order(seeker) -> list[tuple]:
    return list(seeker.desired_conditions.values_list("kind", "is_must", "rank"))


@pytest.fixture
def wishes(seeker, now):
    for kind in ("training", "dormitory", "remote"):
        actions.set_condition(seeker.pk, kind, number=1, is_must=False, now=now)
    return seeker


def test_condition_is_added_changed_and_taken_away(seeker, now):
    actions.set_condition(seeker.pk, "pay", number=200_000, is_must=True, reason="家賃", now=now)
    actions.set_condition(seeker.pk, "pay", number=220_000, is_must=True, now=now)
    held = seeker.desired_conditions.get()
    assert (held.number, held.is_must, held.rank, held.reason) == (220_000, True, 1, "")
    assert actions.remove_condition(seeker.pk, "pay", now=now) == held
    assert not seeker.desired_conditions.exists()
    with pytest.raises(refusals.NoSuchCondition):
        actions.remove_condition(seeker.pk, "pay", now=now)


def test_condition_moves_to_a_place_and_the_others_close_up(wishes, now):
    for _twice in range(2):
        actions.move_to(wishes.pk, "remote", 1, now=now)
    assert order(wishes) == [("remote", False, 1), ("training", False, 2), ("dormitory", False, 3)]
    actions.move_to(wishes.pk, "remote", 99, now=now)
    assert order(wishes) == [("training", False, 1), ("dormitory", False, 2), ("remote", False, 3)]
    with pytest.raises(refusals.NoSuchCondition):
        actions.move_to(wishes.pk, "pay", 1, now=now)


def test_condition_changes_sides_and_comes_last_there(wishes, now):
    for kind in ("dormitory", "training"):
        actions.make_must(wishes.pk, kind, now=now)
    assert order(wishes) == [("dormitory", True, 1), ("training", True, 2), ("remote", False, 1)]
    actions.make_negotiable(wishes.pk, "dormitory", now=now)
    assert order(wishes) == [("training", True, 1), ("remote", False, 1), ("dormitory", False, 2)]


# The advisor is told


@pytest.fixture
def sweep(worker, clock):
    """Let the hour pass, and the worker send what waited for it."""

    def passes() -> list[mail.EmailMessage]:
        before = len(mail.outbox)
        clock.shift(actions.TOLD_AFTER)
        sweep_messages()
        worker()
        return mail.outbox[before:]

    return passes


def test_advisor_is_told_once_of_all_that_changes_within_an_hour(seeker, assignment, sweep, now):
    for number in (1, 2, 4):
        actions.set_condition(seeker.pk, "remote", number=number, is_must=True, now=now)
    assert Message.objects.get().try_at == now + actions.TOLD_AFTER
    (told,) = sweep()
    assert told.to == [assignment.advisor.user.email]
    assert f"/admin/accounts/jobseeker/{seeker.pk}/change/" in told.body
    assert seeker.family_name not in told.subject + told.body
    actions.make_must(seeker.pk, "remote", now=now)  # as it is already
    assert sweep() == []
    actions.make_negotiable(seeker.pk, "remote", now=now)
    assert len(sweep()) == 1


@pytest.mark.parametrize("what", ["passed on", "leaving", "notices only", "gone"])
def test_advisor_is_told_nothing_of_somebody_who_is_no_longer_theirs(seeker, assignment, sweep, now, what):
    actions.set_condition(seeker.pk, "training", number=1, is_must=True, now=now)
    match what:
        case "passed on":
            assignment.end(at=now)
        case "leaving":
            factories.WithdrawalRequestFactory(status="scheduled", seeker=seeker)
        case "notices only":
            factories.want_notices_only(seeker)
        case "gone":
            seeker.delete()
    assert sweep() == []
    assert Message.objects.get(kind=actions.CHANGED).status == "refused"


def test_seeker_without_advisor_or_with_notices_only_tells_nobody(seeker, other_seeker, advisor, now):
    factories.AssignmentFactory(seeker=other_seeker, advisor=advisor)
    factories.want_notices_only(other_seeker)
    for member in (seeker, other_seeker):
        actions.set_condition(member.pk, "training", number=1, is_must=True, now=now)
    assert not Message.objects.exists()


# Asking for referrals


@pytest.fixture
def counseled(seeker, assignment):
    return factories.CounselingBookingFactory(seeker=seeker, status="completed")


def test_seeker_asks_for_referrals_once(seeker, seeker_client, counseled, advisor_client):
    for _twice in range(2):
        assert "knows that you would like" in seeker_client.post(PAGE + "ask/", follow=True).content.decode()
    assert ReferralWish.objects.get().seeker == seeker
    assert "You asked on" in seeker_client.get(PAGE).content.decode()
    assert seeker.member_number in advisor_client.get("/admin/jobs/referralwish/").content.decode()


@pytest.mark.parametrize("because", ["leaving", "notices_only", "counseling", "advisor"])
def test_seeker_who_cannot_be_referred_anything_reads_why(seeker, seeker_client, counseled, assignment, now, because):
    match because:
        case "leaving":
            factories.WithdrawalRequestFactory(status="scheduled", seeker=seeker)
        case "notices_only":
            factories.want_notices_only(seeker)
        case "counseling":
            counseled.delete()
        case "advisor":
            assignment.end(at=now)
    with pytest.raises(refusals.NotAskable, match=because):
        actions.ask_for_referrals(seeker.pk, now=now)
    page = seeker_client.post(PAGE + "ask/", follow=True).content.decode()
    assert "the page says why" in page
    assert "Ask for new referrals" not in page
    assert not ReferralWish.objects.exists()


# The pages


def test_page_shows_the_order_the_reason_and_what_it_costs(seeker, seeker_client):
    condition(seeker, "pay", 200_000, rank=1, reason="家賃のため")
    condition(seeker, "training", True, rank=2)
    factories.JobPostingFactory(pay_min=250_000, training=True)
    factories.JobPostingFactory.create_batch(2, pay_min=250_000)
    factories.JobPostingFactory(status="closed", pay_min=250_000, training=True)
    page = unmarked(seeker_client.get(PAGE).content.decode())
    assert "1 open posting meets all your must-haves" in page
    assert "“Training” alone keeps the most away: without it there would be 2 more." in page
    assert page.index("200,000 yen or more") < page.index("Because: 家賃のため") < page.index('id="training"')


def test_page_without_a_fitting_posting_stays_kind(seeker, seeker_client):
    condition(seeker, "pay", 200_000)
    condition(seeker, "training", True)
    factories.JobPostingFactory()
    page = seeker_client.get(PAGE).content.decode()
    assert "Just now no open posting meets all your must-haves" in page
    assert "It is not for a single one of them" in page


def test_buttons_move_change_remove_and_put_back(wishes, seeker_client):
    for button in ({"move": "remote:1"}, {"must": "dormitory"}, {"remove": "training"}):
        seeker_client.post(PAGE, button)
    assert order(wishes) == [("dormitory", True, 1), ("remote", False, 1)]
    assert "Removed: Training." in seeker_client.get(PAGE).content.decode()
    for _twice in range(2):
        seeker_client.post(PAGE, {"restore": ""})
    assert order(wishes) == [("dormitory", True, 1), ("remote", False, 1), ("training", False, 2)]
    assert "Removed:" not in seeker_client.get(PAGE).content.decode()


@pytest.mark.parametrize(
    "button", [{"move": "pay:1"}, {"remove": "x\0"}, {"must": ""}, {"restore": ""}, {"jump": "remote"}, {}]
)
def test_button_of_another_tab_changes_nothing_and_says_so(wishes, seeker_client, button):
    before = order(wishes)
    assert "no longer there" in seeker_client.post(PAGE, button, follow=True).content.decode()
    assert order(wishes) == before


@pytest.mark.parametrize("rank", ["9" * 5000, "-1", "²", "0", "\0"])
def test_nonsense_rank_is_no_error(wishes, seeker_client, rank):
    assert seeker_client.post(PAGE, {"move": f"remote:{rank}"}).status_code == 302


@pytest.mark.parametrize(
    ("kind", "typed", "number"),
    [("prefecture", {"value": ["13", "01"]}, 1 << 12 | 1), ("pay", {"value": "210000"}, 210_000), ("training", {}, 1)],
)
def test_form_keeps_what_is_chosen(seeker, seeker_client, kind, typed, number):
    response = seeker_client.post(f"{PAGE}{kind}/", {**typed, "is_must": "must", "reason": "理由"})
    assert response.url == f"{PAGE}#{kind}"
    held = seeker.desired_conditions.get()
    assert (held.kind, held.number, held.is_must, held.reason) == (kind, number, True, "理由")
    assert "checked" in seeker_client.get(f"{PAGE}{kind}/").content.decode()


@pytest.mark.parametrize(
    ("kind", "typed", "said"),
    [
        ("prefecture", {}, "Tick at least one."),
        ("prefecture", {"value": ["99"]}, "Choose from the list."),
        ("pay", {"value": "abc"}, "Choose from the list."),
        ("pay", {"value": ""}, "Choose an amount."),
        ("training", {"is_must": "perhaps"}, "Choose one of the two."),
        ("training", {"reason": "あ" * 201}, "At most 200 characters; these are 201."),
        ("training", {"reason": "a\0"}, "Null characters are not allowed."),
    ],
)
def test_wrong_input_is_answered_beside_the_field(seeker, seeker_client, kind, typed, said):
    fine = {"value": [], "is_must": "must", "reason": "だいじ"}
    response = seeker_client.post(f"{PAGE}{kind}/", {**fine, **typed})
    page = response.content.decode()
    assert (response.status_code, said in page) == (200, True)
    assert typed.get("reason", "だいじ").strip("\0") in page
    assert not DesiredCondition.objects.exists()


def test_kind_that_is_none_has_no_page(seeker_client):
    assert [seeker_client.get(f"{PAGE}{kind}/").status_code for kind in ("weather", "%00", "x" * 2000)] == [404] * 3


@pytest.mark.parametrize("path", [PAGE, PAGE + "pay/"])
def test_pages_are_for_members(client, desk_client, db, path):
    assert client.get(path).url.startswith("/login/")
    assert desk_client.get(path).url == "/admin/"


def test_page_shows_nobody_elses(other_seeker_client, seeker):
    condition(seeker, "pay", 210_000, reason="家賃のため")
    pages = [other_seeker_client.get(path).content.decode() for path in (PAGE, PAGE + "pay/")]
    assert "家賃のため" not in "".join(pages)
    assert 'value="210000" selected' not in pages[1]


@pytest.mark.parametrize("rows", [1, 3])
def test_page_costs_the_same_however_much_it_lists(seeker, seeker_client, rows):
    """One of them asks for a counseling without an outcome, of whoever has none that took place."""
    for kind in ("pay", "training", "dormitory")[:rows]:
        condition(seeker, kind, 1)
        factories.JobPostingFactory()
    with counted() as sent:
        seeker_client.get(PAGE)
    assert len(sent) == 6


def test_postings_are_counted_once_in_ten_minutes_and_the_page_says_when(seeker, seeker_client, clock):
    condition(seeker, "pay", 200_000)
    for minutes, found, at in ((0, 0, "10:00"), (9, 0, "10:00"), (1, 2, "10:10")):
        clock.shift(timedelta(minutes=minutes))
        page = seeker_client.get(PAGE)
        assert (page.context["supply"].met, f"{timezone.localtime(page.context['counted_at']):%H:%M}") == (found, at)
        factories.JobPostingFactory(pay_min=250_000)


def test_changed_must_have_is_counted_at_once(seeker, seeker_client):
    factories.JobPostingFactory(pay_min=250_000)
    for least, met in ((260_000, 0), (240_000, 1)):
        seeker.desired_conditions.all().delete()
        condition(seeker, "pay", least)
        assert seeker_client.get(PAGE).context["supply"].met == met


def test_counted_page_looks_at_no_posting(seeker, seeker_client):
    condition(seeker, "pay", 200_000)
    seeker_client.get(PAGE)
    with counted() as sent:
        seeker_client.get(PAGE)
    assert (len(sent), [query for query in sent if "jobs_jobposting" in query]) == (5, [])


# What staff see


def test_advisor_reads_the_conditions_of_own_seekers_only(seeker, assignment, advisor_client, other_advisor_client):
    wish = condition(seeker, "pay", 210_000, reason="家賃のため")
    factories.ReferralWishFactory(seeker=seeker)
    addresses = [
        f"/admin/accounts/jobseeker/{seeker.pk}/change/",
        f"/admin/jobs/desiredcondition/{wish.pk}/change/",
    ]
    for address in addresses:
        assert "家賃のため" in advisor_client.get(address).content.decode()
        assert other_advisor_client.get(address).status_code == 404
    for lists in ("/admin/jobs/desiredcondition/", "/admin/jobs/referralwish/"):
        assert seeker.member_number in advisor_client.get(lists).content.decode()
        assert seeker.member_number not in other_advisor_client.get(lists).content.decode()
    assert other_advisor_client.get(f"/admin/jobs/referralwish/{seeker.pk}/change/").status_code == 404


def test_staff_write_no_conditions(seeker, assignment, advisor_client, desk_client):
    wish = condition(seeker, "pay", 210_000)
    for staff in (advisor_client, desk_client):
        assert staff.get("/admin/jobs/desiredcondition/add/").status_code == 403
        assert staff.post(f"/admin/jobs/desiredcondition/{wish.pk}/change/", {"number": 1}).status_code == 403
    wish.refresh_from_db()
    assert wish.number == 210_000


def test_those_who_asked_first_stand_first(advisor, advisor_client, now):
    members = factories.AssignmentFactory.create_batch(3, advisor=advisor)
    for days, assignment in zip((2, 3, 1), members, strict=True):
        factories.ReferralWishFactory(seeker=assignment.seeker, asked_at=now - timedelta(days=days))
    page = advisor_client.get("/admin/jobs/referralwish/").content.decode()
    places = [page.index(assignment.seeker.member_number) for assignment in members]
    assert sorted(places) == [places[1], places[0], places[2]]


@pytest.mark.parametrize("rows", [1, 3])
def test_lists_of_staff_cost_the_same_however_long(advisor, advisor_client, rows):
    for assignment in factories.AssignmentFactory.create_batch(rows, advisor=advisor):
        condition(assignment.seeker, "pay", 210_000)
        factories.ReferralWishFactory(seeker=assignment.seeker)
    with counted() as sent:
        advisor_client.get("/admin/jobs/desiredcondition/")
        advisor_client.get("/admin/jobs/referralwish/")
    assert len(sent) == 14
