"""Another advisor: asked for, taken back, found, closed."""

import pytest
from django.contrib.admin.models import LogEntry

from accounts.models import Message
from advisors.assignment import assigning, refusals
from advisors.handover import changing as actions
from advisors.handover import replacing
from advisors.models import AdvisorChangeRequest
from config.steps import InvalidTransition
from tests import factories

PAGE = "/advisor/change/"
SAID = {"reason": "talk", "comment": "落ち着かない", "wish": "話しやすい方", "advisor_gender": "female", "field": "it"}
SAID["styles"] = ["slow", "listens"]

pytestmark = pytest.mark.django_db


@pytest.fixture
def wish(assignment):
    return factories.AdvisorChangeRequestFactory(assignment=assignment, advisor_gender="male")


@pytest.fixture
def man(db):
    return factories.AdvisorFactory(gender="male")


def kinds() -> list[str]:
    return list(Message.objects.order_by("pk").values_list("kind", flat=True))


def current(seeker):
    tie = seeker.assignments.current().first()
    return tie and tie.advisor


# The seeker


def test_wish_is_filed_once_and_shown(seeker_client, assignment):
    for _ in range(2):
        assert seeker_client.post(PAGE, SAID, follow=True).status_code == 200
    filed = AdvisorChangeRequest.objects.get()
    assert {name: getattr(filed, name) for name in SAID} == SAID
    assert "話しやすい方" in seeker_client.get(PAGE).content.decode()


def test_more_than_three_ways_of_working_are_refused_in_words(seeker_client, assignment):
    response = seeker_client.post(PAGE, {**SAID, "styles": ["slow", "plain", "listens", "steps"]})
    assert response.context["form"].errors["styles"] == ["Choose three at most: what matters most to you."]


def test_filing_writes_nothing_but_the_wish(seeker_client, seeker, assignment):
    seeker_client.post(PAGE, SAID)
    before = seeker.advisor_gender
    seeker.refresh_from_db()
    assert (seeker.advisor_gender, kinds(), LogEntry.objects.count()) == (before, [], 0)


@pytest.mark.parametrize("name", ["reason", "advisor_gender", "field", "styles"])
def test_wrong_choice_is_told_beside_the_field_and_the_words_stay(name, seeker_client, assignment):
    response = seeker_client.post(PAGE, {**SAID, name: "x"})
    assert list(response.context["form"].errors) == [name]
    assert "話しやすい方" in response.content.decode()
    assert not AdvisorChangeRequest.objects.exists()


def test_seeker_without_an_advisor_is_led_to_book(seeker_client):
    assert 'href="/counseling/"' in seeker_client.get(PAGE).content.decode().split("<main")[1]
    assert "Nothing was sent" in seeker_client.post(PAGE, SAID, follow=True).content.decode()
    assert not AdvisorChangeRequest.objects.exists()


def test_seeker_who_is_leaving_is_told(seeker_client, seeker, assignment):
    factories.WithdrawalRequestFactory(seeker=seeker, status="scheduled")
    assert "Your withdrawal is scheduled" in seeker_client.get(PAGE).content.decode()
    seeker_client.post(PAGE, SAID)
    assert not AdvisorChangeRequest.objects.exists()


def test_wish_is_taken_back_and_can_be_filed_again(seeker_client, wish):
    for _ in range(2):
        assert seeker_client.post(f"{PAGE}{wish.pk}/take-back/").status_code == 302
    wish.refresh_from_db()
    assert wish.status == "withdrawn"
    seeker_client.post(PAGE, SAID)
    assert AdvisorChangeRequest.objects.open().count() == 1


def test_wish_of_somebody_else_is_not_there(other_seeker_client, wish):
    assert other_seeker_client.post(f"{PAGE}{wish.pk}/take-back/").status_code == 404
    wish.refresh_from_db()
    assert wish.status == "submitted"


def test_wish_that_the_desk_has_dealt_with_is_not_taken_back(seeker_client, wish, man, desk, now):
    actions.reassign(wish.pk, man.pk, by=desk, now=now)
    response = seeker_client.post(f"{PAGE}{wish.pk}/take-back/", follow=True)
    assert "The support desk was faster" in response.content.decode()
    wish.refresh_from_db()
    assert wish.status == "reassigned"


# The desk


def test_next_advisor_is_assigned_and_the_seeker_told(wish, seeker, man, desk, now):
    actions.reassign(wish.pk, man.pk, by=desk, now=now)
    wish.refresh_from_db()
    seeker.refresh_from_db()
    assert (wish.status, wish.ended_by, current(seeker), seeker.advisor_gender) == ("reassigned", desk, man, "male")
    assert kinds() == ["advisors/your_advisor"]


def test_reassigned_once(wish, man, desk, now):
    actions.reassign(wish.pk, man.pk, by=desk, now=now)
    with pytest.raises(InvalidTransition):
        actions.reassign(wish.pk, factories.AdvisorFactory(gender="male").pk, by=desk, now=now)
    assert current(wish.seeker) == man


@pytest.mark.parametrize(
    ("refused", "because"),
    [({"gender": "female"}, refusals.OtherGender), ({"gender": "male", "is_at_work": False}, refusals.Away)],
)
def test_wish_for_the_next_advisor_is_not_broken(refused, because, wish, advisor, desk, now):
    with pytest.raises(because):
        actions.reassign(wish.pk, factories.AdvisorFactory(**refused).pk, by=desk, now=now)
    wish.refresh_from_db()
    wish.seeker.refresh_from_db()
    assert wish.status == "submitted"
    assert (current(wish.seeker), wish.seeker.advisor_gender) == (advisor, "any")


def test_advisor_of_before_does_not_come_back(wish, man, desk, now):
    factories.AssignmentFactory(seeker=wish.seeker, advisor=man, ended_at=now)
    with pytest.raises(refusals.HadBefore):
        actions.reassign(wish.pk, man.pk, by=desk, now=now)
    wish.refresh_from_db()
    assert wish.status == "submitted"


def test_who_is_leaving_reads_that_their_wish_rests(wish, seeker_client):
    factories.WithdrawalRequestFactory(seeker=wish.seeker, status="scheduled")
    shown = seeker_client.get(PAGE).content.decode()
    assert "The advisor cannot be changed" in shown
    assert "Then you get a mail" not in shown


def test_who_is_leaving_gets_no_other_advisor_and_the_wish_stays(wish, advisor, man, desk, now):
    """It is there again if they stay after all."""
    factories.WithdrawalRequestFactory(seeker=wish.seeker, status="scheduled")
    with pytest.raises(refusals.SeekerLeaves):
        actions.reassign(wish.pk, man.pk, by=desk, now=now)
    wish.refresh_from_db()
    assert (wish.status, current(wish.seeker)) == ("submitted", advisor)


def test_closing_tells_the_seeker_how_to_reach_the_desk(wish, advisor, desk, now):
    actions.close(wish.pk, by=desk, now=now)
    wish.refresh_from_db()
    assert (wish.status, wish.ended_by, current(wish.seeker), kinds()) == (
        "closed",
        desk,
        advisor,
        ["advisors/change_closed"],
    )


def make_desk(user):
    factories.join(user, "Support desk")


def make_administrator(user):
    user.is_superuser = True
    user.save()


@pytest.mark.parametrize("more", [make_desk, make_administrator])
def test_advisor_concerned_can_neither_close_nor_reassign(more, wish, advisor, man, now):
    more(advisor.user)
    with pytest.raises(InvalidTransition):
        actions.close(wish.pk, by=advisor.user, now=now)
    with pytest.raises(InvalidTransition):
        actions.reassign(wish.pk, man.pk, by=advisor.user, now=now)
    assert (kinds(), current(wish.seeker)) == ([], advisor)


def test_mail_about_a_wish_is_not_listed_for_advisors(wish, desk, advisor, now):
    actions.close(wish.pk, by=desk, now=now)
    make_administrator(advisor.user)
    assert Message.objects.visible_to(desk).count() == 1
    assert Message.objects.visible_to(advisor.user).count() == 0


# Ties that end otherwise


def test_wish_ends_with_the_tie_and_the_gender_holds(wish, seeker, assignment, now):
    booking = factories.CounselingBookingFactory(seeker=seeker, slot__advisor=assignment.advisor)
    for _ in range(2):
        replacing.end(assignment.pk, now=now)
    wish.refresh_from_db()
    seeker.refresh_from_db()
    booking.refresh_from_db()
    assert (wish.status, seeker.advisor_gender, booking.status) == ("closed", "male", "cancelled")
    assert kinds() == ["advisors/cancelled_for_you", "advisors/advisor_away"]


def test_refusal_of_a_former_advisor_is_the_same_whoever_ended_the_tie(seeker, advisor, assignment, wish, now):
    """A word that told a change from a hand-over would tell of the wish."""
    assignment.end(at=now)
    said = []
    for status in ("reassigned", "withdrawn"):
        AdvisorChangeRequest.objects.filter(pk=wish.pk).update(status=status, ended_at=now)
        with pytest.raises(refusals.NotAssignable) as refusal:
            assigning.assign_by_desk(seeker.pk, advisor.pk, now=now)
        said.append(type(refusal.value))
    assert said == [refusals.HadBefore, refusals.HadBefore]


@pytest.mark.parametrize("has_wish", [True, False])
def test_desk_assigns_nobody_who_has_an_advisor(has_wish, seeker, advisor, assignment, now):
    """And says the same to the advisor concerned, wish or no wish."""
    if has_wish:
        factories.AdvisorChangeRequestFactory(assignment=assignment)
    with pytest.raises(refusals.HasAdvisor):
        assigning.assign_by_desk(seeker.pk, advisor.pk, now=now)
