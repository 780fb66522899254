"""Names in texts that their writer opens no more: the desk blacks them out unseen; what is left in the end is too."""

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from accounts.models import JobSeeker
from tests.conftest import signed_in
from tests.factories import AdvisorFactory, AssignmentFactory, JobSeekerFactory, WithdrawalRequestFactory, join
from tests.withdrawals.requests.mentioning import KIND_OF, WAYS, say
from withdrawals.requests.advancing import advance
from withdrawals.requests.blacking_out import black_out_unseen
from withdrawals.requests.mentions import KINDS
from withdrawals.requests.replaying import erase_again

TEXT = "星野 見本子さん、星野さん、大星野さん。hoshino@example.com、090-1234-5678"
BLACK = "■■■■■■さん、■■■■、大星野さん。■■■■■■■■■■■■■■■■■■■、■■■■■■■■■■■■■"
SURE = "■■■■■■さん、星野さん、大星野さん。■■■■■■■■■■■■■■■■■■■、■■■■■■■■■■■■■"
pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def seeker(db):
    contact = {"phone": "+819012345678", "user__email": "hoshino@example.com"}
    return JobSeekerFactory(family_name="星野", given_name="見本子", **contact)


@pytest.fixture
def other(assignment):
    """The tie of the same advisor to somebody else."""
    return AssignmentFactory(advisor=assignment.advisor)


@pytest.fixture
def ended(other, now):
    """The tie of an advisor of who leaves to somebody else, over by now."""
    other.end(at=now)
    return other


@pytest.fixture
def leaving(assignment, seeker, now):
    return WithdrawalRequestFactory(
        status="scheduled", seeker=seeker, received_at=now, completes_at=now, next_step_at=now
    )


def page(client, request) -> str:
    return client.get(reverse("admin:withdrawals_withdrawalrequest_change", args=[request.pk])).content.decode()


def address(request, kind, row) -> str:
    return reverse("admin:withdrawals_withdrawalrequest_black_out", args=[request.pk, kind, row.pk])


def text_of(row, kind) -> str:
    row.refresh_from_db()
    return getattr(row, KINDS[kind].column)


@WAYS
def test_desk_blacks_out_unseen_what_its_writer_opens_no_more(write, desk_client, leaving, ended):
    row, kind = write(ended, TEXT), KIND_OF[write]
    path = address(leaving, kind, row)
    assert f'href="{path}"' in page(desk_client, leaving)
    asked = desk_client.get(path).content.decode()
    assert [word in asked for word in ("大星野", "hoshino", ended.seeker.member_number)] == [False] * 3
    assert text_of(row, kind) == TEXT
    desk_client.post(path)
    assert text_of(row, kind) == BLACK
    log = LogEntry.objects.get()
    assert (log.object_id, log.object_repr) == (str(leaving.pk), leaving.reference)
    assert desk_client.post(path).status_code == 302
    assert LogEntry.objects.count() == 1


def test_text_that_its_writer_can_open_is_left_to_them(desk_client, desk, leaving, other):
    row = say(other, TEXT)
    assert address(leaving, "message", row) not in page(desk_client, leaving)
    assert not black_out_unseen(leaving.pk, "message", row.pk, by=desk)
    assert text_of(row, "message") == TEXT


def test_part_of_another_name_is_listed_and_stays(desk_client, leaving, ended):
    row = say(ended, "大星野さん")
    assert address(leaving, "message", row) not in page(desk_client, leaving)
    assert "it stays" in page(desk_client, leaving)
    desk_client.post(address(leaving, "message", row))
    assert text_of(row, "message") == "大星野さん"


@pytest.mark.parametrize("who", ["advisor_client", "other_advisor_client", "seeker_client"])
def test_nobody_but_the_desk_does(who, request, leaving, ended):
    row = say(ended, TEXT)
    client = request.getfixturevalue(who)
    assert client.post(address(leaving, "message", row)).status_code in {302, 403, 404}
    assert text_of(row, "message") == TEXT


def test_nothing_is_blacked_out_once_the_withdrawal_is_stopped(desk_client, leaving, ended, now):
    row = say(ended, TEXT)
    leaving.move("cancelled", at=now, actor="staff")
    desk_client.post(address(leaving, "message", row))
    assert text_of(row, "message") == TEXT


def test_former_advisor_at_the_desk_blacks_out_their_own_only(leaving, seeker, assignment, ended, now):
    assignment.end(at=now)
    later = AdvisorFactory()
    AssignmentFactory(seeker=seeker, advisor=later)
    theirs, own = say(AssignmentFactory(advisor=later, ended_at=now), TEXT), say(ended, TEXT)
    user = assignment.advisor.user
    join(user, "Support desk")
    for row in (theirs, own):
        signed_in(user).post(address(leaving, "message", row))
    assert (text_of(theirs, "message"), text_of(own, "message")) == (TEXT, BLACK)


@WAYS
def test_what_is_surely_theirs_goes_with_the_member_whoever_did_not_look(write, leaving, other, now):
    row, kind = write(other, TEXT), KIND_OF[write]
    advance(leaving.pk, now=now)
    leaving.refresh_from_db()
    assert (leaving.status, text_of(row, kind)) == ("completed", SURE)


@pytest.mark.parametrize("text", ["ask HOSHINO@Example.com", "josé bERNARD", "bernard　josé"])
def test_letters_lead_to_them_in_capitals_or_not(text, assignment, leaving, seeker, other, now):
    JobSeeker.objects.filter(pk=seeker.pk).update(family_name="Bernard", given_name="José")
    row = say(other, text)
    advance(leaving.pk, now=now)
    assert "■" in text_of(row, "message")


def test_of_two_who_leave_together_each_is_looked_for(assignment, leaving, other, now):
    namesake = JobSeekerFactory(family_name="雛型", given_name="ひかり")
    AssignmentFactory(advisor=assignment.advisor, seeker=namesake)
    too = WithdrawalRequestFactory(
        status="scheduled", seeker=namesake, received_at=now, completes_at=now, next_step_at=now
    )
    rows = [say(other, TEXT), say(other, "雛型 ひかりさんも。"), say(other, "どなたでもない。")]
    advance(leaving.pk, too.pk, now=now)
    assert [text_of(row, "message") for row in rows] == [SURE, "■■■■■■さんも。", "どなたでもない。"]


def test_backup_brings_nobody_back_in_texts_about_others(seeker, other, now):
    row = say(other, TEXT)
    assert erase_again(seeker.erasure_id, now=now)
    assert text_of(row, "message") == SURE


def test_texts_stay_as_they_are_until_the_withdrawal_is_completed(leaving, other, now):
    row = say(other, TEXT)
    leaving.move("cancelled", at=now, actor="staff")
    advance(leaving.pk, now=now)
    assert text_of(row, "message") == TEXT
