"""What is practised is said anew until it begins: by the member, and by the advisor who holds it."""

from datetime import timedelta

import pytest

from accounts.models import Message
from advisors.handover.replacing import replace
from support.mock_interviews import refusals
from support.mock_interviews.booking import change_practice
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
HOME = "/support/mock-interviews/"
WORDS = "志望動機を一分で話したいです。"


def page(response) -> str:
    return response.content.decode()


@pytest.fixture
def ahead(assignment):
    """Beside one of another seeker."""
    factories.MockInterviewFactory()
    mine = {"booking__seeker": assignment.seeker, "booking__slot__advisor": assignment.advisor}
    return factories.MockInterviewFactory(**mine, practise=WORDS)


@pytest.fixture
def saved(seeker):
    return factories.SavedPostingFactory(seeker=seeker).posting


def address(interview) -> str:
    return f"{HOME}{interview.pk}/change/"


def admin_address(interview) -> str:
    return f"/admin/support/mockinterview/{interview.pk}/practice/"


def said(interview) -> tuple:
    interview.refresh_from_db()
    return interview.kind, interview.posting, interview.practise


def test_member_changes_kind_posting_and_words(ahead, saved, seeker_client):
    assert f'href="{address(ahead)}"' in page(seeker_client.get(HOME))
    form = page(seeker_client.get(address(ahead)))
    assert (WORDS in form, saved.title in form) == (True, True)
    typed = {"kind": "final", "posting": saved.pk, "practise": "逆質問"}
    answer = seeker_client.post(address(ahead), typed, follow=True)
    assert (answer.redirect_chain, said(ahead)) == ([(HOME, 302)], ("final", saved, "逆質問"))
    assert "Your advisor sees it." in page(answer)
    assert not Message.objects.exists()


def test_advisor_changes_kind_and_posting_and_leaves_the_members_words(ahead, saved, advisor_client):
    shown = page(advisor_client.get(f"/admin/support/mockinterview/{ahead.pk}/change/"))
    assert f'href="{admin_address(ahead)}"' in shown
    assert WORDS in page(advisor_client.get(admin_address(ahead)))
    typed = {"kind": "online", "posting": saved.pk, "practise": "別の言葉"}
    assert "What is practised is changed." in page(advisor_client.post(admin_address(ahead), typed, follow=True))
    assert said(ahead) == ("online", saved, WORDS)


def test_form_is_opened_with_what_is_said_now(ahead, saved, seeker_client, advisor_client):
    ahead.practise_for(saved, kind="final", practise=WORDS)
    for client, path in ((seeker_client, address(ahead)), (advisor_client, admin_address(ahead))):
        form = client.get(path).context["form"]
        assert (form["kind"].value(), form["posting"].value(), form.errors) == ("final", saved.pk, {})
        assert list(form.fields)[:2] == ["kind", "posting"]
    ahead.practise_for(None, kind="final", practise=WORDS)
    assert '<option value="" selected' in page(advisor_client.get(admin_address(ahead)))


def test_administrator_changes_it_for_the_advisor(ahead, administrator, now):
    assert change_practice(ahead.pk, by=administrator, kind="final", now=now).kind == "final"


def test_posting_that_was_chosen_stays_though_it_is_no_longer_saved(ahead, seeker_client):
    posting = factories.JobPostingFactory(title="受付")
    ahead.practise_for(posting, kind="first", practise="")
    assert "受付" in page(seeker_client.get(address(ahead)))
    seeker_client.post(address(ahead), {"kind": "final", "posting": posting.pk})
    assert said(ahead) == ("final", posting, "")


def test_posting_of_somebody_else_is_left_out_and_none_is_none(ahead, saved, seeker, now):
    foreign = factories.SavedPostingFactory().posting, factories.ReferralFactory(status="screening").posting
    for posting in (*(it.pk for it in foreign), None):
        ahead.practise_for(saved, kind="first", practise="")
        assert change_practice(ahead.pk, by=seeker.user, kind="final", posting_id=posting, now=now).posting is None


@pytest.mark.parametrize("typed", [{"kind": "panel"}, {"kind": "final", "practise": "あ" * 1001}])
def test_wrong_input_changes_nothing(ahead, seeker_client, typed):
    answer = seeker_client.post(address(ahead), typed)
    assert (answer.status_code, said(ahead)) == (200, ("first", None, WORDS))


def test_it_ends_with_the_start(ahead, seeker, now):
    start = ahead.booking.slot.starts_at
    assert change_practice(ahead.pk, by=seeker.user, kind="final", now=start - timedelta(seconds=1)).kind == "final"
    with pytest.raises(refusals.Begun):
        change_practice(ahead.pk, by=seeker.user, kind="group", now=start)


def test_once_it_has_begun_nobody_is_offered_it(ahead, seeker_client, advisor_client, clock, now):
    clock.shift((ahead.booking.slot.starts_at - now).total_seconds())
    assert address(ahead) not in page(seeker_client.get(HOME))
    assert admin_address(ahead) not in page(advisor_client.get(f"/admin/support/mockinterview/{ahead.pk}/change/"))
    for client, path in ((seeker_client, address(ahead)), (advisor_client, admin_address(ahead))):
        for ask in (client.get, client.post):
            assert "It has begun" in page(ask(path, {"kind": "final"}, follow=True))
    assert said(ahead)[0] == "first"


@pytest.mark.parametrize("status", ["cancelled", "no_show", "completed"])
def test_what_is_not_ahead_is_not_changed(assignment, seeker, seeker_client, now, status):
    mine = {"booking__seeker": seeker, "booking__slot__advisor": assignment.advisor}
    over = factories.MockInterviewFactory(**mine, booking__status=status)
    with pytest.raises(refusals.NotAhead):
        change_practice(over.pk, by=seeker.user, kind="final", now=now)
    for ask in (seeker_client.get, seeker_client.post):
        assert "This mock interview is not ahead any more" in page(ask(address(over), {"kind": "final"}, follow=True))


def test_others_find_no_such_page(
    ahead, other_seeker_client, other_advisor_client, desk_client, other_seeker, other_advisor, desk, now
):
    assert other_seeker_client.post(address(ahead), {"kind": "final"}).status_code == 404
    for client in (other_advisor_client, desk_client):
        assert client.post(admin_address(ahead), {"kind": "final"}).status_code == 404
    for user in (other_seeker.user, other_advisor.user, desk):
        with pytest.raises(refusals.NotTheirs):
            change_practice(ahead.pk, by=user, kind="final", now=now)


def test_former_advisor_changes_nothing(ahead, assignment, advisor, other_advisor, now):
    replace(assignment.seeker_id, other_advisor.pk, now=now)
    with pytest.raises(refusals.NotTheirs):
        change_practice(ahead.pk, by=advisor.user, kind="final", now=now)
    with pytest.raises(refusals.NotTheirs):
        change_practice(999_999, by=advisor.user, kind="final", now=now)
