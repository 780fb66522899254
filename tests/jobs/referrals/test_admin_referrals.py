"""The advisor's page of a referral: what it shows, what its buttons do, and whom it is hidden from."""

from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from accounts.models import Message
from jobs.models import CompanyNote, JobInterview, Referral
from jobs.referrals.admin.buttons import MOVES
from tests import factories, walking
from tests.costs import counted

pytestmark = pytest.mark.django_db
LIST = "/admin/jobs/referral/"


@pytest.fixture
def referral(counseled):
    return factories.ReferralFactory(seeker=counseled, status="applied")


def page(referral) -> str:
    return reverse("admin:jobs_referral_change", args=[referral.pk])


def texts(response) -> str:
    return " ".join(response.content.decode().split())


def press(client, referral, key: str, **typed):
    return client.post(page(referral), {"move": key, **{f"{key}-{name}": value for name, value in typed.items()}})


def said(response) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


# Who sees it


def test_referral_is_the_own_advisors(advisor_client, other_advisor_client, desk_client, referral):
    assert referral.posting.title in texts(advisor_client.get(LIST))
    assert referral.posting.title not in texts(other_advisor_client.get(LIST))
    assert [client.get(page(referral)).status_code for client in (advisor_client, other_advisor_client)] == [200, 404]
    assert press(other_advisor_client, referral, "screening").status_code == 404
    assert desk_client.get(page(referral)).status_code == 200
    assert press(desk_client, referral, "screening").status_code == 403
    assert Referral.objects.get().status == "applied"


def test_referral_goes_along_to_the_next_advisor(
    advisor_client, other_advisor_client, other_advisor, referral, assignment, now
):
    press(advisor_client, referral, "note", text="人事の方と電話しました。")
    assignment.end(at=now)
    factories.AssignmentFactory(seeker=referral.seeker, advisor=other_advisor, began_at=now)
    assert advisor_client.get(page(referral)).status_code == 404
    assert "人事の方と電話しました。" in texts(other_advisor_client.get(page(referral)))
    press(other_advisor_client, referral, "screening")
    assert Referral.objects.get().status == "screening"


def test_overview_says_who_has_applied_to_the_own_advisor_only(
    advisor_client, other_advisor_client, desk_client, referral
):
    link = f"{LIST}?status__exact=applied"
    clients = (advisor_client, other_advisor_client, desk_client)
    assert [link in texts(client.get("/admin/")) for client in clients] == [True, False, False]
    assert referral.posting.title in texts(advisor_client.get(link))
    press(advisor_client, referral, "screening")
    assert link not in texts(advisor_client.get("/admin/"))


def test_note_about_the_company_is_not_for_the_desk(advisor_client, desk_client, referral):
    press(advisor_client, referral, "note", text="内密の話")
    assert "内密の話" in texts(advisor_client.get(page(referral)))
    assert "内密の話" not in texts(desk_client.get(page(referral)))


# What its buttons do


@pytest.mark.parametrize(
    ("status", "shown"),
    [
        ("proposed", []),
        ("applied", ["screening", "reject"]),
        ("screening", ["word", "interview", "reject"]),
        ("interview", ["word", "interview", "offer", "reject"]),
        ("offered", ["reject"]),
        ("accepted", []),
        ("declined", []),
        ("lapsed", []),
        ("rejected", []),
        ("withdrawn_by_seeker", []),
    ],
)
def test_page_offers_what_can_be_done_now(advisor_client, counseled, status, shown):
    referral = factories.ReferralFactory(seeker=counseled, status=status)
    text = texts(advisor_client.get(page(referral)))
    buttons = {
        name: f'href="../ask/{name}/"' if move.is_asked_about else f'value="{name}"' for name, move in MOVES.items()
    }
    assert [name for name, button in buttons.items() if button in text] == [*shown, "note"]


@pytest.mark.parametrize(
    ("status", "key", "then"),
    [
        ("applied", "screening", "screening"),
        ("interview", "offer", "offered"),
        ("offered", "reject", "rejected"),
        ("interview", "off", "interview"),
    ],
)
def test_what_cannot_be_undone_is_asked_once(advisor_client, counseled, status, key, then):
    """One click leads to a page that says whom it is about and who is told; its one button does it."""
    referral = factories.ReferralFactory(seeker=counseled, status=status)
    interview = factories.JobInterviewFactory(referral=referral)
    key = f"{key}-{interview.pk}" if key == "off" else key
    address = reverse("admin:jobs_referral_ask", args=[referral.pk, key])
    here = walking.Reader(page(referral))
    here.feed(texts(advisor_client.get(page(referral))))
    assert address in here.links
    assert key not in [value for form in here.forms for value in form.fields.get("move", [])]
    there = walking.Reader(address)
    there.feed(html := texts(advisor_client.get(address)))
    about = counseled.name, referral.posting.title, referral.posting.company.name, "eeker is told", "cannot be undone"
    assert [said for said in about if said not in html] == []
    assert not Message.objects.exists()
    form = next(form for form in there.forms if form.action == page(referral))
    assert page(referral) in there.links
    advisor_client.post(form.action, {name: value[0] for name, value in form.fields.items()})
    referral.refresh_from_db()
    assert referral.status == then
    assert Message.objects.count() == 1


def test_what_can_be_done_no_longer_is_not_asked(advisor_client, other_advisor_client, desk_client, referral):
    address = reverse("admin:jobs_referral_ask", args=[referral.pk, "offer"])
    answer = advisor_client.get(address)
    assert answer.url == page(referral)
    assert said(answer) == ["Nothing was changed: this referral is “Applied” by now."]
    assert [client.get(address).status_code for client in (other_advisor_client, desk_client)] == [404, 403]


@pytest.mark.parametrize("name", MOVES)
@pytest.mark.parametrize("who", ["advisor_client", "administrator_client"])
@pytest.mark.parametrize("status", ["proposed", "declined", "lapsed"])
def test_no_button_makes_an_application(request, counseled, now, who, name, status):
    """Invariant 17: whoever presses whatever, what the seeker has not applied for stays so."""
    referral = factories.ReferralFactory(seeker=counseled, status=status)
    typed = {"starts_at": "2099-01-01 10:00", "place": "本社", "text": "x"}
    press(request.getfixturevalue(who), referral, name, **typed)
    referral.refresh_from_db()
    assert (referral.status, referral.applied_at) == (status, None)


@pytest.mark.parametrize("key", ["", "apply", "accept", "applied", "interview-999999", "screening-x"])
def test_button_that_does_not_exist_does_nothing(advisor_client, referral, key):
    assert press(advisor_client, referral, key).status_code == 403
    assert Referral.objects.get().status == "applied"


def test_status_and_fields_are_not_typed(advisor_client, referral):
    assert advisor_client.post(page(referral), {"status": "accepted", "note": "x"}).status_code == 403
    assert Referral.objects.get().status == "applied"


def test_selection_is_moved_along_by_its_buttons(advisor_client, referral, clock):
    press(advisor_client, referral, "screening")
    press(advisor_client, referral, "interview", starts_at="２０２６-12-01 14:00", place="本社", notes="履歴書")
    interview = JobInterview.objects.get()
    press(advisor_client, referral, f"interview-{interview.pk}", starts_at="2026-12-02T15:00", place="支社", notes="")
    press(advisor_client, referral, "interview", starts_at="2026-12-09 14:00", place="本社")
    assert list(JobInterview.objects.values_list("place", flat=True)) == ["支社", "本社"]
    press(advisor_client, referral, "offer")
    assert said(press(advisor_client, referral, "reject"))[-1] == "The selection has ended, and the seeker is told."
    steps = [event.to_status for event in referral.events.exclude(to_status="applied")]
    assert steps == ["screening", "interview", "offered", "rejected"]


def test_button_pressed_twice_says_that_it_was_too_late(advisor_client, referral):
    first, second = (press(advisor_client, referral, "screening") for _ in range(2))
    assert said(first) == ["The selection is in document screening, and the seeker is told."]
    assert said(second)[-1] == "Nothing was changed: this referral is “Document screening” by now."
    assert Message.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"starts_at": "", "place": "本社"}, "Enter when the interview begins."),
        ({"starts_at": "tomorrow", "place": "本社"}, "This is not a date and time."),
        ({"starts_at": "2020-01-01 10:00", "place": "本社"}, "This is in the past."),
        ({"starts_at": "2099-01-01 10:00", "place": " "}, "Enter where it takes place."),
        ({"starts_at": "2099-01-01 10:00", "place": "長" * 201}, "at most 200 characters"),
    ],
)
def test_wrong_interview_is_said_beside_the_field_and_kept(advisor_client, counseled, typed, sentence):
    referral = factories.ReferralFactory(seeker=counseled, status="screening")
    text = texts(press(advisor_client, referral, "interview", notes="残る言葉", **typed))
    assert sentence in text
    assert "残る言葉" in text
    assert not JobInterview.objects.exists()


def test_interview_of_another_referral_is_not_changed_here(advisor_client, counseled, other_seeker):
    referral = factories.ReferralFactory(seeker=counseled, status="interview")
    foreign = factories.JobInterviewFactory(referral__seeker=other_seeker)
    typed = {"starts_at": "2099-01-01 10:00", "place": "変更"}
    assert press(advisor_client, referral, f"interview-{foreign.pk}", **typed).status_code == 403
    assert JobInterview.objects.get().place == foreign.place


def test_interview_is_called_off_by_its_button_and_said_to_be_off(advisor_client, seeker_client, counseled, clock):
    referral = factories.ReferralFactory(seeker=counseled, status="interview")
    interview = factories.JobInterviewFactory(referral=referral)
    key, there = f"off-{interview.pk}", f"/referrals/{referral.pk}/"
    assert f'href="../ask/{key}/"' in texts(advisor_client.get(page(referral)))
    assert "Into my calendar" in texts(seeker_client.get(there))
    assert said(press(advisor_client, referral, key)) == ["The interview is called off, and the seeker is told."]
    shown = texts(advisor_client.get(page(referral)))
    assert ("Called off" in shown, f'href="../ask/{key}/"' in shown, f'value="interview-{interview.pk}"' in shown) == (
        True,
        False,
        False,
    )
    assert "This interview will not take place." in texts(seeker_client.get(there))
    assert "Into my calendar" not in texts(seeker_client.get(there))
    typed = {"starts_at": "2099-01-01 10:00", "place": "本社"}
    late = press(advisor_client, referral, f"interview-{interview.pk}", **typed)
    assert said(late)[-1] == "Nothing was changed: this interview has been called off."


def test_interview_that_has_begun_is_not_called_off(advisor_client, counseled, clock):
    referral = factories.ReferralFactory(seeker=counseled, status="interview")
    interview = factories.JobInterviewFactory(referral=referral)
    clock.move_to(interview.starts_at)
    assert f"off-{interview.pk}" not in texts(advisor_client.get(page(referral)))
    assert said(press(advisor_client, referral, f"off-{interview.pk}")) == [
        "Nothing was changed: the time of this interview has come."
    ]


@pytest.mark.parametrize("name", ["screening", "offer", "reject", "note"])
def test_button_of_a_referral_is_none_of_its_interview(advisor_client, counseled, name):
    referral = factories.ReferralFactory(seeker=counseled, status="interview")
    interview = factories.JobInterviewFactory(referral=referral)
    assert press(advisor_client, referral, f"{name}-{interview.pk}", text="x").status_code == 403


def test_admin_log_names_numbers_only(advisor_client, administrator_client, referral):
    press(advisor_client, referral, "screening")
    log = texts(administrator_client.get("/admin/admin/logentry/"))
    assert f"referral {referral.pk}" in log
    assert referral.seeker.name not in log


# What it costs


@pytest.mark.parametrize("rows", [1, 3])
def test_list_and_page_cost_the_same_however_much_there_is(advisor_client, counseled, advisor, rows, now):
    for _ in range(rows):
        seeker = factories.AssignmentFactory(advisor=advisor).seeker
        factories.ReferralFactory(seeker=seeker, status="applied")
    referral = factories.ReferralFactory(seeker=counseled, status="interview", referred_by=advisor.user)
    for number in range(rows):
        factories.JobInterviewFactory(referral=referral, starts_at=now + timedelta(days=number))
        factories.ReferralEventFactory(referral=referral, by=advisor.user)
        factories.CompanyNoteFactory(referral=referral, written_by=advisor.user)
    for kind in ["training", "dormitory", "remote"][:rows]:
        factories.DesiredConditionFactory(seeker=counseled, kind=kind)
    with counted() as listed:
        assert advisor_client.get(f"{LIST}?status__exact=applied").status_code == 200
    with counted() as shown:
        assert advisor_client.get(page(referral)).status_code == 200
    assert (len(listed), len(shown)) == (7, 11)
    assert CompanyNote.objects.count() == rows
