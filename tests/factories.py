"""People and what belongs to them, as the database accepts it; a test names only what matters to it.

Everybody joined in April 2026, so that a clock stopped later in that year finds them members.
"""

from contextlib import contextmanager
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import factory
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.utils import timezone
from factory.django import DjangoModelFactory

from accounts.files.storing import store
from accounts.models import (
    ADVISORS,
    SUPPORT_DESK,
    File,
    JobSeeker,
    LineAccount,
    LineEvent,
    LineLinking,
    User,
)
from advisors.models import (
    Advisor,
    AdvisorChangeRequest,
    Assignment,
    ClosedDay,
    ContactWish,
    ConversationEntry,
    CounselingBooking,
    CounselingNotes,
    CounselingSlot,
    DayOff,
    Fetching,
    Invitation,
    Office,
    ProposedAdvisor,
    SlotWait,
    WeeklyHours,
)
from config.business_days import add_business_days
from jobs.models import (
    Company,
    CompanyNote,
    DesiredCondition,
    JobInterview,
    JobPosting,
    NoticeRhythm,
    PostingWish,
    Referral,
    ReferralEvent,
    ReferralWish,
    SavedPosting,
)
from support.models import (
    Document,
    DocumentReview,
    InterviewFeedback,
    MockInterview,
    Resume,
    ResumeEntry,
    Seminar,
    SeminarMaterial,
    SeminarSeat,
    Suit,
    SuitLoan,
)
from support.suits.days import clean_after
from withdrawals.models import LeavingMessage, WithdrawalRequest, WithdrawalStatement
from withdrawals.requests.deadlines import due_on, unrecorded_at

KANJI = str.maketrans("0123456789", "零一二三四五六七八九")
JOINED = datetime(2026, 4, 1, 9, 0, tzinfo=ZoneInfo("Asia/Tokyo"))


class UserFactory(DjangoModelFactory):
    """Somebody whose mailbox is proven, and who reads English."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person{n}@example.com")
    password = "!"
    language = "en"
    joined_at = JOINED

    @factory.post_generation
    def mailbox(self, create, extracted, **fields):
        EmailAddress.objects.create(user=self, email=self.email, verified=True, primary=True)


class StaffFactory(UserFactory):
    """Somebody who may enter the admin, and do nothing there yet."""

    email = factory.Sequence(lambda n: f"staff{n}@example.com")
    is_staff = True


class DeskUserFactory(StaffFactory):
    group = factory.PostGeneration(lambda user, *args, **kwargs: join(user, SUPPORT_DESK))


class AdvisorUserFactory(StaffFactory):
    group = factory.PostGeneration(lambda user, *args, **kwargs: join(user, ADVISORS))


def join(user: User, name: str) -> None:
    user.groups.add(Group.objects.get_or_create(name=name)[0])


class AdministratorFactory(StaffFactory):
    is_superuser = True


class JobSeekerFactory(DjangoModelFactory):
    class Meta:
        model = JobSeeker

    user = factory.SubFactory(UserFactory, email=factory.Sequence(lambda n: f"seeker{n}@example.com"))
    family_name = "見本"
    given_name = factory.Sequence(lambda n: str(n).translate(KANJI) + "郎")
    phone = factory.Sequence(lambda n: f"+8190{10_000_000 + n}")
    birth_date = date(2001, 4, 5)
    prefecture = "13"
    joined_at = JOINED


class FileFactory(DjangoModelFactory):
    """A file, and its row. The disk forgets nothing as a test ends: give `MEDIA_ROOT` a folder of its own."""

    class Meta:
        model = File

    owner = factory.SubFactory(UserFactory)
    use = File.Use.ADVISOR_PHOTO
    name = "portrait.jpg"
    content = b"content"
    content_type = "image/jpeg"

    @classmethod
    def _create(cls, model_class, *args, name, content, **fields):
        return store(ContentFile(content, name=name), **fields)


class LineAccountFactory(DjangoModelFactory):
    """A linked account, and what goes there: by default what is chosen as it is linked."""

    class Meta:
        model = LineAccount
        skip_postgeneration_save = True

    seeker = factory.SubFactory(JobSeekerFactory)
    line_user_id = factory.Sequence(lambda n: f"U{n:032x}")
    linked_at = JOINED + timedelta(days=1)

    @factory.post_generation
    def topics(self, create, extracted, **fields):
        for topic in ("conversation", "appointments") if extracted is None else extracted:
            self.topics.create(topic=topic)


class LineLinkingFactory(DjangoModelFactory):
    """A link token that nobody has answered; with a `seeker`, one for which they have pressed the button."""

    class Meta:
        model = LineLinking

    line_user_id = factory.Sequence(lambda n: f"U{n:032x}")
    token_digest = factory.Sequence(lambda n: f"{n:064x}")
    expires_at = JOINED + timedelta(days=1, minutes=10)
    asked_at = factory.LazyAttribute(lambda it: JOINED + timedelta(days=1) if getattr(it, "seeker", None) else None)
    session_digest = factory.LazyAttribute(lambda it: "5" * 64 if it.asked_at else "")
    nonce_digest = factory.LazyAttribute(lambda it: it.token_digest if it.asked_at else None)


class LineEventFactory(DjangoModelFactory):
    """Something written to us by LINE, not read yet."""

    class Meta:
        model = LineEvent

    event_id = factory.Sequence(lambda n: f"01J{n:023d}")
    kind = "message"
    line_user_id = factory.Sequence(lambda n: f"U{n:032x}")
    body = factory.LazyAttribute(lambda it: {"type": it.kind, "message": {"type": "text", "id": "1", "text": "はい"}})
    occurred_at = JOINED + timedelta(days=2)
    received_at = factory.SelfAttribute("occurred_at")
    try_at = factory.SelfAttribute("occurred_at")


class AdvisorFactory(DjangoModelFactory):
    class Meta:
        model = Advisor

    user = factory.SubFactory(AdvisorUserFactory)
    name = factory.Sequence(lambda n: f"相談員{n}")
    gender = Advisor.Gender.FEMALE


class AssignmentFactory(DjangoModelFactory):
    class Meta:
        model = Assignment

    seeker = factory.SubFactory(JobSeekerFactory)
    advisor = factory.SubFactory(AdvisorFactory)
    began_at = JOINED + timedelta(days=1)


class OfficeFactory(DjangoModelFactory):
    class Meta:
        model = Office

    name = factory.Sequence(lambda n: f"拠点{n}")
    prefecture = "13"
    address = "千代田区見本町1-2-3"
    access = "見本駅から徒歩5分"


class ClosedDayFactory(DjangoModelFactory):
    class Meta:
        model = ClosedDay

    day = date(2026, 11, 27)


class WeeklyHoursFactory(DjangoModelFactory):
    """Mondays from ten to twelve, online and by phone."""

    class Meta:
        model = WeeklyHours

    advisor = factory.SubFactory(AdvisorFactory)
    weekday = 0
    from_hour = 10
    until_hour = 12


class DayOffFactory(DjangoModelFactory):
    class Meta:
        model = DayOff

    advisor = factory.SubFactory(AdvisorFactory)
    day = date(2026, 12, 7)


class CounselingSlotFactory(DjangoModelFactory):
    """An hour on the Tuesday after the stopped clock, each another, so that one advisor may have many."""

    class Meta:
        model = CounselingSlot

    advisor = factory.SubFactory(AdvisorFactory)
    held_on = factory.Sequence(lambda n: date(2026, 12, 7) + timedelta(days=n // 10 % 10))
    hour = factory.Sequence(lambda n: 9 + n % 10)


class CounselingBookingFactory(DjangoModelFactory):
    class Meta:
        model = CounselingBooking

    slot = factory.SubFactory(CounselingSlotFactory)
    seeker = factory.SubFactory(JobSeekerFactory)
    form = "online"
    status = "booked"
    booked_at = JOINED + timedelta(days=1)
    ended_at = factory.LazyAttribute(lambda it: None if it.status == "booked" else it.slot.ends_at)
    cancelled_by = factory.LazyAttribute(lambda it: "seeker" if it.status == "cancelled" else "")


class CounselingNotesFactory(DjangoModelFactory):
    """Of `booking` and under `assignment`, which must be named."""

    class Meta:
        model = CounselingNotes

    text = "ゆっくり探したいとのこと。"


class SlotWaitFactory(DjangoModelFactory):
    class Meta:
        model = SlotWait

    seeker = factory.SubFactory(JobSeekerFactory)
    since = JOINED + timedelta(days=1)


class InvitationFactory(DjangoModelFactory):
    """One that was sent just now, with its mail."""

    class Meta:
        model = Invitation

    status = "sent"
    by = factory.SelfAttribute("advisor.user")
    advisor = factory.SubFactory(AdvisorFactory)
    email = factory.Sequence(lambda n: f"invited{n}@example.com")
    sent_at = factory.LazyFunction(timezone.now)
    runs_out_at = factory.LazyAttribute(lambda it: it.sent_at + Invitation.LIFE)
    ended_at = factory.LazyAttribute(lambda it: None if it.status == "sent" else it.sent_at)


class ProposedAdvisorFactory(DjangoModelFactory):
    class Meta:
        model = ProposedAdvisor

    seeker = factory.SubFactory(JobSeekerFactory)
    advisor = factory.SubFactory(AdvisorFactory)


class ConversationEntryFactory(DjangoModelFactory):
    """Something the seeker of `assignment` wrote."""

    class Meta:
        model = ConversationEntry

    assignment = factory.SubFactory(AssignmentFactory)
    seeker = factory.SelfAttribute("assignment.seeker")
    is_from_seeker = True
    text = "質問があります。"
    written_at = JOINED + timedelta(days=2)
    goes_at = factory.SelfAttribute("written_at")


class FetchingFactory(DjangoModelFactory):
    """A picture that the seeker sent by LINE, to be fetched."""

    class Meta:
        model = Fetching

    entry = factory.SubFactory(ConversationEntryFactory, what="picture", text="", channel="line")
    content_id = "100001"
    asked_at = factory.SelfAttribute("entry.written_at")
    try_at = factory.SelfAttribute("entry.written_at")


class ContactWishFactory(DjangoModelFactory):
    class Meta:
        model = ContactWish

    seeker = factory.SubFactory(JobSeekerFactory)


class AdvisorChangeRequestFactory(DjangoModelFactory):
    """A wish for another advisor than that of `assignment`."""

    class Meta:
        model = AdvisorChangeRequest

    assignment = factory.SubFactory(AssignmentFactory)
    seeker = factory.SelfAttribute("assignment.seeker")
    reason = "talk"
    status = "submitted"
    comment = "落ち着いて話せません。"
    wish = "ゆっくり話を聞いてくれる方"
    submitted_at = JOINED + timedelta(days=3)
    ended_at = factory.LazyAttribute(
        lambda it: None if it.status == "submitted" else it.submitted_at + timedelta(days=1)
    )


class CompanyFactory(DjangoModelFactory):
    class Meta:
        model = Company

    name = factory.Sequence(lambda n: f"株式会社見本{n}")
    industry = "it"
    prefecture = "13"


class JobPostingFactory(DjangoModelFactory):
    """An open posting that states nothing it need not; `status` and its times go together."""

    class Meta:
        model = JobPosting

    company = factory.SubFactory(CompanyFactory)
    title = factory.Sequence(lambda n: f"事務スタッフ{n}")
    description = "書類の作成と電話の応対をお願いします。"
    category = "office"
    prefecture = "13"
    employment_type = "permanent"
    status = "open"
    opened_at = factory.LazyAttribute(lambda it: None if it.status == "draft" else JOINED)
    closed_at = factory.LazyAttribute(lambda it: JOINED + timedelta(days=30) if it.status == "closed" else None)
    closing = factory.LazyAttribute(lambda it: "desk" if it.status == "closed" else "")


class SavedPostingFactory(DjangoModelFactory):
    class Meta:
        model = SavedPosting

    seeker = factory.SubFactory(JobSeekerFactory)
    posting = factory.SubFactory(JobPostingFactory)
    saved_at = JOINED + timedelta(days=1)


class PostingWishFactory(DjangoModelFactory):
    """That a seeker asks to be referred `posting`."""

    class Meta:
        model = PostingWish

    seeker = factory.SubFactory(JobSeekerFactory)
    posting = factory.SubFactory(JobPostingFactory)
    asked_at = JOINED + timedelta(days=11)


class DesiredConditionFactory(DjangoModelFactory):
    """Weekends off, as a must-have."""

    class Meta:
        model = DesiredCondition

    seeker = factory.SubFactory(JobSeekerFactory)
    kind = "weekends_off"
    number = 1
    is_must = True
    reason = "家族との時間を大切にしたいため"


class ReferralWishFactory(DjangoModelFactory):
    class Meta:
        model = ReferralWish

    seeker = factory.SubFactory(JobSeekerFactory)
    asked_at = JOINED + timedelta(days=2)


class ReferralFactory(DjangoModelFactory):
    """A referral as it is in `status`; `seeker` and `posting` may be named."""

    class Meta:
        model = Referral

    class Params:
        has_applied = factory.LazyAttribute(lambda it: it.status not in ("proposed", "declined", "lapsed"))
        has_ended = factory.LazyAttribute(
            lambda it: it.status in ("declined", "lapsed", "accepted", "rejected", "withdrawn_by_seeker")
        )

    seeker = factory.SubFactory(JobSeekerFactory)
    posting = factory.SubFactory(JobPostingFactory)
    status = "proposed"
    note = "未経験から始めた方が多い職場です。"
    proposed_at = JOINED + timedelta(days=10)
    applied_at = factory.LazyAttribute(lambda it: it.proposed_at + timedelta(days=1) if it.has_applied else None)
    ended_at = factory.LazyAttribute(lambda it: it.proposed_at + timedelta(days=9) if it.has_ended else None)

    @classmethod
    def _create(cls, model_class, *args, **fields):
        """As it came about: after a counseling, while the posting was open, and applied to by the seeker."""
        referral = model_class(**fields)
        wanted = {name: getattr(referral, name) for name in ("status", "applied_at", "ended_at")}
        counsel(referral.seeker)
        with while_open(referral.posting):
            if referral.status in APPLIED:
                referral.status, referral.applied_at, referral.ended_at = "proposed", None, None
            referral.save(force_insert=True)
            if wanted["status"] != referral.status:
                apply_as_the_seeker(referral)
                bring(referral, **wanted)
        return referral


APPLIED = ("applied", "screening", "interview", "offered", "accepted", "rejected", "withdrawn_by_seeker")


class LeavingMessageFactory(DjangoModelFactory):
    """A seeker's own words to their advisor, which nobody has recorded yet."""

    class Meta:
        model = LeavingMessage

    entry = factory.SubFactory(ConversationEntryFactory, text="退会します")
    seeker = factory.SelfAttribute("entry.seeker")
    written_at = factory.SelfAttribute("entry.written_at")
    channel = "message"
    due_on = factory.LazyAttribute(lambda it: due_on(it.written_at))
    tell_at = factory.LazyAttribute(lambda it: unrecorded_at(it.written_at))


def counsel(seeker: JobSeeker) -> None:
    """Somebody who works here no more counseled them in April, unless a counseling has taken place."""
    if not seeker.counseling_bookings.completed().exists():
        slot = CounselingSlotFactory(advisor__is_at_work=False, held_on=date(2026, 4, 6))
        CounselingBookingFactory(seeker=seeker, slot=slot, status="completed")


@contextmanager
def while_open(posting: JobPosting):
    """A posting that is not open is, for so long."""
    held = {name: getattr(posting, name) for name in ("status", "opened_at", "closed_at", "closing")}
    rows = JobPosting.objects.filter(pk=posting.pk)
    if posting.status != "open":
        rows.update(status="open", opened_at=JOINED, closed_at=None, closing="")
    yield
    if posting.status != "open":
        rows.update(**held)


def apply_as_the_seeker(referral: Referral) -> None:
    """The record of it, without which the database takes no application."""
    at = referral.proposed_at + timedelta(days=1)
    ReferralEventFactory(referral=referral, at=at, by=referral.seeker.user)


def bring(referral: Referral, **fields) -> None:
    for name, value in fields.items():
        setattr(referral, name, value)
    referral.save(update_fields=[*fields])


class ReferralEventFactory(DjangoModelFactory):
    class Meta:
        model = ReferralEvent

    referral = factory.SubFactory(ReferralFactory)
    from_status = "proposed"
    to_status = "applied"
    at = JOINED + timedelta(days=11)
    actor = "seeker"


class JobInterviewFactory(DjangoModelFactory):
    class Meta:
        model = JobInterview

    referral = factory.SubFactory(ReferralFactory, status="interview")
    starts_at = datetime(2026, 12, 1, 14, 0, tzinfo=JOINED.tzinfo)
    place = "千代田区見本町1-2-3"


class MockInterviewFactory(DjangoModelFactory):
    """An hour booked with `booking__slot__advisor`, to practise a first interview."""

    class Meta:
        model = MockInterview

    booking = factory.SubFactory(CounselingBookingFactory, purpose="mock_interview")
    kind = "first"
    practise = "志望動機を短く話す練習がしたいです。"


class InterviewFeedbackFactory(DjangoModelFactory):
    """The sheet of a mock interview that has taken place, under `assignment`, which may be named."""

    class Meta:
        model = InterviewFeedback

    assignment = factory.SubFactory(AssignmentFactory)
    interview = factory.SubFactory(
        MockInterviewFactory,
        booking__status="completed",
        booking__seeker=factory.SelfAttribute("...assignment.seeker"),
        booking__slot__advisor=factory.SelfAttribute("....assignment.advisor"),
    )
    first_strength = "笑顔であいさつができていました。"
    second_strength = "アルバイトの経験を具体的に話せました。"
    third_strength = "質問を最後まで聞いてから答えていました。"
    to_practise = "結論から話し始める練習をしましょう。"
    written_by = factory.SelfAttribute("assignment.advisor.user")
    sent_at = JOINED + timedelta(days=20)


class GroupFeedbackFactory(InterviewFeedbackFactory):
    """The sheet of somebody who was in a group, under `assignment`."""

    interview = None
    seat = factory.SubFactory(
        "tests.factories.SeminarSeatFactory",
        seminar__kind="mock_interview",
        seeker=factory.SelfAttribute("..assignment.seeker"),
        status="attended",
    )


class CompanyNoteFactory(DjangoModelFactory):
    class Meta:
        model = CompanyNote

    referral = factory.SubFactory(ReferralFactory)
    text = "担当者へ電話済み。"
    written_at = JOINED + timedelta(days=12)


class NoticeRhythmFactory(DjangoModelFactory):
    class Meta:
        model = NoticeRhythm

    seeker = factory.SubFactory(JobSeekerFactory)
    told_until = JOINED


class DocumentFactory(DjangoModelFactory):
    """A version of a résumé, with its file: see `FileFactory`."""

    class Meta:
        model = Document

    seeker = factory.SubFactory(JobSeekerFactory)
    kind = "resume"
    version = factory.LazyAttribute(lambda it: it.seeker.documents.filter(kind=it.kind).count() + 1)
    file = factory.SubFactory(
        FileFactory,
        owner=factory.SelfAttribute("..seeker.user"),
        use=File.Use.DOCUMENT,
        name="履歴書.pdf",
        content_type="application/pdf",
    )
    pages = 2
    made_at = JOINED + timedelta(days=12)


class DocumentReviewFactory(DjangoModelFactory):
    class Meta:
        model = DocumentReview

    document = factory.SubFactory(DocumentFactory)
    status = "submitted"
    submitted_at = JOINED + timedelta(days=12)
    ended_at = factory.LazyAttribute(
        lambda it: None if it.status == "submitted" else it.submitted_at + timedelta(days=1)
    )
    comment = factory.LazyAttribute(lambda it: "志望動機がよく伝わります。" if it.status == "returned" else "")


def want_notices_only(seeker: JobSeeker) -> None:
    seeker.is_notices_only = True
    seeker.save(update_fields=["is_notices_only"])


class ResumeFactory(DjangoModelFactory):
    """A résumé of which nothing is answered but the name."""

    class Meta:
        model = Resume

    seeker = factory.SubFactory(JobSeekerFactory)
    family_name = "見本"
    given_name = "花子"
    saved_at = JOINED


class ResumeEntryFactory(DjangoModelFactory):
    """A part-time job that goes on; of another `kind`, without what is a job's alone."""

    class Meta:
        model = ResumeEntry

    resume = factory.SubFactory(ResumeFactory)
    kind = "work"
    name = "株式会社見本フーズ 駅前店"
    began_on = date(2022, 4, 1)
    employment = factory.Maybe(factory.LazyAttribute(lambda row: row.kind == "work"), "part_time", "")


class WithdrawalRequestFactory(DjangoModelFactory):
    """A request as it is in `status`; with its statement while it is open (`statement__phone=` and so on).

    Naming the `seeker` fills the statement with their own phone and e-mail.
    """

    class Meta:
        model = WithdrawalRequest
        skip_postgeneration_save = True

    class Params:
        is_open = factory.LazyAttribute(lambda it: it.status in WithdrawalRequest.OPEN)
        has_seeker = factory.LazyAttribute(lambda it: it.status in ("scheduled", "cancelled"))

    status = "received"
    language = "en"
    received_at = factory.LazyFunction(timezone.now)
    due_on = factory.LazyAttribute(lambda it: add_business_days(timezone.localdate(it.received_at), 5))
    seeker = factory.Maybe("has_seeker", factory.SubFactory(JobSeekerFactory), None)
    completes_at = factory.LazyAttribute(lambda it: next_business_day(it.received_at) if it.has_seeker else None)
    next_step_at = factory.LazyAttribute(lambda it: (it.completes_at or it.received_at) if it.is_open else None)
    ended_at = factory.LazyAttribute(lambda it: None if it.is_open else it.received_at + timedelta(hours=1))
    closing = factory.LazyAttribute(lambda it: "not_a_member" if it.status == "closed" else "")
    erased = factory.LazyAttribute(lambda it: {} if it.status == "completed" else None)

    @factory.post_generation
    def statement(self, create, extracted, **typed):
        if self.is_open:
            WithdrawalStatementFactory(request=self, **typed)


def next_business_day(moment: datetime) -> datetime:
    day = timezone.localdate(moment)
    return moment + (add_business_days(day, 1) - day)


class WithdrawalStatementFactory(DjangoModelFactory):
    """What was typed for `request`, which must be named."""

    class Meta:
        model = WithdrawalStatement

    phone = factory.LazyAttribute(lambda it: it.request.seeker.phone.as_e164 if it.request.seeker else "+819099999999")
    email = factory.LazyAttribute(lambda it: it.request.seeker.user.email if it.request.seeker else "x@example.com")
    comment = ""


class SuitFactory(DjangoModelFactory):
    """A suit of the cut and size of `SuitLoanFactory`; name the office."""

    class Meta:
        model = Suit

    number = factory.Sequence(lambda n: f"F-{n:03d}")
    office = factory.SubFactory(OfficeFactory)
    cut = "womens_skirt"
    size = "9"


class SuitLoanFactory(DjangoModelFactory):
    """A suit for the Tuesday after the stopped clock, as it is in `status`; of a new item unless one is named."""

    class Meta:
        model = SuitLoan
        exclude = ["item", "is_out"]

    item = factory.SubFactory(SuitFactory)
    is_out = factory.LazyAttribute(lambda it: it.status in ("lent", "returned", "lost"))
    seeker = factory.SubFactory(JobSeekerFactory)
    office = factory.SelfAttribute("item.office")
    cut = factory.SelfAttribute("item.cut")
    size = factory.SelfAttribute("item.size")
    needed_on = date(2026, 12, 1)
    pick_up_on = date(2026, 11, 27)
    return_on = date(2026, 12, 3)
    busy_until = factory.LazyAttribute(lambda it: clean_after(it.return_on))
    asked_on = date(2026, 11, 20)
    status = "requested"
    suit = factory.LazyAttribute(lambda it: it.item if it.is_out else None)
    requested_at = datetime(2026, 11, 20, 9, 0, tzinfo=JOINED.tzinfo)
    lent_at = factory.LazyAttribute(lambda it: it.requested_at if it.is_out else None)
    ended_at = factory.LazyAttribute(
        lambda it: it.requested_at if it.status in ("returned", "lost", "cancelled") else None
    )
    cancelled_because = factory.LazyAttribute(lambda it: "seeker" if it.status == "cancelled" else "")


class SeminarFactory(DjangoModelFactory):
    """An open seminar of two seats, online, two weeks after the stopped clock; `status` and its times go together."""

    class Meta:
        model = Seminar

    kind = "industry"
    title = factory.Sequence(lambda n: f"業界研究セミナー{n}")
    starts_at = datetime(2026, 12, 4, 14, 0, tzinfo=JOINED.tzinfo)
    minutes = 90
    meeting_url = "https://meet.example.jp/seminar"
    capacity = 2
    speaker = "見本業界の先輩"
    description = "はじめての方にも分かるように、業界のしくみをお話しします。"
    to_bring = "筆記用具"
    status = "open"
    opened_at = factory.LazyAttribute(lambda it: None if it.status == "draft" else JOINED)
    called_off_at = factory.LazyAttribute(lambda it: JOINED + timedelta(days=9) if it.status == "called_off" else None)
    why_off = factory.LazyAttribute(lambda it: "講師の都合がつかなくなりました。" if it.status == "called_off" else "")


class SeminarSeatFactory(DjangoModelFactory):
    """A seat as it is in `status`."""

    class Meta:
        model = SeminarSeat

    seminar = factory.SubFactory(SeminarFactory)
    seeker = factory.SubFactory(JobSeekerFactory)
    status = "taken"
    joined_at = JOINED + timedelta(days=20)
    offered_at = factory.LazyAttribute(lambda it: it.joined_at if it.status in ("offered", "passed") else None)
    offered_until = factory.LazyAttribute(lambda it: it.offered_at and it.seminar.starts_at - timedelta(hours=3))
    taken_at = factory.LazyAttribute(lambda it: it.joined_at if it.status in ("taken", "attended", "absent") else None)
    ended_at = factory.LazyAttribute(
        lambda it: None if it.status in ("waiting", "offered", "taken") else it.seminar.starts_at
    )


class SeminarMaterialFactory(DjangoModelFactory):
    """A PDF; give `MEDIA_ROOT` a folder of its own."""

    class Meta:
        model = SeminarMaterial

    seminar = factory.SubFactory(SeminarFactory)
    file = factory.SubFactory(
        FileFactory,
        owner=None,
        use=File.Use.MATERIAL,
        name="資料.pdf",
        content=b"%PDF-1.7\n%%EOF\n",
        content_type="application/pdf",
    )
