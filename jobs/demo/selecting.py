"""Conditions, referrals and selections of the demo: seekers in every state, each by the actions that really do it."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.utils import timezone

from accounts.demo.past import Past
from accounts.demo.people import MEMBERS, email, register
from accounts.models import JobSeeker, User
from advisors.demo.advising import STAGES as COUNSELED_BEFORE
from advisors.demo.advising import was_counseled
from jobs.conditions import editing as wishing
from jobs.conditions.matching import explain, number_of, ranked, scored, unmet_must_haves
from jobs.models import ConditionKind, JobPosting, NoticeRhythm, Referral
from jobs.referrals import selection
from jobs.referrals.closing import close_posting
from jobs.referrals.referring import refer

Kind = ConditionKind
# Must-haves and negotiable ones as people name them, each with the reason.
WANTS = (
    {
        Kind.WEEKENDS_OFF: (True, True, "家族と過ごす時間を大切にしたいため"),
        Kind.PAY: (200_000, False, "一人暮らしを続けるため"),
        Kind.OVERTIME: (20, False, "夜は資格の勉強をしたいため"),
        Kind.TRAINING: (True, False, "はじめての職種なので"),
    },
    {
        Kind.NO_EXPERIENCE: (True, True, "正社員として働いたことがないため"),
        Kind.CATEGORY: (["office", "it"], False, "パソコンを使う仕事がしたい"),
        Kind.REMOTE: (["partly", "full"], False, "通勤の混雑が苦手なので"),
    },
    {
        Kind.EMPLOYMENT_TYPE: (["permanent"], True, "長く働きたいため"),
        Kind.NO_NIGHT_WORK: (True, True, "体調を崩したことがあるため"),
        Kind.PREFECTURE: (["13", "14", "11"], False, "実家から通いたい"),
        Kind.DAYS_OFF: (120, False, ""),
        Kind.FIXED_OVERTIME: (True, False, "給与の内訳がはっきりしている方が安心です"),
    },
)
NOTES = (
    "先輩が隣で教えてくれる職場です。会社を訪ねたとき、質問しやすい雰囲気でした。",
    "未経験で入社した方が半分以上とのこと。落ち着いて仕事を覚えられそうです。",
    "通いやすさを重視されていたので選びました。",
)
ALL_THE_SAME = (
    "すべての条件には合いませんが、面談でうかがった働き方に近いのでご紹介します。合わない点は企業に確認できます。"
)
PLACE = "本社 2階 受付（見本ビル）"
Stage = Callable[[Past, JobSeeker], object]


def choose(past: Past, members: list[JobSeeker]) -> None:
    """What seekers want, what was referred to them, and how they decided, up to now."""
    first = MEMBERS + len(COUNSELED_BEFORE) + 1
    for number, stage in enumerate(STAGES, start=first):
        joined = past.now - timedelta(days=19, minutes=41 * number)
        tell(past, register(number, email(number), at=joined), stage)
    tell(past, members[0], is_in_the_midst)


def tell(past: Past, seeker: JobSeeker, stage: Stage) -> None:
    """Counseled, they say what matters; then their stage begins, eight days ago."""
    was_counseled(past, seeker, max(seeker.joined_at, past.now - timedelta(days=18)) + timedelta(hours=2))
    when = past.now - timedelta(days=9)
    for kind, (value, is_must, reason) in WANTS[seeker.pk % len(WANTS)].items():
        number = number_of(kind, value)
        wishing.set_condition(seeker.pk, kind, number=number, is_must=is_must, reason=reason, now=when)
    past.post(when)
    stage(past, seeker)


def advisor_of(seeker: JobSeeker) -> User:
    return seeker.assignments.current().select_related("advisor__user").get().advisor.user


def best(past: Past, seeker: JobSeeker) -> JobPosting:
    """Of what could have been referred eight days ago."""
    there = JobPosting.objects.open().filter(opened_at__lt=past.now - timedelta(days=9), headcount=1)
    untouched = there.filter(referrals=None)
    return ranked(untouched, seeker.desired_conditions.all())[0]


def referred(past: Past, seeker: JobSeeker, *, days_ago: int = 8, beyond: bool = False) -> Referral:
    """The best that is left or, `beyond` the must-haves, one that is referred all the same."""
    posting = next_best(past, seeker) if beyond else best(past, seeker)
    note = ALL_THE_SAME if beyond else NOTES[seeker.pk % len(NOTES)]
    when = past.now - timedelta(days=days_ago)
    made = refer(seeker, posting, by=advisor_of(seeker), note=note, now=when)
    past.post(when)
    return made


def next_best(past: Past, seeker: JobSeeker) -> JobPosting:
    """The best of those that break a must-have."""
    wants = list(seeker.desired_conditions.all())
    there = JobPosting.objects.open().filter(opened_at__lt=past.now - timedelta(days=9), referrals=None)
    by_score = scored(there, wants).order_by("-score", "-pk")
    return next(posting for posting in by_score if unmet_must_haves(explain(posting.pk, wants)))


def go_through(past: Past, seeker: JobSeeker, *steps: str, referral: Referral | None = None) -> Referral:
    """From the application on, a step a day; an interview is in the week to come."""
    referral = referral or referred(past, seeker)
    for day, step in enumerate(("apply", *steps), start=1):
        when = past.now - timedelta(days=7 - day)
        by = seeker.user if step in OWN else advisor_of(seeker)
        more = {"starts_at": meeting(past), "place": PLACE, "notes": "履歴書を1部お持ちください。"}
        getattr(selection, step)(referral.pk, by=by, now=when, **(more if step == "to_interview" else {}))
        past.post(when)
    return referral


OWN = {"apply", "accept", "step_back"}


def meeting(past: Past) -> datetime:
    return past.morning(-3).replace(hour=14, minute=0)


def has_two_to_read(past: Past, seeker: JobSeeker) -> None:
    referred(past, seeker)
    referred(past, seeker, days_ago=2, beyond=True)


def is_taken_to(*steps: str) -> Stage:
    def stage(past: Past, seeker: JobSeeker) -> None:
        go_through(past, seeker, *steps)

    return stage


def declines(past: Past, seeker: JobSeeker) -> None:
    """And says that a condition is not negotiable after all."""
    referral, when = referred(past, seeker, beyond=True), past.now - timedelta(days=5)
    condition = seeker.desired_conditions.filter(is_must=False)[0]
    selection.decline(
        referral.pk,
        by=seeker.user,
        now=when,
        reason=Referral.DeclineReason.CONDITIONS,
        comment="この点はやはり大切にしたいです。",
        condition=condition.kind,
    )
    past.post(when)


def was_too_late(past: Past, seeker: JobSeeker) -> None:
    """The posting closed before they answered, which is fine."""
    referral, when = referred(past, seeker), past.now - timedelta(days=3)
    close_posting(referral.posting_id, closing=JobPosting.Closing.DATE, now=when)
    past.post(when)


def asks_for_more(past: Past, seeker: JobSeeker) -> None:
    wishing.ask_for_referrals(seeker.pk, now=past.now - timedelta(days=1))


def wants_notices_only(past: Past, seeker: JobSeeker) -> None:
    seeker.is_notices_only = True
    seeker.save(update_fields=["is_notices_only"])
    NoticeRhythm.objects.create(seeker=seeker, told_until=past.now)


def is_in_the_midst(past: Past, seeker: JobSeeker) -> None:
    """Somebody who can sign in, and finds an offer, an interview ahead, and something to read."""
    declines(past, seeker)
    go_through(past, seeker, "to_screening", "to_interview", "to_offered")
    interviewed = go_through(past, seeker, "to_screening", "to_interview")
    said = "人事の方より、当日は30分ほどの予定とのこと。"
    selection.note_company(interviewed.pk, by=advisor_of(seeker), text=said, now=past.now - timedelta(days=3))
    has_two_to_read(past, seeker)


def is_promised_word(*steps: str, days: int) -> Stage:
    """The company has it, and has said by when it answers; `days` ahead, or ago."""

    def stage(past: Past, seeker: JobSeeker) -> None:
        referral = go_through(past, seeker, *steps)
        day = timezone.localdate(past.now + timedelta(days=days))
        selection.expect_word(referral.pk, by=advisor_of(seeker), on=day, now=past.now - timedelta(days=2))

    return stage


STAGES: tuple[Stage, ...] = (
    has_two_to_read,
    is_taken_to(),
    is_promised_word("to_screening", days=-1),
    is_promised_word("to_screening", "to_interview", days=5),
    is_taken_to("to_screening", "to_interview", "to_offered"),
    is_taken_to("to_screening", "to_interview", "to_offered", "accept"),
    is_taken_to("to_screening", "reject"),
    is_taken_to("to_screening", "to_interview", "step_back"),
    declines,
    was_too_late,
    asks_for_more,
    wants_notices_only,
)
