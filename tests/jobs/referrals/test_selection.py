"""From application to acceptance: who may do what, and who is told."""

from datetime import timedelta
from itertools import product

import pytest
from django.db import transaction
from django.db.models import ProtectedError
from icalendar import Calendar

from accounts.models import Message
from config.steps import InvalidTransition
from jobs.models import Actor, CompanyNote, JobPosting, Referral, ReferralEvent
from jobs.referrals import refusals
from jobs.referrals import selection as actions
from jobs.referrals.closing import close_posting
from tests import factories
from withdrawals.erasure.erasing import erase_member

pytestmark = pytest.mark.django_db
Status = Referral.Status
OWN = {"applied", "declined", "accepted", "withdrawn_by_seeker"}


@pytest.fixture
def referral(counseled, posting):
    return factories.ReferralFactory(seeker=counseled, posting=posting)


def brought_to(referral, status):
    """The same referral as it is in another status."""
    made = factories.ReferralFactory.build(seeker=referral.seeker, posting=referral.posting, status=status)
    held = {name: getattr(made, name) for name in ("status", "applied_at", "ended_at")}
    if made.status in factories.APPLIED and not referral.events.filter(to_status="applied").exists():
        factories.apply_as_the_seeker(referral)
    Referral.objects.filter(pk=referral.pk).update(**held)
    referral.refresh_from_db()
    return referral


def told() -> list[tuple[str, str]]:
    return list(Message.objects.order_by("pk").values_list("kind", "recipient__email"))


# Who may move what to where


@pytest.mark.parametrize(("before", "after", "actor"), [*product(Status.values, Status.values, Actor.values)])
def test_move_follows_the_table_and_is_the_seekers_where_it_is_theirs(referral, now, before, after, actor):
    brought_to(referral, before)
    so_far, by = referral.events.count(), referral.seeker.user if actor == "seeker" else None
    if after in Referral.NEXT[before] and (after in OWN) == (actor == "seeker"):
        referral.move(after, at=now, actor=actor, by=by)
        event = referral.events.latest("pk")
        assert referral.events.count() == so_far + 1
        assert (event.from_status, event.to_status, event.actor, event.at) == (before, after, actor, now)
    else:
        with pytest.raises(InvalidTransition):
            referral.move(after, at=now, actor=actor, by=by)
        assert referral.events.count() == so_far


STEPS = {
    "apply": (actions.apply, {}),
    "decline": (actions.decline, {}),
    "step_back": (actions.step_back, {}),
    "accept": (actions.accept, {}),
}
MOVES = {
    "to_screening": (actions.to_screening, {}),
    "to_interview": (actions.to_interview, {"place": "本社", "starts_at": factories.JobInterviewFactory.starts_at}),
    "to_offered": (actions.to_offered, {}),
    "reject": (actions.reject, {}),
    "note_company": (actions.note_company, {"text": "電話済み"}),
}


def test_every_action_on_a_referral_is_walked_below():
    named = {
        name
        for name, action in vars(actions).items()
        if callable(action) and "by" in getattr(action, "__annotations__", {}) and "now" in action.__annotations__
    }
    elsewhere = {"act", "leave_others", "move_along", "move_interview", "call_off_interview", "expect_word"}
    assert named == {*STEPS, *MOVES, *elsewhere}


@pytest.mark.parametrize("who", ["advisor", "other_advisor", "desk", "administrator", "other_seeker"])
@pytest.mark.parametrize(("status", "action"), [*product(Status.values, STEPS)])
def test_nobody_takes_a_step_of_the_seeker(referral, now, request, who, status, action):
    """Invariant 17: no application exists without the seeker's own act."""
    person = request.getfixturevalue(who)
    brought_to(referral, status)
    act, more = STEPS[action]
    with pytest.raises(refusals.NotYours):
        act(referral.pk, by=getattr(person, "user", person), now=now, **more)
    assert Referral.objects.get().status == status


@pytest.mark.parametrize("who", ["seeker", "other_advisor", "desk", "other_seeker"])
@pytest.mark.parametrize("action", MOVES)
def test_nobody_but_the_own_advisor_moves_a_selection(referral, now, request, who, action):
    person = request.getfixturevalue(who)
    brought_to(referral, "screening")
    act, more = MOVES[action]
    with pytest.raises(refusals.NotTheirAdvisor):
        act(referral.pk, by=getattr(person, "user", person), now=now, **more)


@pytest.mark.parametrize("action", MOVES)
def test_no_move_of_an_advisor_makes_an_application(referral, advisor, administrator, now, action):
    """Invariant 17, from the other side."""
    act, more = MOVES[action]
    for by in (advisor.user, administrator):
        if action == "note_company":
            act(referral.pk, by=by, now=now, **more)
        else:
            with pytest.raises(InvalidTransition):
                act(referral.pk, by=by, now=now, **more)
    assert Referral.objects.get().applied_at is None


def test_former_advisor_moves_nothing_and_the_next_one_does(referral, advisor, other_advisor, assignment, now):
    brought_to(referral, "applied")
    factories.CompanyNoteFactory(referral=referral, written_by=advisor.user)
    assignment.end(at=now)
    factories.AssignmentFactory(seeker=referral.seeker, advisor=other_advisor, began_at=now)
    with pytest.raises(refusals.NotTheirAdvisor):
        actions.to_screening(referral.pk, by=advisor.user, now=now)
    assert actions.to_screening(referral.pk, by=other_advisor.user, now=now).status == "screening"
    assert CompanyNote.objects.visible_to(other_advisor.user).count() == 1
    assert not CompanyNote.objects.visible_to(advisor.user).exists()
    assert not Referral.objects.visible_to(advisor.user).exists()


# The seeker's steps


def test_seeker_applies_and_the_advisor_is_told_without_a_name(referral, advisor, now):
    actions.apply(referral.pk, by=referral.seeker.user, now=now)
    referral.refresh_from_db()
    assert (referral.status, referral.applied_at) == ("applied", now)
    assert told() == [("jobs/seeker_moved", advisor.user.email)]
    assert Message.objects.get().context == {"referral": referral.pk, "status": "applied"}


def test_second_application_changes_nothing_and_says_so(referral, now):
    actions.apply(referral.pk, by=referral.seeker.user, now=now)
    with pytest.raises(refusals.AlreadyAnswered) as refusal:
        actions.apply(referral.pk, by=referral.seeker.user, now=now)
    assert refusal.value.said.endswith(": Applied")
    assert ReferralEvent.objects.count() == Message.objects.count() == 1


def test_answer_that_was_given_is_named_before_what_has_changed_since(referral, now):
    actions.apply(referral.pk, by=referral.seeker.user, now=now)
    JobPosting.objects.update(status="closed", closed_at=now, closing="date")
    factories.WithdrawalRequestFactory(seeker=referral.seeker, status="scheduled")
    with pytest.raises(refusals.AlreadyAnswered):
        actions.apply(referral.pk, by=referral.seeker.user, now=now)


def test_last_place_is_not_said_to_be_taken_to_whoever_has_it(referral, now):
    brought_to(referral, "offered")
    actions.accept(referral.pk, by=referral.seeker.user, now=now)
    with pytest.raises(refusals.AlreadyAnswered) as refusal:
        actions.accept(referral.pk, by=referral.seeker.user, now=now)
    assert refusal.value.said.endswith(": Offer accepted")


def test_nobody_applies_for_a_closed_posting_or_while_leaving(referral, now):
    factories.WithdrawalRequestFactory(seeker=referral.seeker, status="scheduled")
    with pytest.raises(refusals.Leaving):
        actions.apply(referral.pk, by=referral.seeker.user, now=now)
    JobPosting.objects.update(status="closed", closed_at=now, closing="date")
    with pytest.raises(refusals.PostingClosed):
        actions.apply(referral.pk, by=referral.seeker.user, now=now)
    assert Referral.objects.get().status == "proposed"


def test_declining_tells_nobody(referral, now):
    actions.decline(referral.pk, by=referral.seeker.user, now=now, reason="company", comment="通勤が遠いため")
    assert Referral.objects.get().status == "declined"
    assert told() == []


def test_declining_may_make_a_condition_a_must_have(referral, advisor, now):
    for rank, kind in enumerate(["training", "weekends_off", "dormitory"], 1):
        factories.DesiredConditionFactory(seeker=referral.seeker, kind=kind, is_must=False, rank=rank)
    actions.decline(referral.pk, by=referral.seeker.user, now=now, reason="conditions", condition="weekends_off")
    referral.refresh_from_db()
    assert (referral.status, referral.decline_reason, referral.decline_condition) == (
        "declined",
        "conditions",
        "weekends_off",
    )
    conditions = referral.seeker.desired_conditions.values_list("kind", "is_must", "rank")
    assert list(conditions) == [("weekends_off", True, 1), ("training", False, 1), ("dormitory", False, 2)]
    assert told() == [("jobs/conditions_changed", advisor.user.email)]


@pytest.mark.parametrize("status", ["applied", "screening", "interview", "offered"])
def test_seeker_steps_back_at_any_point(referral, advisor, now, status):
    brought_to(referral, status)
    actions.step_back(referral.pk, by=referral.seeker.user, now=now)
    assert Referral.objects.get().status == "withdrawn_by_seeker"
    assert told() == [("jobs/seeker_moved", advisor.user.email)]


def test_accepting_leaves_the_others_that_are_ticked_and_no_more(referral, other_seeker, now):
    brought_to(referral, "offered")
    left, kept = factories.ReferralFactory.create_batch(2, seeker=referral.seeker, status="interview")
    foreign = factories.ReferralFactory(seeker=other_seeker, status="interview")
    over = factories.ReferralFactory(seeker=referral.seeker, status="rejected")  # since the page was opened
    ticked = [left.pk, foreign.pk, over.pk, referral.pk]
    actions.accept(referral.pk, by=referral.seeker.user, now=now, stepping_back_from=ticked)
    statuses = [Referral.objects.get(pk=row.pk).status for row in (referral, left, kept, foreign, over)]
    assert statuses == ["accepted", "withdrawn_by_seeker", "interview", "interview", "rejected"]


def test_last_place_closes_the_posting_and_what_waits_lapses(referral, other_seeker, now):
    brought_to(referral, "offered")
    waiting = factories.ReferralFactory(seeker=other_seeker, posting=referral.posting)
    going_on = factories.ReferralFactory(posting=referral.posting, status="interview")
    actions.accept(referral.pk, by=referral.seeker.user, now=now)
    posting = JobPosting.objects.get(pk=referral.posting_id)
    assert (posting.status, posting.closing) == ("closed", "filled")
    assert [Referral.objects.get(pk=row.pk).status for row in (waiting, going_on)] == ["lapsed", "interview"]
    assert ("jobs/posting_closed", other_seeker.user.email) in told()


def test_posting_with_places_left_stays_open_and_the_place_after_the_last_is_refused(referral, other_seeker, now):
    JobPosting.objects.update(headcount=2)
    late = brought_to(referral, "offered")
    others = factories.ReferralFactory.create_batch(2, posting=referral.posting, status="offered")
    actions.accept(others[0].pk, by=others[0].seeker.user, now=now)
    assert JobPosting.objects.get(pk=referral.posting_id).is_open
    actions.accept(others[1].pk, by=others[1].seeker.user, now=now)
    with pytest.raises(refusals.PlaceTaken):
        actions.accept(late.pk, by=late.seeker.user, now=now)
    assert Referral.objects.filter(status="accepted").count() == 2


def test_place_stays_taken_when_who_took_it_is_erased(referral, now):
    """Invariant 20: three were hired for two places, one of whom had left meanwhile."""
    JobPosting.objects.update(headcount=2)
    late = brought_to(referral, "offered")
    hired = factories.ReferralFactory.create_batch(2, posting=referral.posting, status="offered")
    for one in hired:
        actions.accept(one.pk, by=one.seeker.user, now=now)
        with transaction.atomic():
            erase_member(one.seeker, now=now)
    with pytest.raises(refusals.PlaceTaken):
        actions.accept(late.pk, by=late.seeker.user, now=now)
    assert not Referral.objects.filter(status="accepted").exists()
    assert JobPosting.objects.get().filled == 2


def test_stepping_back_and_rejection_count_nobody(referral, advisor, now):
    for act, by in ((actions.step_back, referral.seeker.user), (actions.reject, advisor.user)):
        brought_to(referral, "offered")
        act(referral.pk, by=by, now=now)
    assert JobPosting.objects.get().filled == 0


# The advisor's moves


def test_whole_selection_tells_the_seeker_at_each_step(referral, advisor, now):
    moment = now + timedelta(days=3)
    actions.apply(referral.pk, by=referral.seeker.user, now=now)
    actions.to_screening(referral.pk, by=advisor.user, now=now)
    actions.to_interview(referral.pk, by=advisor.user, starts_at=moment, place="本社", now=now)
    later = moment + timedelta(days=7)
    actions.to_interview(referral.pk, by=advisor.user, starts_at=later, place="本社", now=now)
    actions.to_offered(referral.pk, by=advisor.user, now=now)
    seeker = referral.seeker.user.email
    assert [kind for kind, address in told() if address == seeker] == [
        "jobs/selection_moved",
        "jobs/interview_set",
        "jobs/interview_set",
        "jobs/selection_moved",
    ]
    assert referral.events.count() == 4


def test_interview_set_twice_is_one_with_one_mail(referral, advisor, now):
    brought_to(referral, "screening")
    said = {"by": advisor.user, "starts_at": now + timedelta(days=3), "place": "本社", "now": now}
    first, second = (actions.to_interview(referral.pk, **said) for _ in range(2))
    assert first == second
    assert told() == [("jobs/interview_set", referral.seeker.user.email)]


def test_interview_that_is_moved_replaces_the_entry_in_the_calendar(referral, advisor, now):
    brought_to(referral, "screening")
    said = {"by": advisor.user, "place": "本社", "now": now}
    interview = actions.to_interview(referral.pk, starts_at=now + timedelta(days=3), **said)
    for _ in range(2):
        actions.move_interview(interview.pk, starts_at=now + timedelta(days=4), **said)
    first, second = (message.context for message in Message.objects.order_by("pk"))
    uid = f"UID:interview-{interview.pk}@"
    assert uid in first["calendar"]
    assert uid in second["calendar"]
    assert "DTSTART;TZID=Asia/Tokyo:20261124T100000" in second["calendar"]
    assert (first["was_moved"], second["was_moved"]) == (False, True)
    brought_to(referral, "rejected")
    with pytest.raises(InvalidTransition):
        actions.move_interview(interview.pk, starts_at=now + timedelta(days=5), **said)


@pytest.fixture
def interview(referral, now):
    return factories.JobInterviewFactory(referral=brought_to(referral, "interview"), starts_at=now + timedelta(days=3))


def test_interview_that_is_called_off_leaves_the_calendar_and_is_told_once(interview, advisor, now):
    for _ in range(2):
        actions.call_off_interview(interview.pk, by=advisor.user, now=now)
    interview.refresh_from_db()
    assert (interview.called_off_at, interview.referral.status) == (now, "interview")
    message = Message.objects.get()
    assert (message.kind, message.recipient) == ("jobs/interview_off", interview.referral.seeker.user)
    event = Calendar.from_ical(message.context["calendar"])
    assert event["method"] == "CANCEL"
    assert [str(it["uid"]).split("@")[0] for it in event.walk("VEVENT")] == [f"interview-{interview.pk}"]


def test_interview_is_called_off_by_its_advisor_before_it_begins(interview, advisor, other_advisor, desk, now):
    for person in (other_advisor.user, desk, interview.referral.seeker.user):
        with pytest.raises(refusals.NotTheirAdvisor):
            actions.call_off_interview(interview.pk, by=person, now=now)
    with pytest.raises(refusals.InterviewBegun):
        actions.call_off_interview(interview.pk, by=advisor.user, now=interview.starts_at)
    brought_to(interview.referral, "offered")
    with pytest.raises(InvalidTransition):
        actions.call_off_interview(interview.pk, by=advisor.user, now=now)
    with pytest.raises(refusals.NotTheirAdvisor):
        actions.call_off_interview(interview.pk + 1, by=advisor.user, now=now)
    assert not Message.objects.exists()


def test_interview_that_is_off_is_not_moved_but_set_anew(interview, advisor, now):
    said = {"by": advisor.user, "starts_at": interview.starts_at, "place": "支社", "now": now}
    actions.call_off_interview(interview.pk, by=advisor.user, now=now)
    with pytest.raises(refusals.InterviewOff):
        actions.move_interview(interview.pk, **said)
    assert actions.to_interview(interview.referral_id, **said) != interview
    assert [message.kind for message in Message.objects.order_by("pk")] == ["jobs/interview_off", "jobs/interview_set"]


# A posting closes


def test_closing_a_posting_twice_lapses_and_tells_once(referral, now):
    gone_on = factories.ReferralFactory(posting=referral.posting, status="applied")
    assert close_posting(referral.posting_id, closing="date", now=now)
    assert not close_posting(referral.posting_id, closing="filled", now=now)
    referral.refresh_from_db()
    assert (referral.status, referral.ended_at) == ("lapsed", now)
    assert Referral.objects.get(pk=gone_on.pk).status == "applied"
    assert told() == [("jobs/posting_closed", referral.seeker.user.email)]


def test_posting_with_referrals_is_not_deleted(referral):
    with pytest.raises(ProtectedError):
        referral.posting.delete()
