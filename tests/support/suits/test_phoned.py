"""The desk reserves for somebody on the phone: for whom, for what, and beside which field it is refused."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from tests.costs import counted
from tests.factories import (
    JobInterviewFactory,
    ReferralFactory,
    SuitFactory,
    SuitLoanFactory,
    WithdrawalRequestFactory,
)
from tests.reading import unmarked

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]
ADD = reverse("admin:support_suitloan_add")


@pytest.fixture
def referral(seeker):
    return ReferralFactory(seeker=seeker, status="interview")


@pytest.fixture
def item():
    return SuitFactory()


@pytest.fixture
def wanted(item):
    return {"cut": item.cut, "size": item.size, "office": item.office_id, "needed_on": "2026-12-01"}


def page_for(client, seeker):
    return client.get(ADD, {"seeker": seeker.pk})


def reserve(client, seeker, wanted, **typed):
    return client.post(f"{ADD}?seeker={seeker.pk}", wanted | typed)


def test_it_begins_with_a_seeker_who_is_there(desk_client):
    answer = desk_client.get(ADD, follow=True)
    assert answer.redirect_chain == [(reverse("admin:accounts_jobseeker_changelist"), 302)]
    assert "Please choose the job seeker first" in unmarked(answer.content.decode())
    assert {desk_client.get(ADD, {"seeker": it}).status_code for it in ("0", "x")} == {404}


def test_advisor_reserves_for_nobody(advisor_client, assignment, item, wanted):
    seeker = assignment.seeker
    assert page_for(advisor_client, seeker).status_code == 403
    assert reserve(advisor_client, seeker, wanted).status_code == 403
    assert not seeker.suit_loans.exists()


def test_who_may_lend_suits_and_is_not_at_the_desk_reserves_for_their_own(
    advisor, advisor_client, assignment, other_seeker
):
    advisor.user.user_permissions.add(Permission.objects.get(codename="change_suitloan"))
    SuitLoanFactory(seeker=assignment.seeker)
    assert page_for(advisor_client, other_seeker).status_code == 404
    assert list(page_for(advisor_client, assignment.seeker).context["loans"]) == []


def test_nothing_is_wrong_before_anything_is_sent(desk_client, seeker, item):
    page = page_for(desk_client, seeker).context
    assert (page["title"], page["form"].errors) == ("Reserve a suit", {})
    asked = desk_client.post(f"{ADD}?seeker={seeker.pk}").context["form"].errors
    assert list(asked) == ["cut", "size", "office", "needed_on"]


def test_page_costs_the_same_however_much_the_seeker_has(desk_client, seeker, assignment, referral, item):
    sent = []
    for rows in (1, 5):
        JobInterviewFactory.create_batch(rows, referral=referral)
        with counted() as statements:
            assert page_for(desk_client, seeker).status_code == 200
        sent.append(len(statements))
    assert sent[0] == sent[1]


def test_interview_that_is_off_or_has_begun_is_no_choice(desk_client, seeker, assignment, referral, item, now):
    ahead = JobInterviewFactory(referral=referral, starts_at=now + timedelta.resolution)
    JobInterviewFactory(referral=referral, called_off_at=now)
    JobInterviewFactory(referral=referral, starts_at=now)
    choices = page_for(desk_client, seeker).context["form"].fields["interview"].choices
    assert [value for value, _label in choices] == [str(ahead.pk), "other"]


def test_what_the_seeker_holds_is_shown_and_nobody_elses(desk_client, seeker, item):
    mine = [SuitLoanFactory(seeker=seeker, status=status) for status in ("requested", "lent")]
    SuitLoanFactory(seeker=seeker, status="returned")
    SuitLoanFactory()
    assert set(page_for(desk_client, seeker).context["loans"]) == set(mine)


@pytest.mark.parametrize("chosen", ["interview", "needed_on"])
def test_refusal_of_a_day_stands_beside_what_was_chosen(chosen, desk_client, seeker, assignment, referral, wanted, now):
    soon = JobInterviewFactory(referral=referral, starts_at=now + timedelta(hours=1))
    typed = {"interview": soon.pk} if chosen == "interview" else {"interview": "other", "needed_on": "2026-11-20"}
    assert list(reserve(desk_client, seeker, wanted, **typed).context["form"].errors) == [chosen]


def reserved_already(seeker) -> None:
    SuitLoanFactory(seeker=seeker)


def leaving(seeker) -> None:
    WithdrawalRequestFactory(seeker=seeker, status="scheduled")


@pytest.mark.parametrize(
    ("so", "said"),
    [(reserved_already, "The job seeker has a suit reserved already."), (leaving, "The withdrawal of this job seeker")],
)
def test_refusal_of_the_seeker_stands_beside_no_field(so, said, desk_client, seeker, wanted):
    so(seeker)
    errors = reserve(desk_client, seeker, wanted).context["form"].errors
    assert (list(errors), said in str(errors)) == (["__all__"], True)


def test_who_has_reserved_reads_so_and_is_led_to_the_loan(desk_client, seeker, wanted):
    answer = desk_client.post(f"{ADD}?seeker={seeker.pk}", wanted, follow=True)
    loan = seeker.suit_loans.get()
    assert answer.redirect_chain == [(reverse("admin:support_suitloan_change", args=[loan.pk]), 302)]
    assert "The suit is reserved. The details are on their way" in unmarked(answer.content.decode())
