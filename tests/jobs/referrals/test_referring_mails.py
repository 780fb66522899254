"""The mails about referrals: one for what waits together, at the hours of the seeker, and no more than their number."""

from datetime import timedelta

import pytest
from django.core import mail

from accounts.messages import delivery
from accounts.models import Message
from accounts.tasks import sweep_messages
from advisors.conversation import refusals, writing
from advisors.handover import replacing
from jobs.referrals import selection
from jobs.referrals.referring import refer
from tests import factories

pytestmark = pytest.mark.django_db

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
ONE, THREE = "Your advisor has a posting for you", "Your advisor has 3 postings for you"


@pytest.fixture
def refers(counseled, advisor):
    """The advisor refers so many postings at this time, two seconds apart."""

    def referred(now, count=1) -> list:
        given = {"by": advisor.user, "note": ""}
        postings = [factories.JobPostingFactory() for _ in range(count)]
        return [refer(counseled, it, now=now + timedelta(seconds=2 * n), **given) for n, it in enumerate(postings)]

    return referred


@pytest.fixture
def leaves(clock, worker):
    """What leaves as the sweep comes round at this time, by the subjects."""

    def at(moment) -> list[str]:
        before = len(mail.outbox)
        clock.move_to(moment, tick=False)
        sweep_messages()
        worker()
        return [sent.subject for sent in mail.outbox[before:]]

    return at


def wishes(seeker, most):
    writing.set_contact_wish(seeker, from_hour=9, until_hour=20, most_per_week=most)


def test_three_referrals_of_the_night_are_one_mail_at_nine(refers, leaves, clock, now):
    night = now.replace(hour=4, minute=41)
    clock.move_to(night, tick=False)
    referrals = refers(night, 3)
    assert leaves(night + 15 * MINUTE) == leaves(night.replace(hour=8, minute=59)) == []
    assert leaves(night.replace(hour=9, minute=0)) == [THREE]
    for referral in referrals:
        assert f"{referral.posting.title}\n{referral.posting.company.name}\nhttp" in mail.outbox[0].body
        assert f"/referrals/{referral.pk}/\n" in mail.outbox[0].body


def test_what_is_referred_in_one_go_is_one_mail_in_the_daytime_too(refers, leaves, now):
    refers(now, 3)
    assert leaves(now + 9 * MINUTE) == []
    assert leaves(now + 10 * MINUTE) == [THREE]
    refers(now + 11 * MINUTE)
    assert leaves(now + 21 * MINUTE) == [ONE]


def test_what_is_over_the_number_of_the_week_waits_and_comes_in_one_mail(counseled, refers, leaves, now):
    wishes(counseled, 2)
    for hours in (0, 2):
        refers(now + timedelta(hours=hours))
        assert leaves(now + timedelta(hours=hours, minutes=10)) == [ONE]
    for days in (1, 2, 3):
        refers(now + days * DAY)
        assert leaves(now + days * DAY + 10 * MINUTE) == []
    assert Message.objects.waiting(now + 4 * DAY).count() == 1
    assert leaves(now + 7 * DAY + 9 * MINUTE) == []
    assert leaves(now + 7 * DAY + 10 * MINUTE) == [THREE]


def test_mails_and_messages_of_the_advisor_share_the_number(counseled, advisor, refers, leaves, now):
    wishes(counseled, 2)
    writing.write_to_seeker(advisor.user, counseled.pk, "一つ目", now=now)
    refers(now)
    leaves(now + 10 * MINUTE)
    with pytest.raises(refusals.TooOften) as refusal:
        writing.write_to_seeker(advisor.user, counseled.pk, "二つ目", now=now + DAY)
    assert refusal.value.again_at == now + 7 * DAY
    refers(now + DAY)
    assert leaves(now + DAY + 10 * MINUTE) == []
    assert leaves(now + 7 * DAY) == [ONE]


def test_who_wishes_for_answers_only_is_mailed_what_they_asked_for(counseled, refers, leaves, now):
    wishes(counseled, 0)
    refers(now)
    assert leaves(now + 10 * MINUTE) == []
    assert Message.objects.get().status == "refused"
    factories.ReferralWishFactory(seeker=counseled)
    refers(now + DAY, 3)
    assert leaves(now + DAY + 10 * MINUTE) == [THREE]


def test_referral_that_was_asked_for_takes_along_what_waits_for_room(counseled, refers, leaves, now):
    wishes(counseled, 1)
    refers(now)
    leaves(now + 10 * MINUTE)
    refers(now + DAY, 2)
    assert leaves(now + DAY + 10 * MINUTE) == []
    factories.ReferralWishFactory(seeker=counseled)
    refers(now + 2 * DAY)
    assert leaves(now + 2 * DAY + 9 * MINUTE) == []
    assert leaves(now + 2 * DAY + 10 * MINUTE) == [THREE]


def test_what_is_answered_meanwhile_is_not_spoken_of(refers, leaves, counseled, now):
    first, second = refers(now, 2)
    selection.decline(first.pk, by=counseled.user, now=now)
    assert leaves(now + 10 * MINUTE) == [ONE]
    assert second.posting.title in mail.outbox[-1].body
    assert first.posting.title not in mail.outbox[-1].body


def test_referral_of_a_former_advisor_is_not_mailed(refers, leaves, counseled, other_advisor, now):
    refers(now)
    replacing.replace(counseled.pk, other_advisor.pk, now=now + MINUTE)
    own = refer(counseled, factories.JobPostingFactory(), by=other_advisor.user, note="", now=now + 2 * MINUTE)
    assert sorted(leaves(now + 12 * MINUTE)) == ["Who your advisor is now", ONE]
    (told,) = [sent for sent in mail.outbox if sent.subject == ONE]
    assert own.posting.title in told.body


def test_number_that_a_former_advisor_used_up_is_fresh(refers, leaves, counseled, other_advisor, now):
    wishes(counseled, 1)
    refers(now)
    leaves(now + 10 * MINUTE)
    refers(now + DAY)
    leaves(now + DAY + 10 * MINUTE)
    replacing.replace(counseled.pk, other_advisor.pk, now=now + DAY + 11 * MINUTE)
    later = now + DAY + 20 * MINUTE
    refer(counseled, factories.JobPostingFactory(), by=other_advisor.user, note="", now=later)
    assert ONE in leaves(later + 10 * MINUTE)


def test_nothing_is_added_to_a_mail_that_is_on_its_way(refers, leaves, clock, now):
    refers(now)
    on_its_way = delivery.take(Message.objects.get().pk, now=now + 10 * MINUTE)
    refers(now + 10 * MINUTE)
    assert [len(it.context["referrals"]) for it in Message.objects.order_by("pk")] == [1, 1]
    assert on_its_way.tries == 1


@pytest.mark.parametrize(
    ("hour", "most", "asks", "says"),
    [
        (10, 5, False, "The mail about it leaves at Fri 20 Nov, 10:10"),
        (22, 5, False, "The mail about it leaves at Sat 21 Nov, 09:00"),
        (10, 1, False, "The mail about it leaves at Fri 27 Nov, 09:00"),
        (10, 1, True, "The mail about it leaves at Fri 20 Nov, 10:10"),
        (10, 0, False, "no mail is sent"),
    ],
)
def test_advisor_reads_when_the_mail_leaves(counseled, advisor, advisor_client, clock, now, hour, most, asks, says):
    wishes(counseled, most)
    moment = now.replace(hour=hour)
    clock.move_to(moment, tick=False)
    sent = {"status": "sent", "recipient": counseled.user, "finished_at": moment - timedelta(hours=1)}
    Message.objects.create(kind="jobs/referred", **sent)
    if asks:
        factories.ReferralWishFactory(seeker=counseled)
    address = f"/admin/jobs/referral/add/?seeker={counseled.pk}&posting={factories.JobPostingFactory().pk}"
    assert says in advisor_client.get(address).content.decode()


def test_who_leaves_meanwhile_is_mailed_none(refers, leaves, counseled, now):
    refers(now)
    factories.WithdrawalRequestFactory(status="scheduled", seeker=counseled)
    assert leaves(now + 10 * MINUTE) == []
