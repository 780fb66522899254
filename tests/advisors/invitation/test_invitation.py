"""Coming back by an invitation: nobody is looked up, nobody learns who is or was a member, and it counts once."""

import re
from datetime import date, timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction

from accounts.attempts.budgets import spend
from accounts.models import JobSeeker, MailboxProof, Message
from accounts.registration.pending import invited_by
from advisors.invitation import inviting as actions
from advisors.invitation.following import follow
from advisors.invitation.links import link_to
from advisors.invitation.refusals import ManyInvitations
from advisors.models import Invitation, ProposedAdvisor
from advisors.tasks import end_invitations
from config.each import SomeFailed
from config.steps import InvalidTransition
from tests import factories
from tests.accounts.registration.test_registration import TYPED, mailed_code
from tests.conftest import signed_in
from tests.costs import counted
from tests.reading import unmarked
from withdrawals.erasure.erasing import erase_member

ADD = "/admin/advisors/invitation/add/"
LIST = "/admin/advisors/invitation/"
Status = Invitation.Status
pytestmark = pytest.mark.django_db


@pytest.fixture
def invitation(advisor, now):
    return factories.InvitationFactory(advisor=advisor, sent_at=now)


def path_of(invitation) -> str:
    return link_to(invitation).partition("/invitation/")[2].join(["/invitation/", ""])


def write(client, email="former@example.com", **said):
    """Write one, and say once more that it is right."""
    typed = {"email": email, "language": "ja", **said}
    client.post(ADD, typed)
    return client.post(ADD, {**typed, "sure": "1"}, follow=True)


def register_by(client, invitation, worker, **changes):
    client.post(path_of(invitation))
    client.post("/register/", {**TYPED, **changes})
    worker()
    return client.post("/register/code/", {"code": mailed_code()}, follow=True)


# Writing it


def test_it_is_looked_at_once_more_before_it_goes(advisor_client, worker):
    page = advisor_client.post(ADD, {"email": "Former@Example.com", "language": "ja"}).content.decode()
    assert "former@example.com" in page
    assert (Invitation.objects.count(), Message.objects.count()) == (0, 0)


def test_mail_names_nobody_and_says_nothing_of_a_membership(advisor_client, advisor, worker, now):
    write(advisor_client)
    worker()
    sent = Invitation.objects.get()
    assert (sent.by, sent.advisor, sent.email, sent.runs_out_at) == (
        advisor.user,
        advisor,
        "former@example.com",
        now + timedelta(days=14),
    )
    mailed = mail.outbox[-1]
    assert mailed.to == ["former@example.com"]
    said = mailed.subject + mailed.body
    assert [word in said for word in (advisor.name, advisor.user.email, "member", "会員", "退会")] == [False] * 5
    assert re.search(r"/invitation/\S+", mailed.body).group() == path_of(sent)
    actions.take_back(sent.pk)
    assert Message.objects.get().status == Message.Status.SENT  # what has left is not taken out of the log


@pytest.mark.parametrize("typed", ["", "nobody", "two@at@signs.jp", "a" * 250 + "@example.com"])
def test_what_is_no_address_is_said_beside_the_field(advisor_client, typed):
    page = advisor_client.post(ADD, {"email": typed, "language": "ja", "sure": "1"})
    assert page.status_code == 200
    assert list(page.context["form"].errors) == ["email"]
    assert not Invitation.objects.exists()


def test_desk_chooses_whom_it_proposes_and_an_advisor_only_themselves(
    desk_client, advisor_client, advisor, other_advisor
):
    write(desk_client, advisor=other_advisor.pk)
    assert Invitation.objects.get().advisor == other_advisor
    write(advisor_client, advisor=other_advisor.pk)
    assert Invitation.objects.order_by("sent_at").last().advisor == advisor
    advisor.user.groups.add(*factories.DeskUserFactory().groups.all())  # who is at the desk too may propose others
    assert f'<option value="{advisor.pk}" selected' in advisor_client.get(ADD).content.decode()


@pytest.mark.parametrize("change", [{"is_at_work": False}, {"user__is_active": False}])
def test_who_is_away_or_gone_cannot_be_proposed(desk_client, change):
    absent = factories.AdvisorFactory(**change)
    page = desk_client.post(ADD, {"email": "a@example.com", "language": "ja", "advisor": absent.pk, "sure": "1"})
    assert list(page.context["form"].errors) == ["advisor"]


def test_writing_to_a_member_is_the_same_as_to_a_stranger(desk_client, seeker):
    """The same statements, so the same time, and the same page."""
    pages, asked = [], []
    for email in ("stranger@example.com", seeker.user.email):
        typed = {"email": email, "language": "ja"}
        with counted() as found:
            pages.append(desk_client.post(ADD, {**typed, "sure": "1"}))
        asked.append(found)
    assert asked[0] == asked[1]
    of_members = [it for it in asked[1] if "accounts_jobseeker" in it.partition("WHERE")[2]]
    assert [it for it in of_members if "waiting_messages" not in it] == []  # that one asks who is signed in
    assert [page.status_code for page in pages] == [302, 302]


def test_a_day_has_an_end_of_invitations(desk_client, advisor_client):
    for number in range(20):
        write(desk_client, email=f"{number}@example.com")
    page = desk_client.post(ADD, {"email": "more@example.com", "language": "ja", "sure": "1"})
    assert (page.status_code, Invitation.objects.count()) == (429, 20)
    assert "many invitations today" in page.content.decode()
    write(advisor_client)
    assert Invitation.objects.count() == 21


def test_three_a_day_go_to_one_address(desk, advisor, now):
    for _ in range(3):
        spend(*actions.shares(desk, "a@example.com"), now=now)
    for hours in (0, 23):
        with pytest.raises(ManyInvitations):
            spend(*actions.shares(desk, "a@example.com"), now=now + timedelta(hours=hours))
    spend(*actions.shares(desk, "b@example.com"), now=now)
    spend(*actions.shares(advisor.user, "a@example.com"), now=now)


@pytest.mark.parametrize("who", ["seeker_client", "client"])
def test_nobody_else_writes_one(request, db, who):
    assert request.getfixturevalue(who).get(ADD).status_code in (302, 403)


# What staff see of it


def test_used_or_not_staff_read_the_same_of_it(desk_client, advisor, seeker, now):
    kept, used = (factories.InvitationFactory(advisor=advisor, sent_at=now) for _ in range(2))
    follow(seeker, str(used.pk), now=now)
    pages = [desk_client.get(f"{LIST}{it.pk}/change/").content.decode() for it in (kept, used)]
    without = [re.sub(r"\d{12,}|csrfmiddlewaretoken\S+ value=\S+|nonce\S+", "", page) for page in pages]
    assert without[0] == without[1]
    assert kept.email not in pages[0]
    rows = desk_client.get(LIST).content.decode()
    assert rows.count("No longer counts") == 0
    for it in (kept, used):
        said = desk_client.post(f"{LIST}{it.pk}/change/", {"move": "take-back"}, follow=True).content.decode()
        assert "The invitation no longer counts." in said
    assert desk_client.get(LIST).content.decode().count("No longer counts") == 2


def test_advisor_sees_their_own_invitations_only(advisor_client, invitation, other_advisor):
    others = factories.InvitationFactory(advisor=other_advisor)
    assert advisor_client.get(f"{LIST}{invitation.pk}/change/").status_code == 200
    assert advisor_client.get(f"{LIST}{others.pk}/change/").status_code == 404
    assert advisor_client.post(f"{LIST}{others.pk}/change/", {"move": "take-back"}).status_code == 404
    page = advisor_client.get(LIST).content.decode()
    assert [it in page for it in (other_advisor.name, "written_by")] == [False, False]


def test_list_costs_the_same_for_one_and_for_a_hundred(desk_client, invitation):
    desk_client.get(LIST)
    with counted() as one:
        desk_client.get(LIST)
    factories.InvitationFactory.create_batch(40)
    with counted() as many:
        desk_client.get(LIST)
    assert len(one) == len(many)


def test_taken_back_before_it_has_left_it_does_not_leave(advisor_client, worker):
    typed = {"email": "wrong@example.com", "language": "ja", "sure": "1"}
    advisor_client.post(ADD, typed)
    sent = Invitation.objects.get()
    advisor_client.post(f"{LIST}{sent.pk}/change/", {"move": "take-back"})
    worker()
    assert mail.outbox == []
    sent.refresh_from_db()
    assert (sent.status, sent.email) == (Status.TAKEN_BACK, "")
    assert "No longer counts" in advisor_client.get(f"{LIST}{sent.pk}/change/").content.decode()
    actions.take_back(sent.pk, now=sent.stopped_at + timedelta(days=1))  # pressed twice
    assert Invitation.objects.get().stopped_at == sent.stopped_at


def test_sender_is_told_once_that_it_could_not_be_delivered(advisor_client, advisor, worker, now):
    advisor_client.post(ADD, {"email": "wrong@example.com", "language": "ja", "sure": "1"})
    sent = Invitation.objects.get()
    assert "Could not be delivered" not in advisor_client.get(f"{LIST}{sent.pk}/change/").content.decode()
    Message.objects.get().finish(Message.Status.FAILED, at=now)
    for _ in range(2):
        end_invitations()
        worker()
    assert [(it.to, "wrong@example.com" in it.body) for it in mail.outbox] == [([advisor.user.email], False)]
    assert "Could not be delivered" in advisor_client.get(f"{LIST}{sent.pk}/change/").content.decode()


# Following it


def test_opening_it_changes_nothing_and_looks_the_same_to_all(client, invitation, seeker):
    invitation.email = seeker.user.email
    invitation.save()
    stranger = factories.InvitationFactory(advisor=invitation.advisor, sent_at=invitation.sent_at)
    pages = [client.get(path_of(it)).content.decode() for it in (invitation, stranger)]
    assert re.sub(r'value="\S+"', "", pages[0]) == re.sub(r'value="\S+"', "", pages[1])
    assert Invitation.objects.filter(status="sent").count() == 2


def test_registering_by_it_proposes_its_advisor(client, invitation, worker, advisor):
    factories.CounselingSlotFactory(advisor=advisor, held_on=date(2026, 11, 24), hour=10)
    page = register_by(client, invitation, worker, email="another@example.com", advisor_gender="any")
    assert page.redirect_chain[-1][0] == "/mypage/"
    invitation.refresh_from_db()
    assert (invitation.status, invitation.email) == (Status.USED, "")
    assert ProposedAdvisor.objects.get().advisor == advisor
    page = unmarked(client.get("/counseling/").content.decode())
    assert f"It proposes {advisor.name} for your first counseling." in page
    other = factories.CounselingSlotFactory(held_on=date(2026, 11, 24), hour=11)
    assert other.advisor.name in client.get("/counseling/").content.decode()
    assert other.advisor.name not in client.get("/counseling/?who=invited").content.decode()


def test_browser_remembers_it_as_long_as_a_registration_takes(client, invitation, settings, clock, rf):
    settings.SECURE = True
    cookie = client.post(path_of(invitation)).cookies["invited"]
    assert (cookie["secure"], cookie["httponly"], cookie["samesite"]) == (True, True, "Lax")
    request = rf.get("/")
    request.COOKIES["invited"] = cookie.value
    assert invited_by(request) == str(invitation.pk)
    clock.shift(MailboxProof.LIFE + timedelta(seconds=1))
    assert invited_by(request) == ""


def test_two_browsers_with_one_link_only_the_first_is_proposed_anybody(client, invitation, worker):
    second = signed_in(factories.JobSeekerFactory().user)
    second.logout()
    register_by(client, invitation, worker)
    assert "This invitation no longer counts" in second.get(path_of(invitation)).content.decode()
    late = factories.InvitationFactory(advisor=invitation.advisor)
    second.post(path_of(late))
    second.post("/register/", {**TYPED, "email": "second@example.com"})
    worker()
    actions.take_back(late.pk)
    second.post("/register/code/", {"code": mailed_code()})
    assert JobSeeker.objects.get(user__email="second@example.com").proposed_advisor.advisor is None
    assert "no longer counted when you registered" in second.get("/counseling/").content.decode()


def test_member_who_registers_by_it_uses_it_and_stays_who_they_are(client, invitation, worker, seeker):
    page = register_by(client, invitation, worker, email=seeker.user.email)
    assert "You are already a member" in page.content.decode()
    invitation.refresh_from_db()
    assert (invitation.status, JobSeeker.objects.count()) == (Status.USED, 1)


def test_member_who_is_signed_in_uses_it_by_the_button(seeker_client, invitation, seeker):
    seeker_client.get(path_of(invitation))
    assert Invitation.objects.get().status == Status.SENT
    page = seeker_client.post(path_of(invitation), follow=True)
    assert page.redirect_chain[-1][0] == "/counseling/"
    assert (Invitation.objects.get().status, seeker.proposed_advisor.advisor) == (Status.USED, invitation.advisor)


def test_staff_who_follow_it_do_not_use_it(desk_client, invitation):
    page = desk_client.post(path_of(invitation))
    assert "You are signed in as staff" in page.content.decode()
    assert Invitation.objects.get().status == Status.SENT


@pytest.mark.parametrize("token", ["x", "WzFd:1t:abc", "%20", "a" * 300])
def test_link_that_is_none_of_ours_leads_to_the_same_page(client, db, token):
    page = client.get(f"/invitation/{token}/")
    assert (page.status_code, "This invitation no longer counts" in page.content.decode()) == (200, True)


@pytest.mark.parametrize(
    ("change", "of_seeker", "said"),
    [
        ({"is_at_work": False}, {}, "is not available at present"),
        ({"capacity": 0}, {}, "has no room for more people now"),
        ({}, {"advisor_gender": "male"}, "not of the gender you wish for"),
    ],
)
def test_it_says_plainly_why_its_advisor_is_not_to_be_had(change, of_seeker, said, now):
    advisor = factories.AdvisorFactory(**change)
    seeker = factories.JobSeekerFactory(**of_seeker)
    factories.ProposedAdvisorFactory(seeker=seeker, advisor=advisor)
    other = factories.CounselingSlotFactory(advisor__gender="male").advisor
    page = signed_in(seeker.user).get("/counseling/?who=invited").content.decode()
    assert said in page
    assert (advisor.name in page, other.name in page) == (False, True)


def test_advisor_who_left_the_staff_or_was_left_is_not_proposed(seeker, advisor, assignment, now):
    factories.ProposedAdvisorFactory(seeker=seeker, advisor=advisor)
    assert "Your invitation" not in signed_in(seeker.user).get("/counseling/").content.decode()
    assignment.end(at=now)
    assert "is not available at present" in signed_in(seeker.user).get("/counseling/").content.decode()
    gone = factories.ProposedAdvisorFactory(advisor__user__is_active=False)
    assert "is not available at present" in signed_in(gone.seeker.user).get("/counseling/").content.decode()


# Its end


def test_who_registers_by_one_that_has_run_out_meanwhile_is_proposed_nobody(invitation, seeker, now):
    """The sweep has not been there yet."""
    assert not follow(seeker, str(invitation.pk), now=invitation.runs_out_at)
    assert (Invitation.objects.get().status, seeker.proposed_advisor.advisor) == (Status.SENT, None)
    for unknown in ("9" * 15, "x"):
        assert not follow(seeker, unknown, now=now)


def test_after_two_weeks_it_runs_out_and_is_forgotten(client, desk_client, advisor, invitation, clock, now):
    """Nobody is told of one that was not delivered, once that is over."""
    lost = actions.invite("a@example.com", advisor=None, language="ja", by=advisor.user)
    of_staff, take_back = f"{LIST}{invitation.pk}/change/", "Take the invitation back"
    clock.move_to(now + timedelta(days=14) - timedelta(seconds=1))
    end_invitations()
    actions.run_out(invitation.pk, now=now)  # too early
    assert Invitation.objects.filter(status=Status.SENT).count() == 2
    assert "You are invited" in client.get(path_of(invitation)).content.decode()
    assert take_back in desk_client.get(of_staff).content.decode()
    clock.move_to(now + timedelta(days=14))
    page = client.get(path_of(invitation)).content.decode()
    assert ("This invitation no longer counts" in page, "You are invited" in page) == (True, False)
    assert take_back not in desk_client.get(of_staff).content.decode()
    lost.message.finish(Message.Status.FAILED, at=now)
    end_invitations()
    actions.run_out(invitation.pk, now=now + timedelta(days=14))  # once more
    assert not Message.objects.filter(kind="advisors/invitation_undelivered").exists()
    invitation.refresh_from_db()
    assert (invitation.status, invitation.email) == (Status.RUN_OUT, "")
    for days, kept in ((43, 2), (45, 0)):
        clock.move_to(now + timedelta(days=days))
        end_invitations()
        assert Invitation.objects.count() == kept


def test_proposal_goes_once_somebody_has_an_advisor(assignment, now):
    unanswered = factories.ProposedAdvisorFactory()
    factories.ProposedAdvisorFactory(seeker=assignment.seeker)
    actions.end_those_over(now=now)
    assert ProposedAdvisor.objects.get() == unanswered


def test_one_that_cannot_be_ended_holds_up_no_other(advisor, clock, now, monkeypatch):
    """Nor the word to a sender whose mail was given up."""
    stuck, other = (factories.InvitationFactory(advisor=advisor, sent_at=now) for _ in range(2))
    clock.move_to(now + timedelta(days=14))
    end = Invitation.end

    def ends(invitation, *args, **said):
        if invitation.pk == stuck.pk:
            raise IntegrityError
        end(invitation, *args, **said)

    monkeypatch.setattr(Invitation, "end", ends)
    lately = actions.invite("a@example.com", advisor=advisor, language="ja", by=advisor.user)
    lately.message.finish(Message.Status.FAILED, at=lately.sent_at)
    with pytest.raises(SomeFailed):
        end_invitations()
    told = Message.objects.filter(kind="advisors/invitation_undelivered").count()
    assert (Invitation.objects.get(pk=other.pk).status, told) == (Status.RUN_OUT, 1)


def test_erasure_of_whom_it_was_sent_to_takes_the_address_and_shows_nothing(desk_client, seeker, now):
    sent = factories.InvitationFactory(email=seeker.user.email, sent_at=now)
    before = desk_client.get(LIST).content.decode()
    erase_member(seeker, now=now)
    sent.refresh_from_db()
    assert (sent.email, sent.status) == ("", Status.SENT)
    strip = re.compile(r"csrfmiddlewaretoken\S+ value=\S+|nonce\S+")
    assert strip.sub("", desk_client.get(LIST).content.decode()) == strip.sub("", before)


@pytest.mark.parametrize("after", Status.values)
@pytest.mark.parametrize("before", Status.values)
def test_every_step_of_an_invitation(invitation, before, after, now):
    stopped = {"stopped_at": now} if before == "taken_back" else {}
    ended = {} if before == "sent" else {"ended_at": now, "email": "", **stopped}
    Invitation.objects.update(status=before, **ended)
    invitation.refresh_from_db()
    if (before, after) in {("sent", "used"), ("sent", "run_out"), ("sent", "taken_back")}:
        invitation.end(after, at=now, stopped_at=now)
        assert Invitation.objects.get().status == after
    else:
        with pytest.raises(InvalidTransition):
            invitation.end(after, at=now)


@pytest.mark.parametrize(
    ("wrong", "name"),
    [
        ({"ended_at": "now"}, "invitation_ended_at_iff_ended"),
        ({"status": "used", "email": ""}, "invitation_ended_at_iff_ended"),
        ({"status": "used", "ended_at": "now"}, "invitation_ended_forgets_address"),
        ({"status": "taken_back", "ended_at": "now", "email": ""}, "invitation_taken_back_is_stopped"),
    ],
)
def test_database_refuses_a_wrong_invitation(invitation, wrong, name, now):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Invitation.objects.update(**{column: now if value == "now" else value for column, value in wrong.items()})
