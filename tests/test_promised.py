"""What a page promises by mail: to who is leaving only the mails of the withdrawal itself go out."""

import pytest
from django.urls import reverse

from support.seminars import links
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def counseling(seeker) -> str:
    return reverse("advisors:cancel", args=[factories.CounselingBookingFactory(seeker=seeker).pk])


def mock_interview(seeker) -> str:
    return reverse("advisors:cancel", args=[factories.MockInterviewFactory(booking__seeker=seeker).pk])


def suit(seeker) -> str:
    return reverse("support:cancel_suit", args=[factories.SuitLoanFactory(seeker=seeker).pk])


def seat(seeker) -> str:
    return factories.SeminarSeatFactory(seeker=seeker).seminar.get_absolute_url()


def seat_by_a_mailed_link(seeker) -> str:
    return f"/support/seminars/leave/{links.token(factories.SeminarSeatFactory(seeker=seeker))}/"


@pytest.mark.parametrize("given_up", [counseling, mock_interview, suit, seat, seat_by_a_mailed_link])
@pytest.mark.parametrize("leaves", [False, True])
def test_who_gives_something_up_is_promised_a_mail_if_one_goes_out(seeker, seeker_client, given_up, leaves):
    address = given_up(seeker)
    if leaves:
        factories.WithdrawalRequestFactory(seeker=seeker, status="scheduled")
    shown = seeker_client.get(address)
    assert shown.status_code == 200
    assert ("You get a mail about it" in shown.content.decode()) != leaves


def page_of_a_booking(seeker) -> str:
    booking = factories.CounselingBookingFactory(seeker=seeker)
    return reverse("admin:advisors_counselingbooking_change", args=[booking.pk])


def page_of_a_suit(seeker) -> str:
    return reverse("admin:support_suitloan_change", args=[factories.SuitLoanFactory(seeker=seeker).pk])


def page_of_a_referral(seeker) -> str:
    return reverse("admin:jobs_referral_change", args=[factories.ReferralFactory(seeker=seeker).pk])


@pytest.mark.parametrize("address_of", [page_of_a_booking, page_of_a_suit, page_of_a_referral])
@pytest.mark.parametrize("leaves", [False, True])
def test_page_of_staff_with_buttons_that_mail_says_of_who_is_leaving_that_none_goes_out(
    seeker, administrator_client, address_of, leaves
):
    address = address_of(seeker)
    if leaves:
        factories.WithdrawalRequestFactory(seeker=seeker, status="scheduled")
    shown = administrator_client.get(address)
    assert shown.status_code == 200
    assert ("Nothing is mailed to them but what concerns it." in shown.content.decode()) == leaves
