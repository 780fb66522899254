"""What the database refuses about LINE, and what may be by LINE at all."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts.messages.kinds import catalogues
from accounts.models import LineAccount, LineBot, LineEvent, LineLinking, LineTopic, Message, Topic
from tests.factories import (
    JOINED,
    JobSeekerFactory,
    LineAccountFactory,
    LineEventFactory,
    LineLinkingFactory,
)

pytestmark = pytest.mark.django_db


def refused(rule: str, model, **wrong) -> None:
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        model.objects.update(**wrong)


def test_line_account_is_of_one_member_and_a_member_has_one():
    account = LineAccountFactory()
    for taken in ({"seeker": account.seeker}, {"line_user_id": account.line_user_id}):
        with pytest.raises(IntegrityError), transaction.atomic():
            LineAccountFactory(**taken)
    assert LineAccount.objects.count() == 1


def test_topic_goes_by_line_once_and_is_one_of_ours():
    """Held by linetopic_once_per_account, which SQLite does not name."""
    account = LineAccountFactory(topics=["notices"])
    with pytest.raises(IntegrityError, match="linetopic"), transaction.atomic():
        account.topics.create(topic="notices")
    refused("linetopic_topic_known", LineTopic, topic="weather")


def test_nobody_has_asked_for_half_a_link():
    LineLinkingFactory(seeker=JobSeekerFactory())
    for wrong in ({"session_digest": ""}, {"nonce_digest": None}, {"asked_at": None}, {"seeker": None}):
        refused("linelinking_asked_for_by_somebody", LineLinking, **wrong)


def test_nobody_is_offered_two_links_at_once():
    """Held by linelinking_one_offer_each, which SQLite does not name."""
    user = LineLinkingFactory().line_user_id
    with pytest.raises(IntegrityError, match="linelinking"), transaction.atomic():
        LineLinkingFactory(line_user_id=user)
    LineLinkingFactory(line_user_id=user, seeker=JobSeekerFactory())


def test_what_nobody_asked_for_cannot_be_used():
    LineLinkingFactory()
    refused("linelinking_used_once_asked_for", LineLinking, used_at=JOINED)


@pytest.mark.parametrize("kept", [{"body": {"text": "はい"}}, {"line_user_id": "U1"}])
def test_event_that_is_read_has_forgotten_what_it_held(kept):
    LineEventFactory().finish(at=JOINED + timedelta(days=3))
    refused("lineevent_read_forgets", LineEvent, **kept)


def test_event_comes_once():
    event = LineEventFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        LineEventFactory(event_id=event.event_id)


def test_service_has_one_account_at_line():
    LineBot.objects.create(basic_id="@abc", asked_at=JOINED)
    with pytest.raises(IntegrityError, match="linebot_is_one"), transaction.atomic():
        LineBot.objects.create(pk=2, basic_id="@abc", asked_at=JOINED)


def test_message_goes_by_a_known_channel_and_says_only_of_mails_why_not_by_line(seeker):
    Message.objects.create(kind="accounts/welcome", recipient=seeker.user)
    refused("message_channel_known", Message, channel="fax")
    sent = {"status": "sent", "finished_at": JOINED}
    refused("message_sent_by_line_or_why_not", Message, channel="line", not_by_line="late", **sent)
    Message.objects.update(channel="mail", not_by_line="late", **sent)


# To staff, or where nothing but a mail may tell: of a wish that no advisor learns of, or to an address that is given.
ALWAYS_BY_MAIL = {"advisors/change_closed", "advisors/invitation"}
# What is said to a word in the conversation goes where the conversation does; what follows goes by mail.
ANSWERS = {"withdrawals/heeded", "withdrawals/not_meant"}
TO_STAFF = {
    "advisors/invitation_undelivered",
    "advisors/day_changed",
    "advisors/seeker_wrote",
    "jobs/conditions_changed",
    "jobs/seeker_moved",
    "support/marked_up_removed",
    "support/material_removed",
}


def test_every_mail_to_a_member_has_a_topic_but_those_of_the_account_and_of_a_withdrawal():
    described = [(f"{app}/{name}", kind) for app, mails in catalogues().items() for name, kind in mails.items()]
    without = {name for name, kind in described if kind.topic is None}
    ours = {name for name, _kind in described if name.startswith(("accounts/", "withdrawals/"))}
    assert without == (ours - {"accounts/service_news"} - ANSWERS) | TO_STAFF | ALWAYS_BY_MAIL
    assert {kind.topic for _name, kind in described} == {None, *Topic}
