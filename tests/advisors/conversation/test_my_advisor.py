"""The seeker's page of their advisor: only their own, whole, and read once it is opened."""

import re
from datetime import timedelta

import pytest

from advisors.models import ConversationEntry
from tests.costs import counted
from tests.factories import AssignmentFactory, ConversationEntryFactory
from tests.reading import unmarked

PAGE = "/advisor/"

ROWS = pytest.mark.parametrize("rows", [1, 3])

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def former(assignment, now):
    """Under an advisor of before, something was said."""
    tie = AssignmentFactory(seeker=assignment.seeker, ended_at=now)
    ConversationEntryFactory(assignment=tie, text="以前の相談")
    return tie


def text_of(client, address: str = PAGE) -> str:
    return unmarked(client.get(address).content.decode())


def test_seeker_without_an_advisor_is_led_to_book(seeker_client):
    assert "You have no advisor yet" in text_of(seeker_client)


def test_seeker_sees_the_advisor_and_what_was_said(seeker_client, assignment):
    assignment.advisor.introduction, assignment.advisor.fields_of_work = "ゆっくり伺います。", ["it"]
    assignment.advisor.save()
    ConversationEntryFactory(assignment=assignment, is_from_seeker=False, text="<b>こんにちは</b>")
    page = text_of(seeker_client)
    for shown in (assignment.advisor.name, "ゆっくり伺います。", "IT and engineering", "&lt;b&gt;こんにちは"):
        assert shown in page
    assert "Messages between 9:00 and 20:00" in page


def test_other_people_see_nothing_of_it(assignment, other_seeker_client, advisor_client, other_advisor_client):
    ConversationEntryFactory(assignment=assignment, text="秘密")
    assert "秘密" not in text_of(other_seeker_client)
    for client in (advisor_client, other_advisor_client):
        assert client.get(PAGE).url == "/admin/"


def test_page_marks_what_is_new_and_then_holds_it_read(seeker_client, assignment, now):
    entry = ConversationEntryFactory(assignment=assignment, is_from_seeker=False)
    assert "1 new message" in text_of(seeker_client, "/mypage/")
    assert ">New<" in text_of(seeker_client)
    entry.refresh_from_db()
    assert entry.read_at == now
    assert ">New<" not in text_of(seeker_client)
    assert "new message" not in text_of(seeker_client, "/mypage/")


def test_seeker_writes(seeker_client, assignment):
    for _press in range(2):
        assert seeker_client.post(PAGE, {"text": "一行目\r\n二行目"}).url == PAGE
    assert ConversationEntry.objects.get().text == "一行目\n二行目"


@pytest.mark.parametrize(
    ("typed", "said"),
    [("", "Write something first."), ("　 \n", "Write something first."), ("字" * 2001, "at most 2000 characters")],
)
def test_what_does_not_fit_is_answered_beside_the_field(typed, said, seeker_client, assignment):
    response = seeker_client.post(PAGE, {"text": typed})
    assert said in str(response.context["form"].errors["text"])
    assert typed.strip() in response.content.decode()
    assert not ConversationEntry.objects.exists()


def test_what_is_written_without_an_advisor_is_refused_in_words(seeker_client):
    assert "You have no advisor at present" in seeker_client.post(PAGE, {"text": "あの"}).content.decode()


def test_long_thread_has_pages_and_begins_with_the_newest(seeker_client, assignment, now):
    for number in range(45):
        moment = now - timedelta(hours=100 - number)
        ConversationEntryFactory(assignment=assignment, text=f"発言{number:02d}", written_at=moment)
    newest, middle = text_of(seeker_client), text_of(seeker_client, f"{PAGE}?page=2")
    assert "発言44" in newest
    assert "発言39" not in newest
    assert "?page=2#" in newest
    assert "発言39" in middle
    assert "発言44" not in middle
    assert "?page=3#" in middle
    assert "?page=1#" in middle
    assert "発言00" in text_of(seeker_client, f"{PAGE}?page=x")


@ROWS
def test_page_asks_the_same_whatever_was_said(rows, seeker_client, assignment, now):
    ConversationEntryFactory.create_batch(rows, assignment=assignment, is_from_seeker=False)
    AssignmentFactory.create_batch(rows, seeker=assignment.seeker, ended_at=now)
    with counted() as sent:
        seeker_client.get(PAGE)
    assert len(sent) == 8


# When the advisor may write


def test_seeker_chooses_hours_and_number(seeker_client, assignment):
    typed = {"from_hour": "12", "until_hour": "18", "most_per_week": "1"}
    assert seeker_client.post("/advisor/quiet/", typed).url == PAGE
    page = text_of(seeker_client)
    assert "Messages between 12:00 and 18:00." in page
    assert "At most 1 message a week" in page


def test_two_hours_stand_in_one_group_and_each_says_which_it_is(seeker_client, seeker):
    page = seeker_client.post(
        "/advisor/quiet/", {"from_hour": "12", "until_hour": "9"}, headers={"accept-language": "ja"}
    )
    group = page.content.decode().split('data-field="hours"')[1].split("</fieldset>")[0]
    assert re.findall(r'aria-label="(.*?)"', group) == ["メールの開始時刻", "メールの終了時刻"]
    assert re.sub(r"<select.*?</select>", "○時", group, flags=re.DOTALL).count("○時から○時まで") == 1
    assert "終了は開始より後の時刻にしてください。" in group


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"until_hour": "12"}, "until_hour"),
        ({"from_hour": "6"}, "from_hour"),
        ({"until_hour": "23"}, "until_hour"),
        ({"most_per_week": "21"}, "most_per_week"),
        ({"most_per_week": "-1"}, "most_per_week"),
        ({"most_per_week": "一"}, "most_per_week"),
    ],
)
def test_hours_that_do_not_fit_are_refused_beside_the_field(typed, field, seeker_client, seeker):
    response = seeker_client.post(
        "/advisor/quiet/", {"from_hour": "12", "until_hour": "18", "most_per_week": "1", **typed}
    )
    assert list(response.context["form"].errors) == [field]
    assert not hasattr(seeker, "contact_wish")


# Advisors of before


def test_seeker_reads_what_was_said_before_and_nobody_else_does(seeker_client, other_seeker_client, former):
    address = f"/advisor/former/{former.pk}/"
    assert "以前の相談" in text_of(seeker_client, address)
    assert other_seeker_client.get(address).status_code == 404
    assert other_seeker_client.get("/advisor/former/999999/").status_code == 404


@pytest.mark.parametrize(("sent", "is_shared"), [("yes", True), ("no", False), ("", False)])
def test_seeker_allows_the_present_advisor_to_read_it(sent, is_shared, seeker_client, other_seeker_client, former):
    address = f"/advisor/former/{former.pk}/share/"
    assert other_seeker_client.post(address, {"share": "yes"}).status_code == 404
    assert seeker_client.post(address, {"share": sent}).url == PAGE
    former.refresh_from_db()
    assert former.is_shared == is_shared


def test_present_tie_is_not_shared(seeker_client, assignment):
    assert seeker_client.post(f"/advisor/former/{assignment.pk}/share/", {"share": "yes"}).status_code == 404
