"""A message: owed in the change's transaction, sent once, forgotten, only to who may be written to."""

import re
import smtplib
from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.messages import delivery
from accounts.messages.delivery import claim_in_turn, deliver, take
from accounts.messages.queue import queue_message, queue_message_to_address, queued
from accounts.models import Message
from accounts.tasks import forget_expired, sweep_messages
from tests.costs import counted
from tests.factories import WithdrawalRequestFactory


@pytest.fixture
def notice_template(settings, tmp_path, clock):
    """A notice, until the service sends some: the text of `accounts/service_news`; at an hour at which they leave."""
    folder = tmp_path / "accounts" / "emails"
    folder.mkdir(parents=True)
    blocks = "{% block subject %}News{% endblock %}{% block body %}{{ stop_url }}{% endblock %}"
    (folder / "service_news.txt").write_text('{% extends "components/mail.txt" %}' + blocks)
    templates = [{**settings.TEMPLATES[0], "DIRS": [*settings.TEMPLATES[0]["DIRS"], tmp_path]}]
    settings.TEMPLATES = templates


def test_message_is_sent_by_the_worker_and_forgets_what_it_held(seeker, worker):
    message = queue_message("accounts/sign_in_code", seeker.user, code="123456")
    assert mail.outbox == []
    worker()
    message.refresh_from_db()
    assert (message.status, message.context) == ("sent", {})
    assert mail.outbox[0].to == [seeker.user.email]
    assert "123456" in mail.outbox[0].body


def test_message_goes_to_the_address_they_have_when_it_is_sent(seeker, worker):
    queue_message("accounts/welcome", seeker.user)
    seeker.user.email = "moved@example.com"
    seeker.user.save()
    worker()
    assert mail.outbox[0].to == ["moved@example.com"]


def test_message_of_a_change_that_is_rolled_back_is_not_owed(seeker, worker):
    with transaction.atomic():
        queue_message("accounts/welcome", seeker.user)
        transaction.set_rollback(True)
    worker()
    assert mail.outbox == []


def test_delivered_twice_it_is_sent_once(seeker, worker, now):
    message = queue_message("accounts/welcome", seeker.user)
    for _ in range(2):
        deliver(message.pk, now=now)
    assert len(mail.outbox) == 1


def test_leased_message_is_another_workers(seeker, now):
    message = queue_message("accounts/welcome", seeker.user)
    message.lease(now)
    deliver(message.pk, now=now)
    assert mail.outbox == []


def test_worker_that_died_while_sending_costs_a_duplicate_at_most_never_a_loss(seeker, worker, clock):
    message = queue_message("accounts/welcome", seeker.user)
    worker.empty()
    message.lease(timezone.now())
    clock.shift(121)
    sweep_messages()
    worker()
    assert len(mail.outbox) == 1


def test_message_that_waits_in_the_broker_is_not_handed_out_again(seeker, worker, clock):
    Message.objects.create(kind="accounts/welcome", recipient=seeker.user)
    for _ in range(5):
        sweep_messages()
        clock.shift(60)
    assert worker() == ["accounts.tasks.deliver_message"]
    assert len(mail.outbox) == 1


def test_message_that_the_broker_has_lost_is_handed_out_again(seeker, worker, clock):
    Message.objects.create(kind="accounts/welcome", recipient=seeker.user)
    sweep_messages()
    worker.empty()
    clock.shift(Message.LOOK_AGAIN)
    sweep_messages()
    worker()
    assert len(mail.outbox) == 1


@pytest.fixture
def many(seeker, monkeypatch):
    """Seven that are ready; two are a batch, and four are enough for the workers."""
    monkeypatch.setattr(delivery, "BATCH", 2)
    monkeypatch.setattr(delivery, "MOST_AT_ONCE", 4)
    written = [Message(kind="accounts/welcome", recipient=seeker.user) for _ in range(7)]
    return Message.objects.bulk_create(written)


def test_sweep_hands_out_no_more_than_the_workers_can_send_by_the_next(many, worker):
    sweep_messages()
    sweep_messages()  # the next one while the workers have done nothing
    assert Message.objects.exclude(handed_out_at=None).count() == 6
    worker()
    sweep_messages()
    worker()
    assert len(mail.outbox) == 7


def test_batch_is_handed_out_before_the_next_is_claimed(many):
    assert len(next(claim_in_turn(now=timezone.now()))) == 2
    assert Message.objects.exclude(handed_out_at=None).count() == 2


def test_sweep_costs_one_query_when_nothing_is_ready(db):
    with counted() as statements:
        sweep_messages()
    assert len(statements) == 1


def test_code_somebody_waits_for_does_not_stand_behind_the_sweeps_messages(many, seeker, worker):
    sweep_messages()
    with transaction.atomic():
        queue_message("accounts/sign_in_code", seeker.user, code="123456")
    worker.commit()
    order = [worker.next_message().properties.get("priority") or 0 for _ in range(5)]
    assert sorted(order) == [0, 9, 9, 9, 9]


def test_inactive_person_is_not_written_to(seeker, worker):
    message = queue_message("accounts/welcome", seeker.user)
    seeker.user.is_active = False
    seeker.user.save()
    worker()
    message.refresh_from_db()
    assert message.status == "refused"
    assert mail.outbox == []


def test_message_to_somebody_erased_meanwhile_is_gone(seeker, worker):
    queue_message("accounts/welcome", seeker.user)
    seeker.user.delete()
    worker()
    assert mail.outbox == []


@pytest.mark.parametrize(("stopped", "sent"), [([], 1), (["seminar_notice"], 1), (["service_news"], 0)])
def test_notice_is_sent_only_while_its_kind_is_on(seeker, worker, notice_template, stopped, sent):
    for kind in stopped:
        seeker.stopped_notices.create(kind=kind)
    queue_message("accounts/service_news", seeker.user)
    worker()
    assert len(mail.outbox) == sent


def test_notice_queued_before_is_refused_once_a_withdrawal_is_scheduled(seeker, worker, notice_template):
    queue_message("accounts/service_news", seeker.user)
    WithdrawalRequestFactory(status="scheduled", seeker=seeker)
    worker()
    assert mail.outbox == []


def test_notice_is_stopped_by_one_click_without_signing_in(client, seeker, worker, notice_template):
    queue_message("accounts/service_news", seeker.user)
    worker()
    sent = mail.outbox[0]
    stop = sent.extra_headers["List-Unsubscribe"].strip("<>").removeprefix("http://testserver")
    assert sent.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert client.get(stop).status_code == 200
    assert seeker.stopped_notices.count() == 0
    assert client.post(stop, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert [notice.kind for notice in seeker.stopped_notices.all()] == ["service_news"]


def test_forged_stop_link_is_not_found(client, db):
    assert client.post("/notices/stop/forged/").status_code == 404


def test_mail_server_that_refuses_is_asked_again_and_given_up_after_three_days(seeker, worker, clock, monkeypatch):
    message = queue_message("accounts/welcome", seeker.user)
    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", refuse)
    worker()
    message.refresh_from_db()
    assert (message.status, message.tries) == ("queued", 1)
    for _ in range(20):
        clock.shift(60 * 60 * 9)
        sweep_messages()
        worker()
    message.refresh_from_db()
    assert message.status == "failed"


def test_address_is_not_kept_longer_than_three_days(db, worker, clock, monkeypatch):
    message = queue_message_to_address("accounts/unknown_account", "a@example.com", language="en")
    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", refuse)
    for _ in range(3 * 24 * 60 // 5):
        sweep_messages()
        worker()
        clock.shift(5 * 60)
    sweep_messages()
    worker()
    message.refresh_from_db()
    assert (message.status, message.to_email) == ("failed", "")


def test_mail_that_waited_on_purpose_is_tried_for_three_days_from_then(seeker, worker, clock, now, monkeypatch):
    message = queue_message("accounts/welcome", seeker.user, not_before=now + timedelta(days=6))
    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", refuse)
    for days, status in ((5, "queued"), (6, "queued"), (8, "queued"), (9, "failed")):
        clock.move_to(now + timedelta(days=days, minutes=1), tick=False)
        sweep_messages()
        worker()
        message.refresh_from_db()
        assert message.status == status
    assert message.tries == 3


# One that cannot be put into words


@pytest.fixture
def unwritten(db, clock):
    """A mail to an address, and no template for it."""
    return queued(kind="accounts/nowhere", to_email="a@example.com", language="en")


@pytest.fixture
def let_pass(clock, worker):
    """So many hours, with the sweep every half of one."""

    def let_pass(hours: int) -> None:
        for _ in range(hours * 2):
            clock.shift(30 * 60)
            sweep_messages()
            worker()

    return let_pass


def test_unwritten_mail_is_given_up_after_three_days_and_keeps_no_address(unwritten, worker, let_pass):
    worker()
    unwritten.refresh_from_db()
    assert (unwritten.status, unwritten.failure, unwritten.to_email) == (
        "queued",
        "TemplateDoesNotExist",
        "a@example.com",
    )
    let_pass(71)
    unwritten.refresh_from_db()
    assert unwritten.status == "queued"
    let_pass(2)
    unwritten.refresh_from_db()
    assert (unwritten.status, unwritten.failure, unwritten.to_email) == ("failed", "TemplateDoesNotExist", "")
    tries = unwritten.tries
    let_pass(9)
    unwritten.refresh_from_db()
    assert (unwritten.tries, mail.outbox) == (tries, [])


def test_unwritten_mail_keeps_nobody_else_waiting(unwritten, seeker, worker):
    queue_message("accounts/welcome", seeker.user)
    sweep_messages()
    worker()
    assert [sent.to for sent in mail.outbox] == [[seeker.user.email]]


BROKEN = {
    "no such template": ("accounts/nowhere", "TemplateDoesNotExist"),
    "no such app": ("nowhere", "ValueError"),
    "whom it tells of is gone": ("withdrawals/scheduled", "RelatedObjectDoesNotExist"),
}


@pytest.mark.parametrize(("kind", "failure"), BROKEN.values(), ids=BROKEN)
def test_whatever_a_mail_breaks_at_is_written_down_by_kind(desk, worker, kind, failure):
    message = queued(kind=kind, recipient=desk)
    worker()
    message.refresh_from_db()
    assert (message.status, message.failure, message.tries) == ("queued", failure, 1)


def test_mail_that_can_be_written_again_is_sent_and_its_failure_is_over(desk, worker, let_pass):
    message = queued(kind="accounts/nowhere", recipient=desk)
    worker()
    Message.objects.update(kind="accounts/welcome")
    let_pass(1)
    message.refresh_from_db()
    assert (message.status, message.failure, len(mail.outbox)) == ("sent", "", 1)


def test_mail_whose_process_dies_at_each_try_is_given_up_too(db, worker, clock):
    message = queue_message_to_address("accounts/unknown_account", "a@example.com", language="en")
    worker.empty()
    for _ in range(4 * 24 * 12):
        take(message.pk, now=timezone.now())  # and nothing more
        clock.shift(5 * 60)
    message.refresh_from_db()
    assert (message.status, message.failure, message.to_email) == ("failed", "WorkerLost", "")


def test_first_page_and_list_show_what_could_not_be_written(unwritten, worker, let_pass, desk_client):
    assert "could not be written" not in desk_client.get(reverse("admin:index")).content.decode()
    worker()
    let_pass(80)
    listed = reverse("admin:accounts_message_changelist") + "?unwritten=yes"
    index = desk_client.get(reverse("admin:index")).content.decode()
    assert listed in index
    assert "Messages that could not be written, by a fault of the service" in index
    page = desk_client.get(listed).content.decode()
    assert "TemplateDoesNotExist" in page
    assert "a@example.com" not in page


def test_advisor_is_not_told_of_mails(unwritten, worker, advisor_client):
    worker()
    assert "could not be written" not in advisor_client.get(reverse("admin:index")).content.decode()


def refuse(*args, **kwargs):
    raise smtplib.SMTPRecipientsRefused({"x": (550, b"no")})


@pytest.mark.parametrize(("language", "is_japanese"), [("ja", True), ("en", False)])
def test_message_is_in_the_language_of_its_reader(seeker, worker, language, is_japanese):
    seeker.user.language = language
    queue_message("accounts/welcome", seeker.user)
    worker()
    assert bool(re.search(r"[ぁ-ん]", mail.outbox[0].body)) is is_japanese


REFUSED = {
    "message_finished_at_iff_finished": {"status": "sent", "to_email": ""},
    "message_queued_has_one_address": {"to_email": ""},
    "message_finished_forgets_address": {"status": "sent", "finished_at": timezone.now()},
}


@pytest.mark.parametrize("rule", REFUSED)
def test_database_refuses_the_wrong_message(db, rule):
    message = queue_message_to_address("accounts/unknown_account", "a@example.com", language="en")
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        Message.objects.filter(pk=message.pk).update(**REFUSED[rule])


def test_message_to_a_member_and_an_address_is_refused(seeker):
    with pytest.raises(IntegrityError, match="message_queued_has_one_address"), transaction.atomic():
        Message.objects.create(kind="accounts/welcome", recipient=seeker.user, to_email="a@example.com")


def test_finished_messages_are_deleted_after_a_month(seeker, worker, clock):
    queue_message("accounts/welcome", seeker.user)
    worker()
    clock.shift(timedelta(days=31))
    forget_expired()
    assert Message.objects.count() == 0
