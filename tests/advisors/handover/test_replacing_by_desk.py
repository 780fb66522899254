"""The desk replaces one seeker's advisor by hand."""

import pytest
from django.contrib.admin.models import LogEntry

from advisors.assignment import refusals
from advisors.handover.replacing import replace_by_desk
from tests import factories
from tests.conftest import signed_in
from tests.costs import counted

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def page(assignment) -> str:
    return f"/admin/advisors/assignment/{assignment.pk}/another/"


@pytest.fixture
def man(db):
    return factories.AdvisorFactory(gender="male", name="見本太郎")


def text(response) -> str:
    return response.content.decode().partition('id="content"')[2]


def said(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def current(seeker):
    return seeker.assignments.current().get().advisor


def kinds(seeker) -> list[str]:
    return list(seeker.user.messages.order_by("pk").values_list("kind", flat=True))


# On the page


def test_next_advisor_is_chosen_asked_about_and_assigned(desk_client, page, seeker, man):
    assert man.name in text(desk_client.get(page))
    asked = text(desk_client.get(page, {"advisor": man.pk, "wish": "male"}))
    assert [word in asked for word in (man.name, seeker.name, "told by mail", "cannot be undone")] == [True] * 4
    assert (current(seeker) == man, kinds(seeker)) == (False, [])
    response = desk_client.post(page, {"advisor": man.pk, "wish": "male"}, follow=True)
    seeker.refresh_from_db()
    assert (current(seeker), seeker.advisor_gender, kinds(seeker)) == (man, "male", ["advisors/your_advisor"])
    assert said(response) == [
        f"Member {seeker.member_number} has another advisor now: {man.name}. The member is told by mail."
    ]
    assert not LogEntry.objects.exists()


def test_wish_of_the_profile_holds_unless_another_is_chosen(desk_client, page, seeker, man):
    seeker.advisor_gender = "female"
    seeker.save()
    woman = factories.AdvisorFactory(name="見本花子")
    for asked, proposed in (({}, woman), ({"wish": "x"}, woman), ({"wish": "male"}, man)):
        shown = text(desk_client.get(page, asked))
        assert [it.name in shown for it in (woman, man)] == [it == proposed for it in (woman, man)]
    desk_client.post(page, {"advisor": man.pk})
    assert current(seeker) != man


def test_button_of_a_page_that_is_old_by_now_is_refused(desk_client, page, seeker, man):
    """A colleague was faster: their choice stays."""
    desk_client.post(page, {"advisor": man.pk, "wish": "any"})
    later = desk_client.post(page, {"advisor": factories.AdvisorFactory().pk, "wish": "any"})
    assert (current(seeker), "this assignment has ended" in text(later)) == (man, True)
    assert kinds(seeker) == ["advisors/your_advisor"]


@pytest.mark.parametrize("key", ["", "x", "0", "99999999999999999999"])
def test_advisor_who_is_not_there_is_refused_in_a_sentence(key, desk_client, page):
    for ask in (desk_client.get, desk_client.post):
        assert said(ask(page, {"advisor": key}, follow=True)) == [str(refusals.Away.said)]


def leaving(assignment, desk) -> None:
    factories.WithdrawalRequestFactory(seeker=assignment.seeker, status="scheduled")


def own(assignment, desk) -> None:
    factories.AssignmentFactory(seeker=assignment.seeker, advisor__user=desk, ended_at=assignment.began_at)


def ended(assignment, desk) -> None:
    assignment.end(at=assignment.began_at)


STANDS = [(leaving, refusals.SeekerLeaves), (own, refusals.OwnSeeker), (ended, refusals.TieEnded)]


@pytest.mark.parametrize(("stands", "refused"), STANDS)
def test_page_says_why_nobody_is_put_in_their_place(stands, refused, desk_client, desk, page, assignment, man):
    way = f'href="{page}"'
    from_here = [f"/admin/accounts/jobseeker/{assignment.seeker_id}/change/", page.replace("another", "change")]
    assert [way in text(desk_client.get(address)) for address in from_here] == [True, True]
    stands(assignment, desk)
    for response in (desk_client.get(page), desk_client.post(page, {"advisor": man.pk, "wish": "male"})):
        shown = text(response)
        assert (str(refused.said) in shown.replace("&#x27;", "'"), man.name in shown) == (True, False)
        assert "Wish for the next advisor" not in shown
    assert [way in text(desk_client.get(address)) for address in from_here] == [False, False]
    assert not man.assignments.exists()


@pytest.mark.parametrize(("stands", "refused"), STANDS)
def test_action_refuses_whatever_the_page_said(stands, refused, desk, assignment, man, seeker):
    stands(assignment, desk)
    with pytest.raises(refused):
        replace_by_desk(assignment.pk, man.pk, wish="male", by=desk)
    seeker.refresh_from_db()
    assert (man.assignments.exists(), seeker.advisor_gender) == (False, "any")


@pytest.mark.parametrize(
    ("made", "refused"),
    [
        ({"gender": "female"}, refusals.OtherGender),
        ({"gender": "male", "is_at_work": False}, refusals.Away),
    ],
)
def test_refused_choice_leaves_all_as_it_was(made, refused, desk, assignment, seeker, advisor):
    with pytest.raises(refused):
        replace_by_desk(assignment.pk, factories.AdvisorFactory(**made).pk, wish="male", by=desk)
    seeker.refresh_from_db()
    assert (current(seeker), seeker.advisor_gender, kinds(seeker)) == (advisor, "any", [])


def test_neither_who_is_there_now_nor_who_was_before_comes_next(desk, assignment, man, advisor):
    with pytest.raises(refusals.ThisAdvisor):
        replace_by_desk(assignment.pk, advisor.pk, wish="any", by=desk)
    factories.AssignmentFactory(seeker=assignment.seeker, advisor=man, ended_at=assignment.began_at)
    with pytest.raises(refusals.HadBefore):
        replace_by_desk(assignment.pk, man.pk, wish="any", by=desk)


def test_tie_of_a_member_who_is_erased_has_ended(desk, assignment, man):
    assignment.delete()
    with pytest.raises(refusals.TieEnded):
        replace_by_desk(assignment.pk, man.pk, wish="any", by=desk)


def test_who_has_asked_themselves_is_dealt_with_there(desk_client, page, assignment):
    wish = factories.AdvisorChangeRequestFactory(assignment=assignment)
    response = desk_client.get(page, follow=True)
    assert response.redirect_chain == [(f"/admin/advisors/advisorchangerequest/{wish.pk}/change/", 302)]


def test_wish_that_was_filed_meanwhile_holds(desk, assignment, seeker, man):
    """The gender wished for there, whatever was said to the desk."""
    wish = factories.AdvisorChangeRequestFactory(assignment=assignment, advisor_gender="male")
    with pytest.raises(refusals.OtherGender):
        replace_by_desk(assignment.pk, factories.AdvisorFactory().pk, wish="any", by=desk)
    replace_by_desk(assignment.pk, man.pk, wish="any", by=desk)
    wish.refresh_from_db()
    seeker.refresh_from_db()
    assert (wish.status, seeker.advisor_gender) == ("reassigned", "male")


def test_page_is_not_there_for_advisors_and_for_nonsense(page, advisor_client, other_advisor_client, desk_client, man):
    for client in (advisor_client, other_advisor_client):
        assert client.get(page).status_code == client.post(page, {"advisor": man.pk}).status_code == 403
    for key in ("999", "x", "99999999999999999999"):
        assert desk_client.get(f"/admin/advisors/assignment/{key}/another/").status_code == 404


def test_who_takes_the_seeker_themselves_is_led_to_what_they_may_see(page, man):
    factories.join(man.user, "Support desk")
    response = signed_in(man.user).post(page, {"advisor": man.pk, "wish": "any"}, follow=True)
    assert response.status_code == 200


def test_page_costs_the_same_however_many_advisors_there_are(desk_client, page):
    costs = []
    for _ in range(2):
        factories.CounselingSlotFactory.create_batch(2)
        desk_client.get(page)
        with counted() as sent:
            desk_client.get(page)
        costs.append(len(sent))
    assert costs[0] == costs[1]


def test_counseling_ahead_goes_along_as_with_a_wish(desk, assignment, man, seeker):
    booking = factories.CounselingBookingFactory(seeker=seeker, slot__advisor=assignment.advisor)
    slot = booking.slot
    factories.CounselingSlotFactory(advisor=man, held_on=slot.held_on, hour=slot.hour)
    replace_by_desk(assignment.pk, man.pk, wish="any", by=desk)
    booking.refresh_from_db()
    assert (booking.slot.advisor, booking.status) == (man, "booked")
