"""What a member reads of a referral, and what the buttons do; and that it is nobody else's."""

from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from icalendar import Calendar

from accounts.models import Message
from jobs.models import CompanyNote, JobPosting, Referral
from jobs.referrals.refusals import AlreadyAnswered
from tests import factories, walking
from tests.costs import counted

STEPS = {"apply/": "applied", "decline/": "declined", "step-back/": "withdrawn_by_seeker", "accept/": "accepted"}

pytestmark = pytest.mark.django_db


@pytest.fixture
def referral(counseled, posting):
    return factories.ReferralFactory(seeker=counseled, posting=posting)


def page(referral, step: str = "") -> str:
    return f"/referrals/{referral.pk}/{step}"


def said(response) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def texts(response) -> str:
    return " ".join(response.content.decode().split())


# Three people


@pytest.mark.parametrize("step", ["", "apply/", "decline/", "step-back/", "accept/"])
def test_page_is_the_seekers_alone(referral, seeker_client, other_seeker_client, advisor_client, step):
    missing = f"/referrals/999999/{step}"
    assert seeker_client.get(page(referral)).status_code == 200
    for ask in ("get", "post") if step else ("get",):
        foreign, none = (getattr(other_seeker_client, ask)(path) for path in (page(referral, step), missing))
        assert (foreign.status_code, none.status_code) == (404, 404)
        assert getattr(advisor_client, ask)(page(referral, step)).url == "/admin/"


def test_calendar_file_is_the_seekers_alone(referral, seeker_client, other_seeker_client, clock):
    interview = factories.JobInterviewFactory(referral=referral, place="本社 3階", notes="履歴書")
    path = f"/referrals/interviews/{interview.pk}.ics"
    event = Calendar.from_ical(seeker_client.get(path).content).walk("VEVENT")[0]
    assert (event["location"], event["description"]) == ("本社 3階", "履歴書")
    assert event["dtstart"].dt == interview.starts_at
    assert other_seeker_client.get(path).status_code == 404


def test_nothing_of_a_referral_is_shown_without_signing_in(client, referral):
    assert client.get(page(referral)).url.startswith("/login/")


# What is read


def test_page_explains_condition_by_condition_must_haves_first(referral, seeker_client):
    JobPosting.objects.update(weekends_off=True, days_off=110)
    wants = {"seeker": referral.seeker, "is_must": False}
    factories.DesiredConditionFactory(**wants, kind="days_off", number=120, reason="趣味の時間")
    factories.DesiredConditionFactory(**wants, kind="training", reason="はじめてなので")
    factories.DesiredConditionFactory(seeker=referral.seeker, kind="weekends_off", is_must=True, reason="家族")
    text = texts(seeker_client.get(page(referral)))
    assert [text.count(f'data-fit="{fit}"') for fit in ("satisfied", "not_satisfied", "not_stated")] == [1, 1, 1]
    assert text.index("家族") < text.index("趣味の時間") < text.index("はじめてなので")
    for words in ("120 days or more", "110 days a year", "fits", "does not fit", "not stated", referral.note):
        assert words in text


def test_page_shows_no_word_between_advisor_and_company(referral, seeker_client):
    CompanyNote.objects.create(referral=referral, text="企業からの内密の話")
    assert "内密" not in texts(seeker_client.get(page(referral)))
    assert "内密" not in texts(seeker_client.get("/referrals/"))


@pytest.mark.parametrize(
    ("status", "shown", "hidden"),
    [
        ("proposed", ["apply/", "decline/"], ["step-back/", "accept/"]),
        ("screening", ["step-back/"], ["apply/", "decline/", "accept/"]),
        ("offered", ["accept/", "step-back/"], ["apply/", "decline/"]),
        ("lapsed", [], ["apply/", "decline/", "step-back/", "accept/"]),
    ],
)
def test_page_offers_what_can_be_done_now(counseled, seeker_client, status, shown, hidden):
    referral = factories.ReferralFactory(seeker=counseled, status=status)
    text = texts(seeker_client.get(page(referral)))
    assert [step for step in shown + hidden if page(referral, step) in text] == shown


@pytest.mark.parametrize("status", Referral.Status.values)
def test_page_and_list_open_in_every_status(counseled, seeker_client, status):
    referral = factories.ReferralFactory(seeker=counseled, status=status)
    factories.JobInterviewFactory(referral=referral)
    assert seeker_client.get(page(referral)).status_code == 200
    assert referral.posting.title in texts(seeker_client.get("/referrals/"))


def test_closed_posting_is_still_read_by_who_was_referred_it(referral, seeker_client):
    JobPosting.objects.update(status="closed", closed_at=referral.proposed_at, closing="date")
    assert referral.posting.description in texts(seeker_client.get(page(referral)))


@pytest.mark.parametrize("rows", [1, 3])
def test_list_and_page_cost_the_same_however_much_there_is(counseled, seeker_client, rows):
    for status in Referral.Status.values:
        factories.ReferralFactory.create_batch(rows, seeker=counseled, status=status)
    referral = Referral.objects.filter(status="interview").first()
    factories.JobInterviewFactory.create_batch(rows, referral=referral)
    factories.ReferralEventFactory.create_batch(rows, referral=referral)
    for kind in ["training", "dormitory", "remote"][:rows]:
        factories.DesiredConditionFactory(seeker=counseled, kind=kind)
    with counted() as listed:
        seeker_client.get("/referrals/")
    with counted() as shown:
        seeker_client.get(page(referral))
    assert (len(listed), len(shown)) == (5, 8)


@pytest.mark.parametrize(
    ("status", "answers"),
    [("proposed", ["apply/", "decline/"]), ("offered", ["accept/", "step-back/"]), ("applied", [])],
)
def test_answers_stand_in_one_bar_that_goes_along(counseled, seeker_client, status, answers):
    referral = factories.ReferralFactory(seeker=counseled, status=status)
    text = texts(seeker_client.get(page(referral)))
    bar = text.split('<section class="act"')[1].split("</section>")[0] if answers else ""
    assert [step for step in answers if f'href="{page(referral, step)}"' in bar] == answers
    assert [text.count(f'href="{page(referral, step)}"') for step in answers] == [1] * len(answers)
    assert ('class="act"' in text) == bool(answers)


# What is decided


def test_applying_twice_is_one_application_and_said_so(referral, seeker_client):
    first, second = (seeker_client.post(page(referral, "apply/")) for _ in range(2))
    assert first.url == second.url == page(referral)
    assert said(first) == ["You have applied. Your advisor sends your application to the company."]
    assert said(second)[-1] == "Nothing was changed. This is where it stands by now: Applied"
    assert referral.events.count() == 1


def test_declining_in_another_tab_is_said_when_applying(referral, seeker_client):
    seeker_client.post(page(referral, "decline/"), {"reason": "", "comment": ""})
    assert said(seeker_client.post(page(referral, "apply/")))[-1].endswith(": Declined")
    assert Referral.objects.get().status == "declined"


@pytest.mark.parametrize("status", Referral.Status)
def test_only_what_can_be_done_now_is_asked_and_asking_does_nothing(counseled, seeker_client, status):
    """Whoever keeps an address, or goes back, reads where the referral stands."""
    referral = factories.ReferralFactory(seeker=counseled, status=status)
    for step, to in STEPS.items():
        answer = seeker_client.get(page(referral, step))
        if to in Referral.NEXT[status]:
            assert answer.status_code == 200
        else:
            assert (answer.url, said(answer)[-1]) == (
                page(referral),
                AlreadyAnswered(referral.get_status_display()).said,
            )
    referral.refresh_from_db()
    assert referral.status == status
    assert not Message.objects.exists()


@pytest.mark.parametrize("leaves", [False, True])
def test_mail_of_an_application_that_is_sent_is_promised_to_who_gets_it(counseled, seeker_client, leaves):
    referral = factories.ReferralFactory(seeker=counseled, status="applied")
    if leaves:
        factories.WithdrawalRequestFactory(seeker=counseled, status="scheduled")
    assert ("You get a mail once that is done" in seeker_client.get(page(referral)).content.decode()) != leaves


def test_who_leaves_is_not_asked_whether_to_apply(counseled, seeker_client):
    referral = factories.ReferralFactory(seeker=counseled)
    factories.WithdrawalRequestFactory(seeker=counseled, status="scheduled")
    assert seeker_client.get(page(referral, "apply/")).url == page(referral)


@pytest.mark.parametrize(
    ("status", "step", "told"),
    [
        ("proposed", "apply/", "Your advisor gets a mail about it."),
        ("proposed", "decline/", "Nobody gets a mail; your advisor sees it in their list."),
        ("screening", "step-back/", "Your advisor gets a mail about it."),
        ("offered", "accept/", "Your advisor gets a mail about it."),
    ],
)
def test_what_cannot_be_undone_is_asked_once(counseled, seeker_client, status, step, told):
    """The referral only leads to a page that says what will happen and who is told, with one button and a way back."""
    referral = factories.ReferralFactory(seeker=counseled, status=status)
    read = walking.Reader(page(referral))
    read.feed(texts(seeker_client.get(page(referral))))
    assert page(referral, step) in read.links
    assert page(referral, step) not in [form.action for form in read.forms]
    asked = walking.Reader(page(referral, step))
    asked.feed(html := texts(seeker_client.get(page(referral, step))))
    assert told in html
    assert page(referral) in asked.links
    assert [form.method for form in asked.forms if form.action == page(referral, step)] == ["post"]
    seeker_client.post(page(referral, step), {"comment": ""})
    referral.refresh_from_db()
    assert referral.status != status


@pytest.mark.parametrize(
    ("status", "step"), [("proposed", "apply/"), ("screening", "step-back/"), ("offered", "accept/")]
)
def test_what_happens_next_is_said_in_three_lines_before_the_one_button(counseled, seeker_client, status, step):
    referral = factories.ReferralFactory(seeker=counseled, status=status)
    main = seeker_client.get(page(referral, step)).content.decode().split("<main")[1].split("</main>")[0]
    lines, rest = main.split('<h2 id="next">')[1].split("</ol>")
    assert (lines.count("<li>"), rest.count("<button"), rest.count('class="told"')) == (3, 1, 1)
    assert main.count("<button") == 1


def test_declining_with_a_condition_makes_it_a_must_have(referral, seeker_client):
    factories.DesiredConditionFactory(seeker=referral.seeker, kind="training", is_must=False)
    typed = {"reason": "conditions", "condition": "training", "comment": "研修がほしいです。"}
    assert seeker_client.post(page(referral, "decline/"), typed).url == page(referral)
    referral.refresh_from_db()
    assert (referral.decline_reason, referral.decline_comment) == ("conditions", "研修がほしいです。")
    assert referral.seeker.desired_conditions.get().is_must


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"reason": "nonsense"}, "Choose one of the reasons, or none."),
        ({"condition": "pay"}, "Choose one of your conditions, or none."),
        ({"comment": "長" * 501}, "at most 500 characters"),
        ({"comment": "a\0b"}, "Null characters are not allowed."),
    ],
)
def test_wrong_input_is_said_beside_the_field_and_kept(referral, seeker_client, typed, sentence):
    factories.DesiredConditionFactory(seeker=referral.seeker, kind="training", is_must=False)
    response = seeker_client.post(page(referral, "decline/"), {"comment": "残る言葉", **typed})
    assert sentence in texts(response)
    assert ("残る言葉" in texts(response)) == ("comment" not in typed)
    assert Referral.objects.get().status == "proposed"


def test_condition_that_is_met_here_is_not_offered_as_the_reason(referral, seeker_client):
    JobPosting.objects.update(training=True)
    factories.DesiredConditionFactory(seeker=referral.seeker, kind="training", is_must=False)
    assert "A must-have you have noticed" not in texts(seeker_client.get(page(referral, "decline/")))


def test_accepting_asks_about_the_others_and_leaves_the_ticked(counseled, seeker_client, other_seeker):
    offered = factories.ReferralFactory(seeker=counseled, status="offered")
    left, kept = factories.ReferralFactory.create_batch(2, seeker=counseled, status="screening")
    foreign = factories.ReferralFactory(seeker=other_seeker, status="screening")
    text = texts(seeker_client.get(page(offered, "accept/")))
    assert [row.posting.title in text for row in (left, kept, foreign)] == [True, True, False]
    for other in (foreign.pk, "9" * 30, "x"):
        refused = seeker_client.post(page(offered, "accept/"), {"others": [other]})
        assert "Please look again." in texts(refused)
    seeker_client.post(page(offered, "accept/"), {"others": [left.pk]})
    statuses = [Referral.objects.get(pk=row.pk).status for row in (offered, left, kept, foreign)]
    assert statuses == ["accepted", "withdrawn_by_seeker", "screening", "screening"]


def test_leaving_seeker_applies_for_nothing(referral, seeker_client):
    assert page(referral, "apply/") in texts(seeker_client.get(page(referral)))
    factories.WithdrawalRequestFactory(seeker=referral.seeker, status="scheduled")
    text = texts(seeker_client.get(page(referral)))
    assert [page(referral, step) in text for step in ("apply/", "decline/")] == [False, True]
    assert said(seeker_client.post(page(referral, "apply/"))) == [
        "Your withdrawal is under way. Stop it first if you want to apply."
    ]


def test_my_page_says_what_waits_and_when_the_next_interview_is(counseled, seeker_client, now):
    factories.ReferralFactory.create_batch(2, seeker=counseled)
    selected = factories.ReferralFactory(seeker=counseled, status="interview")
    rejected = factories.ReferralFactory(seeker=counseled, status="rejected")
    for referral, days in ((selected, -1), (selected, 5), (selected, 9), (rejected, 1)):
        factories.JobInterviewFactory(referral=referral, starts_at=now + timedelta(days=days))
    factories.JobInterviewFactory(referral=selected, starts_at=now + timedelta(days=3), called_off_at=now)
    text = texts(seeker_client.get("/mypage/"))
    assert "2 postings referred to you" in text
    assert (now + timedelta(days=5)).isoformat() in text
